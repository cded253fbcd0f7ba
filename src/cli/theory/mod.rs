//! `virk theory`

mod add_node;
mod demote;
mod describe_node;
mod diff;
mod draft;
mod draw;
mod freeze;
mod import;
mod link;
mod log;
mod note;
mod promote;
mod remove_node;
mod replace_node;
mod reword;
mod said;
mod show;
mod unlink;
mod why;

pub use show::link_value;

use super::{Desk, Outcome, Page};
use crate::study::Refusal;

/// Show, import, draw, freeze, derive, change and compare versions of the programme theory.
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
    #[command(visible_alias = "revise")]
    Draft(draft::Args),
    Log(log::Args),
    Diff(diff::Args),
    Draw(draw::Args),
    Freeze(freeze::Args),
    AddNode(add_node::Args),
    RemoveNode(remove_node::Args),
    ReplaceNode(replace_node::Args),
    DescribeNode(describe_node::Args),
    Demote(demote::Args),
    Promote(promote::Args),
    Link(link::Args),
    Unlink(unlink::Args),
    Reword(reword::Args),
    Note(note::Args),
}

/// Does one of the above.
///
/// # Errors
/// When it cannot.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        Command::Import(args) => import::run(args, desk, page),
        Command::Show(args) => show::run(args, desk, page),
        Command::Draft(args) => draft::run(args, desk, page),
        Command::Log(args) => log::run(args, desk, page),
        Command::Diff(args) => diff::run(args, desk, page),
        Command::Draw(args) => draw::run(args, desk, page),
        Command::Freeze(args) => freeze::run(args, desk, page),
        Command::AddNode(args) => add_node::run(args, desk, page),
        Command::RemoveNode(args) => remove_node::run(args, desk, page),
        Command::ReplaceNode(args) => replace_node::run(args, desk, page),
        Command::DescribeNode(args) => describe_node::run(args, desk, page),
        Command::Demote(args) => demote::run(args, desk, page),
        Command::Promote(args) => promote::run(args, desk, page),
        Command::Link(args) => link::run(args, desk, page),
        Command::Unlink(args) => unlink::run(args, desk, page),
        Command::Reword(args) => reword::run(args, desk, page),
        Command::Note(args) => note::run(args, desk, page),
    }
}
