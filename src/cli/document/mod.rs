//! `virk document`

mod list;
mod remove;
mod show;
mod speaker;

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;

/// List documents, say who speaks in them, and take them out of the study.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct DocumentArgs {
    #[command(subcommand)]
    command: DocumentCommand,
}

#[derive(clap::Subcommand, Debug)]
enum DocumentCommand {
    List(list::DocumentListArgs),
    Remove(remove::DocumentRemoveArgs),
    Show(show::DocumentShowArgs),
    Speaker(speaker::DocumentSpeakerArgs),
}

pub fn run(
    args: DocumentArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        DocumentCommand::List(args) => list::run(args, globals, output),
        DocumentCommand::Remove(args) => remove::run(args, globals, output),
        DocumentCommand::Show(args) => show::run(args, globals, output),
        DocumentCommand::Speaker(args) => speaker::run(args, globals, output),
    }
}
