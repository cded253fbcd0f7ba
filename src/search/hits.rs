//! Which turns or quotes hold what a leaf asks for, and how often.

use super::bits::Bits;
use super::leaf::{Kin, Leaf};
use super::reading::Reader;
use super::turns::{Shelved, Turns};
use crate::study::Study;

/// How often a leaf is in a turn, quote or note, and how. There are as many
/// counts as turns, so one takes two bytes; 16,383 places and more are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count(u16);

/// The bits of a count that tell the places; above them stands the best kin, and 0 for none.
const PLACES: u32 = 14;
const MOST: u32 = (1 << PLACES) - 1;

impl Count {
    /// So many places, of which the best is so.
    #[cfg(test)]
    pub fn of(places: u32, kin: Kin) -> Count {
        Count::made(places, kin as u16 + 1)
    }

    fn made(places: u32, best: u16) -> Count {
        Count(best << PLACES | places.min(MOST) as u16)
    }

    /// The places.
    pub fn places(self) -> u32 {
        u32::from(self.0) & MOST
    }

    /// How the best of them is what was asked for: 0 without places, 1 inside
    /// a longer word, 2 by its stem, 3 exactly.
    pub fn best(self) -> u16 {
        self.0 >> PLACES
    }

    /// Notes places.
    pub fn add(&mut self, places: u32, kin: Kin) {
        *self = Count::made(
            self.places() + places.min(MOST),
            self.best().max(kin as u16 + 1),
        );
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
        Hits {
            holding: Bits::none(bound),
            counts: vec![Count::default(); bound],
        }
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
        *count = Count::made(count.places().max(places), Kin::Exact as u16 + 1);
    }
}

/// Reads one document for all leaves.
pub fn scan(
    study: &Study,
    turns: &Turns,
    shelved: &Shelved,
    leaves: &[Leaf],
    reader: &mut Reader,
    hits: &mut [Hits],
) {
    let Some(document) = study.document(shelved.id) else {
        return;
    };
    for number in shelved.first..shelved.end {
        let words = turns.places[number].words;
        reader.read(
            &document.text,
            words,
            words,
            shelved.language,
            leaves,
            |leaf, place| hits[leaf].add(number, 1, place.kin),
        );
    }
}
