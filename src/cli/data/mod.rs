//! `virk data`

mod describe;
mod frequencies;
mod import;
mod indicator;
mod remove;
mod variables;

use super::{Desk, Outcome, Page};
use crate::study::Refusal;

/// Import surveys and register extracts, and tie their variables to codes.
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
    Describe(describe::Args),
    Indicator(indicator::Args),
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
        Command::Describe(args) => describe::run(args, desk, page),
        Command::Indicator(args) => indicator::run(args, desk, page),
        Command::Remove(args) => remove::run(args, desk, page),
    }
}
