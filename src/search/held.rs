//! For which quotes the fields hold that speak of codings, judgements and what is written.

use super::bits::Bits;
use super::notes::{condensed, remarked, themed};
use super::query::{About, Field, Topic};
use super::quotes::Quotes;
use super::word::{fold, plain};
use crate::study::{Code, Id, Study};
use std::collections::HashSet;

/// For which quotes a field holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// Itself, or a coding that overlaps it.
    pub near: Bits,
    /// Itself.
    pub own: Bits,
}

impl Held {
    /// Nothing that reaches beyond itself.
    pub fn just(own: Bits) -> Held {
        Held {
            near: own.clone(),
            own,
        }
    }
}

impl Topic {
    /// The codes that are meant; `None` for all.
    pub fn codes(&self, study: &Study) -> Option<HashSet<Id<Code>>> {
        match self {
            Topic::Any => None,
            Topic::Code(code) => Some(study.subtree(*code)),
            Topic::Kind(kind) => Some(
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
    /// The quotes for which a field of quotes holds; none for other fields.
    pub fn held(&self, study: &Study, field: &Field) -> Held {
        match field {
            Field::Coded { what, coder } => {
                let codes = what.codes(study);
                self.coded(
                    |code| codes.as_ref().is_none_or(|codes| codes.contains(&code)),
                    coder.as_ref(),
                )
            }
            Field::Judged { what, link } => {
                let all = study
                    .theories()
                    .flat_map(|theory| study.links_of(theory))
                    .map(|link| link.id);
                let links = all.filter(|id| link.is_none_or(|link| link == *id));
                let judged = links.flat_map(|link| study.polarities(link));
                self.just(
                    judged
                        .filter(|(_, polarity)| what.is_none_or(|what| what == *polarity))
                        .map(|(quote, _)| quote),
                )
            }
            Field::Written {
                about,
                holds,
                plain,
            } => {
                let holds = |text: &str| {
                    holds
                        .as_ref()
                        .is_none_or(|wanted| is_in(wanted, text, *plain))
                };
                match about {
                    About::Theme => self.just(
                        themed(study)
                            .filter(|(_, text)| holds(text))
                            .map(|(quote, _)| quote),
                    ),
                    About::Condensation => self.just(
                        condensed(study)
                            .filter(|(_, text)| holds(text))
                            .map(|(quote, _)| quote),
                    ),
                    About::Memo => self.just(
                        remarked(study)
                            .filter(|(_, text)| holds(text))
                            .map(|(quote, _)| quote),
                    ),
                }
            }
            Field::Informant(_)
            | Field::Speaker(_)
            | Field::Document(_)
            | Field::Language(_)
            | Field::Uncoded => Held::just(Bits::none(self.len())),
        }
    }
}

/// Whether a text holds what is wanted, characters compared without case.
pub fn is_in(wanted: &str, text: &str, folds: bool) -> bool {
    let text = fold(text);
    if folds {
        plain(&text).contains(wanted)
    } else {
        text.contains(wanted)
    }
}
