//! Erased words leave the disk.
//!
//! A deleted row is overwritten by SQLite itself (`secure_delete`), but two
//! traces would stay: the rollback journal, which holds the pages as they were
//! before and is only unlinked, and copies of short texts that SQLite left
//! behind when it split a page. So an erasure keeps its journal, rebuilds the
//! file from what is left (`VACUUM`), overwrites the journal with zeros and only
//! then removes it. What this cannot reach: backups, snapshots and older
//! versions that a synchroniser keeps.

use super::Store;
use super::fault::explain;
use crate::study::{ContentId, Refusal};
use std::fs::OpenOptions;
use std::io::{self, Seek, Write};

impl Store {
    /// Deletes the texts that were erased.
    pub(super) fn delete<'a>(&self, contents: impl Iterator<Item = &'a ContentId>) -> rusqlite::Result<()> {
        let mut delete = self.file.prepare_cached("DELETE FROM content WHERE id = ?1")?;
        for content in contents {
            delete.execute([content.uuid()])?;
        }
        Ok(())
    }

    /// Before an erasure: the journal stays on disk until [`Store::scrub`] has overwritten it.
    ///
    /// # Errors
    /// When the file is locked.
    pub(super) fn keep_journal(&mut self) -> Result<(), Refusal> {
        self.journal("PERSIST")
    }

    /// After an erasure, which was `done` or refused: rebuilds the file and overwrites the journal.
    ///
    /// # Errors
    /// When the disk fails or is full; the rows have been overwritten then, their copies perhaps not.
    pub(super) fn scrub(&mut self, done: bool) -> Result<(), Refusal> {
        // In memory: a temporary file would be one more copy of everybody else's words.
        let rebuilt = if done { self.file.execute_batch("PRAGMA temp_store = MEMORY; VACUUM") } else { Ok(()) };
        let overwritten = self.overwrite_journal();
        self.journal("DELETE")?;
        rebuilt
            .map_err(|error| explain(&error, &self.path))
            .and(overwritten.map_err(|error| Refusal::new(error.to_string(), "")))
            .map_err(|refusal| {
                Refusal::new(
                    format!("the words were erased, but traces may be left on the disk: {}", refusal.what),
                    "Close other programs that have the study open, make room, and erase it once more",
                )
            })
    }

    fn journal(&mut self, mode: &str) -> Result<(), Refusal> {
        self.file.pragma_update(None, "journal_mode", mode).map_err(|error| explain(&error, &self.path))
    }

    fn overwrite_journal(&self) -> io::Result<()> {
        // As SQLite names it: through links, to where the file really lies.
        let Some(file) = self.file.path() else { return Ok(()) };
        let path = format!("{file}-journal");
        let mut journal = match OpenOptions::new().write(true).open(path) {
            Ok(journal) => journal,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        let length = journal.metadata()?.len();
        journal.rewind()?;
        io::copy(&mut io::Read::take(io::repeat(0), length), &mut journal)?;
        journal.flush()?;
        journal.sync_all()
    }
}
