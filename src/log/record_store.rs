//! What a session needs of the place that keeps a study's records, whatever
//! engine that is.
//!
//! Nothing here knows a path, a query language or an engine's errors, and
//! nothing an engine does knows a [`crate::study::Study`]. What only some engines
//! have to do, or can do, is a trait of its own that a store may answer with.

use super::{Fault, Head, Replica};
use crate::study::{Content, Event, Record, Refusal, Time, upgrade};
use std::path::Path;
use uuid::Uuid;

/// Keeps the records of one study and the contents they speak of. It knows which of them it has
/// handed over.
///
/// What is appended stays, in the order it came, numbered per writer from 1 without a gap. When
/// [`RecordStore::commit`] has answered, what it wrote survives `kill -9` and a loss of power.
pub trait RecordStore: Send {
    /// Whether it may only be read.
    fn is_read_only(&self) -> bool;

    /// Whether what it keeps is encrypted, so that nobody makes a plain copy of it unasked.
    fn is_encrypted(&self) -> bool {
        false
    }

    /// Whether this is the passphrase that it is encrypted by.
    fn opens_with(&self, _passphrase: &str) -> bool {
        false
    }

    /// Whether somebody else has written since the last look. It is asked again and again, so it
    /// must cost next to nothing.
    fn has_changed(&mut self) -> Result<bool, Refusal>;

    /// Hands over everything from the beginning, as it stands at one moment: a content before the
    /// record that speaks of it. Also between [`RecordStore::begin`] and its end.
    fn read_all(&mut self, each: &mut dyn FnMut(Arrival)) -> Result<ReadOutcome, Refusal>;

    /// What it has not handed over yet. Also between [`RecordStore::begin`] and its end.
    fn read_new(&mut self) -> Result<NewRecords, Refusal>;

    /// Takes the lock: nobody else writes until [`RecordStore::commit`] or
    /// [`RecordStore::rollback`]. Whoever has to wait too long for it is refused.
    fn begin(&mut self) -> Result<(), Refusal>;

    /// The number of a writer's next record, and the latest time of all records.
    fn next_number(&self, writer: Uuid) -> Result<(u64, Time), Refusal>;

    /// Appends the records of a batch, all by one writer, with their contents, takes away the
    /// contents that they erase, and lets go of the lock: all of it or nothing. They count as
    /// handed over. Answers with the contents as they were written.
    ///
    /// # Errors
    /// Nothing of them has been written then, unless the refusal says that it is not certain.
    fn commit(
        &mut self,
        records: &[Record],
        contents: Vec<Content>,
    ) -> Result<Vec<Content>, Refusal>;

    /// Lets go of the lock; nothing has been written.
    fn rollback(&mut self);

    /// What a writer's records of these numbers say, in order.
    fn events_between(&self, writer: Uuid, first: u64, last: u64) -> Result<Vec<Event>, Refusal>;

    /// The latest records in order of arrival, at most `limit`; what has been handed over stays
    /// as it is.
    fn latest(&self, limit: usize) -> Result<Vec<Record>, Refusal>;

    /// What does not hold of all that was handed over so far. While there is anything, nobody writes.
    fn faults(&self) -> &[Fault];

    /// The last record of each writer.
    fn heads(&self) -> Vec<Head>;

    /// Whether this record is there, as it was.
    fn has(&self, head: &Head) -> Result<bool, Refusal>;

    /// Reads everything once more and answers with all that does not hold, the engine's own
    /// structure included.
    fn verify(&self) -> Result<Vec<Fault>, Refusal>;

    /// How traces of what was erased are removed, for an engine that leaves any.
    fn scrubber(&mut self) -> Option<&mut dyn Scrubber> {
        None
    }

    /// How a copy is made, for an engine that can.
    fn backup(&self) -> Option<&dyn Backup> {
        None
    }

    /// How records are read and written as they lie there, for an engine that can.
    fn replica(&mut self) -> Option<&mut dyn Replica> {
        None
    }
}

/// Removes what an engine leaves behind of contents that were erased.
pub trait Scrubber {
    /// Before an erasure.
    fn prepare(&mut self) -> Result<(), Refusal>;

    /// After an erasure, which was `done` or refused. `beside` removes what lies elsewhere: only
    /// then an erasure counts as finished.
    ///
    /// # Errors
    /// Contents were taken away, their traces perhaps not.
    fn scrub(
        &mut self,
        done: bool,
        beside: &dyn Fn() -> Result<(), Refusal>,
    ) -> Result<(), Refusal>;

    /// Whether an erasure was cut short and is to be finished.
    fn is_cut_short(&self) -> Result<bool, Refusal>;
}

/// Copies a study while it is in use.
pub trait Backup {
    /// Writes the study as it stands at this moment to a file that was not there, and proves that
    /// it can be read and that its chains hold.
    fn backup_to(&self, to: &Path) -> Result<(), Refusal>;
}

/// What is handed over, one after the other.
#[derive(Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "one at a time, a million of them: a box for each would cost more"
)]
pub enum Arrival {
    /// Contents that records after them speak of.
    Contents(Vec<Content>),
    /// The next record.
    Record(Record),
}

/// The first record this virk cannot read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRecord {
    /// Its place among all, from 1.
    pub seq: i64,
    /// What it says it is.
    pub name: String,
}

impl UnknownRecord {
    /// The record in this place, by what its body says it is.
    pub fn at(seq: i64, body: &str) -> UnknownRecord {
        UnknownRecord {
            seq,
            name: upgrade::name(body).unwrap_or_else(|| "unreadable".into()),
        }
    }
}

/// How a reading went.
#[derive(Debug)]
pub struct ReadOutcome {
    /// Whether the records came in the order of the fold.
    pub sorted: bool,
    /// The first record this virk cannot read; none after it has been read.
    pub unread: Option<UnknownRecord>,
}

/// What was not handed over before.
#[derive(Debug, Default)]
pub struct NewRecords {
    /// Records, in order of arrival.
    pub records: Vec<Record>,
    /// What they speak of.
    pub contents: Vec<Content>,
    /// Whether the records belong before some that were handed over earlier: fold anew.
    pub reordered: bool,
    /// The first record this virk cannot read; none after it has been read.
    pub unread: Option<UnknownRecord>,
}
