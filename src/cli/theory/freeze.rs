//! `virk theory freeze`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Freeze a version of the theory: from now on it never changes.
///
///   virk theory freeze v1
///
/// Freeze a theory before its data are looked at, so that nobody needs to ask
/// whether it was made to fit. Quotes and verdicts can still be added.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct FreezeArgs {
    /// The version
    #[arg(value_name = "VERSION")]
    version: String,
}

pub fn run(
    args: FreezeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::FreezeTheory {
            id: study.find_theory(Some(&args.version))?.id,
        })
    })
}
