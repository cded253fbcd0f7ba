//! `virk code`

mod apply;
mod auto;
mod boundary;
mod list;
mod recode;
mod remove;

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;

/// Put words under codes, list codings, change them, take them away.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct CodeArgs {
    #[command(subcommand)]
    command: CodeCommand,
}

#[derive(clap::Subcommand, Debug)]
enum CodeCommand {
    Apply(apply::CodeApplyArgs),
    Auto(auto::AutoCodeArgs),
    List(list::CodeListArgs),
    Recode(recode::CodeRecodeArgs),
    Move(boundary::BoundaryArgs),
    Remove(remove::CodeRemoveArgs),
}

pub fn run(
    args: CodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        CodeCommand::Apply(args) => apply::run(args, globals, output),
        CodeCommand::Auto(args) => auto::run(args, globals, output),
        CodeCommand::List(args) => list::run(args, globals, output),
        CodeCommand::Recode(args) => recode::run(args, globals, output),
        CodeCommand::Move(args) => boundary::run(args, globals, output),
        CodeCommand::Remove(args) => remove::run(args, globals, output),
    }
}
