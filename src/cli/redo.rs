//! `virk redo`

use super::{CommandOutput, ExitStatus, GlobalArgs, undo};
use crate::log::Session;
use crate::study::Refusal;

/// Repeat changes that were taken back.
///
///   virk redo
///   virk redo --steps 3
///
/// Redo is possible until you change something else.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RedoArgs {
    /// How many changes
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,
}

pub fn run(
    args: RedoArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    undo::steps(args.steps, "Repeated", Session::redo, globals, output)
}
