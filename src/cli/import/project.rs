//! Projects and codebooks of other programs.

use super::Found;
use crate::import::{
    TextFile, coded, foreign,
    refi::{self, position::Counting},
    transcript::Personal,
};
use crate::study::{Command, Refusal, Study};
use crate::text::{harmless, number};
use serde_json::json;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// What positions in a project count, beside the standard's code points.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Positions {
    /// Code points, end exclusive, as the standard says
    Standard,
    /// UTF-16 units: an emoji counts two
    Utf16,
    /// A line end counts two
    Returns,
    /// The byte-order mark counts one
    Mark,
    /// The end is the last character
    Inclusive,
}

/// What the person says of positions; nothing when nothing is said.
fn counting(said: &[Positions]) -> Option<Counting> {
    let is = |what| said.contains(&what);
    (!said.is_empty()).then(|| Counting {
        utf16: is(Positions::Utf16),
        returns: is(Positions::Returns),
        mark: is(Positions::Mark),
        inclusive: is(Positions::Inclusive),
        bytes: false,
    })
}

/// A project: codes, documents and codings, as one undo.
pub(super) fn project(path: &Path, positions: &[Positions], study: &Study, personal: &Personal) -> Result<Found, Refusal> {
    let name = path.display().to_string();
    let file =
        File::open(path).map_err(|error| Refusal::new(format!("cannot read {name}: {error}"), "Check the name and the folder"))?;
    let incoming = refi::read(&name, BufReader::new(file), counting(positions), study, personal)?;
    Ok(told(&name, incoming))
}

/// A project of QualCoder or Taguette, by its database.
pub(super) fn database(path: &Path, study: &Study, personal: &Personal) -> Result<Found, Refusal> {
    Ok(told(&path.display().to_string(), foreign::open(path, study, personal)?))
}

/// What is said of a project.
fn told(name: &str, refi::Incoming { command, report }: refi::Incoming) -> Found {
    let origin = if report.origin.is_empty() { "an unnamed program" } else { report.origin.as_str() };
    let mut said = format!(
        "{name}: from {}; {}, {}, {}; positions count {}",
        harmless::one_line(origin),
        number::some(report.codes, "code"),
        number::some(report.documents, "document"),
        number::some(report.codings, "coding"),
        report.counting
    );
    for title in &report.missing {
        said += &format!("\nThe words of “{}” are not in the project; its quotes are left out", harmless::one_line(title));
    }
    if !report.losses.is_empty() {
        said += &format!("\nLeft behind, since a study has no place for it: {}", report.losses.say());
    }
    Found { commands: vec![command], said, read: json!(report), transcript: None, rests: false }
}

/// Codings of documents that the study has, as a table.
pub(super) fn codings(file: &TextFile, study: &Study) -> Result<Found, Refusal> {
    let command = coded::table(file, study)?;
    let read = json!({ "file": file.name, "what": "codings" });
    Ok(Found { commands: vec![command], said: String::new(), read, transcript: None, rests: true })
}

/// A codebook alone.
pub(super) fn codebook(path: &Path, study: &Study) -> Result<Found, Refusal> {
    let file = TextFile::open(path)?;
    let codes = refi::codebook(&file.name, &file.text, study)?;
    let read = json!({ "file": file.name, "what": "codebook", "codes": codes.len() });
    Ok(Found { commands: vec![Command::AddCodes { codes }], said: String::new(), read, transcript: None, rests: false })
}
