//! The fields of a query as sets of turns and of quotes.

use super::bits::BitSet;
use super::notes::{condensations, quote_memos, themes};
use super::query::{CodeFilter, FieldFilter, InformantFilter, NoteKind, Query};
use super::quotes::Quotes;
use super::turns::{DocumentTurns, NO_SPEAKER, TurnTable};
use super::word::{fold, fold_letters};
use crate::study::{Code, Id, Informant, Study};
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

impl EvalContext<'_> {
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

/// Quotes matching a field filter.
#[derive(Clone, Debug)]
pub struct FieldMatch {
    /// Matching, or overlapped by a coding that does.
    pub overlapping: BitSet,
    /// Matching themselves.
    pub exact: BitSet,
}

impl FieldMatch {
    /// For filters that overlapping codings cannot satisfy.
    pub fn exact_only(own: BitSet) -> FieldMatch {
        FieldMatch {
            overlapping: own.clone(),
            exact: own,
        }
    }
}

impl CodeFilter {
    /// The codes selected, including subcodes; `None` for all.
    pub fn codes(&self, study: &Study) -> Option<HashSet<Id<Code>>> {
        match self {
            CodeFilter::Any => None,
            CodeFilter::Code(code) => Some(study.subtree(*code)),
            CodeFilter::Kind(kind) => Some(
                study
                    .codes()
                    .filter(|code| code.body.kind == *kind)
                    .map(|code| code.id)
                    .collect(),
            ),
        }
    }
}

impl Quotes {
    /// The quotes matching a filter on quotes; none for any other filter.
    pub fn matching(&self, study: &Study, field: &FieldFilter) -> FieldMatch {
        match field {
            FieldFilter::Coded { what, coder } => {
                let codes = what.codes(study);
                self.coded(
                    |code| codes.as_ref().is_none_or(|codes| codes.contains(&code)),
                    coder.as_ref(),
                )
            }
            FieldFilter::Judged { what, link } => {
                let all = study
                    .theories()
                    .flat_map(|theory| study.links_of(theory))
                    .map(|link| link.id);
                let links = all.filter(|id| link.is_none_or(|link| link == *id));
                let judged = links.flat_map(|link| study.polarities(link));
                self.exactly(
                    judged
                        .filter(|(_, polarity)| what.is_none_or(|what| what == *polarity))
                        .map(|(quote, _)| quote),
                )
            }
            FieldFilter::Written {
                about,
                holds,
                plain,
            } => {
                let holds = |text: &str| {
                    holds
                        .as_ref()
                        .is_none_or(|wanted| contains_folded(wanted, text, *plain))
                };
                match about {
                    NoteKind::Theme => self.exactly(
                        themes(study)
                            .filter(|(_, text)| holds(text))
                            .map(|(quote, _)| quote),
                    ),
                    NoteKind::Condensation => self.exactly(
                        condensations(study)
                            .filter(|(_, text)| holds(text))
                            .map(|(quote, _)| quote),
                    ),
                    NoteKind::Memo => self.exactly(
                        quote_memos(study)
                            .filter(|(_, text)| holds(text))
                            .map(|(quote, _)| quote),
                    ),
                }
            }
            FieldFilter::Informant(_)
            | FieldFilter::Speaker(_)
            | FieldFilter::Document(_)
            | FieldFilter::Language(_)
            | FieldFilter::Uncoded => FieldMatch::exact_only(BitSet::none(self.len())),
        }
    }
}

/// Compares without case; `folds` also folds `å`, `ø` and `æ`.
pub fn contains_folded(wanted: &str, text: &str, folds: bool) -> bool {
    let text = fold(text);
    if folds {
        fold_letters(&text).contains(wanted)
    } else {
        text.contains(wanted)
    }
}
