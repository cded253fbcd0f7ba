//! Erased words leave the disk, also when virk is killed on the way.
//!
//! A deleted row is overwritten by SQLite itself (`secure_delete`), but three
//! traces would stay: the rollback journal, which holds the pages as they were
//! before and is only unlinked; copies of short texts that SQLite left behind
//! when it split a page; and the search index in the user's cache. So an erasure
//! has the file to itself and keeps its journal, rebuilds the file from what is
//! left (`VACUUM`), overwrites the journal with zeros and has the index thrown away.
//!
//! Whoever is killed in between leaves a mark in the file, which was written in
//! the transaction of the fact and goes last: a row of `content` that no fact
//! names. Who opens the file next finds it and finishes. Before that, a journal
//! that somebody left is played back by SQLite if it has to be, and then
//! overwritten ([`overwrite_stale_journal`]).
//!
//! What this cannot reach: backups, snapshots, older versions that a
//! synchroniser keeps, and blocks of the disk that the file system had given
//! back before.

use super::Store;
use super::cipher;
use super::errors::to_refusal;
use crate::disk;
use crate::log::Scrubber;
use crate::study::{Content, ContentId, Id, Refusal};
use rusqlite::{Connection, OpenFlags, params};
use std::fs::{self, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use uuid::Uuid;

/// How a journal begins that SQLite would play back.
#[cfg(unix)]
const JOURNAL_MAGIC: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];

/// What the mark of an unfinished erasure says.
const UNFINISHED_ERASURE: &str = "an erasure is not finished";

impl Store {
    /// Deletes the texts that were erased, and marks the file until no trace of them is left.
    pub(super) fn delete_contents(
        &self,
        contents: impl Iterator<Item = ContentId>,
    ) -> rusqlite::Result<()> {
        let mut delete = self
            .file
            .prepare_cached("DELETE FROM content WHERE id = ?1")?;
        let mut erased = false;
        for content in contents {
            delete.execute([content.uuid()])?;
            erased = true;
        }
        if erased {
            let mark = Content {
                id: Id::new(Uuid::nil()),
                text: UNFINISHED_ERASURE.into(),
            };
            let mut insert = self.file.prepare_cached(
                "INSERT OR IGNORE INTO content (id, hash, text) VALUES (?1, ?2, ?3)",
            )?;
            insert.execute(params![mark.id.uuid(), mark.hash(), UNFINISHED_ERASURE])?;
        }
        Ok(())
    }

    fn rebuild(
        &mut self,
        done: bool,
        beside: &dyn Fn() -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let rebuilt = if done {
            self.file.execute_batch("VACUUM")
        } else {
            Ok(())
        };
        // Also when that failed: this takes most of the traces.
        let overwritten = self.overwrite_journal();
        if !done {
            return overwritten;
        }
        let forgotten = beside();
        rebuilt
            .map_err(|error| to_refusal(&error, &self.path))
            .and(overwritten)
            .and(forgotten)?;
        let cleared = self
            .file
            .execute("DELETE FROM content WHERE id = ?1", [Uuid::nil()]);
        cleared
            .map(drop)
            .map_err(|error| to_refusal(&error, &self.path))
    }

    fn journal(&mut self, mode: &str) -> Result<(), Refusal> {
        self.file
            .pragma_update(None, "journal_mode", mode)
            .map_err(|error| to_refusal(&error, &self.path))
    }

    fn locking(&mut self, mode: &str) -> Result<(), Refusal> {
        self.file
            .pragma_update(None, "locking_mode", mode)
            .map_err(|error| to_refusal(&error, &self.path))
    }

    /// Overwrites the journal, but never that of another process: only as long as nobody else may
    /// write.
    fn overwrite_journal(&self) -> Result<(), Refusal> {
        // As SQLite names it: through links, to where the file really lies.
        let Some(journal) = self.file.path().map(journal_path) else {
            return Ok(());
        };
        let done =
            |done: rusqlite::Result<()>| done.map_err(|error| to_refusal(&error, &self.path));
        done(self.file.execute_batch("BEGIN IMMEDIATE"))?;
        let overwritten = overwrite(&journal).map_err(|error| Refusal::new(error.to_string(), ""));
        done(self.file.execute_batch("ROLLBACK")).and(overwritten)
    }
}

impl Scrubber for Store {
    /// From the next transaction on the file is nobody else's, and the journal stays on disk until
    /// [`Scrubber::scrub`] has overwritten it.
    fn prepare(&mut self) -> Result<(), Refusal> {
        // In memory: a temporary file would be one more copy of what people said.
        self.file
            .pragma_update(None, "temp_store", "MEMORY")
            .map_err(|error| to_refusal(&error, &self.path))?;
        self.journal("PERSIST")?;
        self.locking("EXCLUSIVE")
    }

