//! `virk codebook move`

use super::change;
use crate::cli::{Desk, Outcome, Page};
use crate::study::Refusal;

/// Move a code in the tree, with everything under it.
///
///   virk codebook move Praise --under "Being recognised" --reason "one way of it"
///   virk codebook move Praise --top
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
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

/// Moves it.
///
/// # Errors
/// When a code is not known, or the code would stand under itself.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    change::perform(desk, page, &args.code, args.reason, |study, body| {
        body.parent = args
            .under
            .map(|typed| study.find_code(&typed))
            .transpose()?
            .map(|parent| parent.id);
        Ok(())
    })
}
