//! The study file: reading and appending records and texts.

use super::contents::{announce_content, load_content};
use super::errors::{to_refusal, uncertain_commit};
use super::scrub;
use crate::disk;
use crate::log::proof::{
    Fault, HashedRecord, RecordHash, Verifier, act_from_columns, act_to_columns,
};
use crate::log::record_store::{
    Arrival, Backup, NewRecords, ReadOutcome, RecordStore, Scrubber, UnknownRecord,
};
use crate::study::upgrade::{self, Body};
use crate::study::{Content, ContentId, Event, Record, Refusal, Time};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, params};
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
    pub(super) verifier: Verifier,
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
        let made = Store::connect(path).and_then(|file| {
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
        let file = Store::connect(path).map_err(|error| to_refusal(&error, path))?;
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
        refuse_foreign_schema(&file, path)?;
        let read_only = file
            .is_readonly("main")
            .map_err(|error| to_refusal(&error, path))?;
        Ok(Store::with(file, path, read_only))
    }

    fn connect(path: &Path) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let file = Connection::open_with_flags(path, flags)?;
        // A study may come from anybody: what its schema says is never run.
        for (config, on) in [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        ] {
            file.set_db_config(config, on)?;
        }
        file.pragma_update(None, "cell_size_check", true)?;
        file.busy_timeout(BUSY_TIMEOUT)?;
        file.pragma_update(None, "journal_mode", "DELETE")?;
        file.pragma_update(None, "synchronous", "EXTRA")?;
        // What is erased is overwritten, not merely forgotten.
        file.pragma_update(None, "secure_delete", true)?;
        Ok(file)
    }

    /// Whether the file holds as a whole as it lies. Neither looks at a journal nor takes a lock.
    #[cfg(unix)]
    pub(super) fn holds_without_journal(path: &Path) -> bool {
        let Some(name) = path.to_str() else {
            return false;
        };
        let name = name
            .replace('%', "%25")
            .replace('?', "%3f")
            .replace('#', "%23");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let Ok(file) = Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)
        else {
            return false;
        };
        let mut store = Store::with(file, path, true);
        store
            .structure_faults()
            .is_ok_and(|faults| faults.is_empty())
            && store.read_all(&mut |_| ()).is_ok()
            && store.faults().is_empty()
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
            verifier: Verifier::default(),
            unread_long_texts: HashSet::new(),
        }
    }

    /// Hands over the records after the last that was handed over, each after the long texts it
    /// names, and proves each. `are_texts_known` unless only new records are read, whose texts are
    /// then looked up.
    fn read(
        &mut self,
        are_texts_known: bool,
        each: &mut dyn FnMut(Arrival),
    ) -> rusqlite::Result<ReadOutcome> {
        let mut outcome = ReadOutcome {
            sorted: true,
            unread: None,
        };
        let (coders, long, file) = (&mut self.coders, &mut self.unread_long_texts, &self.file);
        let verifier = &mut self.verifier;
        let mut rows = file.prepare_cached(
            "SELECT seq, id, writer, n, time, coder, batch, act, of, body, hash FROM record WHERE seq > ?1 ORDER BY seq",
        )?;
        let mut rows = rows.query([self.last_seq])?;
        while let Some(row) = rows.next()? {
            let seq: i64 = row.get(0)?;
            let (writer, n) = (row.get(2)?, row.get(3)?);
            let body = row.get_ref(9)?.as_str()?;
            let Some(act) = act_from_columns(row.get(7)?, row.get(8)?) else {
                verifier.unreadable_act(writer, n);
                outcome
                    .unread
                    .get_or_insert_with(|| UnknownRecord::at(seq, body));
                continue;
            };
            let hashed = HashedRecord {
                id: row.get(1)?,
                writer,
                n,
                time: row.get(4)?,
                coder: row.get_ref(5)?.as_str()?,
                batch: row.get(6)?,
                act,
                body,
            };
            verifier.record(&hashed, &row.get(10)?);
            let Ok(Body {
                fact: event,
                sha256,
                ..
            }) = upgrade::read_body(body)
            else {
                outcome
                    .unread
                    .get_or_insert_with(|| UnknownRecord::at(seq, body));
                continue;
            };
            if outcome.unread.is_some() {
                // What follows an unknown fact is only proven.
                continue;
            }
            if !are_texts_known {
                for id in event.every_content() {
                    announce_content(file, verifier, id)?;
                }
            }
            verifier.fact(&event, &sha256);
            let coder = coders.get(hashed.coder).cloned().unwrap_or_else(|| {
                let coder: Arc<str> = Arc::from(hashed.coder);
                coders.insert(coder.clone());
                coder
            });
            let (id, time, batch) = (hashed.id, Time(hashed.time), hashed.batch);
            outcome.sorted &= (time, writer, n) > self.last_key;
            self.last_key = self.last_key.max((time, writer, n));
            self.last_seq = seq;
            if !long.is_empty() {
                let mut contents = Vec::new();
                for content in event
                    .contents()
                    .into_iter()
                    .filter(|content| long.remove(content))
                {
                    contents.extend(load_content(file, verifier, &event, content)?);
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
        verifier.finish();
        Ok(outcome)
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
    ) -> rusqlite::Result<(i64, RecordHash, Vec<Content>)> {
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
            Some(first) => self.verifier.end(first.writer).1,
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
        Ok((self.file.last_insert_rowid(), hash, contents))
    }

    /// Everything, from the front.
    fn read_from_front(&mut self, each: &mut dyn FnMut(Arrival)) -> Result<ReadOutcome, Refusal> {
        each(Arrival::Contents(self.rewind()?));
        let read = self.read(true, each);
        self.told(read)
    }

    /// What SQLite finds in its own structure. The search for orphaned pages and damaged indices
    /// reads the whole file.
    fn structure_faults(&self) -> rusqlite::Result<Vec<Fault>> {
        let mut rows = self.file.prepare("PRAGMA integrity_check(20)")?;
        let lines = rows.query_map([], |row| row.get::<_, String>(0))?;
        let lines = lines.filter(|line| !line.as_ref().is_ok_and(|line| line == "ok"));
        lines.map(|line| line.map(Fault::Structure)).collect()
    }

    fn news_since(&mut self) -> rusqlite::Result<NewRecords> {
        let mut records = Vec::new();
        let ReadOutcome { sorted, unread } = self.read(false, &mut |arrival| match arrival {
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
        Ok((self.verifier.end(writer).0 + 1, self.last_key.0))
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
            Ok((last, hash, contents)) => {
                self.last_seq = last;
                if let Some(record) = records.last() {
                    self.last_key = self.last_key.max((record.time, record.writer, record.n));
                    self.verifier.written(records, (record.n, hash));
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
        // A damaged index would leave some out.
        if u64::try_from(bodies.len()).ok() != Some(last + 1 - first) {
            return Err(Refusal::new(
                format!(
                    "{} is damaged: records of the batch are not found",
                    self.path.display()
                ),
                "Nothing was changed; `virk check` tells more",
            ));
        }
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

    fn faults(&self) -> &[Fault] {
        self.verifier.faults()
    }

    fn verify(&self) -> Result<Vec<Fault>, Refusal> {
        let mut faults = self.told(self.structure_faults())?;
        let mut fresh = Store::open(&self.path)?;
        match fresh.read_all(&mut |_| ()) {
            Ok(_) => faults.extend_from_slice(fresh.faults()),
            Err(refusal) if faults.is_empty() => return Err(refusal),
            // What of the structure is damaged says why it could not be read.
            Err(_) => {}
        }
        Ok(faults)
    }

    fn scrubber(&mut self) -> Option<&mut dyn Scrubber> {
        Some(self)
    }

    fn backup(&self) -> Option<&dyn Backup> {
        Some(self)
    }
}

/// Refuses a file that holds anything but the two tables: a trigger or a view would change or hide
/// what people said.
fn refuse_foreign_schema(file: &Connection, path: &Path) -> Result<(), Refusal> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let mut rows = file.prepare(
            "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE NOT (type = 'index' AND sql IS NULL) ORDER BY name",
        )?;
        let ours: Vec<String> = SCHEMA.split_inclusive(';').map(plain_sql).collect();
        let rows = rows.query_map([], |row| {
            let sql: Option<String> = row.get(1)?;
            Ok((row.get(0)?, plain_sql(&sql.unwrap_or_default())))
        })?;
        let foreign = rows.filter_map(|row| match row {
            Ok((_, sql)) if ours.contains(&sql) => None,
            row => Some(row.map(|(name, _)| name)),
        });
        foreign.collect()
    };
    let foreign = read().map_err(|error| to_refusal(&error, path))?;
    match foreign.first() {
        None => Ok(()),
        Some(first) => Err(Refusal::new(
            format!(
                "{} holds more than a study: the {first}, which virk never wrote",
                path.display()
            ),
            "Nothing of it was run and nothing was changed; ask for the study again, or save what can be read with `virk salvage`",
        )),
    }
}

/// SQL without comments, line breaks and its final semicolon.
fn plain_sql(sql: &str) -> String {
    let lines = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or(line));
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    words.join(" ").trim_end_matches(';').to_owned()
}
