//! `virk config`

mod check;
mod example;
mod keys;
mod show;

use super::{Desk, Outcome, Page};
use crate::study::Refusal;

/// Show and check your own settings: keys, colours, mouse, who is at work.
///
///   virk config                            where they lie, and what holds
///   virk config keys                       every action with its keys
///   virk config example > FILE             a settings file to begin with
///   virk config check                      look the file through
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    Show(show::Args),
    Keys(keys::Args),
    Example(example::Args),
    Check(check::Args),
}

/// Does one of the above.
///
/// # Errors
/// When it cannot.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        None => show::run(show::Args {}, desk, page),
        Some(Command::Show(args)) => show::run(args, desk, page),
        Some(Command::Keys(args)) => keys::run(args, desk, page),
        Some(Command::Example(args)) => example::run(args, desk, page),
        Some(Command::Check(args)) => check::run(args, desk, page),
    }
}
