//! What a query is judged on: a study, its turns and quotes, and the turns that hold each leaf.

use super::bits::Bits;
use super::findings::Findings;
use super::held::Held;
use super::hits::Hits;
use super::query::{Expr, Field, Query, Who};
use super::quotes::Quotes;
use super::turns::{NOBODY, Shelved, Turns};
use super::word::fold;
use crate::study::{Id, Informant, Study};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashSet;

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

impl<'a> Ground<'a> {
    /// The turns that answer a query about turns; `hits` has those that hold each leaf.
    pub fn turns(&self, hits: Vec<Hits>) -> Findings<'a> {
        let numbers = self.holding(&self.query.expr, &hits);
        Findings::new(
            numbers,
            hits,
            &self.query.wanted,
            Cow::Borrowed(&self.turns.lengths),
        )
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
            Expr::Or(parts) => parts
                .iter()
                .fold(Bits::none(self.turns.len()), |any, part| {
                    any.or(&self.holding(part, hits))
                }),
            Expr::Not(part) => self.holding(part, hits).not(),
        }
    }

    /// The quotes for which a field holds; a field of speaker or place looks at where they begin.
    pub fn quotes_with(&self, quotes: &Quotes, field: &Field) -> Held {
        remembered(&self.known.quotes, field, || {
            match field {
                _ if field.is_of_quotes() => quotes.held(self.study, field),
                // Of an erased document nothing is left but what it was and where it was coded.
                Field::Document(id) => quotes.within(|document| document == *id),
                Field::Language(asked) => quotes.within(|document| {
                    self.study
                        .document(document)
                        .is_some_and(|own| own.body.language == *asked)
                }),
                _ => quotes.beginning(&self.turns_with(field)),
            }
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
            Field::Speaker(label) => self.said_under(label.as_deref(), &mut bits),
            Field::Document(id) => {
                if let Some(shelved) = self.turns.shelved(*id) {
                    (shelved.first..shelved.end).for_each(|turn| bits.insert(turn));
                }
            }
            Field::Language(language) => {
                for shelved in &self.turns.documents {
                    if self
                        .study
                        .document(shelved.id)
                        .is_some_and(|document| document.body.language == *language)
                    {
                        (shelved.first..shelved.end).for_each(|turn| bits.insert(turn));
                    }
                }
            }
            Field::Uncoded => {
                for shelved in &self.turns.documents {
                    for coding in self.study.codings_in(shelved.id) {
                        self.turns
                            .meeting(shelved, coding.span)
                            .for_each(|turn| bits.insert(turn));
                    }
                }
                return bits.not();
            }
            Field::Coded { .. } | Field::Judged { .. } | Field::Written { .. } => {
                let Some(quotes) = self.quotes else {
                    return bits;
                };
                let own = self.quotes_with(quotes, field).own;
                own.iter()
                    .flat_map(|quote| quotes.turns(quote))
                    .for_each(|turn| bits.insert(turn));
            }
        }
        bits
    }

    fn said_by(&self, who: &Who, bits: &mut Bits) {
        let is = |wanted: &Option<String>, value: Option<&String>| {
            let value = value.filter(|value| !value.is_empty());
            value.is_some_and(|value| {
                wanted
                    .as_ref()
                    .is_none_or(|wanted| fold(wanted) == fold(value))
            })
        };
        // Who asks is mostly no informant, and has a role all the same.
        let asks = matches!(who, Who::Interviewer | Who::Role(None));
        let meant = |informant: &&Informant| match who {
            Who::Anyone => true,
            Who::Is(id) => informant.id == *id,
            Who::Role(role) => is(role, Some(&informant.body.role)),
            Who::Interviewer => informant.body.is_interviewer(),
            Who::Department(department) => is(department, Some(&informant.body.department)),
            Who::Attribute(name, value) => is(value, informant.body.attributes.get(name)),
        };
        let informants: HashSet<Id<Informant>> = self
            .study
            .informants()
            .filter(meant)
            .map(|informant| informant.id)
            .collect();
        for shelved in &self.turns.documents {
            let Some(document) = self.study.document(shelved.id) else {
                continue;
            };
            let speakers = &document.body.speakers;
            let asks = asks && speakers.iter().any(|speaker| speaker.informant.is_some());
            let meant: Vec<bool> = speakers
                .iter()
                .map(|speaker| {
                    speaker
                        .informant
                        .map_or(asks, |id| informants.contains(&id))
                })
                .collect();
            if meant.contains(&true) {
                self.said_as(shelved, &meant, bits);
            }
        }
    }

    /// The turns under a label, whoever that is; under any where it is not said.
    fn said_under(&self, label: Option<&str>, bits: &mut Bits) {
        let wanted = label.map(fold);
        let is = |label: &str| wanted.as_ref().is_none_or(|wanted| *wanted == fold(label));
        for shelved in &self.turns.documents {
            let Some(document) = self.study.document(shelved.id) else {
                continue;
            };
            if !document.body.speakers.is_empty() {
                let meant: Vec<bool> = document
                    .body
                    .speakers
                    .iter()
                    .map(|speaker| is(&speaker.label))
                    .collect();
                self.said_as(shelved, &meant, bits);
                continue;
            }
            // Nobody has said who speaks here; the labels stand in the text all the same.
            let turns = (shelved.first..shelved.end).zip(document.turns().iter());
            turns
                .filter(|(_, said)| document.label(said).is_some_and(is))
                .for_each(|(turn, _)| bits.insert(turn));
        }
    }

    /// The turns of the speakers of a document who are meant.
    fn said_as(&self, shelved: &Shelved, meant: &[bool], bits: &mut Bits) {
        for turn in shelved.first..shelved.end {
            let speaker = self.turns.places[turn].speaker;
            if speaker != NOBODY && meant.get(speaker as usize).is_some_and(|meant| *meant) {
                bits.insert(turn);
            }
        }
    }
}

/// What has been looked up for a field, now or before.
fn remembered<T: Clone>(
    known: &RefCell<Vec<(Field, T)>>,
    field: &Field,
    look_up: impl FnOnce() -> T,
) -> T {
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
