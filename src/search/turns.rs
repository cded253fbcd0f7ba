//! All turns of a study in reading order, numbered.

use super::lexicon::language_slot;
use super::rank::Lengths;
use super::stem::StemLanguage;
use crate::study::{Document, Id, Study};
use crate::text::Span;
use std::collections::HashMap;

/// The speaker of a turn that has none.
pub const NO_SPEAKER: u32 = u32::MAX;

/// A turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnRecord {
    /// Its document's place in [`TurnTable::documents`].
    pub document: u32,
    /// Its number in the document, from 0.
    pub turn: u32,
    /// Its words.
    pub words: Span,
    /// Which of the document's speakers says it; [`NO_SPEAKER`] when none is known.
    pub speaker: u32,
}

/// A document and where its turns begin.
#[derive(Clone, Debug)]
pub struct DocumentTurns {
    /// Which document.
    pub id: Id<Document>,
    /// The number of its first turn among all.
    pub first: usize,
    /// One past its last.
    pub end: usize,
    /// Its stems.
    pub language: Option<StemLanguage>,
}

/// The table of turns.
#[derive(Clone, Debug, Default)]
pub struct TurnTable {
    /// The documents in the study's order.
    pub documents: Vec<DocumentTurns>,
    /// The turns, by document and place.
    pub records: Vec<TurnRecord>,
    /// How many bytes the words of each have.
    pub lengths: Lengths,
    /// The language of each, by its place in [`super::lexicon::LANGUAGE_SLOTS`].
    language_slots: Vec<u8>,
    numbers: HashMap<Id<Document>, usize>,
}

impl TurnTable {
    /// The turns of all live documents; `known`, told the number of a document's
    /// first turn, may spare its text the search for turns.
    pub fn of(
        study: &Study,
        mut known: impl FnMut(usize, &Document) -> Option<Vec<TurnRecord>>,
    ) -> TurnTable {
        let mut turns = TurnTable::default();
        for (number, document) in study.documents().enumerate() {
            let first = turns.records.len();
            let own = known(first, document).unwrap_or_else(|| turn_records(document));
            turns
                .records
                .extend(own.into_iter().map(|place| TurnRecord {
                    document: number as u32,
                    ..place
                }));
            let language = StemLanguage::of(&document.body.language);
            turns.documents.push(DocumentTurns {
                id: document.id,
                first,
                end: turns.records.len(),
                language,
            });
            turns
                .language_slots
                .resize(turns.records.len(), language_slot(language) as u8);
            turns.numbers.insert(document.id, number);
        }
        turns.lengths = turns
            .records
            .iter()
            .map(|place| place.words.len())
            .collect();
        turns
    }

    /// How many turns there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// The language of a turn, by its place in [`super::lexicon::LANGUAGE_SLOTS`].
    pub fn language_slot(&self, turn: usize) -> usize {
        self.language_slots[turn].into()
    }

    /// A document by identity: its place, and itself.
    pub fn document(&self, id: Id<Document>) -> Option<&DocumentTurns> {
        self.documents.get(*self.numbers.get(&id)?)
    }

    /// The turns of a document that a span meets, as numbers among all.
    pub fn overlapping(&self, shelved: &DocumentTurns, span: Span) -> std::ops::Range<usize> {
        let own = &self.records[shelved.first..shelved.end];
        let first = own.partition_point(|place| place.words.end <= span.start);
        let end = own.partition_point(|place| place.words.start < span.end);
        shelved.first + first..shelved.first + end.max(first)
    }

    /// The turn where a span begins, as [`Document::turn_at`] has it; `None` without turns.
    pub fn turn_at(&self, shelved: &DocumentTurns, span: Span) -> Option<usize> {
        let own = &self.records[shelved.first..shelved.end];
        let turn = own
            .partition_point(|place| place.words.start <= span.start)
            .saturating_sub(1);
        (!own.is_empty()).then_some(shelved.first + turn)
    }
}

/// The turns of one document; they still have to be told its number.
pub fn turn_records(document: &Document) -> Vec<TurnRecord> {
    let known = document.body.speakers.len();
    let turns = document.turns().iter().enumerate();
    turns
        .map(|(turn, said)| {
            let speaker = said
                .speaker
                .filter(|place| usize::from(*place) < known)
                .map_or(NO_SPEAKER, u32::from);
            TurnRecord {
                document: 0,
                turn: turn as u32,
                words: said.words,
                speaker,
            }
        })
        .collect()
}
