//! Records and texts as they are stored, byte by byte: what goes from one copy of a study to
//! another.

use super::proof::{HashedRecord, RecordHash};
use crate::study::{Act, ContentId, Event, Record, Refusal, upgrade};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// A record as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    pub id: Uuid,
    pub writer: Uuid,
    pub n: u64,
    /// Microseconds since 1970.
    pub time: i64,
    pub coder: Box<str>,
    pub batch: Uuid,
    pub act: Act,
    /// The event and what stands around it, as JSON.
    pub body: Box<str>,
    pub hash: RecordHash,
}

impl StoredRecord {
    /// A record as it is stored after the one with the hash `before`.
    ///
    /// # Errors
    /// When its event cannot be written as JSON, which no fact of today is.
    pub fn new(
        record: &Record,
        hashes: upgrade::Hashes,
        heads: upgrade::Heads,
        before: &RecordHash,
    ) -> Result<StoredRecord, Refusal> {
        let body = upgrade::write(&record.event, hashes, heads)
            .map_err(|error| Refusal::new(format!("a fact cannot be written: {error}"), ""))?;
        let stored = StoredRecord {
            id: record.id,
            writer: record.writer,
            n: record.n,
            time: record.time.0,
            coder: (*record.coder).into(),
            batch: record.batch,
            act: record.act,
            body: body.into(),
            hash: RecordHash::default(),
        };
        let hash = stored.hashed().hash(before);
        Ok(StoredRecord { hash, ..stored })
    }

    /// What its hash covers.
    pub fn hashed(&self) -> HashedRecord<'_> {
        HashedRecord {
            id: self.id,
            writer: self.writer,
            n: self.n,
            time: self.time,
            coder: &self.coder,
            batch: self.batch,
            act: self.act,
            body: &self.body,
        }
    }

    /// What it says happened; `None` when it comes from a newer virk.
    pub fn event(&self) -> Option<Event> {
        upgrade::read(&self.body).ok()
    }
}

/// A text as it is stored, with what proves its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredText {
    pub id: ContentId,
    pub hash: Box<str>,
    pub text: Box<str>,
}

/// All records of a study, in order of arrival, and the texts that are there, by what proves them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredLog {
    pub records: Vec<Arc<StoredRecord>>,
    pub texts: BTreeMap<ContentId, Box<str>>,
}

/// A study's records and texts as they shall lie in its store.
#[derive(Debug, Default)]
pub struct Rewriting {
    /// All records, in order of arrival.
    pub records: Vec<Arc<StoredRecord>>,
    /// How many of them, from the first, lie there as they are.
    pub unchanged: usize,
    /// Texts that join.
    pub texts: Vec<StoredText>,
    /// Texts that are taken away for ever.
    pub gone: Vec<ContentId>,
}

/// Reads and writes what a store keeps as it lies there.
pub trait Replica {
    /// Everything, as it stands at one moment.
    fn stored(&self) -> Result<StoredLog, Refusal>;

    /// Those of these texts that are there.
    fn stored_texts(&self, ids: &[ContentId]) -> Result<Vec<StoredText>, Refusal>;

    /// Puts records and texts in place, between [`super::RecordStore::begin`] and its end. What was
    /// handed over before counts no longer.
    fn rewrite(&mut self, rewriting: &Rewriting) -> Result<(), Refusal>;
}
