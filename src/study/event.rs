//! Events: the facts a study is made of.
//!
//! Most of them are the life of things ([`Addition`], [`Ref`], [`Amendment`]) or say what stands
//! in a place now and what stood there before ([`Assignment`]); the rest are what people do.
//! Facts come in pairs that take each other back, and a fact that changes
//! something says what was before. So [`Event::inverse`] needs no past, and
//! undo is nothing but more facts. Every shape written here must be readable
//! for ever: only add fields with a default; for anything else see
//! [`super::upgrade`]. No event holds the words of a transcript, a memo or a
//! condensation: those are [`super::Content`], which can be erased.
//!
//! Records: events as they are stored.

use super::coding::{Anchor, HashedSpan};
use super::mention::{Mention, Naming, taken_apart};
use super::theory::QuoteAt;
use super::{Code, Coding, Conflict, ContentId, Document, Id, Informant, Kept, LeftOut, Theory};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

pub use super::assignment::Assignment;
pub use super::coding::MemoTarget;
pub use super::thing::{Addition, Amendment, Erasing, Ref};

/// A fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "the fields are documented on the bodies they carry"
)]
pub enum Event {
    /// The first fact of every study.
    StudyStarted {
        title: String,
        language: String,
        alpha: f64,
    },
    /// Something joined the study.
    Added(Addition),
    /// Something left the study.
    Removed(Ref),
    /// Something that had been removed is back.
    Restored(Ref),
    /// Something was described anew.
    Changed(Amendment),
    /// What stands in a place was written, changed or taken away.
    Set(Assignment),
    /// Words were erased for ever.
    Erased(Erasing),
    /// A corrected version of a document took its place; what became of each coding is told by
    /// facts of their own.
    DocumentReplaced { id: Id<Document>, by: Id<Document> },
    /// The replacing was taken back.
    DocumentReinstated { id: Id<Document>, by: Id<Document> },
    /// A code became part of another, which speaks for it from now on. What
    /// became of its codings is told by facts of their own.
    CodeMerged {
        id: Id<Code>,
        into: Id<Code>,
        reason: ContentId,
    },
    /// The merging was taken back.
    CodeParted {
        id: Id<Code>,
        into: Id<Code>,
        reason: ContentId,
    },
    /// Codings of a code were divided among others, which are named. What
    /// became of each is told by facts of their own.
    CodeSplit {
        id: Id<Code>,
        into: Vec<Id<Code>>,
        reason: ContentId,
    },
    /// The splitting was taken back.
    CodeRejoined {
        id: Id<Code>,
        into: Vec<Id<Code>>,
        reason: ContentId,
    },
    /// A coder put a span under a code.
    Coded {
        id: Id<Coding>,
        document: Id<Document>,
        span: Span,
        code: Id<Code>,
        hash: Box<str>,
    },
    /// A coding made elsewhere joined the study, under the name of who made it.
    CodingAdopted {
        id: Id<Coding>,
        document: Id<Document>,
        span: Span,
        code: Id<Code>,
        hash: Box<str>,
        by: Box<str>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Time>,
    },
    /// A coding was put under another code.
    CodingRecoded {
        id: Id<Coding>,
        was: Id<Code>,
        now: Id<Code>,
    },
    /// A coding's boundary was moved.
    BoundaryMoved {
        id: Id<Coding>,
        was: HashedSpan,
        now: HashedSpan,
    },
    /// A coding was carried to another version of its document.
    CodingCarried {
        id: Id<Coding>,
        was: Anchor,
        now: Anchor,
    },
    /// A quote came along to a corrected version with other words than before: somebody should look
    /// at it.
    QuoteDoubted { quote: QuoteAt, since: QuoteAt },
    /// Somebody has looked at it, or it came along no longer.
    QuoteConfirmed { quote: QuoteAt, since: QuoteAt },
    /// A version was frozen: it will not change again.
    TheoryFrozen { id: Id<Theory> },
    /// The freezing was taken back.
    TheoryThawed { id: Id<Theory> },
    /// A quote may stand in what is published.
    QuoteReleased { quote: QuoteAt },
    /// It may no longer.
    QuoteWithheld { quote: QuoteAt },
    /// A copy was made for somebody, which lacks some records.
    CopyMade {
        person: Box<str>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        blind: bool,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        left_out: Vec<LeftOut>,
    },
    /// A copy was merged in, which said some things otherwise.
    CopyMerged {
        people: Vec<String>,
        records: u32,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        conflicts: Vec<Conflict>,
    },
    /// It was decided which of two sayings holds.
    ConflictSettled {
        conflict: Conflict,
        kept: Kept,
        reason: ContentId,
    },
    /// The deciding was taken back.
    ConflictReopened {
        conflict: Conflict,
        kept: Kept,
        reason: ContentId,
    },
}

/// Who or what the texts of a fact speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// A document.
    Document(Id<Document>),
    /// An informant.
    Informant(Id<Informant>),
}

