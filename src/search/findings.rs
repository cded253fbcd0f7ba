//! All that a query means, before the first of it are chosen and written out.

use super::bits::Bits;
use super::hits::Hits;
use super::query::Order;
use super::rank::{Lengths, Weight};
use std::borrow::Cow;

/// An answer before it is written out: a turn, quote or note by number, and its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Which turn, quote or note.
    pub number: usize,
    /// How well it fits.
    pub score: f32,
}

/// The turns, quotes or notes that a query means, and what tells how well each fits.
pub struct Findings<'a> {
    numbers: Bits,
    /// The leaves that speak for an answer.
    leaves: Vec<(Hits, Weight)>,
    lengths: Cow<'a, Lengths>,
}

impl<'a> Findings<'a> {
    /// These numbers; `wanted` says which of the leaves speak for an answer,
    /// `lengths` how many bytes all those have among which they were found.
    pub fn new(
        numbers: Bits,
        hits: Vec<Hits>,
        wanted: &[bool],
        lengths: Cow<'a, Lengths>,
    ) -> Findings<'a> {
        let speaking = hits.into_iter().zip(wanted).filter(|(_, wanted)| **wanted);
        let weighed = speaking.map(|(hits, _)| {
            let weight = Weight::new(hits.holding.count(), &lengths);
            (hits, weight)
        });
        Findings {
            numbers,
            leaves: weighed.collect(),
            lengths,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.numbers.count()
    }

    /// Which, in reading order.
    pub fn numbers(&self) -> impl Iterator<Item = usize> {
        self.numbers.iter()
    }

    fn found(&self, number: usize) -> Found {
        let scores = self
            .leaves
            .iter()
            .map(|(hits, weight)| weight.score(hits.counts[number], self.lengths.of(number)));
        Found {
            number,
            score: scores.sum(),
        }
    }

    /// The first `limit` in the order asked for.
    pub fn first(&self, order: Order, limit: usize) -> Vec<Found> {
        if order != Order::Ranked || limit == 0 {
            return self
                .numbers()
                .take(limit)
                .map(|number| self.found(number))
                .collect();
        }
        let rank = |a: &Found, b: &Found| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number));
        let (mut first, mut least) = (Vec::new(), f32::NEG_INFINITY);
        for number in self.numbers() {
            let found = self.found(number);
            // Of two that fit as well, the one that is read earlier comes first.
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
