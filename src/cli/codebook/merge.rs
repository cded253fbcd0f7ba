//! `virk codebook merge`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Merge codes into one that is kept.
///
///   virk codebook merge Praise "Being seen" --into Recognition --reason "nobody tells them apart"
///
/// The kept code takes over codings, codes under them, indicators, memos, and
/// their places in theories that are not frozen, with what was judged of the
/// links. Codings that say the same twice become one. One `virk undo` brings
/// all of it back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookMergeArgs {
    /// The codes to merge
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
    /// The code that is kept
    #[arg(long, value_name = "CODE")]
    into: String,
    /// Why they mean the same
    #[arg(long)]
    reason: String,
}

pub fn run(
    args: CodebookMergeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let from = args
            .codes
            .iter()
            .map(|typed| Ok(study.find_code(typed)?.id))
            .collect::<Result<Vec<_>, Refusal>>()?;
        Ok(Command::MergeCodes {
            from,
            into: study.find_code(&args.into)?.id,
            reason: args.reason,
        })
    })
}
