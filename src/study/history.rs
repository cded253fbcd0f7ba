//! Who did what in which order: what undo and redo would take.

use super::{Act, Event, Record};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// A batch in the log: which records it spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its identity.
    pub id: Uuid,
    /// Who wrote it.
    pub writer: Uuid,
    /// Its first record's number.
    pub first: u64,
    /// Its last record's number.
    pub last: u64,
}

/// One person's batches that undo and redo would reach, latest last.
#[derive(Clone, Debug, Default)]
struct UndoStack {
    done: Vec<Batch>,
    undone: Vec<Batch>,
}

/// Every person's trail, and how many records there are.
#[derive(Clone, Debug, Default)]
pub struct History {
    undo_stacks: HashMap<(Uuid, Arc<str>), UndoStack>,
    /// The record that everything began with.
    pub(super) first: Option<Uuid>,
    /// Records folded so far.
    pub records: u64,
}

impl History {
    /// Takes a record into account.
    pub(super) fn add_record(&mut self, record: &Record) {
        self.records += 1;
        self.first.get_or_insert(record.id);
        let fresh = Batch {
            id: record.batch,
            writer: record.writer,
            first: record.n,
            last: record.n,
        };
        // Nobody's step: what somebody did before is still taken back after it.
        if let Event::CopyMade { .. } | Event::CopyMerged { .. } = record.event {
            return;
        }
        let trail = self
            .undo_stacks
            .entry((record.writer, record.coder.clone()))
            .or_default();
        match record.act {
            // Records of others may stand between those of a batch, where a copy was merged in.
            Act::Do => match trail.done.last_mut() {
                Some(last) if last.id == record.batch => last.last = record.n,
                _ => {
                    trail.done.push(fresh);
                    trail.undone.clear();
                }
            },
            Act::Undo(batch) => shift(&mut trail.done, &mut trail.undone, batch),
            Act::Redo(batch) => shift(&mut trail.undone, &mut trail.done, batch),
        }
    }

    /// The last batch this person could take back.
    pub fn last_undoable(&self, writer: Uuid, coder: &Arc<str>) -> Option<Batch> {
        self.undo_stacks
            .get(&(writer, coder.clone()))?
            .done
            .last()
            .copied()
    }

    /// The last batch this person took back.
    pub fn last_redoable(&self, writer: Uuid, coder: &Arc<str>) -> Option<Batch> {
        self.undo_stacks
            .get(&(writer, coder.clone()))?
            .undone
            .last()
            .copied()
    }
}

/// Moves a batch from one end to the other; the second record of an undo finds it moved already.
fn shift(from: &mut Vec<Batch>, to: &mut Vec<Batch>, batch: Uuid) {
    if let Some(place) = from.iter().rposition(|known| known.id == batch) {
        to.push(from.remove(place));
    }
}
