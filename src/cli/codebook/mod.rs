//! `virk codebook`

mod add;
mod change;
mod code_field_args;
mod colours;
mod export;
mod import;
mod merge;
mod move_code;
mod recolour;
mod rename;
mod retag;
mod retire;
mod show;
mod split;

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;

/// Show, change, import and export the codebook.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct CodebookArgs {
    #[command(subcommand)]
    command: CodebookCommand,
}

#[derive(clap::Subcommand, Debug)]
enum CodebookCommand {
    Show(show::CodebookShowArgs),
    Add(add::CodebookAddArgs),
    Change(change::CodebookChangeArgs),
    Rename(rename::CodebookRenameArgs),
    Move(move_code::CodebookMoveArgs),
    Recolour(recolour::RecolourArgs),
    Colours(colours::ColoursArgs),
    Retag(retag::RetagArgs),
    Merge(merge::CodebookMergeArgs),
    Split(split::CodebookSplitArgs),
    Retire(retire::RetireArgs),
    Import(import::CodebookImportArgs),
    Export(export::CodebookExportArgs),
}

pub fn run(
    args: CodebookArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        CodebookCommand::Import(args) => import::run(args, globals, output),
        CodebookCommand::Export(args) => export::run(args, globals, output),
        CodebookCommand::Show(args) => show::run(args, globals, output),
        CodebookCommand::Add(args) => add::run(args, globals, output),
        CodebookCommand::Change(args) => change::run(args, globals, output),
        CodebookCommand::Rename(args) => rename::run(args, globals, output),
        CodebookCommand::Move(args) => move_code::run(args, globals, output),
        CodebookCommand::Recolour(args) => recolour::run(args, globals, output),
        CodebookCommand::Colours(args) => colours::run(args, globals, output),
        CodebookCommand::Retag(args) => retag::run(args, globals, output),
        CodebookCommand::Merge(args) => merge::run(args, globals, output),
        CodebookCommand::Split(args) => split::run(args, globals, output),
        CodebookCommand::Retire(args) => retire::run(args, globals, output),
    }
}
