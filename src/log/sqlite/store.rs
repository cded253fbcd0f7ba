//! The study file: reading and appending records and texts.

use super::contents::load_content;
use super::errors::{to_refusal, uncertain_commit};
use super::scrub;
use crate::disk;
use crate::log::chain::{ChainBreak, HashedRecord, RecordHash, act_from_columns, act_to_columns};
use crate::log::record_store::{
    Arrival, Backup, NewRecords, ReadOutcome, RecordStore, Scrubber, UnknownRecord,
};
use crate::study::{Content, ContentId, Event, Record, Refusal, Time, upgrade};
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// "virk" in ASCII: tells a study from any other SQLite file.
const APPLICATION_ID: i32 = 0x7669_726b;
/// The shape of the two tables.
const SCHEMA_VERSION: i32 = 1;
/// How long to wait for another process's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

const SCHEMA: &str = "
CREATE TABLE record (
  seq    INTEGER PRIMARY KEY,          -- order of arrival in this file
  id     BLOB NOT NULL UNIQUE,         -- UUIDv7
  writer BLOB NOT NULL,                -- the installation
  n      INTEGER NOT NULL,             -- counts per writer from 1
  time   INTEGER NOT NULL,             -- microseconds since 1970-01-01 UTC
  coder  TEXT NOT NULL,
  batch  BLOB NOT NULL,                -- records of one command
  act    INTEGER NOT NULL,             -- 0 do, 1 undo, 2 redo
  of     BLOB,                         -- the batch undone or redone
  body   TEXT NOT NULL,                -- the event as JSON
  hash   BLOB NOT NULL,                -- SHA-256 over this record and the writer's record before
  UNIQUE (writer, n)
);
CREATE TABLE content (
  id   BLOB PRIMARY KEY,               -- UUIDv7, named by events
  hash TEXT NOT NULL,                  -- SHA-256 of the text
  text TEXT NOT NULL                   -- what people said
);";

/// An open study file.
pub struct Store {
    pub(super) file: Connection,
    pub(super) path: PathBuf,
    read_only: bool,
    /// The last record read, and the order of the latest in the fold.
    pub(super) last_seq: i64,
    pub(super) last_key: (Time, Uuid, u64),
    data_version: i64,
    coders: HashSet<Arc<str>>,
    /// The long texts that no record read so far speaks of.
    pub(super) unread_long_texts: HashSet<ContentId>,
}

