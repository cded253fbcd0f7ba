//! The study as plain tables in an SQLite database, for R, Python and DB Browser.
//!
//! This is a copy for analysis: virk never reads it back. It contains what people said, so only its
//! owner may read the file.
//! holds what people said, so only its owner may read the file.

mod qualitative;
mod quantitative;

use crate::disk::AtomicFile;
use crate::study::{Cancelled, Document, ProgressMonitor, Refusal, Study};
use crate::text::Span;
use rusqlite::{Connection, Transaction};
use std::path::Path;

pub const SCHEMA: &str = include_str!("schema.sql");

/// Writes the study to the database at `path`, replacing an existing one. Progress is reported by
/// variable and then by link. Refuses a path that has the name of a study; when it fails, nothing
/// has changed.
/// When it cannot be written, is stopped, or has the name of a study; then nothing has changed.
pub fn write(study: &Study, path: &Path, watch: ProgressMonitor<'_>) -> Result<(), Refusal> {
    if path
        .extension()
        .is_some_and(|extension| extension == "virk")
    {
        return Err(Refusal::new(
            format!("{} has the name of a study", path.display()),
            "Nothing was written; give the file another extension",
        ));
    }
    let refuse = |why: String| {
        Refusal::new(
            format!("cannot write {}: {why}", path.display()),
            "Check the folder, its rights and the room on the disk",
        )
    };
    let draft = AtomicFile::create(path)?;
    fill(study, draft.path(), watch).map_err(|halt| match halt {
        SqliteFailure::Stopped => Cancelled.into(),
        SqliteFailure::Failed(error) => refuse(error.to_string()),
    })?;
    draft.commit()
}

enum SqliteFailure {
    Stopped,
    Failed(rusqlite::Error),
}

impl From<Cancelled> for SqliteFailure {
    fn from(_: Cancelled) -> SqliteFailure {
        SqliteFailure::Stopped
    }
}

impl From<rusqlite::Error> for SqliteFailure {
    fn from(error: rusqlite::Error) -> SqliteFailure {
        SqliteFailure::Failed(error)
    }
}

fn fill(study: &Study, path: &Path, watch: ProgressMonitor<'_>) -> Result<(), SqliteFailure> {
    let mut file = Connection::open(path)?;
    file.pragma_update(None, "foreign_keys", true)?;
    let tables = file.transaction()?;
    tables.execute_batch(SCHEMA)?;
    let records = i64::try_from(study.revision()).unwrap_or(i64::MAX);
    tables.execute(
        "INSERT INTO study VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            &study.title,
            &study.language,
            study.alpha,
            env!("CARGO_PKG_VERSION"),
            records,
        ),
    )?;
    qualitative::fill(study, &tables)?;
    quantitative::fill(study, &tables, watch)?;
    tables.commit()?;
    file.close().map_err(|(_, error)| error.into())
}

/// A span in code points.
fn char_positions(document: &Document, span: Span) -> (i64, i64) {
    let (start, end) = document.points().of_span(&document.text, span);
    (start as i64, end as i64)
}

/// `None`, which becomes NULL, for an empty text.
fn non_empty(words: &str) -> Option<&str> {
    (!words.is_empty()).then_some(words)
}

/// A database being filled.
type SqliteTables<'a> = Transaction<'a>;
