//! `virk guide`

mod import;
mod list;
mod remove;

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;

/// Hold interview guides: what is asked, and which codes it is about.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct GuideArgs {
    #[command(subcommand)]
    command: GuideCommand,
}

#[derive(clap::Subcommand, Debug)]
enum GuideCommand {
    Import(import::GuideImportArgs),
    List(list::GuideListArgs),
    Remove(remove::GuideRemoveArgs),
}

pub fn run(
    args: GuideArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        GuideCommand::Import(args) => import::run(args, globals, output),
        GuideCommand::List(args) => list::run(args, globals, output),
        GuideCommand::Remove(args) => remove::run(args, globals, output),
    }
}
