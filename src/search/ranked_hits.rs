//! The matches of a query, before the first of them are selected and written out.

use super::bits::BitSet;
use super::hits::ClauseHits;
use super::query::ResultOrder;
use super::rank::{Lengths, Weight};
use std::borrow::Cow;

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
