//! `virk guide remove`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Take an interview guide out of the study.
///
///   virk guide remove mentors
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct GuideRemoveArgs {
    /// The guide
    #[arg(value_name = "GUIDE")]
    guide: String,
}

pub fn run(
    args: GuideRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |_| Ok(Command::RemoveGuide { guide: args.guide }))
}
