//! `virk codebook import`

use crate::cli::{Desk, Outcome, Page};
use crate::import::{TextFile, codebook, list, refi};
use crate::study::{Command, Refusal};
use std::path::PathBuf;

/// Add the codes of a codebook file to the study.
///
///   virk codebook import codebooks/realist.json
///   virk codebook import codes.txt
///
/// A list has a code in a line, as `Mechanism > Reflection` or stepped in under the code it
/// belongs to; colour (#RRGGBB) and definition may follow, each behind a tab or semicolon.
/// Codes whose key the study knows already are left as they are.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The file, as `virk codebook export` writes it, a list, or a REFI-QDA codebook
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Adds them.
///
/// # Errors
/// When the file is missing, no codebook, or a code of it is not possible.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    desk.perform(page, |study| {
        let file = TextFile::open(&args.file)?;
        let extension = args.file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let codes = match extension.as_str() {
            "txt" | "md" | "list" => list::codes(&file, study)?,
            "qdc" => refi::codebook(&file.name, &file.text, study)?,
            _ => codebook::codebook(&file)?,
        };
        Ok(Command::AddCodes { codes })
    })
}
