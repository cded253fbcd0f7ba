//! SQLite's errors in the words of a person with a file.

use super::cipher;
use crate::study::Refusal;
use rusqlite::{Connection, Error, ErrorCode, OpenFlags};
use std::path::Path;

/// What to say when the disk failed, and the file holds what was written all the same, or cannot be
/// asked.
pub fn uncertain_commit(error: &Error, path: &Path) -> Refusal {
    Refusal::new(
        format!(
            "it is not certain whether this was changed: the disk that holds {} failed ({error})",
            path.display()
        ),
        "Look at `virk log`: what is listed there was done, but may still be lost in a power failure; do the rest again",
    )
}

/// What went wrong with the study file at `path`, and what to do.
pub fn to_refusal(error: &Error, path: &Path) -> Refusal {
    let name = path.display();
    let Error::SqliteFailure(failure, _) = error else {
        return Refusal::new(
            format!("cannot read {name}: {error}"),
            "Restore it from a copy; `virk check` tells more",
        );
    };
    match failure.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Refusal::new(
            format!("{name} is locked by another program"),
            "Nothing was changed; close the other program and try again",
        ),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Refusal::new(
            format!("{name} may not be written to"),
            "Nothing was changed; make the file writable or work on a copy",
        ),
        ErrorCode::DiskFull => Refusal::new(
            format!("the disk that holds {name} is full"),
            "Nothing was changed; free some space and try again",
        ),
        ErrorCode::SystemIoFailure => Refusal::new(
            format!("the disk that holds {name} cannot be read or written now ({error})"),
            "Nothing was changed; try again first, then free some space or copy the file to another disk",
        ),
        ErrorCode::NotADatabase => cipher::rejected(path).unwrap_or_else(|| {
            Refusal::new(
                format!("{name} is not a virk study"),
                "A study is a file made by `virk new` or `virk demo`; if this was one and is damaged, `virk salvage` saves what can be read",
            )
        }),
        // What a disk could not read for a moment SQLite takes for damage.
        ErrorCode::DatabaseCorrupt if is_sound(path) => Refusal::new(
            format!("the disk that holds {name} could not be read for a moment"),
            "Nothing was changed and the file is intact; try again",
        ),
        ErrorCode::DatabaseCorrupt => Refusal::new(
            format!("{name} is damaged"),
            "Keep a copy of it and do not write to it; then restore a backup, or save what can be read with `virk salvage`",
        ),
        ErrorCode::CannotOpen => Refusal::new(
            format!("cannot open {name}"),
            "Check the folder and that you may read and write there",
        ),
        _ => Refusal::new(format!("{name}: {error}"), "Nothing was changed"),
    }
}

/// Reads a file once more, as a whole and through a new connection.
fn is_sound(path: &Path) -> bool {
    let check = || {
        let file = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        cipher::apply(&file, path)?;
        file.query_row("PRAGMA integrity_check(1)", [], |row| {
            row.get::<_, String>(0)
        })
    };
    check().is_ok_and(|answer| answer == "ok")
}
