//! Which turns hold what a leaf asks for, and how often.

use super::bits::Bits;
use super::leaf::Leaf;
use super::reading::Reader;
use super::turns::{Shelved, Turns};
use crate::study::Study;

/// The turns that hold a leaf.
#[derive(Clone, Debug)]
pub struct Hits {
    /// Which.
    pub turns: Bits,
    /// Those with a place that is exact.
    pub exact: Bits,
    /// How many places each turn has.
    pub counts: Vec<u32>,
}

impl Hits {
    /// Nothing yet, of so many turns.
    pub fn none(turns: usize) -> Hits {
        Hits { turns: Bits::none(turns), exact: Bits::none(turns), counts: vec![0; turns] }
    }

    /// Notes places in a turn.
    pub fn add(&mut self, turn: usize, count: u32, exact: bool) {
        self.turns.insert(turn);
        self.counts[turn] += count;
        if exact {
            self.exact.insert(turn);
        }
    }

    /// Notes exact places in a turn whose places have been counted with their relatives.
    pub fn make_exact(&mut self, turn: usize, count: u32) {
        self.turns.insert(turn);
        self.exact.insert(turn);
        self.counts[turn] = self.counts[turn].max(count);
    }
}

/// Reads one document for all leaves.
pub fn scan(study: &Study, turns: &Turns, shelved: &Shelved, leaves: &[Leaf], reader: &mut Reader, hits: &mut [Hits]) {
    let Some(document) = study.document(shelved.id) else { return };
    for number in shelved.first..shelved.end {
        let words = turns.places[number].words;
        reader.read(&document.text, words, words, shelved.language, leaves, |leaf, place| hits[leaf].add(number, 1, place.exact));
    }
}
