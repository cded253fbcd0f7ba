//! Concordance: every match on a line of its own, with the words before and after it (keyword in
//! context; Luhn 1960).

use super::results::Passage;
use super::word::fold;
use crate::study::{Document, Id, Informant, Study};
use crate::text::Span;
use std::cmp::Reverse;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConcordanceOrder {
    /// Reading order.
    #[default]
    Place,
    /// By the words before the match, nearest first.
    Before,
    /// By the words after the match.
    After,
}

/// A match with the words around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConcordanceLine {
    pub document: Id<Document>,
    /// Index (from 0) of the turn in which the passage begins.
    pub turn: usize,
    /// `None` for the interviewer or an unknown speaker.
    pub informant: Option<Id<Informant>>,
    /// Up to the requested number of words before the match, within the passage.
    pub before: Span,
    /// The match.
    pub at: Span,
    /// Up to the requested number of words after the match, within the passage.
    pub after: Span,
}

/// The matches of `passages`, each with up to `words` words on either side.
pub fn concordance(
    study: &Study,
    passages: &[Passage],
    words: usize,
    sorted: ConcordanceOrder,
) -> Vec<ConcordanceLine> {
    let mut lines = Vec::new();
    for passage in passages {
        let Some(document) = study.document(passage.document) else {
            continue;
        };
        let places = passage
            .matches
            .iter()
            .filter_map(|place| place.intersection(passage.span));
        lines.extend(places.map(|at| ConcordanceLine {
            document: passage.document,
            turn: passage.turn,
            informant: passage.informant,
            before: before(
                &document.text,
                Span {
                    start: passage.span.start,
                    end: at.start,
                },
                words,
            ),
            at,
            after: after(
                &document.text,
                Span {
                    start: at.end,
                    end: passage.span.end,
                },
                words,
            ),
        }));
    }
    let place: Vec<Id<Document>> = study.documents().map(|document| document.id).collect();
    let reading = |line: &ConcordanceLine| {
        (
            place.iter().position(|id| *id == line.document),
            line.at.start,
            Reverse(line.at.end),
        )
    };
    lines.sort_by_key(reading);
    let text = |line: &ConcordanceLine, span: Span| {
        study
            .document(line.document)
            .map(|document| fold(span.text(&document.text)))
            .unwrap_or_default()
    };
    let words = |text: String| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    match sorted {
        ConcordanceOrder::Place => {}
        ConcordanceOrder::Before => lines.sort_by_cached_key(|line| {
            let mut words: Vec<String> = words(text(line, line.before));
            words.reverse();
            words
        }),
        ConcordanceOrder::After => {
            lines.sort_by_cached_key(|line| -> Vec<String> { words(text(line, line.after)) })
        }
    }
    lines
}

/// The last `words` words of a span.
fn before(text: &str, span: Span, words: usize) -> Span {
    let stretch = span.text(text);
    let mut begins = stretch.char_indices().rev().filter(|(at, c)| {
        !c.is_whitespace()
            && stretch[..*at]
                .chars()
                .next_back()
                .is_none_or(char::is_whitespace)
    });
    match words.checked_sub(1) {
        Some(skipped) => {
            let start = begins
                .nth(skipped)
                .map_or(span.start, |(at, _)| span.start + at as u32);
            Span {
                start,
                end: span.end,
            }
        }
        None => Span {
            start: span.end,
            end: span.end,
        },
    }
}

/// The first `words` words of a span.
fn after(text: &str, span: Span, words: usize) -> Span {
    let stretch = span.text(text);
    let mut ends = stretch.char_indices().filter(|(at, c)| {
        let end = at + c.len_utf8();
        !c.is_whitespace()
            && stretch[end..]
                .chars()
                .next()
                .is_none_or(char::is_whitespace)
    });
    match words.checked_sub(1) {
        Some(skipped) => {
            let end = ends
                .nth(skipped)
                .map_or(span.end, |(at, c)| span.start + (at + c.len_utf8()) as u32);
            Span {
                start: span.start,
                end,
            }
        }
        None => Span {
            start: span.start,
            end: span.start,
        },
    }
}
