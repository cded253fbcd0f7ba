//! `virk codebook export`

use crate::cli::{Desk, Outcome, Page, form};
use crate::export::codebook;
use crate::study::Refusal;
use std::path::PathBuf;

/// Write the codebook as JSON, for another study or to edit by hand.
///
///   virk codebook export codebook.json
///
/// Without a file it is printed. `virk codebook import` reads it again.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The file to write, which is replaced when it exists
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Writes it.
///
/// # Errors
/// When the file cannot be written.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    form::hand_over(&codebook::codebook(session.study()), args.file.as_deref(), desk, page)?;
    Ok(Outcome::Done)
}
