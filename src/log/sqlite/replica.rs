//! The study file's rows as they lie there.

use super::Store;
use super::errors::to_refusal;
use crate::disk::AtomicFile;
use crate::log::RecordStore;
use crate::log::proof::{act_from_columns, act_to_columns};
use crate::log::replica::{Replica, Rewriting, StoredLog, StoredRecord, StoredText};
use crate::study::{ContentId, Id, Refusal};
use rusqlite::{OptionalExtension, Row, params};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

impl Store {
    fn read_stored(&self) -> rusqlite::Result<StoredLog> {
        let mut rows = self.file.prepare(
            "SELECT id, writer, n, time, coder, batch, act, of, body, hash FROM record ORDER BY seq",
        )?;
        let records = rows.query_map([], stored_record)?;
        let records = records.collect::<rusqlite::Result<_>>()?;
        // But for the mark of an erasure that is not finished.
        let mut rows = self
            .file
            .prepare("SELECT id, hash FROM content WHERE id <> ?1")?;
        let texts = rows.query_map([Uuid::nil()], |row| {
            Ok((Id::new(row.get(0)?), row.get::<_, Box<str>>(1)?))
        })?;
        let texts = texts.collect::<rusqlite::Result<BTreeMap<_, _>>>()?;
        Ok(StoredLog { records, texts })
    }

    fn put(&self, rewriting: &Rewriting) -> rusqlite::Result<()> {
        self.delete_from(rewriting.unchanged)?;
        let mut insert = self.file.prepare_cached(
            "INSERT INTO record (id, writer, n, time, coder, batch, act, of, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for record in rewriting.records.iter().skip(rewriting.unchanged) {
            let (act, of) = act_to_columns(record.act);
            insert.execute(params![
                record.id,
                record.writer,
                record.n,
                record.time,
                record.coder,
                record.batch,
                act,
                of,
                record.body,
                &record.hash[..]
            ])?;
        }
        let mut insert = self
            .file
            .prepare_cached("INSERT INTO content (id, hash, text) VALUES (?1, ?2, ?3)")?;
        for text in &rewriting.texts {
            insert.execute(params![text.id.uuid(), text.hash, text.text])?;
        }
        self.delete_contents(rewriting.gone.iter().copied())
    }

    /// Takes away all records but so many at the front.
    fn delete_from(&self, kept: usize) -> rusqlite::Result<()> {
        let mut select = self
            .file
            .prepare("SELECT seq FROM record ORDER BY seq LIMIT 1 OFFSET ?1")?;
        let first: Option<i64> = select.query_row([kept], |row| row.get(0)).optional()?;
        if let Some(first) = first {
            self.file
                .execute("DELETE FROM record WHERE seq >= ?1", [first])?;
        }
        Ok(())
    }
}

fn stored_record(row: &Row<'_>) -> rusqlite::Result<Arc<StoredRecord>> {
    let act = act_from_columns(row.get(6)?, row.get(7)?).ok_or_else(|| {
        rusqlite::Error::InvalidColumnType(6, "act".into(), rusqlite::types::Type::Integer)
    })?;
    Ok(Arc::new(StoredRecord {
        id: row.get(0)?,
        writer: row.get(1)?,
        n: row.get(2)?,
        time: row.get(3)?,
        coder: row.get(4)?,
        batch: row.get(5)?,
        act,
        body: row.get(8)?,
        hash: row.get(9)?,
    }))
}

impl Replica for Store {
    fn stored(&self) -> Result<StoredLog, Refusal> {
        let done = |error| to_refusal(&error, &self.path);
        self.file.execute_batch("SAVEPOINT rows").map_err(done)?;
        let read = self.read_stored().map_err(done);
        let _ = self.file.execute_batch("RELEASE rows");
        read
    }

    fn stored_texts(&self, ids: &[ContentId]) -> Result<Vec<StoredText>, Refusal> {
        let read = || -> rusqlite::Result<Vec<StoredText>> {
            let mut select = self
                .file
                .prepare_cached("SELECT hash, text FROM content WHERE id = ?1")?;
            let mut texts = Vec::with_capacity(ids.len());
            for id in ids {
                let text = select.query_row([id.uuid()], |row| {
                    Ok(StoredText {
                        id: *id,
                        hash: row.get(0)?,
                        text: row.get(1)?,
                    })
                });
                texts.extend(text.optional()?);
            }
            Ok(texts)
        };
        read().map_err(|error| to_refusal(&error, &self.path))
    }

    fn rewrite(&mut self, rewriting: &Rewriting) -> Result<(), Refusal> {
        self.put(rewriting)
            .map_err(|error| to_refusal(&error, &self.path))
    }
}

/// Makes a study file of these records and texts, whole or not at all, and proves it.
///
/// # Errors
/// When there is something at `path`, it cannot be written, or it does not hold.
pub fn write_study(path: &Path, rewriting: &Rewriting) -> Result<(), Refusal> {
    if path.exists() {
        return Err(Refusal::new(
            format!("{} exists already", path.display()),
            "Nothing was written; choose another name",
        ));
    }
    let draft = AtomicFile::create(path)?;
    let mut store = Store::furnish(draft.path())?;
    store.begin()?;
    let written = store.rewrite(rewriting);
    written.inspect_err(|_| store.rollback())?;
    store.commit(&[], Vec::new())?;
    drop(store);
    let copy = Store::open(draft.path())?;
    if let Some(fault) = copy.verify()?.first() {
        return Err(Refusal::new(
            format!("the copy is faulty: {fault}"),
            "The study itself has the fault too: see `virk check`",
        ));
    }
    drop(copy);
    draft.commit_new()
}
