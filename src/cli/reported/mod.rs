//! `virk reported`

mod import;
mod list;
mod remove;

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;

/// Hold what a report prints of its tests, so that `virk lint` can check its reasoning.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct ReportedArgs {
    #[command(subcommand)]
    command: ReportedCommand,
}

#[derive(clap::Subcommand, Debug)]
enum ReportedCommand {
    Import(import::ReportedImportArgs),
    List(list::ReportedListArgs),
    Remove(remove::ReportedRemoveArgs),
}

pub fn run(
    args: ReportedArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        ReportedCommand::Import(args) => import::run(args, globals, output),
        ReportedCommand::List(args) => list::run(args, globals, output),
        ReportedCommand::Remove(args) => remove::run(args, globals, output),
    }
}