impl Event {
    /// The fact that takes this one back; `None` for what cannot be undone.
    pub fn inverse(&self) -> Option<Event> {
        use Event as E;
        Some(match self.clone() {
            E::StudyStarted { .. } | E::Erased(_) => return None,
            E::CopyMade { .. } | E::CopyMerged { .. } => return None,
            E::Added(thing) => E::Removed(thing.named()),
            E::Removed(thing) => match thing.anew() {
                Some(again) => E::Added(again),
                None => E::Restored(thing.without_reason()),
            },
            E::Restored(thing) => E::Removed(thing),
            E::Changed(change) => E::Changed(change.turned()),
            E::Set(place) => E::Set(place.turned()),
            E::DocumentReplaced { id, by } => E::DocumentReinstated { id, by },
            E::DocumentReinstated { id, by } => E::DocumentReplaced { id, by },
            E::CodeMerged { id, into, reason } => E::CodeParted { id, into, reason },
            E::CodeParted { id, into, reason } => E::CodeMerged { id, into, reason },
            E::CodeSplit { id, into, reason } => E::CodeRejoined { id, into, reason },
            E::CodeRejoined { id, into, reason } => E::CodeSplit { id, into, reason },
            E::Coded { id, .. } | E::CodingAdopted { id, .. } => E::Removed(Ref::Coding { id }),
            E::CodingRecoded { id, was, now } => E::CodingRecoded {
                id,
                was: now,
                now: was,
            },
            E::BoundaryMoved { id, was, now } => E::BoundaryMoved {
                id,
                was: now,
                now: was,
            },
            E::CodingCarried { id, was, now } => E::CodingCarried {
                id,
                was: now,
                now: was,
            },
            E::QuoteDoubted { quote, since } => E::QuoteConfirmed { quote, since },
            E::QuoteConfirmed { quote, since } => E::QuoteDoubted { quote, since },
            E::TheoryFrozen { id } => E::TheoryThawed { id },
            E::TheoryThawed { id } => E::TheoryFrozen { id },
            E::QuoteReleased { quote } => E::QuoteWithheld { quote },
            E::QuoteWithheld { quote } => E::QuoteReleased { quote },
            E::ConflictSettled {
                conflict,
                kept,
                reason,
            } => E::ConflictReopened {
                conflict,
                kept,
                reason,
            },
            E::ConflictReopened {
                conflict,
                kept,
                reason,
            } => E::ConflictSettled {
                conflict,
                kept,
                reason,
            },
        })
    }

    /// What the texts of this fact speak of: when its words are erased, so are they. Texts of
    /// other facts are found word by word when they repeat something.
    pub fn speaks_of(&self) -> Option<Spoken> {
        match self {
            Event::Added(thing) => thing.speaks_of(),
            Event::Changed(change) => change.speaks_of(),
            Event::Set(place) => place.speaks_of(),
            Event::StudyStarted { .. }
            | Event::Removed(_)
            | Event::Restored(_)
            | Event::Erased(_)
            | Event::DocumentReplaced { .. }
            | Event::DocumentReinstated { .. }
            | Event::CodeMerged { .. }
            | Event::CodeParted { .. }
            | Event::CodeSplit { .. }
            | Event::CodeRejoined { .. }
            | Event::Coded { .. }
            | Event::CodingAdopted { .. }
            | Event::CodingRecoded { .. }
            | Event::BoundaryMoved { .. }
            | Event::CodingCarried { .. }
            | Event::QuoteDoubted { .. }
            | Event::QuoteConfirmed { .. }
            | Event::TheoryFrozen { .. }
            | Event::TheoryThawed { .. }
            | Event::QuoteReleased { .. }
            | Event::QuoteWithheld { .. }
            | Event::CopyMade { .. }
            | Event::CopyMerged { .. }
            | Event::ConflictSettled { .. }
            | Event::ConflictReopened { .. } => None,
        }
    }

    /// The texts this fact has erased.
    pub fn erased_contents(&self) -> Vec<ContentId> {
        self.texts(|how| how == Naming::Erased)
    }

    /// The texts this fact speaks of: what another process must read beside the fact.
    pub fn contents(&self) -> Vec<ContentId> {
        self.texts(|how| how == Naming::Now)
    }

    /// All texts this fact names, also those it erased or that held before.
    pub fn every_content(&self) -> Vec<ContentId> {
        self.texts(|_| true)
    }

    fn texts(&self, wanted: impl Fn(Naming) -> bool) -> Vec<ContentId> {
        let mut contents = Vec::new();
        self.mention(&mut |how, content| {
            if wanted(how) {
                contents.push(content);
            }
        });
        contents
    }

    /// Hands every text the fact names to `seen`.
    fn mention(&self, seen: &mut dyn FnMut(Naming, ContentId)) {
        taken_apart! { self, seen, Event: [Added Removed Restored Changed Set Erased]
                StudyStarted { title, language, alpha };
                DocumentReplaced { id, by };
                DocumentReinstated { id, by };
                CodeMerged { id, into, reason };
                CodeParted { id, into } before reason;
                CodeSplit { id, into, reason };
                CodeRejoined { id, into } before reason;
                Coded { id, document, span, code, hash };
                CodingAdopted { id, document, span, code, hash, by, at };
                CodingRecoded { id, now } before was;
                BoundaryMoved { id, now } before was;
                CodingCarried { id, now } before was;
                QuoteDoubted { quote, since };
                QuoteConfirmed { quote, since };
                TheoryFrozen { id };
                TheoryThawed { id };
                QuoteReleased { quote };
                QuoteWithheld { quote };
                CopyMade { person, blind, left_out };
                CopyMerged { people, records, conflicts };
                ConflictSettled { conflict, kept, reason };
                ConflictReopened { conflict, kept } before reason;
        }
    }
}

/// Microseconds since 1970-01-01 UTC.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Time(pub i64);

/// Whether a batch does something new or takes back or repeats another batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// New.
    Do,
    /// Takes back that batch.
    Undo(Uuid),
    /// Repeats that batch.
    Redo(Uuid),
}

/// An event with who, when and where in the history.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Identity, UUIDv7.
    pub id: Uuid,
    /// The installation that wrote it.
    pub writer: Uuid,
    /// Its number among that writer's records, from 1.
    pub n: u64,
    /// When.
    pub time: Time,
    /// By whom.
    pub coder: Arc<str>,
    /// The records of one command share a batch; undo takes back whole batches.
    pub batch: Uuid,
    /// New, undo or redo.
    pub act: Act,
    /// What happened.
    pub event: Event,
}
