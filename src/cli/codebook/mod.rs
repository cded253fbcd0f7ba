//! `virk codebook`

mod add;
mod change;
mod colours;
mod description;
mod export;
mod import;
mod merge;
mod place;
mod recolour;
mod rename;
mod retag;
mod retire;
mod show;
mod split;

use super::{Desk, Outcome, Page};
use crate::study::Refusal;

/// Show, change, import and export the codebook.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    Show(show::Args),
    Add(add::Args),
    Change(change::Args),
    Rename(rename::Args),
    Move(place::Args),
    Recolour(recolour::Args),
    Colours(colours::Args),
    Retag(retag::Args),
    Merge(merge::Args),
    Split(split::Args),
    Retire(retire::Args),
    Import(import::Args),
    Export(export::Args),
}

/// Does one of the above.
///
/// # Errors
/// When it cannot.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        Command::Import(args) => import::run(args, desk, page),
        Command::Export(args) => export::run(args, desk, page),
        Command::Show(args) => show::run(args, desk, page),
        Command::Add(args) => add::run(args, desk, page),
        Command::Change(args) => change::run(args, desk, page),
        Command::Rename(args) => rename::run(args, desk, page),
        Command::Move(args) => place::run(args, desk, page),
        Command::Recolour(args) => recolour::run(args, desk, page),
        Command::Colours(args) => colours::run(args, desk, page),
        Command::Retag(args) => retag::run(args, desk, page),
        Command::Merge(args) => merge::run(args, desk, page),
        Command::Split(args) => split::run(args, desk, page),
        Command::Retire(args) => retire::run(args, desk, page),
    }
}
