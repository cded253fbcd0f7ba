//! Which turns or quotes hold what a leaf asks for, and how often.

use super::bits::Bits;
use super::leaf::{Kin, Leaf};
use super::reading::Reader;
use super::turns::{Shelved, Turns};
use crate::study::Study;

/// How often a leaf is in a turn, quote or note, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// The places.
    pub places: u32,
    /// How the best of them is what was asked for; `None` without places.
    pub best: Option<Kin>,
}

impl Count {
    /// Notes places.
    pub fn add(&mut self, places: u32, kin: Kin) {
        self.places += places;
        self.best = self.best.max(Some(kin));
    }
}

/// The turns or quotes that hold a leaf.
#[derive(Clone, Debug)]
pub struct Hits {
    /// Which.
    pub holding: Bits,
    /// How each holds it.
    pub counts: Vec<Count>,
}

impl Hits {
    /// Nothing yet, of so many.
    pub fn none(bound: usize) -> Hits {
        Hits { holding: Bits::none(bound), counts: vec![Count::default(); bound] }
    }

    /// Notes places in one of them.
    pub fn add(&mut self, turn: usize, places: u32, kin: Kin) {
        self.holding.insert(turn);
        self.counts[turn].add(places, kin);
    }

    /// Notes exact places in a turn whose places may have been counted with their relatives.
    pub fn make_exact(&mut self, turn: usize, places: u32) {
        self.holding.insert(turn);
        let count = &mut self.counts[turn];
        *count = Count { places: count.places.max(places), best: Some(Kin::Exact) };
    }
}

/// Reads one document for all leaves.
pub fn scan(study: &Study, turns: &Turns, shelved: &Shelved, leaves: &[Leaf], reader: &mut Reader, hits: &mut [Hits]) {
    let Some(document) = study.document(shelved.id) else { return };
    for number in shelved.first..shelved.end {
        let words = turns.places[number].words;
        reader.read(&document.text, words, words, shelved.language, leaves, |leaf, place| hits[leaf].add(number, 1, place.kin));
    }
}
