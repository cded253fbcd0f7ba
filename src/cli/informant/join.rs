//! `virk informant join`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::lint::unnamed_informants;
use crate::study::{Command, Id, Informant, Refusal};

/// Take two or more informants for one person.
///
///   virk informant join "R · interview-3" "R · interview-4"
///   virk informant join Anna "Anna H" "A. H." --into "Mentor 4"
///
/// The first keeps the name unless --into gives another. Everything the others said, its
/// codings and their descriptions are the first one's; where they are described in two ways, the
/// first one's stays and that is said. One undo takes all back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct InformantJoinArgs {
    /// The informants, the one who stays first
    #[arg(value_name = "NAME", required = true, num_args = 2..)]
    informants: Vec<String>,
    /// What they are called together
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    into: String,
}

pub fn run(
    args: InformantJoinArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let known = args
            .informants
            .iter()
            .map(|typed| Ok(study.find_informant(typed)?.id));
        let mut known: Vec<Id<Informant>> = known.collect::<Result<_, Refusal>>()?;
        let into = known.remove(0);
        let join = Command::JoinInformants {
            from: known,
            into,
            name: args.into,
        };
        Ok(Command::All(vec![
            join,
            unnamed_informants::accept(Some(into), "One person, as was said when they were joined"),
        ]))
    })
}
