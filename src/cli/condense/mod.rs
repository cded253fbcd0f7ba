//! `virk condense`

mod list;
mod set;

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;

/// Condense the meaning of quotes, and list what has been condensed.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct CondenseArgs {
    #[command(subcommand)]
    command: CondenseCommand,
}

#[derive(clap::Subcommand, Debug)]
enum CondenseCommand {
    Set(set::CondenseSetArgs),
    List(list::CondenseListArgs),
}

pub fn run(
    args: CondenseArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        CondenseCommand::Set(args) => set::run(args, globals, output),
        CondenseCommand::List(args) => list::run(args, globals, output),
    }
}
