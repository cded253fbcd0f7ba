//! Which turns or quotes hold what a leaf asks for, and how often.

use super::bits::BitSet;
use super::text_clause::{MatchKind, TextClause};
use super::turns::{DocumentTurns, TurnTable};
use super::word_reader::WordReader;
use crate::study::Study;

/// How often a leaf is in a turn, quote or note, and how. There are as many
/// counts as turns, so one takes two bytes; 16,383 places and more are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HitCount(u16);

/// The bits of a count that tell the places; above them stands the best kin, and 0 for none.
const COUNT_BITS: u32 = 14;
const MAX_COUNT: u32 = (1 << COUNT_BITS) - 1;

impl HitCount {
    /// So many places, of which the best is so.
    #[cfg(test)]
    pub fn of(places: u32, kin: MatchKind) -> HitCount {
        HitCount::pack(places, kin as u16 + 1)
    }

    fn pack(places: u32, best: u16) -> HitCount {
        HitCount(best << COUNT_BITS | places.min(MAX_COUNT) as u16)
    }

    /// The places.
    pub fn places(self) -> u32 {
        u32::from(self.0) & MAX_COUNT
    }

    /// How the best of them is what was asked for: 0 without places, 1 inside
    /// a longer word, 2 by its stem, 3 exactly.
    pub fn best_kind(self) -> u16 {
        self.0 >> COUNT_BITS
    }

    /// Notes places.
    pub fn add(&mut self, places: u32, kin: MatchKind) {
        *self = HitCount::pack(
            self.places() + places.min(MAX_COUNT),
            self.best_kind().max(kin as u16 + 1),
        );
    }
}

/// The turns or quotes that hold a leaf.
#[derive(Clone, Debug)]
pub struct ClauseHits {
    /// Which.
    pub matching: BitSet,
    /// How each holds it.
    pub counts: Vec<HitCount>,
}

impl ClauseHits {
    /// Nothing yet, of so many.
    pub fn none(bound: usize) -> ClauseHits {
        ClauseHits {
            matching: BitSet::none(bound),
            counts: vec![HitCount::default(); bound],
        }
    }

    /// Notes places in one of them.
    pub fn add(&mut self, turn: usize, places: u32, kin: MatchKind) {
        self.matching.insert(turn);
        self.counts[turn].add(places, kin);
    }

    /// Notes exact places in a turn whose places may have been counted with their relatives.
    pub fn make_exact(&mut self, turn: usize, places: u32) {
        self.matching.insert(turn);
        let count = &mut self.counts[turn];
        *count = HitCount::pack(count.places().max(places), MatchKind::Exact as u16 + 1);
    }
}

/// Reads one document for all leaves.
pub fn scan(
    study: &Study,
    turns: &TurnTable,
    shelved: &DocumentTurns,
    leaves: &[TextClause],
    reader: &mut WordReader,
    hits: &mut [ClauseHits],
) {
    let Some(document) = study.document(shelved.id) else {
        return;
    };
    for number in shelved.first..shelved.end {
        let words = turns.records[number].words;
        reader.read(
            &document.text,
            words,
            words,
            shelved.language,
            leaves,
            |leaf, place| hits[leaf].add(number, 1, place.kind),
        );
    }
}
