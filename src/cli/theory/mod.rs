//! `virk theory`

mod diff;
mod draw;
mod node;
mod revise;
mod version;

pub use version::link_value;

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;

/// Show, import, draw, freeze, change and compare versions of the programme theory.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct TheoryArgs {
    #[command(subcommand)]
    command: TheoryCommand,
}

#[derive(clap::Subcommand, Debug)]
enum TheoryCommand {
    Import(version::TheoryImportArgs),
    Show(version::TheoryShowArgs),
    #[command(visible_alias = "revise")]
    Draft(version::TheoryDraftArgs),
    Log(version::TheoryLogArgs),
    Diff(diff::TheoryDiffArgs),
    Draw(draw::TheoryDrawArgs),
    Freeze(version::FreezeArgs),
    AddNode(node::AddNodeArgs),
    RemoveNode(node::RemoveNodeArgs),
    ReplaceNode(node::ReplaceNodeArgs),
    DescribeNode(node::DescribeNodeArgs),
    Demote(node::DemoteArgs),
    Promote(node::PromoteArgs),
    Link(revise::TheoryLinkArgs),
    Unlink(revise::UnlinkArgs),
    Reword(revise::RewordArgs),
    Note(revise::TheoryNoteArgs),
}

pub fn run(
    args: TheoryArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        TheoryCommand::Import(args) => version::import(args, globals, output),
        TheoryCommand::Show(args) => version::show(args, globals, output),
        TheoryCommand::Draft(args) => version::draft(args, globals, output),
        TheoryCommand::Log(args) => version::log(args, globals, output),
        TheoryCommand::Diff(args) => diff::run(args, globals, output),
        TheoryCommand::Draw(args) => draw::run(args, globals, output),
        TheoryCommand::Freeze(args) => version::freeze(args, globals, output),
        TheoryCommand::AddNode(args) => node::add_node(args, globals, output),
        TheoryCommand::RemoveNode(args) => node::remove_node(args, globals, output),
        TheoryCommand::ReplaceNode(args) => node::replace_node(args, globals, output),
        TheoryCommand::DescribeNode(args) => node::describe_node(args, globals, output),
        TheoryCommand::Demote(args) => node::demote(args, globals, output),
        TheoryCommand::Promote(args) => node::promote(args, globals, output),
        TheoryCommand::Link(args) => revise::link(args, globals, output),
        TheoryCommand::Unlink(args) => revise::unlink(args, globals, output),
        TheoryCommand::Reword(args) => revise::reword(args, globals, output),
        TheoryCommand::Note(args) => revise::note(args, globals, output),
    }
}
