//! `virk export`

use super::{Desk, Outcome, Page};
use crate::export::{file, refi};
use crate::study::{Refusal, Time};
use serde_json::json;
use std::path::PathBuf;

/// Hand the study over to another program.
///
///   virk export study.qdpx            for NVivo, ATLAS.ti, MAXQDA, QualCoder (REFI-QDA 1.5)
///   virk export codebook.qdc          the codebook alone
///
/// virk says what the format has no place for. A project that comes back with
/// `virk import study.qdpx` is whole again. Tables are written by the commands
/// that show them: matrix, evidence, crosstab, codebook export, condense list.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The file to write, which is replaced when it exists
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The format; without it, as the file's extension says
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// A REFI-QDA project
    Qdpx,
    /// A REFI-QDA codebook
    Qdc,
}

/// Hands it over.
///
/// # Errors
/// When the format is not known or the file cannot be written; then nothing has changed.
pub fn run(args: &Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let extension = args.file.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let format = match (args.format, extension.as_deref()) {
        (Some(format), _) => format,
        (None, Some("qdpx")) => Format::Qdpx,
        (None, Some("qdc")) => Format::Qdc,
        _ => {
            return Err(Refusal::new(
                format!("virk does not know the format of {}", args.file.display()),
                "End the name in .qdpx or .qdc, or choose with --format; tables have commands of their own",
            ));
        }
    };
    let handed = match format {
        Format::Qdpx => refi::project(study, Time(jiff::Timestamp::now().as_microsecond()))?,
        Format::Qdc => refi::codebook(study),
    };
    file::put(&handed.bytes, &args.file)?;
    if desk.json {
        page.json(&json!({ "file": args.file, "bytes": handed.bytes.len(), "left_behind": handed.losses }));
        return Ok(Outcome::Done);
    }
    page.say(&format!("Wrote {}", args.file.display()));
    if !handed.losses.is_empty() {
        page.say(&format!("Left behind, since the format has no place for it: {}", handed.losses.say()));
    }
    Ok(Outcome::Done)
}
