//! Quotes matching the field filters on codings, judgements and notes.

use super::bits::BitSet;
use super::notes::{condensations, quote_memos, themes};
use super::query::{CodeFilter, FieldFilter, NoteKind};
use super::quotes::Quotes;
use super::word::{fold, fold_letters};
use crate::study::{Code, Id, Study};
use std::collections::HashSet;

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
