//! `virk guide`

mod import;
mod list;
mod remove;

use super::{Desk, Outcome, Page};
use crate::study::Refusal;

/// Hold interview guides: what is asked, and which codes it is about.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    Import(import::Args),
    List(list::Args),
    Remove(remove::Args),
}

/// Does one of the above.
///
/// # Errors
/// When it cannot.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        Command::Import(args) => import::run(args, desk, page),
        Command::List(args) => list::run(args, desk, page),
        Command::Remove(args) => remove::run(args, desk, page),
    }
}
