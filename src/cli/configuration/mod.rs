//! `virk configuration`

mod show;

use super::{CommandOutput, ExitStatus, GlobalArgs, quote_output};
use crate::import::{TextFile, configurations};
use crate::study::configuration::{ConfigurationPart, PartBody};
use crate::study::{Code, Command, Configuration, Id, Polarity, Refusal, Study};
use std::path::PathBuf;

/// Record context–mechanism–outcome configurations, with the quotes for and against them.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct ConfigurationArgs {
    #[command(subcommand)]
    command: ConfigurationCommand,
}

#[derive(clap::Subcommand, Debug)]
enum ConfigurationCommand {
    Add(ConfigurationAddArgs),
    List(show::ConfigurationListArgs),
    Show(show::ConfigurationShowArgs),
    Change(ConfigurationChangeArgs),
    Import(ConfigurationImportArgs),
    Attach(AttachArgs),
    Merge(ConfigurationMergeArgs),
    Remove(ConfigurationRemoveArgs),
}

pub fn run(
    args: ConfigurationArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        ConfigurationCommand::Add(args) => add(args, globals, output),
        ConfigurationCommand::List(args) => show::list(args, globals, output),
        ConfigurationCommand::Show(args) => show::run(args, globals, output),
        ConfigurationCommand::Change(args) => change(args, globals, output),
        ConfigurationCommand::Import(args) => import(args, globals, output),
        ConfigurationCommand::Attach(args) => attach(args, globals, output),
        ConfigurationCommand::Merge(args) => merge(args, globals, output),
        ConfigurationCommand::Remove(args) => remove(args, globals, output),
    }
}

/// Finds a configuration by its number.
fn find(study: &Study, number: usize) -> Result<&Configuration, Refusal> {
    study.configuration_numbered(number).ok_or_else(|| {
        Refusal::new(
            format!("there is no configuration {number}"),
            "Their numbers are listed by `virk configuration list`",
        )
    })
}

/// Finds codes by a comma-separated list.
fn codes(study: &Study, typed: &str) -> Result<Vec<Id<Code>>, Refusal> {
    typed
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| Ok(study.find_code(name)?.id))
        .collect()
}

/// Add a configuration: context, mechanism and outcome; any of them may be missing.
///
///   virk configuration add --context Motivation --mechanism Reflection --outcome "Personal dev"
///   virk configuration add -m Reflection -o "Personal dev" --document 01-mentor-1 --quote "heard herself say it"
///
/// Separate several codes of one part by commas. The quote counts as support.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct ConfigurationAddArgs {
    /// Codes of the context
    #[arg(
        short,
        long,
        value_name = "CODES",
        default_value = "",
        hide_default_value = true
    )]
    context: String,
    /// Codes of the mechanism
    #[arg(
        short,
        long,
        value_name = "CODES",
        default_value = "",
        hide_default_value = true
    )]
    mechanism: String,
    /// Codes of the outcome (outputs included)
    #[arg(
        short,
        long,
        value_name = "CODES",
        default_value = "",
        hide_default_value = true
    )]
    outcome: String,
    /// If … then … because …
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    statement: String,
    /// Document with the quote
    #[arg(long, value_name = "DOC")]
    document: Option<String>,
    /// Place of the quote, as START..END
    #[arg(long, value_name = "SPAN", requires = "document")]
    at: Option<String>,
    /// Words of the quote, instead of START..END
    #[arg(long, value_name = "WORDS", requires = "document")]
    quote: Option<String>,
}

fn add(
    args: ConfigurationAddArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let part = |typed: &str| codes(study, typed).map(PartBody::of);
        let parts = [
            part(&args.context)?,
            part(&args.mechanism)?,
            part(&args.outcome)?,
        ];
        let mut rest: Vec<String> = args.at.into_iter().collect();
        let quotes = match &args.document {
            Some(document) => vec![(
                quote_output::find_quote(study, document, args.quote.as_deref(), &mut rest)?,
                Polarity::Supports,
            )],
            None => Vec::new(),
        };
        Ok(Command::AddConfiguration {
            parts,
            statement: args.statement,
            quotes,
        })
    })
}

/// Change a configuration: its parts, its statement, or what follows it.
///
///   virk configuration change 2 --outcome "Personal dev"
///   virk configuration change 2 --statement "If … then … because …" --next 5
///
/// An empty text clears a part; `--next 0` ends the chain. The configuration
/// that follows is the one whose context is this one's outcome.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct ConfigurationChangeArgs {
    /// The configuration
    #[arg(value_name = "NUMBER")]
    number: usize,
    /// Codes of the context
    #[arg(short, long, value_name = "CODES")]
    context: Option<String>,
    /// Codes of the mechanism
    #[arg(short, long, value_name = "CODES")]
    mechanism: Option<String>,
    /// Codes of the outcome
    #[arg(short, long, value_name = "CODES")]
    outcome: Option<String>,
    /// If … then … because …
    #[arg(long, value_name = "TEXT")]
    statement: Option<String>,
    /// The configuration that follows
    #[arg(long, value_name = "NUMBER")]
    next: Option<usize>,
}

