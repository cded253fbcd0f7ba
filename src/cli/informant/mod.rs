//! `virk informant`

mod describe;
mod import;
mod list;

use super::{Desk, Outcome, Page};
use crate::study::Refusal;

/// List informants, and say who they are.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    List(list::Args),
    Import(import::Args),
    Describe(describe::Args),
}

/// Does one of the above.
///
/// # Errors
/// When it cannot.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        Command::List(args) => list::run(args, desk, page),
        Command::Import(args) => import::run(args, desk, page),
        Command::Describe(args) => describe::run(args, desk, page),
    }
}
