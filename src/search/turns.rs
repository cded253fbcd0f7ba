//! All turns of a study, numbered in reading order.

use super::lexicon::language_slot;
use super::rank::Lengths;
use super::stem::StemLanguage;
use crate::study::{Document, Id, Study};
use crate::text::Span;
use std::collections::HashMap;

/// [`TurnRecord::speaker`] of a turn without a speaker.
pub const NO_SPEAKER: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnRecord {
    /// Index in [`TurnTable::documents`].
    pub document: u32,
    /// Index in the document, from 0.
    pub turn: u32,
    pub words: Span,
    /// Index among the speakers of the document; [`NO_SPEAKER`] if unknown.
    pub speaker: u32,
}

/// The range of turns of one document.
#[derive(Clone, Debug)]
pub struct DocumentTurns {
    pub id: Id<Document>,
    /// Number of its first turn among all turns.
    pub first: usize,
    /// One past its last turn.
    pub end: usize,
    pub language: Option<StemLanguage>,
}

/// All turns of a study.
#[derive(Clone, Debug, Default)]
pub struct TurnTable {
    /// In study order.
    pub documents: Vec<DocumentTurns>,
    /// In reading order.
    pub records: Vec<TurnRecord>,
    /// In bytes.
    pub lengths: Lengths,
    /// Index of each turn's language in [`super::lexicon::LANGUAGE_SLOTS`].
    language_slots: Vec<u8>,
    numbers: HashMap<Id<Document>, usize>,
}

impl TurnTable {
    /// Leaves erased documents out. `known` receives the number of a document's first turn and may
    /// return its turns, which saves parsing the text.
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

    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Index in [`super::lexicon::LANGUAGE_SLOTS`].
    pub fn language_slot(&self, turn: usize) -> usize {
        self.language_slots[turn].into()
    }

    /// Returns whether any document has this language.
    pub fn has_language(&self, language: StemLanguage) -> bool {
        self.documents
            .iter()
            .any(|own| own.language == Some(language))
    }

    pub fn document(&self, id: Id<Document>) -> Option<&DocumentTurns> {
        self.documents.get(*self.numbers.get(&id)?)
    }

    /// Turns of the document that a span overlaps, as numbers among all turns.
    pub fn overlapping(
        &self,
        document_turns: &DocumentTurns,
        span: Span,
    ) -> std::ops::Range<usize> {
        let own = &self.records[document_turns.first..document_turns.end];
        let first = own.partition_point(|place| place.words.end <= span.start);
        let end = own.partition_point(|place| place.words.start < span.end);
        document_turns.first + first..document_turns.first + end.max(first)
    }

    /// The turn in which a span begins, as in [`Document::turn_at`]; `None` without turns.
    pub fn turn_at(&self, document_turns: &DocumentTurns, span: Span) -> Option<usize> {
        let own = &self.records[document_turns.first..document_turns.end];
        let turn = own
            .partition_point(|place| place.words.start <= span.start)
            .saturating_sub(1);
        (!own.is_empty()).then_some(document_turns.first + turn)
    }
}

/// [`TurnRecord::document`] still has to be filled in.
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
