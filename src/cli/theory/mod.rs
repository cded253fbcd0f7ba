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
mod node_args;
mod note;
mod promote;
mod remove_node;
mod replace_node;
mod revision_args;
mod reword;
mod show;
mod unlink;

pub use show::link_value;

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;

/// Show, import, draw, freeze, derive, change and compare versions of the programme theory.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct TheoryArgs {
    #[command(subcommand)]
    command: TheoryCommand,
}

#[derive(clap::Subcommand, Debug)]
enum TheoryCommand {
    Import(import::TheoryImportArgs),
    Show(show::TheoryShowArgs),
    #[command(visible_alias = "revise")]
    Draft(draft::TheoryDraftArgs),
    Log(log::TheoryLogArgs),
    Diff(diff::TheoryDiffArgs),
    Draw(draw::TheoryDrawArgs),
    Freeze(freeze::FreezeArgs),
    AddNode(add_node::AddNodeArgs),
    RemoveNode(remove_node::RemoveNodeArgs),
    ReplaceNode(replace_node::ReplaceNodeArgs),
    DescribeNode(describe_node::DescribeNodeArgs),
    Demote(demote::DemoteArgs),
    Promote(promote::PromoteArgs),
    Link(link::TheoryLinkArgs),
    Unlink(unlink::UnlinkArgs),
    Reword(reword::RewordArgs),
    Note(note::TheoryNoteArgs),
}

pub fn run(
    args: TheoryArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        TheoryCommand::Import(args) => import::run(args, globals, output),
        TheoryCommand::Show(args) => show::run(args, globals, output),
        TheoryCommand::Draft(args) => draft::run(args, globals, output),
        TheoryCommand::Log(args) => log::run(args, globals, output),
        TheoryCommand::Diff(args) => diff::run(args, globals, output),
        TheoryCommand::Draw(args) => draw::run(args, globals, output),
        TheoryCommand::Freeze(args) => freeze::run(args, globals, output),
        TheoryCommand::AddNode(args) => add_node::run(args, globals, output),
        TheoryCommand::RemoveNode(args) => remove_node::run(args, globals, output),
        TheoryCommand::ReplaceNode(args) => replace_node::run(args, globals, output),
        TheoryCommand::DescribeNode(args) => describe_node::run(args, globals, output),
        TheoryCommand::Demote(args) => demote::run(args, globals, output),
        TheoryCommand::Promote(args) => promote::run(args, globals, output),
        TheoryCommand::Link(args) => link::run(args, globals, output),
        TheoryCommand::Unlink(args) => unlink::run(args, globals, output),
        TheoryCommand::Reword(args) => reword::run(args, globals, output),
        TheoryCommand::Note(args) => note::run(args, globals, output),
    }
}
