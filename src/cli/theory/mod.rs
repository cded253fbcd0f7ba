//! `virk theory`

mod diff;
mod draw;
mod freeze;
mod import;
mod show;

pub use show::{link_value, relation_of};

use super::{Desk, Outcome, Page};
use crate::study::Refusal;

/// Show, import, compare, draw and freeze versions of the programme theory.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    Import(import::Args),
    Show(show::Args),
    Diff(diff::Args),
    Draw(draw::Args),
    Freeze(freeze::Args),
}

/// Does one of the above.
///
/// # Errors
/// When it cannot.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        Command::Import(args) => import::run(args, desk, page),
        Command::Show(args) => show::run(args, desk, page),
        Command::Diff(args) => diff::run(args, desk, page),
        Command::Draw(args) => draw::run(args, desk, page),
        Command::Freeze(args) => freeze::run(args, desk, page),
    }
}
