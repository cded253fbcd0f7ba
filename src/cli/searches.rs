//! `virk searches`

use super::{CommandOutput, ExitStatus, GlobalArgs, text_grid::TextGrid};
use crate::study::{Command, Refusal, Study};
use serde_json::json;

/// The saved searches of the study: list them, rename them, take them away.
///
///   virk searches
///   virk searches rename doubts "doubts about praise"
///   virk searches remove doubts
///
/// `virk search QUERY --save NAME` saves one, `virk search --saved NAME` asks it
/// again. Without more, all are listed; exit code 1 when there is none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct SearchesArgs {
    #[command(subcommand)]
    command: Option<SearchesCommand>,
}

#[derive(clap::Subcommand, Debug)]
enum SearchesCommand {
    /// Give a saved search another name.
    ///
    ///   virk searches rename doubts "doubts about praise"
    #[command(verbatim_doc_comment)]
    Rename {
        /// The saved search
        #[arg(value_name = "NAME")]
        name: String,
        /// Its new name
        #[arg(value_name = "NEW")]
        new: String,
    },
    /// Take a saved search away; `virk undo` brings it back.
    ///
    ///   virk searches remove doubts
    #[command(verbatim_doc_comment)]
    Remove {
        /// The saved search
        #[arg(value_name = "NAME")]
        name: String,
    },
}

pub fn run(
    args: SearchesArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        None => list(globals, output),
        Some(SearchesCommand::Rename { name, new }) => {
            let mut session = globals.open_study(output)?;
            let (command, said) = rename(session.study(), &name, new.trim())?;
            session.perform(command)?;
            globals.print_message(output, &said);
            Ok(ExitStatus::Done)
        }
        Some(SearchesCommand::Remove { name }) => {
            globals.perform(output, |study| Ok(remove(study.find_search(&name)?)))
        }
    }
}

fn list(globals: &GlobalArgs, output: &mut CommandOutput) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let saved: Vec<(&str, Option<&str>)> = study
        .searches()
        .map(|(name, saved)| (name, study.words(saved.query)))
        .collect();
    if globals.json {
        output.json(
            &saved
                .iter()
                .map(|(name, query)| json!({ "name": name, "query": query }))
                .collect(),
        );
    } else if saved.is_empty() {
        output.paragraph("No search is saved; `virk search QUERY --save NAME` saves one");
    } else {
        let mut grid = TextGrid::new(&["Name", "Query"]);
        saved.iter().for_each(|(name, query)| {
            grid.row([(*name).to_owned(), query.unwrap_or("(erased)").to_owned()])
        });
        grid.show(output);
    }
    Ok(ExitStatus::from_found(!saved.is_empty()))
}

fn remove(name: &str) -> Command {
    Command::SaveSearch {
        name: name.to_owned(),
        query: String::new(),
        scope: String::new(),
    }
}

/// The command that renames a search, with its message.
fn rename(study: &Study, name: &str, new: &str) -> Result<(Command, String), Refusal> {
    let name = study.find_search(name)?;
    if study.searches().any(|(known, _)| known == new) {
        return Err(Refusal::new(
            format!("a search is saved as “{new}” already"),
            "Take it away first, or choose another name",
        ));
    }
    let (query, scope) = study.saved_search(name).ok_or_else(|| {
        Refusal::new(
            format!("the words of the saved search “{name}” have been erased"),
            "Only `virk searches remove` can be done with it",
        )
    })?;
    let save = Command::SaveSearch {
        name: new.to_owned(),
        query: query.to_owned(),
        scope: scope.to_owned(),
    };
    Ok((
        Command::All(vec![remove(name), save]),
        format!("Renamed the search “{name}” to “{new}”"),
    ))
}
