//! Encrypting a study and decrypting it again: the whole file anew, proven, and then in the place of
//! the old one.

use super::cipher::{self, CipherKey};
use super::errors::to_refusal;
use super::opening::{APPLICATION_ID, SCHEMA_VERSION};
use super::{Store, scrub};
use crate::disk::AtomicFile;
use crate::log::RecordStore;
use crate::study::Refusal;
use rusqlite::Connection;
use std::fs::File;
use std::path::Path;

const RECORD_COLUMNS: [&str; 10] = [
    "id", "writer", "n", "time", "coder", "batch", "act", "of", "body", "hash",
];
const CONTENT_COLUMNS: [&str; 2] = ["hash", "text"];

/// Fewer letters are guessed.
const LEAST_LETTERS: usize = 8;

/// Encrypts the study at `path`, and overwrites the file that was there. Answers whether that was
/// possible: a file with a second name stays plain under that one.
///
/// # Errors
/// When it is encrypted already, damaged or in use; then it is as it was, unless the refusal says
/// otherwise.
pub fn lock(path: &Path, passphrase: &str) -> Result<bool, Refusal> {
    if passphrase.chars().count() < LEAST_LETTERS {
        return Err(Refusal::new(
            format!("a passphrase has at least {LEAST_LETTERS} letters"),
            "Nothing was changed; four or five words that do not belong together are remembered best",
        ));
    }
    let store = Store::open(path)?;
    if cipher::key_of(path).is_some() {
        return Err(Refusal::new(
            format!("{} is encrypted already", path.display()),
            "Nothing was changed; `virk unlock` first, to choose another passphrase",
        ));
    }
    let salt = store
        .file
        .query_row("SELECT randomblob(16)", [], |row| row.get(0))
        .map_err(|error| to_refusal(&error, path))?;
    let mut old = File::options()
        .read(true)
        .write(true)
        .open(path)
        .map_err(|error| unwritable(path, &error))?;
    rewrite(store, path, Some(CipherKey::derive(passphrase, salt)))?;
    let overwritten = scrub::overwrite_nameless(&mut old);
    overwritten.map_err(|error| {
        Refusal::new(
            format!(
                "{} is encrypted, but the plain file that it replaces could not be overwritten: {error}",
                path.display()
            ),
            "Its words may stay in spare blocks of the disk until they are used again",
        )
    })
}

/// Decrypts the study at `path`.
///
/// # Errors
/// When it is not encrypted, damaged or in use; then it is as it was.
pub fn unlock(path: &Path) -> Result<(), Refusal> {
    let store = Store::open(path)?;
    if cipher::key_of(path).is_none() {
        return Err(Refusal::new(
            format!("{} is not encrypted", path.display()),
            "Nothing was changed",
        ));
    }
    rewrite(store, path, None)
}

/// Replaces the study by one with this key.
fn rewrite(mut store: Store, path: &Path, key: Option<CipherKey>) -> Result<(), Refusal> {
    let told = |error: rusqlite::Error| to_refusal(&error, path);
    if store.is_read_only() {
        return Err(Refusal::new(
            format!("{} may not be written to", path.display()),
            "Nothing was changed; make the file writable",
        ));
    }
    // Nobody else reads or writes until this connection is gone.
    store
        .file
        .pragma_update(None, "locking_mode", "EXCLUSIVE")
        .and_then(|()| store.file.execute_batch("BEGIN EXCLUSIVE; COMMIT"))
        .map_err(told)?;
    refuse_faults(&mut store, path)?;
    let draft = AtomicFile::create(path)?;
    let name = draft.path().to_str().ok_or_else(|| {
        Refusal::new(
            format!("the name of {} is not UTF-8", path.display()),
            "Nothing was changed; rename the file or its folder",
        )
    })?;
    let is_the_same = export(&store.file, name, key.as_ref()).map_err(told)?;
    cipher::remember(draft.path(), key.clone());
    let mut copy = Store::open(draft.path())?;
    let proven = refuse_faults(&mut copy, draft.path());
    cipher::forget(draft.path());
    proven?;
    if !is_the_same || copy.heads() != store.heads() {
        return Err(Refusal::new(
            "the copy does not hold what the study holds",
            "Nothing was changed; try again",
        ));
    }
    drop(copy);
    draft.commit()?;
    cipher::remember(path, key);
    Ok(())
}

fn refuse_faults(store: &mut Store, path: &Path) -> Result<(), Refusal> {
    store.read_all(&mut |_| ())?;
    let structure = store
        .structure_faults()
        .map_err(|error| to_refusal(&error, path))?;
    match store.faults().iter().chain(&structure).next() {
        None => Ok(()),
        Some(fault) => Err(Refusal::new(
            format!("{} does not hold: {fault}", path.display()),
            "Nothing was changed; `virk check` tells more",
        )),
    }
}

/// Writes everything of a file to an empty one with this key, and answers whether both hold the same,
/// row by row.
fn export(file: &Connection, to: &str, key: Option<&CipherKey>) -> rusqlite::Result<bool> {
    let key = key.map(CipherKey::in_sql).unwrap_or_default();
    file.execute("ATTACH ?1 AS made KEY ?2", [to, &key])?;
    file.execute_batch("PRAGMA made.journal_mode = OFF")?;
    file.query_row("SELECT sqlcipher_export('made')", [], |_| Ok(()))?;
    file.execute_batch(&format!(
        "PRAGMA made.application_id = {APPLICATION_ID}; PRAGMA made.user_version = {SCHEMA_VERSION}"
    ))?;
    let mut is_the_same = true;
    for (table, key, columns) in [
        ("record", "seq", &RECORD_COLUMNS[..]),
        ("content", "id", &CONTENT_COLUMNS[..]),
    ] {
        let of = |name: &str| {
            let columns: Vec<String> = columns
                .iter()
                .map(|column| format!("{name}.{column}"))
                .collect();
            columns.join(", ")
        };
        let different: bool = file.query_row(
            &format!(
                "SELECT (SELECT count(*) FROM main.{table}) <> (SELECT count(*) FROM made.{table})
                 OR EXISTS (SELECT 1 FROM main.{table} old LEFT JOIN made.{table} new USING ({key})
                            WHERE ({}) IS NOT ({}))",
                of("old"),
                of("new"),
            ),
            [],
            |row| row.get(0),
        )?;
        is_the_same &= !different;
    }
    file.execute_batch("DETACH made")?;
    Ok(is_the_same)
}

fn unwritable(path: &Path, error: &std::io::Error) -> Refusal {
    Refusal::new(
        format!("{} may not be written to: {error}", path.display()),
        "Nothing was changed; make the file writable",
    )
}
