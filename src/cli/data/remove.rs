//! `virk data remove`

use crate::cli::{Desk, Outcome, Page};
use crate::study::{Command, Refusal};

/// Take a dataset out of the study, with its tests.
///
///   virk data remove survey
///
/// `virk undo` brings it back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The dataset
    #[arg(value_name = "NAME")]
    dataset: String,
}

/// Takes it out.
///
/// # Errors
/// When the dataset is not known.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    desk.perform(page, |study| {
        Ok(Command::RemoveDataset {
            id: study.find_dataset(Some(&args.dataset))?.id,
        })
    })
}
