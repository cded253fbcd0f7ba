//! Projects that other programs keep as databases: whose a file is shows in its tables.

use super::{TextFile, coded, database::Database, file, qualcoder, refi, refi::Incoming, taguette, transcript::Personal};
use crate::study::{Command, Refusal, Study};
use std::io::Cursor;
use std::path::Path;

/// Whether a path is called as such projects are.
#[must_use]
pub fn is_project(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    matches!(extension.as_str(), "qda" | "sqlite3" | "sqlite" | "db" | "zip") || (path.is_dir() && path.join("data.qda").is_file())
}

/// What a file brings that is no transcript, by its ending: a project, a codebook, a
/// table of codings; `None` for all others.
///
/// # Errors
/// When it is not what its ending says, or broken.
pub fn brought(path: &Path, study: &Study, personal: &Personal) -> Result<Option<Command>, Refusal> {
    if is_project(path) {
        return Ok(Some(open(path, study, personal)?.command));
    }
    let (name, extension) = (path.display().to_string(), path.extension().unwrap_or_default().to_string_lossy().to_lowercase());
    Ok(match extension.as_str() {
        "qdpx" => Some(refi::read(&name, Cursor::new(file::bytes(path)?), None, study, personal)?.command),
        "qdc" => Some(Command::AddCodes { codes: refi::codebook(&name, &TextFile::open(path)?.text, study)? }),
        "csv" | "tsv" => Some(coded::table(&TextFile::open(path)?, study)?),
        _ => None,
    })
}

/// Reads the project at `path` for a study.
///
/// # Errors
/// When it is of neither QualCoder nor Taguette, or a broken one.
pub fn open(path: &Path, study: &Study, personal: &Personal) -> Result<Incoming, Refusal> {
    if path.is_dir() {
        return qualcoder::open(path, study, personal);
    }
    read(&path.display().to_string(), file::bytes(path)?, study, personal)
}

/// The same of the bytes of the file called `name`.
///
/// # Errors
/// When they are of neither QualCoder nor Taguette, or broken.
pub fn read(name: &str, bytes: Vec<u8>, study: &Study, personal: &Personal) -> Result<Incoming, Refusal> {
    if bytes.starts_with(b"PK") {
        return qualcoder::read(name, bytes, study, personal);
    }
    let database = Database::open(name, bytes)?;
    if database.has("highlights") {
        taguette::from(&database, study, personal)
    } else {
        qualcoder::from(&database, study, personal)
    }
}
