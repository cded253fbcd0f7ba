//! Each writer's records are chained by hash, so that tampering or loss shows.

use crate::study::Act;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A hash of a record and, through it, of all before it by the same writer.
pub type RecordHash = [u8; 32];

/// What a hash speaks for.
pub struct HashedRecord<'a> {
    /// Identity.
    pub id: Uuid,
    /// The installation.
    pub writer: Uuid,
    /// Its number.
    pub n: u64,
    /// Microseconds since 1970.
    pub time: i64,
    /// The coder.
    pub coder: &'a str,
    /// The batch.
    pub batch: Uuid,
    /// New, undo or redo.
    pub act: Act,
    /// The event as JSON.
    pub body: &'a str,
}

/// Where a chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainBreak {
    /// Whose chain.
    pub writer: Uuid,
    /// At which of the writer's records.
    pub n: u64,
    /// What is wrong.
    pub why: &'static str,
}

impl HashedRecord<'_> {
    /// The hash of this record after `before`; `before` is zero for the first.
    pub fn hash(&self, before: &RecordHash) -> RecordHash {
        let (act, of) = act_to_columns(self.act);
        let mut sha = Sha256::new();
        sha.update(before);
        sha.update(self.id.as_bytes());
        sha.update(self.writer.as_bytes());
        sha.update(self.n.to_be_bytes());
        sha.update(self.time.to_be_bytes());
        // Lengths keep a coder's name from running into the body.
        sha.update((self.coder.len() as u64).to_be_bytes());
        sha.update(self.coder.as_bytes());
        sha.update(self.batch.as_bytes());
        sha.update([act]);
        sha.update(of.unwrap_or_default().as_bytes());
        sha.update(self.body.as_bytes());
        sha.finalize().into()
    }
}

/// An act as it is stored: a number and the batch it speaks of.
pub fn act_to_columns(act: Act) -> (u8, Option<Uuid>) {
    match act {
        Act::Do => (0, None),
        Act::Undo(batch) => (1, Some(batch)),
        Act::Redo(batch) => (2, Some(batch)),
    }
}

/// The act that was stored so.
pub fn act_from_columns(number: u8, of: Option<Uuid>) -> Option<Act> {
    match (number, of) {
        (0, _) => Some(Act::Do),
        (1, Some(batch)) => Some(Act::Undo(batch)),
        (2, Some(batch)) => Some(Act::Redo(batch)),
        _ => None,
    }
}
