//! `virk codebook move`

use super::change;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;

/// Move a code in the tree, with everything under it.
///
///   virk codebook move Praise --under "Being recognised" --reason "one way of it"
///   virk codebook move Praise --top
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookMoveArgs {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// The code it belongs under from now on
    #[arg(
        long,
        value_name = "CODE",
        conflicts_with = "top",
        required_unless_present = "top"
    )]
    under: Option<String>,
    /// It belongs under no code from now on
    #[arg(long)]
    top: bool,
    /// Why
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
}

pub fn run(
    args: CodebookMoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    change::change_code(globals, output, &args.code, args.reason, |study, body| {
        body.parent = args
            .under
            .map(|typed| study.find_code(&typed))
            .transpose()?
            .map(|parent| parent.id);
        Ok(())
    })
}
