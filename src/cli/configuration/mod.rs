//! `virk configuration`

mod add;
mod attach;
mod change;
mod import;
mod list;
mod merge;
mod remove;
mod show;

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Code, Configuration, Id, Refusal, Study, configuration::ConfigurationPart};
use serde_json::{Value, json};

/// Put together context–mechanism–outcome configurations, and find the quotes for and against them.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct ConfigurationArgs {
    #[command(subcommand)]
    command: ConfigurationCommand,
}

#[derive(clap::Subcommand, Debug)]
enum ConfigurationCommand {
    Add(add::ConfigurationAddArgs),
    List(list::ConfigurationListArgs),
    Show(show::ConfigurationShowArgs),
    Change(change::ConfigurationChangeArgs),
    Import(import::ConfigurationImportArgs),
    Attach(attach::AttachArgs),
    Merge(merge::ConfigurationMergeArgs),
    Remove(remove::ConfigurationRemoveArgs),
}

pub fn run(
    args: ConfigurationArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        ConfigurationCommand::Add(args) => add::run(args, globals, output),
        ConfigurationCommand::List(args) => list::run(args, globals, output),
        ConfigurationCommand::Show(args) => show::run(args, globals, output),
        ConfigurationCommand::Change(args) => change::run(args, globals, output),
        ConfigurationCommand::Import(args) => import::run(args, globals, output),
        ConfigurationCommand::Attach(args) => attach::run(args, globals, output),
        ConfigurationCommand::Merge(args) => merge::run(args, globals, output),
        ConfigurationCommand::Remove(args) => remove::run(args, globals, output),
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

/// A configuration as JSON.
fn value(study: &Study, configuration: &Configuration) -> Value {
    let body = &configuration.body;
    let quote = |quote| super::quote_output::quote_json_at(study, quote);
    let part = |part: ConfigurationPart| {
        let part = body.part(part);
        json!({
            "codes": part.codes.iter().map(|code| study.code_name(*code)).collect::<Vec<_>>(),
            "keys": part.codes.iter().map(|code| study.code(*code).map(|code| &code.body.key)).collect::<Vec<_>>(),
            "quotes": part.quotes.iter().map(|at| quote(*at)).collect::<Vec<_>>(),
        })
    };
    let quotes = study
        .configuration_polarities(configuration.id)
        .map(|(at, polarity)| {
            let mut value = quote(at);
            value["polarity"] = json!(polarity.name());
            value
        });
    let number = |id: Id<Configuration>| study.configuration_number(id);
    json!({
        "number": number(configuration.id),
        "shape": body.shape(),
        "missing": body.missing().map(ConfigurationPart::name).collect::<Vec<_>>(),
        "context": part(ConfigurationPart::Context),
        "mechanism": part(ConfigurationPart::Mechanism),
        "outcome": part(ConfigurationPart::Outcome),
        "statement": body.statement.and_then(|id| study.words(id)),
        "next": body.next.map(number),
        "derived_from": body.derived_from.iter().map(|id| number(*id)).collect::<Vec<_>>(),
        "quotes": quotes.collect::<Vec<_>>(),
    })
}