fn change(
    args: ConfigurationChangeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let configuration = find(study, args.number)?;
        let mut body = configuration.body.clone();
        for (part, typed) in [
            (ConfigurationPart::Context, args.context),
            (ConfigurationPart::Mechanism, args.mechanism),
            (ConfigurationPart::Outcome, args.outcome),
        ] {
            if let Some(typed) = typed {
                body.part_mut(part).codes = codes(study, &typed)?;
            }
        }
        match args.next {
            Some(0) => body.next = None,
            Some(number) => body.next = Some(find(study, number)?.id),
            None => {}
        }
        Ok(Command::ChangeConfiguration {
            id: configuration.id,
            body: Box::new(body),
            statement: args.statement,
        })
    })
}

/// Remove a configuration; its codes and quotes are kept.
///
///   virk configuration remove 3
///
/// `virk undo` restores it. The numbers of the others do not change.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct ConfigurationRemoveArgs {
    /// The configuration
    #[arg(value_name = "NUMBER")]
    number: usize,
}

fn remove(
    args: ConfigurationRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::RemoveConfiguration {
            id: find(study, args.number)?.id,
        })
    })
}

/// Attach a quote to a configuration: for it, against it, or to one of its parts.
///
///   virk configuration attach 2 01-mentor-1 1204..1290 contradicts
///   virk configuration attach 2 01-mentor-1 --quote "it’s my head" mechanism
///
/// supports, contradicts and nuances say what the quote does to it; `open` removes the quote;
/// context, mechanism and outcome say which part the quote is about.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk configuration attach NUMBER DOC START..END AS\n       virk configuration attach NUMBER DOC --quote WORDS AS"
)]
struct AttachArgs {
    /// The configuration
    #[arg(value_name = "NUMBER")]
    number: usize,
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words as START..END, then what they do
    #[arg(value_name = "START..END AS", required = true)]
    rest: Vec<String>,
    /// Quote the words instead of giving START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
}

fn attach(
    args: AttachArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest = args.rest;
        let configuration = find(study, args.number)?;
        let (id, quote) = (configuration.id, quote_output::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?);
        let word = rest.join(" ");
        if word == "open" {
            return Ok(Command::TellOfConfiguration { id, quote, polarity: None });
        }
        if let Some(polarity) = Polarity::parse(&word) {
            return Ok(Command::TellOfConfiguration { id, quote, polarity: Some(polarity) });
        }
        let part = ConfigurationPart::parse(&word).ok_or_else(|| {
            Refusal::new(
                format!("`{word}` is neither a polarity nor a part"),
                "Write supports, contradicts, nuances, open, context, mechanism or outcome after the words",
            )
        })?;
        let mut body = configuration.body.clone();
        body.part_mut(part).quotes.push(quote);
        Ok(Command::ChangeConfiguration { id, body: Box::new(body), statement: None })
    })
}

/// Merge configurations that say the same; the new one remembers where it came from.
///
///   virk configuration merge 2 5 7 --statement "If … then … because …"
///
/// Their parts and quotes are combined; the originals stay, listed under it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct ConfigurationMergeArgs {
    /// The configurations
    #[arg(value_name = "NUMBER", required = true, num_args = 2..)]
    numbers: Vec<usize>,
    /// Their joint statement: if … then … because …
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    statement: String,
}

fn merge(
    args: ConfigurationMergeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let sources = args
            .numbers
            .iter()
            .map(|number| Ok(find(study, *number)?.id))
            .collect::<Result<_, Refusal>>()?;
        Ok(Command::MergeConfigurations {
            sources,
            statement: args.statement,
        })
    })
}

/// Import configurations from JSON.
///
///   virk configuration import configurations.json
///
/// The file holds `configurations`, each with `context`, `mechanism` and `outcome` (keys of
/// codes, any of them empty), `statement`, and `quotes`: `document`, the exact `text`, and
/// `polarity`. transcripts-sample/data/configurations.json is an example.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct ConfigurationImportArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

fn import(
    args: ConfigurationImportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let file = TextFile::open(&args.file)?;
    let told = configurations::parse_configurations(&file)?;
    let mut session = globals.open_study(output)?;
    let command = told.command(&file, session.study())?;
    let said = session.perform(command)?;
    let chains = told.chain_commands(&file, session.study())?;
    if !chains.is_empty() {
        session.perform(Command::All(chains))?;
    }
    globals.print_message(output, &said);
    Ok(ExitStatus::Done)
}
