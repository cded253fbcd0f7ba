//! `virk codebook retag`

use super::change;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;

/// Give a code other letters, by which it is told apart in the margin.
///
///   virk codebook retag Praise PR
///
/// No two codes have the same letters, in upper or lower case.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RetagArgs {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// Two letters
    #[arg(value_name = "LETTERS")]
    tag: String,
    /// Why
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
}

pub fn run(
    args: RetagArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    change::change_code(globals, output, &args.code, args.reason, |_, body| {
        body.tag = args.tag;
        Ok(())
    })
}
