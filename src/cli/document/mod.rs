//! `virk document`

mod list;
mod remove;
mod show;
mod speaker;

use super::{Desk, Outcome, Page};
use crate::study::Refusal;

/// List documents, say who speaks in them, and take them out of the study.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    List(list::Args),
    Remove(remove::Args),
    Show(show::Args),
    Speaker(speaker::Args),
}

/// Does one of the above.
///
/// # Errors
/// When it cannot.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        Command::List(args) => list::run(args, desk, page),
        Command::Remove(args) => remove::run(args, desk, page),
        Command::Show(args) => show::run(args, desk, page),
        Command::Speaker(args) => speaker::run(args, desk, page),
    }
}
