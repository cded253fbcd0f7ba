//! All turns of a study in reading order, numbered.

use super::lexicon::tongue;
use super::rank::Lengths;
use super::stem::Language;
use crate::study::{Document, Id, Study};
use crate::text::Span;
use std::collections::HashMap;

/// The speaker of a turn that has none.
pub const NOBODY: u32 = u32::MAX;

/// A turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its document's place in [`Turns::documents`].
    pub document: u32,
    /// Its number in the document, from 0.
    pub turn: u32,
    /// Its words.
    pub words: Span,
    /// Which of the document's speakers says it; [`NOBODY`] when none is known.
    pub speaker: u32,
}

/// A document and where its turns begin.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// Which document.
    pub id: Id<Document>,
    /// The number of its first turn among all.
    pub first: usize,
    /// One past its last.
    pub end: usize,
    /// Its stems.
    pub language: Option<Language>,
}

/// The table of turns.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    /// The documents in the study's order.
    pub documents: Vec<Shelved>,
    /// The turns, by document and place.
    pub places: Vec<Place>,
    /// How many bytes the words of each have.
    pub lengths: Lengths,
    /// The language of each, by its place in [`super::lexicon::TONGUES`].
    tongues: Vec<u8>,
    numbers: HashMap<Id<Document>, usize>,
}

impl Turns {
    /// The turns of all live documents; `known`, told the number of a document's
    /// first turn, may spare its text the search for turns.
    pub fn of(
        study: &Study,
        mut known: impl FnMut(usize, &Document) -> Option<Vec<Place>>,
    ) -> Turns {
        let mut turns = Turns::default();
        for (number, document) in study.documents().enumerate() {
            let first = turns.places.len();
            let own = known(first, document).unwrap_or_else(|| places(document));
            turns.places.extend(own.into_iter().map(|place| Place {
                document: number as u32,
                ..place
            }));
            let language = Language::of(&document.body.language);
            turns.documents.push(Shelved {
                id: document.id,
                first,
                end: turns.places.len(),
                language,
            });
            turns
                .tongues
                .resize(turns.places.len(), tongue(language) as u8);
            turns.numbers.insert(document.id, number);
        }
        turns.lengths = turns.places.iter().map(|place| place.words.len()).collect();
        turns
    }

    /// How many turns there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The language of a turn, by its place in [`super::lexicon::TONGUES`].
    pub fn tongue(&self, turn: usize) -> usize {
        self.tongues[turn].into()
    }

    /// A document by identity: its place, and itself.
    pub fn shelved(&self, id: Id<Document>) -> Option<&Shelved> {
        self.documents.get(*self.numbers.get(&id)?)
    }

    /// The turns of a document that a span meets, as numbers among all.
    pub fn meeting(&self, shelved: &Shelved, span: Span) -> std::ops::Range<usize> {
        let own = &self.places[shelved.first..shelved.end];
        let first = own.partition_point(|place| place.words.end <= span.start);
        let end = own.partition_point(|place| place.words.start < span.end);
        shelved.first + first..shelved.first + end.max(first)
    }

    /// The turn where a span begins, as [`Document::turn_at`] has it; `None` without turns.
    pub fn at(&self, shelved: &Shelved, span: Span) -> Option<usize> {
        let own = &self.places[shelved.first..shelved.end];
        let turn = own
            .partition_point(|place| place.words.start <= span.start)
            .saturating_sub(1);
        (!own.is_empty()).then_some(shelved.first + turn)
    }
}

/// The turns of one document; they still have to be told its number.
pub fn places(document: &Document) -> Vec<Place> {
    let known = document.body.speakers.len();
    let turns = document.turns().iter().enumerate();
    turns
        .map(|(turn, said)| {
            let speaker = said
                .speaker
                .filter(|place| usize::from(*place) < known)
                .map_or(NOBODY, u32::from);
            Place {
                document: 0,
                turn: turn as u32,
                words: said.words,
                speaker,
            }
        })
        .collect()
}
