//! Matches of each clause of a query in turns or quotes.

use super::bits::BitSet;
use super::text_clause::MatchKind;

/// Match count and best match kind for one clause in one unit, packed into a `u16` (14 + 2 bits;
/// counts saturate at 16,383): there is one for every turn of the study.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HitCount(u16);

/// Bits of the count; the match kind is above them, 0 for none.
const COUNT_BITS: u32 = 14;
const MAX_COUNT: u32 = (1 << COUNT_BITS) - 1;

impl HitCount {
    #[cfg(test)]
    pub fn of(places: u32, kind: MatchKind) -> HitCount {
        HitCount::pack(places, kind as u16 + 1)
    }

    fn pack(places: u32, best: u16) -> HitCount {
        HitCount(best << COUNT_BITS | places.min(MAX_COUNT) as u16)
    }

    pub fn places(self) -> u32 {
        u32::from(self.0) & MAX_COUNT
    }

    /// Best match kind: 0 for no match, 1 inside a compound, 2 by stem, 3 exact.
    pub fn best_kind(self) -> u16 {
        self.0 >> COUNT_BITS
    }

    pub fn add(&mut self, places: u32, kind: MatchKind) {
        *self = HitCount::pack(
            self.places() + places.min(MAX_COUNT),
            self.best_kind().max(kind as u16 + 1),
        );
    }
}

/// Turns or quotes matching a clause.
#[derive(Clone, Debug)]
pub struct ClauseHits {
    pub matching: BitSet,
    /// One per turn or quote.
    pub counts: Vec<HitCount>,
}

impl ClauseHits {
    /// No matches in any of `bound` units.
    pub fn none(bound: usize) -> ClauseHits {
        ClauseHits {
            matching: BitSet::none(bound),
            counts: vec![HitCount::default(); bound],
        }
    }

    pub fn add(&mut self, turn: usize, places: u32, kind: MatchKind) {
        self.matching.insert(turn);
        self.counts[turn].add(places, kind);
    }
}
