//! `virk data`

mod compare;
mod describe;
mod filter;
mod frequencies;
mod import;
mod index;
mod indicator;
mod missing;
mod model;
mod recode;
mod remove;
mod variable;
mod variables;
mod weight;

pub use compare::value as compared;

use super::{Desk, Outcome, Page};
use crate::study::{Dataset, Refusal, Study};

/// Import surveys and register extracts, say what their variables mean, recode
/// and filter them, and tie them to codes.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    Import(import::Args),
    Variables(variables::Args),
    Frequencies(frequencies::Args),
    Missing(missing::Args),
    Compare(compare::Args),
    Describe(describe::Args),
    Variable(variable::Args),
    Recode(recode::Args),
    Index(index::Args),
    Filter(filter::Args),
    Indicator(indicator::Args),
    Weight(weight::Args),
    Model(model::Args),
    Remove(remove::Args),
}

/// Does one of the above.
///
/// # Errors
/// When it cannot.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        Command::Import(args) => import::run(args, desk, page),
        Command::Variables(args) => variables::run(args, desk, page),
        Command::Frequencies(args) => frequencies::run(args, desk, page),
        Command::Missing(args) => missing::run(args, desk, page),
        Command::Compare(args) => compare::run(args, desk, page),
        Command::Describe(args) => describe::run(args, desk, page),
        Command::Variable(args) => variable::run(args, desk, page),
        Command::Recode(args) => recode::run(args, desk, page),
        Command::Index(args) => index::run(args, desk, page),
        Command::Filter(args) => filter::run(args, desk, page),
        Command::Indicator(args) => indicator::run(args, desk, page),
        Command::Weight(args) => weight::run(args, desk, page),
        Command::Model(args) => model::run(args, desk, page),
        Command::Remove(args) => remove::run(args, desk, page),
    }
}

/// The variable that is meant: in the dataset that is named, else in the one that has it.
fn find<'a>(
    study: &'a Study,
    within: Option<&str>,
    typed: &str,
) -> Result<(&'a Dataset, usize), Refusal> {
    match within {
        Some(name) => {
            let dataset = study.find_dataset(Some(name))?;
            Ok((dataset, dataset.find_variable(typed)?))
        }
        None => study.find_variable(typed),
    }
}
