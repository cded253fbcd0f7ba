//! `virk condense`

mod list;
mod set;

use super::{Desk, Outcome, Page};
use crate::study::Refusal;

/// Condense the meaning of quotes, and list what has been condensed.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    Set(set::Args),
    List(list::Args),
}

/// Does one of the above.
///
/// # Errors
/// When it cannot.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        Command::Set(args) => set::run(args, desk, page),
        Command::List(args) => list::run(args, desk, page),
    }
}
