//! `virk guide remove`

use crate::cli::{Desk, Outcome, Page};
use crate::study::{Command, Refusal};

/// Take an interview guide out of the study.
///
///   virk guide remove mentors
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The guide
    #[arg(value_name = "GUIDE")]
    guide: String,
}

/// Removes it.
///
/// # Errors
/// When there is no such guide.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    desk.perform(page, |_| Ok(Command::RemoveGuide { guide: args.guide }))
}