    fn scrub(
        &mut self,
        done: bool,
        beside: &dyn Fn() -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let scrubbed = self.rebuild(done, beside);
        let left = self
            .locking("NORMAL")
            .and_then(|()| self.journal("DELETE"))
            .and_then(|()| self.is_cut_short());
        scrubbed.and(left.map(drop)).map_err(|refusal| {
            Refusal::new(
                format!("the words were erased, but traces may be left on the disk: {}", refusal.what),
                "Close other programs that have the study open, free some space, and open it again: virk will finish then",
            )
        })
    }

    fn is_cut_short(&self) -> Result<bool, Refusal> {
        let mut marks = self
            .file
            .prepare_cached("SELECT 1 FROM content WHERE id = ?1")
            .map_err(|error| to_refusal(&error, &self.path))?;
        marks
            .exists([Uuid::nil()])
            .map_err(|error| to_refusal(&error, &self.path))
    }
}

/// Overwrites what a killed virk left beside the file at `path`, before anybody reads the file:
/// SQLite would play the journal back, if it has to be, and only unlink it. Nobody else's is
/// touched: a journal is only overwritten when it has been played back and no other process is
/// writing.
pub(super) fn overwrite_stale_journal(path: &Path) {
    let there = fs::canonicalize(path)
        .ok()
        .and_then(|path| path.to_str().map(journal_path));
    let Some(journal) =
        there.filter(|journal| own_journal_length(journal).is_ok_and(|length| length.is_some()))
    else {
        return;
    };
    // Without its file a journal may be all there is.
    if fs::metadata(path).is_ok_and(|file| file.len() > 0) {
        #[cfg(unix)]
        let _ = remove_needless_journal(path, &journal);
        // What fails here fails again where the file is opened, and is told there.
        let _ = overwrite_unlocked_journal(path, &journal);
    }
}

/// Takes a journal away that the file can do without, before SQLite plays it back. A synchroniser may
/// bring the journal of an older state beside a file that has moved on: played back, it would undo
/// work that was acknowledged. A file that holds as it lies, structure, chains and texts, was not
/// cut short in the middle of a write, and a journal has nothing to give it but older pages.
#[cfg(unix)]
fn remove_needless_journal(path: &Path, journal: &Path) -> io::Result<()> {
    use rustix::fs::{FlockOperation, fcntl_lock};
    let mut magic = [0; 8];
    io::Read::read_exact(&mut fs::File::open(journal)?, &mut magic)?;
    if magic != JOURNAL_MAGIC {
        return Ok(());
    }
    // The locks that SQLite itself takes: nobody has the file open for reading or writing meanwhile.
    let file = OpenOptions::new().read(true).write(true).open(path)?;
    fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive)?;
    if Store::holds_without_journal(path) {
        overwrite(journal)?;
        fs::remove_file(journal)?;
        disk::sync_folder(journal)?;
    }
    Ok(())
}

fn overwrite_unlocked_journal(path: &Path, journal: &Path) -> rusqlite::Result<()> {
    let file = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    cipher::apply(&file, path)?;
    // Whoever writes now needs the journal, and could not commit while this one waits with the file
    // open for reading.
    file.busy_timeout(Duration::ZERO)?;
    // In this mode, which must be set before anything is read, SQLite leaves the journal where it
    // is.
    file.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    file.execute_batch("BEGIN IMMEDIATE")?;
    // Under the lock nobody writes, and what was to be played back has been.
    let _ = overwrite(journal)
        .and_then(|()| fs::remove_file(journal))
        .and_then(|()| disk::sync_folder(journal));
    file.execute_batch("ROLLBACK")
}

/// Where SQLite keeps the journal of a file.
fn journal_path(file: &str) -> PathBuf {
    PathBuf::from(format!("{file}-journal"))
}

/// The length of a journal; `None` where there is none, or it is a link or has another name
/// besides: then what lies there is somebody else's too, such as a snapshot's.
fn own_journal_length(journal: &Path) -> io::Result<Option<u64>> {
    let there = match fs::symlink_metadata(journal) {
        Ok(there) => there,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    #[cfg(unix)]
    let only = std::os::unix::fs::MetadataExt::nlink(&there) == 1;
    #[cfg(not(unix))]
    let only = true;
    Ok((there.is_file() && only).then_some(there.len()))
}

/// Writes zeros over a journal.
fn overwrite(journal: &Path) -> io::Result<()> {
    let Some(length) = own_journal_length(journal)? else {
        return Ok(());
    };
    write_zeros(&mut OpenOptions::new().write(true).open(journal)?, length)
}

fn write_zeros(file: &mut fs::File, length: u64) -> io::Result<()> {
    file.rewind()?;
    io::copy(&mut io::Read::take(io::repeat(0), length), file)?;
    file.flush()?;
    file.sync_all()
}

/// Writes zeros over a file that was replaced, and answers `true`; `false` when it still has another
/// name, by which somebody may need it.
#[cfg(feature = "encryption")]
pub(super) fn overwrite_nameless(file: &mut fs::File) -> io::Result<bool> {
    let there = file.metadata()?;
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(&there) > 0 {
        return Ok(false);
    }
    write_zeros(file, there.len())?;
    Ok(true)
}
