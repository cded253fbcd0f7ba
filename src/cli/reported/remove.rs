//! `virk reported remove`

use crate::cli::{Desk, Outcome, Page};
use crate::study::{Command, Refusal};

/// Take reported results out of the study.
///
///   virk reported remove "Evaluation 2019"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The report
    #[arg(value_name = "REPORT")]
    report: String,
}

/// Removes them.
///
/// # Errors
/// When there is no such report.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    desk.perform(page, |study| {
        Ok(Command::RemoveReported {
            id: study.find_reported(Some(&args.report))?.id,
        })
    })
}
