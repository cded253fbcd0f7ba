//! Projects that other programs keep as databases: whose a file is shows in its tables.

use super::{database::Database, file, qualcoder, refi::Incoming, taguette, transcript::Personal};
use crate::study::{Refusal, Study};
use std::path::Path;

/// Whether a path is called as such projects are.
#[must_use]
pub fn is_project(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    matches!(extension.as_str(), "qda" | "sqlite3" | "sqlite" | "db" | "zip") || (path.is_dir() && path.join("data.qda").is_file())
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