impl Store {
    /// Makes a new, empty study file.
    ///
    /// # Errors
    /// When something is at `path` already or the file cannot be made.
    pub fn create(path: &Path) -> Result<Store, Refusal> {
        // Of two that make the same study at once, one is told that it exists; it must not take the
        // other's away.
        disk::create_new(path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Refusal::new(
                format!("{} exists already", path.display()),
                "Nothing was changed; choose another name",
            ),
            ErrorKind::NotFound => Refusal::new(
                format!(
                    "there is no folder {}",
                    path.parent().unwrap_or(path).display()
                ),
                "Nothing was changed; make the folder first, or name another",
            ),
            _ => Refusal::new(
                format!("cannot make {}: {error}", path.display()),
                "Check the folder, its rights and the room on the disk",
            ),
        })?;
        let made = Store::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|file| {
            file.pragma_update(None, "application_id", APPLICATION_ID)?;
            file.pragma_update(None, "user_version", SCHEMA_VERSION)?;
            file.execute_batch(SCHEMA)?;
            Ok(file)
        });
        match made {
            Ok(file) => Ok(Store::with(file, path, false)),
            Err(error) => {
                // A half-made file would only be in the way of the next try.
                let _ = std::fs::remove_file(path);
                Err(to_refusal(&error, path))
            }
        }
    }

    /// Opens a study file.
    ///
    /// # Errors
    /// When it is missing, no study, damaged, locked, or from a newer virk.
    pub fn open(path: &Path) -> Result<Store, Refusal> {
        if path.is_dir() {
            return Err(Refusal::new(
                format!("{} is a folder, not a study", path.display()),
                "Name the NAME.virk file in it",
            ));
        }
        if !path.exists() {
            return Err(Refusal::new(
                format!("there is no study {}", path.display()),
                "Start one with `virk new NAME.virk`, or see one with `virk demo`",
            ));
        }
        scrub::overwrite_stale_journal(path);
        let file = Store::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .map_err(|error| to_refusal(&error, path))?;
        let pragma = |name: &str| {
            file.pragma_query_value(None, name, |row| row.get::<_, i32>(0))
                .map_err(|error| to_refusal(&error, path))
        };
        if pragma("application_id")? != APPLICATION_ID {
            return Err(Refusal::new(
                format!("{} is not a virk study", path.display()),
                "A study is a file made by `virk new` or `virk demo`",
            ));
        }
        let format = pragma("user_version")?;
        if format > SCHEMA_VERSION {
            return Err(Refusal::new(
                format!(
                    "{} comes from a newer virk (format {format}; this one knows {SCHEMA_VERSION})",
                    path.display()
                ),
                "Nothing was changed; install the newer virk",
            ));
        }
        let read_only = file
            .is_readonly("main")
            .map_err(|error| to_refusal(&error, path))?;
        Ok(Store::with(file, path, read_only))
    }

    fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
        let file = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        file.busy_timeout(BUSY_TIMEOUT)?;
        file.pragma_update(None, "journal_mode", "DELETE")?;
        file.pragma_update(None, "synchronous", "EXTRA")?;
        // What is erased is overwritten, not merely forgotten.
        file.pragma_update(None, "secure_delete", true)?;
        Ok(file)
    }

    fn with(file: Connection, path: &Path, read_only: bool) -> Store {
        Store {
            file,
            path: path.to_owned(),
            read_only,
            last_seq: 0,
            last_key: (Time(i64::MIN), Uuid::nil(), 0),
            data_version: -1,
            coders: HashSet::new(),
            unread_long_texts: HashSet::new(),
        }
    }

    /// Hands over the records after the last that was handed over, each after the long texts it
    /// speaks of.
    fn read(&mut self, each: &mut dyn FnMut(Arrival)) -> rusqlite::Result<ReadOutcome> {
        let mut read = ReadOutcome {
            sorted: true,
            unread: None,
        };
        let (coders, long, file) = (&mut self.coders, &mut self.unread_long_texts, &self.file);
        let mut rows = file.prepare_cached(
            "SELECT seq, id, writer, n, time, coder, batch, act, of, body FROM record WHERE seq > ?1 ORDER BY seq",
        )?;
        let mut rows = rows.query([self.last_seq])?;
        while let Some(row) = rows.next()? {
            let seq: i64 = row.get(0)?;
            let body = row.get_ref(9)?.as_str()?;
            let act = act_from_columns(row.get(7)?, row.get(8)?);
            let (Ok(event), Some(act)) = (upgrade::read(body), act) else {
                read.unread = Some(UnknownRecord {
                    seq,
                    name: upgrade::name(body).unwrap_or_else(|| "unreadable".into()),
                });
                break;
            };
            let coder = row.get_ref(5)?.as_str()?;
            let coder = coders.get(coder).cloned().unwrap_or_else(|| {
                let coder: Arc<str> = Arc::from(coder);
                coders.insert(coder.clone());
                coder
            });
            let (id, writer, n, time, batch) = (
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                Time(row.get(4)?),
                row.get(6)?,
            );
            read.sorted &= (time, writer, n) > self.last_key;
            self.last_key = self.last_key.max((time, writer, n));
            self.last_seq = seq;
            if !long.is_empty() {
                let mut contents = Vec::new();
                for content in event
                    .contents()
                    .into_iter()
                    .filter(|content| long.remove(content))
                {
                    contents.extend(load_content(file, &event, content)?);
                }
                each(Arrival::Contents(contents));
            }
            each(Arrival::Record(Record {
                id,
                writer,
                n,
                time,
                coder,
                batch,
                act,
                event,
            }));
        }
        Ok(read)
    }

    fn contains_record(&self, record: Uuid) -> rusqlite::Result<bool> {
        self.file
            .prepare_cached("SELECT 1 FROM record WHERE id = ?1")?
            .exists([record])
    }

    fn write(
        &self,
        records: &[Record],
        contents: Vec<Content>,
    ) -> rusqlite::Result<(i64, Vec<Content>)> {
        let contents = contents
            .into_iter()
            .map(|content| self.insert_content(content))
            .collect::<rusqlite::Result<_>>()?;
        self.delete_contents(
            records
                .iter()
                .flat_map(|record| record.event.erased_contents()),
        )?;
        let mut hash = match records.first() {
            Some(first) => self.last_record_of(first.writer)?.1,
            None => RecordHash::default(),
        };
        let mut insert = self.file.prepare_cached(
            "INSERT INTO record (id, writer, n, time, coder, batch, act, of, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for record in records {
            let body = upgrade::write(&record.event, self.hashes_of(&record.event)?)
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
            let Record {
                id,
                writer,
                n,
                time,
                coder,
                batch,
                act,
                ..
            } = record;
            hash = HashedRecord {
                id: *id,
                writer: *writer,
                n: *n,
                time: time.0,
                coder,
                batch: *batch,
                act: *act,
                body: &body,
            }
            .hash(&hash);
            let (act, of) = act_to_columns(*act);
            insert.execute(params![
                id,
                writer,
                n,
                time.0,
                &**coder,
                batch,
                act,
                of,
                body,
                &hash[..]
            ])?;
        }
        Ok((self.file.last_insert_rowid(), contents))
    }

    /// The number and hash of a writer's last record; 0 and zeros when there is none.
    fn last_record_of(&self, writer: Uuid) -> rusqlite::Result<(u64, RecordHash)> {
        let end = self
            .file
            .prepare_cached("SELECT n, hash FROM record WHERE writer = ?1 ORDER BY n DESC LIMIT 1")?
            .query_row([writer], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(end.unwrap_or((0, RecordHash::default())))
    }

    /// Everything, from the front.
    fn read_from_front(&mut self, each: &mut dyn FnMut(Arrival)) -> Result<ReadOutcome, Refusal> {
        each(Arrival::Contents(self.rewind()?));
        let read = self.read(each);
        self.told(read)
    }

    fn news_since(&mut self) -> rusqlite::Result<NewRecords> {
        let mut records = Vec::new();
        let ReadOutcome { sorted, unread } = self.read(&mut |arrival| match arrival {
            Arrival::Record(record) => records.push(record),
            Arrival::Contents(_) => {}
        })?;
        let contents = self.load_contents(&records)?;
        Ok(NewRecords {
            records,
            contents,
            reordered: !sorted,
            unread,
        })
    }

    fn told<T>(&self, done: rusqlite::Result<T>) -> Result<T, Refusal> {
        done.map_err(|error| to_refusal(&error, &self.path))
    }
}

