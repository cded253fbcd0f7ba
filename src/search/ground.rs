//! What a query is judged on: a study, its turns and quotes, and the turns that hold each leaf.

use super::bits::Bits;
use super::held::Held;
use super::hits::Hits;
use super::query::{Expr, Field, Query, Who};
use super::quotes::Quotes;
use super::rank::Weight;
use super::turns::{NOBODY, Turns};
use crate::study::{Id, Informant, Study};
use std::cell::RefCell;
use std::collections::HashSet;

/// An answer before it is written out: a turn, quote or note by number, and its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Which turn, quote or note.
    pub number: usize,
    /// How well it fits.
    pub score: f32,
}

/// Everything a judgement rests on.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The study.
    pub study: &'a Study,
    /// The question.
    pub query: &'a Query,
    /// The turns.
    pub turns: &'a Turns,
    /// The quotes, when the query speaks of them.
    pub quotes: Option<&'a Quotes>,
    /// What fields hold of, as far as it has been asked of the study as it is.
    pub known: &'a Known,
}

/// So many fields are remembered.
const REMEMBERED: usize = 64;

/// What fields hold of: one narrows a search again and again by the same ones.
#[derive(Default)]
pub struct Known {
    turns: RefCell<Vec<(Field, Bits)>>,
    quotes: RefCell<Vec<(Field, Held)>>,
}

impl Ground<'_> {
    /// The turns that answer a query about turns; `hits` has those that hold each leaf.
    pub fn turns(&self, hits: &[Hits]) -> Vec<Found> {
        let mean = self.turns.bytes as f32 / self.turns.len().max(1) as f32;
        let weights = Weight::of(hits, self.turns.len(), mean);
        let found = self.holding(&self.query.expr, hits);
        let length = |number: usize| self.turns.places[number].words.len();
        found.iter().map(|number| Found { number, score: self.score(number, length(number), hits, &weights) }).collect()
    }

    fn holding(&self, expr: &Expr, hits: &[Hits]) -> Bits {
        match expr {
            Expr::Words(leaf) => hits[*leaf].holding.clone(),
            Expr::Field(field) => self.turns_with(field),
            Expr::And(parts) => {
                let mut parts = parts.iter().map(|part| self.holding(part, hits));
                let first = parts.next().unwrap_or_else(|| Bits::all(self.turns.len()));
                parts.fold(first, |all, part| all.and(&part))
            }
            Expr::Or(parts) => parts.iter().fold(Bits::none(self.turns.len()), |any, part| any.or(&self.holding(part, hits))),
            Expr::Not(part) => self.holding(part, hits).not(),
        }
    }

    /// How well a turn, quote or note of so many bytes fits.
    pub fn score(&self, number: usize, length: usize, hits: &[Hits], weights: &[Weight]) -> f32 {
        let leaves = hits.iter().zip(weights).zip(&self.query.wanted).filter(|(_, wanted)| **wanted);
        leaves.map(|((hits, weight), _)| weight.score(hits.counts[number], length)).sum()
    }

    /// The quotes for which a field holds; a field of speaker or place looks at where they begin.
    pub fn quotes_with(&self, quotes: &Quotes, field: &Field) -> Held {
        remembered(&self.known.quotes, field, || {
            if field.is_of_quotes() { quotes.held(self.study, field) } else { quotes.beginning(&self.turns_with(field)) }
        })
    }

    /// The turns for which a field holds; for a field of quotes, those that meet such a quote.
    pub fn turns_with(&self, field: &Field) -> Bits {
        remembered(&self.known.turns, field, || self.look_up(field))
    }

    fn look_up(&self, field: &Field) -> Bits {
        let mut bits = Bits::none(self.turns.len());
        match field {
            Field::Informant(who) => self.said_by(who, &mut bits),
            Field::Document(id) => {
                if let Some(shelved) = self.turns.shelved(*id) {
                    (shelved.first..shelved.end).for_each(|turn| bits.insert(turn));
                }
            }
            Field::Language(language) => {
                for shelved in &self.turns.documents {
                    if self.study.document(shelved.id).is_some_and(|document| document.body.language == *language) {
                        (shelved.first..shelved.end).for_each(|turn| bits.insert(turn));
                    }
                }
            }
            Field::Uncoded => {
                for shelved in &self.turns.documents {
                    for coding in self.study.codings_in(shelved.id) {
                        self.turns.meeting(shelved, coding.span).for_each(|turn| bits.insert(turn));
                    }
                }
                return bits.not();
            }
            Field::Coded { .. } | Field::Judged { .. } | Field::Written { .. } => {
                let Some(quotes) = self.quotes else { return bits };
                let own = self.quotes_with(quotes, field).own;
                own.iter().flat_map(|quote| quotes.turns(quote)).for_each(|turn| bits.insert(turn));
            }
        }
        bits
    }

    fn said_by(&self, who: &Who, bits: &mut Bits) {
        let is = |wanted: &Option<String>, value: Option<&String>| {
            let value = value.filter(|value| !value.is_empty());
            value.is_some_and(|value| wanted.as_ref().is_none_or(|wanted| wanted == value))
        };
        let meant = |informant: &&Informant| match who {
            Who::Anyone => true,
            Who::Is(id) => informant.id == *id,
            Who::Role(role) => is(role, Some(&informant.body.role)),
            Who::Department(department) => is(department, Some(&informant.body.department)),
            Who::Attribute(name, value) => is(value, informant.body.attributes.get(name)),
        };
        let informants: HashSet<Id<Informant>> = self.study.informants().filter(meant).map(|informant| informant.id).collect();
        for shelved in &self.turns.documents {
            let Some(document) = self.study.document(shelved.id) else { continue };
            let speakers = &document.body.speakers;
            let meant: Vec<bool> =
                speakers.iter().map(|speaker| speaker.informant.is_some_and(|id| informants.contains(&id))).collect();
            if !meant.contains(&true) {
                continue;
            }
            for turn in shelved.first..shelved.end {
                let speaker = self.turns.places[turn].speaker;
                if speaker != NOBODY && meant.get(speaker as usize).is_some_and(|meant| *meant) {
                    bits.insert(turn);
                }
            }
        }
    }
}

/// What has been looked up for a field, now or before.
fn remembered<T: Clone>(known: &RefCell<Vec<(Field, T)>>, field: &Field, look_up: impl FnOnce() -> T) -> T {
    if let Some((_, held)) = known.borrow().iter().find(|(known, _)| known == field) {
        return held.clone();
    }
    let held = look_up();
    let mut known = known.borrow_mut();
    if known.len() == REMEMBERED {
        known.remove(0);
    }
    known.push((field.clone(), held.clone()));
    held
}
