//! `virk configuration`

mod add;
mod attach;
mod change;
mod import;
mod list;
mod merge;
mod remove;
mod show;

use super::{Desk, Outcome, Page};
use crate::study::{Code, Configuration, Id, Refusal, Study, configuration::Part};
use serde_json::{Value, json};

/// Put together context–mechanism–outcome configurations, and find the quotes for and against them.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    Add(add::Args),
    List(list::Args),
    Show(show::Args),
    Change(change::Args),
    Import(import::Args),
    Attach(attach::Args),
    Merge(merge::Args),
    Remove(remove::Args),
}

/// Does one of the above.
///
/// # Errors
/// When it cannot.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        Command::Add(args) => add::run(args, desk, page),
        Command::List(args) => list::run(args, desk, page),
        Command::Show(args) => show::run(args, desk, page),
        Command::Change(args) => change::run(args, desk, page),
        Command::Import(args) => import::run(args, desk, page),
        Command::Attach(args) => attach::run(args, desk, page),
        Command::Merge(args) => merge::run(args, desk, page),
        Command::Remove(args) => remove::run(args, desk, page),
    }
}

/// The configuration with this number.
fn find(study: &Study, number: usize) -> Result<&Configuration, Refusal> {
    study.configuration_numbered(number).ok_or_else(|| {
        Refusal::new(
            format!("there is no configuration {number}"),
            "Their numbers are listed by `virk configuration list`",
        )
    })
}

/// Codes by what was typed, several of them apart by commas.
fn codes(study: &Study, typed: &str) -> Result<Vec<Id<Code>>, Refusal> {
    typed
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| Ok(study.find_code(name)?.id))
        .collect()
}

/// A configuration for programs.
fn value(study: &Study, configuration: &Configuration) -> Value {
    let body = &configuration.body;
    let quote = |quote| super::quoted::value_at(study, quote);
    let part = |part: Part| {
        let part = body.part(part);
        json!({
            "codes": part.codes.iter().map(|code| study.code_name(*code)).collect::<Vec<_>>(),
            "keys": part.codes.iter().map(|code| study.code(*code).map(|code| &code.body.key)).collect::<Vec<_>>(),
            "quotes": part.quotes.iter().map(|at| quote(*at)).collect::<Vec<_>>(),
        })
    };
    let quotes = study.told(configuration.id).map(|(at, polarity)| {
        let mut value = quote(at);
        value["polarity"] = json!(polarity.name());
        value
    });
    let number = |id: Id<Configuration>| study.configuration_number(id);
    json!({
        "number": number(configuration.id),
        "shape": body.shape(),
        "missing": body.missing().map(Part::name).collect::<Vec<_>>(),
        "context": part(Part::Context),
        "mechanism": part(Part::Mechanism),
        "outcome": part(Part::Outcome),
        "statement": body.statement.and_then(|id| study.words(id)),
        "next": body.next.map(number),
        "derived_from": body.derived_from.iter().map(|id| number(*id)).collect::<Vec<_>>(),
        "quotes": quotes.collect::<Vec<_>>(),
    })
}
