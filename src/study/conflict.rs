//! What two copies of a study say differently, and how it was settled; and what a copy leaves out.

use super::{ContentId, Study};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What kind of difference it is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ConflictKind {
    /// Both wrote something else in the same place.
    BothSet,
    /// Used on one side, and removed or retired on the other.
    UsedAndRemoved,
    /// A code used on one side, and merged or split on the other.
    UsedAndMerged,
    /// A document coded on one side, and corrected on the other.
    CodedAndCorrected,
    /// A coding put under different codes.
    BothRecoded,
    /// A coding's boundary moved to different words.
    BothMoved,
    /// Two things that were made apart have the same name.
    SameName,
    /// Two codes that were made apart have the same two letters or the same key.
    SameLetters,
    /// The same text was imported twice.
    SameText,
    /// A version of the theory was frozen on one side, and changed on the other.
    FrozenAndChanged,
    /// Words were erased on one side, and used on the other. Erasing has won.
    ErasedAndUsed,
}

/// A difference between what two copies say: a record of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Conflict {
    /// What kind.
    pub kind: ConflictKind,
    /// The record of the study that the copy was merged into.
    pub ours: Uuid,
    /// The record of the copy.
    pub theirs: Uuid,
}

impl Conflict {
    /// The same whichever of the two copies was merged into the other.
    pub fn key(&self) -> (ConflictKind, Uuid, Uuid) {
        let (ours, theirs) = (self.ours, self.theirs);
        (self.kind, ours.min(theirs), ours.max(theirs))
    }
}

/// Whose saying holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Kept {
    /// That of the study that the copy was merged into.
    Ours,
    /// That of the copy.
    Theirs,
    /// Both stand.
    Both,
}

/// How a conflict was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Whose saying holds.
    pub kept: Kept,
    /// Why.
    pub reason: ContentId,
}

/// Records of a writer that a copy leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Whose.
    pub writer: Uuid,
    /// The number of the first.
    pub first: u64,
    /// The number of the last.
    pub last: u64,
    /// The hash of the last, in hexadecimal: the record after it is chained to it.
    pub hash: Box<str>,
}

impl Study {
    /// Every conflict that a merge found, each with how it was settled, in the order they were found.
    pub fn conflicts(&self) -> impl Iterator<Item = (Conflict, Option<Settlement>)> {
        self.conflicts.iter().copied()
    }

    /// Conflicts that nobody has settled.
    pub fn open_conflicts(&self) -> impl Iterator<Item = Conflict> {
        let open = self
            .conflicts
            .iter()
            .filter(|(_, settled)| settled.is_none());
        open.map(|(conflict, _)| *conflict)
    }

    /// Takes into account what a merge found.
    pub(super) fn find_conflicts(&mut self, found: Vec<Conflict>) {
        for conflict in found {
            let key = conflict.key();
            if self.conflicts.iter().all(|(known, _)| known.key() != key) {
                self.conflicts.push((conflict, None));
            }
        }
    }

    /// Takes into account that a conflict was settled, or that it is open again.
    pub(super) fn settle_conflict(&mut self, conflict: Conflict, how: Option<Settlement>) {
        let key = conflict.key();
        let mut known = self.conflicts.iter_mut();
        if let Some((_, settled)) = known.find(|(known, _)| known.key() == key) {
            *settled = how;
        }
    }
}
