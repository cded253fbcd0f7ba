//! `virk codebook retire`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Take codes out of the codebook; their codings go out of sight.
///
///   virk codebook retire "Being seen" --reason "never used"
///   virk codebook retire "Being seen" Praise
///
/// One `virk undo` brings them back with their codings. A code that a theory
/// speaks of stays, and so does one that others stand under, unless these leave
/// with it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RetireArgs {
    /// The codes
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
    /// Why
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
}

pub fn run(
    args: RetireArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let codes = args
            .codes
            .iter()
            .map(|typed| Ok(study.find_code(typed)?.id))
            .collect::<Result<Vec<_>, Refusal>>()?;
        Ok(Command::RetireCodes {
            codes,
            reason: args.reason,
        })
    })
}
