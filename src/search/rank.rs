//! Relevance of a passage.
//!
//! An exact match scores 2 plus BM25, a match by stem 1 plus BM25, and a match inside a compound
//! BM25 alone (Robertson & Zaragoza 2009), with BM25 squeezed below 1. So exact words rank above
//! stems and these above compounds, then rare words above frequent ones and short passages above
//! long ones. All numbers come from the study: the same query gives the same order with or without
//! an index.

use super::bits::BitSet;
use super::hits::{ClauseHits, HitCount};
use super::query::ResultOrder;
use std::borrow::Cow;

/// BM25's saturation of repeated words.
const K1: f32 = 1.2;
/// BM25's penalty for length.
const B: f32 = 0.75;

/// Length in bytes of each turn, quote or note.
#[derive(Clone, Debug, Default)]
pub struct Lengths {
    each: Vec<u32>,
    mean: f32,
}

impl FromIterator<usize> for Lengths {
    fn from_iter<I: IntoIterator<Item = usize>>(lengths: I) -> Lengths {
        let mut all = 0;
        let each = lengths
            .into_iter()
            .inspect(|length| all += length)
            .map(|length| u32::try_from(length).unwrap_or(u32::MAX));
        let each: Vec<u32> = each.collect();
        Lengths {
            mean: (all as f32 / each.len().max(1) as f32).max(1.0),
            each,
        }
    }
}

impl Lengths {
    pub fn of(&self, number: usize) -> u32 {
        self.each[number]
    }
}

/// Inverse document frequency of a clause.
#[derive(Clone, Copy, Debug)]
pub struct Weight {
    idf: f32,
    mean_length: f32,
}

impl Weight {
    /// For a clause that matches `holding` of the turns, quotes or notes.
    pub fn new(holding: usize, among: &Lengths) -> Weight {
        let (all, some) = (among.each.len() as f32, holding as f32);
        Weight {
            idf: (1.0 + (all - some + 0.5) / (some + 0.5)).ln(),
            mean_length: among.mean,
        }
    }

    /// Score of a passage of `length` bytes for one clause.
    pub fn score(self, count: HitCount, length: u32) -> f32 {
        let bonus = match count.best_kind() {
            0 => return 0.0,
            best => f32::from(best - 1),
        };
        let (count, length) = (count.places() as f32, length as f32);
        // BM25 is `first / second`; squeezed below 1, x / (1 + x), it is `first / (first +
        // second)`.
        let (first, second) = (
            self.idf * count * (K1 + 1.0),
            count + K1 * (1.0 - B + B * length / self.mean_length),
        );
        first / (first + second) + bonus
    }
}

/// A turn, quote or note by number, with its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredHit {
    pub number: usize,
    pub score: f32,
}

/// The turns, quotes or notes matching a query, with what is needed to score them.
pub struct RankedHits<'a> {
    numbers: BitSet,
    /// The clauses that add to the score.
    clauses: Vec<(ClauseHits, Weight)>,
    lengths: Cow<'a, Lengths>,
}

impl<'a> RankedHits<'a> {
    /// `wanted` flags the clauses that add to the score; `lengths` are those of all units searched.
    pub fn new(
        numbers: BitSet,
        hits: Vec<ClauseHits>,
        wanted: &[bool],
        lengths: Cow<'a, Lengths>,
    ) -> RankedHits<'a> {
        let speaking = hits.into_iter().zip(wanted).filter(|(_, wanted)| **wanted);
        let weighed = speaking.map(|(hits, _)| {
            let weight = Weight::new(hits.matching.count(), &lengths);
            (hits, weight)
        });
        RankedHits {
            numbers,
            clauses: weighed.collect(),
            lengths,
        }
    }

    pub fn len(&self) -> usize {
        self.numbers.count()
    }

    /// In reading order.
    pub fn numbers(&self) -> impl Iterator<Item = usize> {
        self.numbers.iter()
    }

    fn found(&self, number: usize) -> ScoredHit {
        let scores = self
            .clauses
            .iter()
            .map(|(hits, weight)| weight.score(hits.counts[number], self.lengths.of(number)));
        ScoredHit {
            number,
            score: scores.sum(),
        }
    }

    /// The first `limit` in the given order.
    pub fn top(&self, order: ResultOrder, limit: usize) -> Vec<ScoredHit> {
        if order != ResultOrder::Ranked || limit == 0 {
            return self
                .numbers()
                .take(limit)
                .map(|number| self.found(number))
                .collect();
        }
        let rank = |a: &ScoredHit, b: &ScoredHit| {
            b.score.total_cmp(&a.score).then(a.number.cmp(&b.number))
        };
        let (mut first, mut least) = (Vec::new(), f32::NEG_INFINITY);
        for number in self.numbers() {
            let found = self.found(number);
            // Equal scores come in reading order, so a later one never displaces an earlier one.
            if found.score <= least {
                continue;
            }
            first.push(found);
            if first.len() / 2 >= limit {
                first.select_nth_unstable_by(limit - 1, rank);
                first.truncate(limit);
                least = first[limit - 1].score;
            }
        }
        first.sort_unstable_by(rank);
        first.truncate(limit);
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::text_clause::MatchKind;

    #[test]
    fn exact_before_stem_before_compound_then_rare_then_short() {
        let among: Lengths = [50; 100].into_iter().collect();
        let (rare, frequent) = (Weight::new(2, &among), Weight::new(60, &among));
        let times = |places, kind| HitCount::of(places, kind);
        let once = times(1, MatchKind::Exact);
        assert!(frequent.score(once, 5000) > rare.score(times(9, MatchKind::Stem), 10));
        assert!(
            frequent.score(times(1, MatchKind::Stem), 5000)
                > rare.score(times(9, MatchKind::Inside), 10)
        );
        assert!(rare.score(once, 50) > frequent.score(once, 50));
        assert!(rare.score(once, 50) > rare.score(once, 500));
        assert!(rare.score(times(2, MatchKind::Exact), 50) > rare.score(once, 50));
    }
}
