//! `virk reported remove`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Take reported results out of the study.
///
///   virk reported remove "Evaluation 2019"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ReportedRemoveArgs {
    /// The report
    #[arg(value_name = "REPORT")]
    report: String,
}

pub fn run(
    args: ReportedRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::RemoveReported {
            id: study.find_reported(Some(&args.report))?.id,
        })
    })
}
