//! `virk orphan remove`

use super::orphan;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Take an orphan away: its codings, and what is said of it.
///
///   virk orphan remove 1
///
/// `virk undo` brings it back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct OrphanRemoveArgs {
    /// Its number in `virk orphan list`
    #[arg(value_name = "NO.")]
    number: usize,
}

pub fn run(
    args: OrphanRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::LetGo {
            orphan: orphan(study, args.number)?.quote,
        })
    })
}