impl RecordStore for Store {
    fn is_read_only(&self) -> bool {
        self.read_only
    }

    fn has_changed(&mut self) -> Result<bool, Refusal> {
        let version = self.told(
            self.file
                .pragma_query_value(None, "data_version", |row| row.get(0)),
        )?;
        Ok(std::mem::replace(&mut self.data_version, version) != version)
    }

    fn read_all(&mut self, each: &mut dyn FnMut(Arrival)) -> Result<ReadOutcome, Refusal> {
        self.told(self.file.execute_batch("SAVEPOINT look"))?;
        let read = self.read_from_front(each);
        // Fails only when the file is gone, which the next reading says.
        let _ = self.file.execute_batch("RELEASE look");
        read
    }

    fn read_new(&mut self) -> Result<NewRecords, Refusal> {
        let news = self.news_since();
        self.told(news)
    }

    fn begin(&mut self) -> Result<(), Refusal> {
        if self.read_only {
            return Err(Refusal::new(
                format!("{} may not be written to", self.path.display()),
                "Nothing was changed; make the file writable or work on a copy",
            ));
        }
        self.told(self.file.execute_batch("BEGIN IMMEDIATE"))
    }

    fn next_number(&self, writer: Uuid) -> Result<(u64, Time), Refusal> {
        let end = self.told(self.last_record_of(writer))?;
        Ok((end.0 + 1, self.last_key.0))
    }

    fn commit(
        &mut self,
        records: &[Record],
        contents: Vec<Content>,
    ) -> Result<Vec<Content>, Refusal> {
        let written = self.write(records, contents).and_then(|written| {
            self.file.execute_batch("COMMIT")?;
            Ok(written)
        });
        match written {
            Ok((last, contents)) => {
                self.last_seq = last;
                if let Some(record) = records.last() {
                    self.last_key = self.last_key.max((record.time, record.writer, record.n));
                }
                Ok(contents)
            }
            Err(error) => {
                self.rollback();
                // A disk may fail after the last write that counts: the file knows.
                let last = records.last().map(|record| self.contains_record(record.id));
                Err(if matches!(last, None | Some(Ok(false))) {
                    to_refusal(&error, &self.path)
                } else {
                    uncertain_commit(&error, &self.path)
                })
            }
        }
    }

    fn rollback(&mut self) {
        // Fails only when SQLite has rolled back already.
        let _ = self.file.execute_batch("ROLLBACK");
    }

    fn events_between(&self, writer: Uuid, first: u64, last: u64) -> Result<Vec<Event>, Refusal> {
        let read = || -> rusqlite::Result<Vec<_>> {
            let mut rows = self.file.prepare_cached(
                "SELECT body FROM record WHERE writer = ?1 AND n BETWEEN ?2 AND ?3 ORDER BY n",
            )?;
            let bodies =
                rows.query_map(params![writer, first, last], |row| row.get::<_, String>(0))?;
            bodies.collect()
        };
        let bodies = self.told(read())?;
        Ok(bodies
            .iter()
            .filter_map(|body| upgrade::read(body).ok())
            .collect())
    }

    fn latest(&self, limit: usize) -> Result<Vec<Record>, Refusal> {
        let mut store = Store::open(&self.path)?;
        let mut records = store.read_new()?.records;
        let from = records.len().saturating_sub(limit);
        Ok(records.split_off(from))
    }

    fn verify_chains(&self) -> Result<Vec<ChainBreak>, Refusal> {
        self.told(self.find_breaks())
    }

    fn altered_contents(&self) -> Result<Vec<ContentId>, Refusal> {
        self.find_changed()
    }

    fn scrubber(&mut self) -> Option<&mut dyn Scrubber> {
        Some(self)
    }

    fn backup(&self) -> Option<&dyn Backup> {
        Some(self)
    }
}
