//! `virk codebook import`

use crate::cli::{Desk, Outcome, Page};
use crate::import::{TextFile, codebook};
use crate::study::{Command, Refusal};
use std::path::PathBuf;

/// Add the codes of a codebook file to the study.
///
///   virk codebook import codebooks/realist.json
///
/// Codes whose key the study knows already are left as they are.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The file, as `virk codebook export` writes it
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Adds them.
///
/// # Errors
/// When the file is missing, no codebook, or a code of it is not possible.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    desk.perform(page, |_| Ok(Command::AddCodes { codes: codebook::codebook(&TextFile::open(&args.file)?)? }))
}
