//! The study file: reading and appending records and texts.

use super::cipher;
use super::contents::{announce_content, load_content};
use super::errors::{to_refusal, uncertain_commit};
use crate::log::proof::{
    Fault, HashedRecord, Head, RecordHash, Verifier, act_from_columns, act_to_columns,
};
use crate::log::record_store::{
    Arrival, Backup, NewRecords, ReadOutcome, RecordStore, Scrubber, UnknownRecord,
};
use crate::log::replica::Replica;
use crate::study::upgrade::{self, Body};
use crate::study::{Content, ContentId, Event, Record, Refusal, Time};
use rusqlite::{Connection, params};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

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
    pub(super) fn with(file: Connection, path: &Path, read_only: bool) -> Store {
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
                heads,
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
            verifier.heads(writer, &heads);
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
        let mut heads = records.first().map_or_else(upgrade::Heads::new, |first| {
            self.verifier.unnamed_heads(first.writer)
        });
        for record in records {
            let heads = std::mem::take(&mut heads);
            let body = upgrade::write(&record.event, self.hashes_of(&record.event)?, heads)
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
    pub(super) fn structure_faults(&self) -> rusqlite::Result<Vec<Fault>> {
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

    /// Branches that grow from no record that is here.
    fn branch_faults(&self) -> Result<Vec<Fault>, Refusal> {
        let mut faults = Vec::new();
        for root in self.verifier.branch_roots() {
            if !self.has(root)? {
                faults.push(Fault::Chain {
                    writer: root.writer,
                    n: root.n,
                    why: "it is missing or was changed, though a branch grows from it",
                });
            }
        }
        Ok(faults)
    }

    fn told<T>(&self, done: rusqlite::Result<T>) -> Result<T, Refusal> {
        done.map_err(|error| to_refusal(&error, &self.path))
    }
}

impl RecordStore for Store {
    fn is_read_only(&self) -> bool {
        self.read_only
    }

    fn is_encrypted(&self) -> bool {
        cipher::key_of(&self.path).is_some()
    }

    fn opens_with(&self, passphrase: &str) -> bool {
        cipher::opens(&self.path, passphrase)
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
                if let Some(record) = records.last() {
                    self.last_seq = last;
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

    fn heads(&self) -> Vec<Head> {
        let mut heads: Vec<Head> = self.verifier.ends().collect();
        heads.sort();
        heads
    }

    fn has(&self, head: &Head) -> Result<bool, Refusal> {
        let read = || {
            self.file
                .prepare_cached(
                    "SELECT 1 FROM record WHERE writer = ?1 AND n = ?2 AND hex(hash) LIKE ?3 || '%'",
                )?
                .exists(params![head.writer, head.n, head.hash])
        };
        self.told(read())
    }

    fn verify(&self) -> Result<Vec<Fault>, Refusal> {
        let mut faults = self.told(self.structure_faults())?;
        let mut fresh = Store::open(&self.path)?;
        match fresh.read_all(&mut |_| ()) {
            Ok(_) => {
                faults.extend_from_slice(fresh.faults());
                faults.extend(fresh.branch_faults()?);
            }
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

    fn replica(&mut self) -> Option<&mut dyn Replica> {
        Some(self)
    }
}
