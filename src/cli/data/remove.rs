//! `virk data remove`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Take a dataset out of the study, with its tests.
///
///   virk data remove survey
///
/// `virk undo` brings it back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataRemoveArgs {
    /// The dataset
    #[arg(value_name = "NAME")]
    dataset: String,
}

pub fn run(
    args: DataRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::RemoveDataset {
            id: study.find_dataset(Some(&args.dataset))?.id,
        })
    })
}
