//! `virk code`

mod apply;
mod auto;
mod boundary;
mod list;
mod recode;
mod remove;

use super::{Desk, Outcome, Page};
use crate::study::Refusal;

/// Put words under codes, list codings, change them, take them away.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    Apply(apply::Args),
    Auto(auto::Args),
    List(list::Args),
    Recode(recode::Args),
    Move(boundary::Args),
    Remove(remove::Args),
}

/// Does one of the above.
///
/// # Errors
/// When it cannot.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        Command::Apply(args) => apply::run(args, desk, page),
        Command::Auto(args) => auto::run(args, desk, page),
        Command::List(args) => list::run(args, desk, page),
        Command::Recode(args) => recode::run(args, desk, page),
        Command::Move(args) => boundary::run(args, desk, page),
        Command::Remove(args) => remove::run(args, desk, page),
    }
}
