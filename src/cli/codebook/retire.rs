//! `virk codebook retire`

use crate::cli::{Desk, Outcome, Page};
use crate::study::{Command, Refusal};

/// Take a code out of the codebook; its codings go out of sight.
///
///   virk codebook retire "Being seen" --reason "never used"
///
/// `virk undo` brings it back with its codings. A code that a theory speaks of,
/// or that others stand under, stays.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// Why
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
}

/// Takes it out.
///
/// # Errors
/// When the code is not known or must stay.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    desk.perform(page, |study| Ok(Command::RetireCode { id: study.find_code(&args.code)?.id, reason: args.reason }))
}
