//! Evaluates the field filters of a query over turns and quotes.

use super::bits::BitSet;
use super::field_match::FieldMatch;
use super::hits::ClauseHits;
use super::query::{Expr, FieldFilter, InformantFilter, Query};
use super::quotes::Quotes;
use super::ranked_hits::RankedHits;
use super::turns::{DocumentTurns, NO_SPEAKER, TurnTable};
use super::word::fold;
use crate::study::{Id, Informant, Study};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashSet;

/// The data that a query is evaluated against.
#[derive(Clone, Copy)]
pub struct EvalContext<'a> {
    pub study: &'a Study,
    pub query: &'a Query,
    pub turns: &'a TurnTable,
    /// Present when the query refers to quotes.
    pub quotes: Option<&'a Quotes>,
    /// Valid for the current revision of the study only.
    pub cache: &'a FieldCache,
}

/// Field filters cached at a time; the oldest is dropped first.
const CACHE_SIZE: usize = 64;

/// Cached results of field filters: a search that is being narrowed repeats the same ones.
#[derive(Default)]
pub struct FieldCache {
    turns: RefCell<Vec<(FieldFilter, BitSet)>>,
    quotes: RefCell<Vec<(FieldFilter, FieldMatch)>>,
}

impl<'a> EvalContext<'a> {
    /// The turns matching a query about turns; `hits` are the matches of each clause.
    pub fn turns(&self, hits: Vec<ClauseHits>) -> RankedHits<'a> {
        let numbers = self.matching_turns(&self.query.expr, &hits);
        RankedHits::new(
            numbers,
            hits,
            &self.query.wanted,
            Cow::Borrowed(&self.turns.lengths),
        )
    }

    fn matching_turns(&self, expr: &Expr, hits: &[ClauseHits]) -> BitSet {
        match expr {
            Expr::Words(clause) => hits[*clause].matching.clone(),
            Expr::Field(field) => self.turns_with(field),
            Expr::And(parts) => {
                let mut parts = parts.iter().map(|part| self.matching_turns(part, hits));
                let first = parts
                    .next()
                    .unwrap_or_else(|| BitSet::all(self.turns.len()));
                parts.fold(first, |all, part| all.and(&part))
            }
            Expr::Or(parts) => parts
                .iter()
                .fold(BitSet::none(self.turns.len()), |any, part| {
                    any.or(&self.matching_turns(part, hits))
                }),
            Expr::Not(part) => self.matching_turns(part, hits).not(),
        }
    }

    /// Quotes matching a field filter. Filters on speaker or document look at the turn in which the
    /// quote begins.
    pub fn quotes_with(&self, quotes: &Quotes, field: &FieldFilter) -> FieldMatch {
        cached(&self.cache.quotes, field, || {
            match field {
                _ if field.is_of_quotes() => quotes.matching(self.study, field),
                // By document rather than by turn: an erased document has quotes but no turns left.
                FieldFilter::Document(id) => quotes.in_documents(|document| document == *id),
                FieldFilter::Language(asked) => quotes.in_documents(|document| {
                    self.study
                        .document(document)
                        .is_some_and(|own| own.body.language == *asked)
                }),
                _ => quotes.starting_in(&self.turns_with(field)),
            }
        })
    }

    /// Turns matching a field filter; for a filter on quotes, the turns that overlap such a quote.
    pub fn turns_with(&self, field: &FieldFilter) -> BitSet {
        cached(&self.cache.turns, field, || self.look_up(field))
    }

    fn look_up(&self, field: &FieldFilter) -> BitSet {
        let mut bits = BitSet::none(self.turns.len());
        match field {
            FieldFilter::Informant(who) => self.insert_turns_by_informant(who, &mut bits),
            FieldFilter::Speaker(label) => self.insert_turns_by_label(label.as_deref(), &mut bits),
            FieldFilter::Document(id) => {
                if let Some(document_turns) = self.turns.document(*id) {
                    (document_turns.first..document_turns.end).for_each(|turn| bits.insert(turn));
                }
            }
            FieldFilter::Language(language) => {
                for document_turns in &self.turns.documents {
                    if self
                        .study
                        .document(document_turns.id)
                        .is_some_and(|document| document.body.language == *language)
                    {
                        (document_turns.first..document_turns.end)
                            .for_each(|turn| bits.insert(turn));
                    }
                }
            }
            FieldFilter::Uncoded => {
                for document_turns in &self.turns.documents {
                    for coding in self.study.codings_in(document_turns.id) {
                        self.turns
                            .overlapping(document_turns, coding.span)
                            .for_each(|turn| bits.insert(turn));
                    }
                }
                return bits.not();
            }
            FieldFilter::Coded { .. }
            | FieldFilter::Judged { .. }
            | FieldFilter::Written { .. } => {
                let Some(quotes) = self.quotes else {
                    return bits;
                };
                let own = self.quotes_with(quotes, field).exact;
                own.iter()
                    .flat_map(|quote| quotes.turns(quote))
                    .for_each(|turn| bits.insert(turn));
            }
        }
        bits
    }

    fn insert_turns_by_informant(&self, who: &InformantFilter, bits: &mut BitSet) {
        let is = |wanted: &Option<String>, value: Option<&String>| {
            let value = value.filter(|value| !value.is_empty());
            value.is_some_and(|value| {
                wanted
                    .as_ref()
                    .is_none_or(|wanted| fold(wanted) == fold(value))
            })
        };
        // Interviewers are rarely registered as informants, but `role:*` includes them.
        let asks = matches!(
            who,
            InformantFilter::Interviewer | InformantFilter::Role(None)
        );
        let meant = |informant: &&Informant| match who {
            InformantFilter::Anyone => true,
            InformantFilter::Is(id) => informant.id == *id,
            InformantFilter::Role(role) => is(role, Some(&informant.body.role)),
            InformantFilter::Interviewer => informant.body.is_interviewer(),
            InformantFilter::Department(department) => {
                is(department, Some(&informant.body.department))
            }
            InformantFilter::Attribute(name, value) => {
                is(value, informant.body.attributes.get(name))
            }
        };
        let informants: HashSet<Id<Informant>> = self
            .study
            .informants()
            .filter(meant)
            .map(|informant| informant.id)
            .collect();
        for document_turns in &self.turns.documents {
            let Some(document) = self.study.document(document_turns.id) else {
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
                self.insert_turns_of_speakers(document_turns, &meant, bits);
            }
        }
    }

    /// Turns whose label is `label`, whoever it belongs to; `None` for any label.
    fn insert_turns_by_label(&self, label: Option<&str>, bits: &mut BitSet) {
        let wanted = label.map(fold);
        let is = |label: &str| wanted.as_ref().is_none_or(|wanted| *wanted == fold(label));
        for document_turns in &self.turns.documents {
            let Some(document) = self.study.document(document_turns.id) else {
                continue;
            };
            if !document.body.speakers.is_empty() {
                let meant: Vec<bool> = document
                    .body
                    .speakers
                    .iter()
                    .map(|speaker| is(&speaker.label))
                    .collect();
                self.insert_turns_of_speakers(document_turns, &meant, bits);
                continue;
            }
            // No speakers have been registered for this document, so the labels in the text have to
            // do.
            let turns = (document_turns.first..document_turns.end).zip(document.turns().iter());
            turns
                .filter(|(_, said)| document.label(said).is_some_and(is))
                .for_each(|(turn, _)| bits.insert(turn));
        }
    }

    /// `meant` has one flag per speaker of the document.
    fn insert_turns_of_speakers(
        &self,
        document_turns: &DocumentTurns,
        meant: &[bool],
        bits: &mut BitSet,
    ) {
        for turn in document_turns.first..document_turns.end {
            let speaker = self.turns.records[turn].speaker;
            if speaker != NO_SPEAKER && meant.get(speaker as usize).is_some_and(|meant| *meant) {
                bits.insert(turn);
            }
        }
    }
}

fn cached<T: Clone>(
    known: &RefCell<Vec<(FieldFilter, T)>>,
    field: &FieldFilter,
    look_up: impl FnOnce() -> T,
) -> T {
    if let Some((_, held)) = known.borrow().iter().find(|(known, _)| known == field) {
        return held.clone();
    }
    let held = look_up();
    let mut known = known.borrow_mut();
    if known.len() == CACHE_SIZE {
        known.remove(0);
    }
    known.push((field.clone(), held.clone()));
    held
}
