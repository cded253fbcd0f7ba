//! `virk backup`

use super::{Desk, Outcome, Page};
use crate::study::Refusal;
use serde_json::json;
use std::path::PathBuf;

/// Copy the study to a file, also while it is open elsewhere.
///
///   virk backup mentoring-2026-03-01.virk
///
/// The copy is the study as it stands at one moment, and is proved by opening
/// it and recomputing its hash chains. A copy holds what people said: what is
/// erased from the study later must be erased from its copies too.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The file to make
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Copies it.
///
/// # Errors
/// When the file exists, cannot be written, or the copy does not hold.
pub fn run(args: &Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    session.store().copy_to(&args.file)?;
    let (said, file) = (
        format!("Copied the study to {}", args.file.display()),
        args.file.display().to_string(),
    );
    if desk.json {
        page.json(&json!({ "said": said, "file": file, "records": session.study().revision() }));
    } else {
        page.say(&said);
    }
    Ok(Outcome::Done)
}
