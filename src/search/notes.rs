//! What the researcher has written: condensations, themes and memos. It is short compared to the
//! transcripts, so it is read in each search rather than indexed.

use super::bits::BitSet;
use super::fields::{EvalContext, FieldMatch, contains_folded};
use super::query::{FieldFilter, NoteKind, SearchScope};
use super::quotes::Quotes;
use super::stem::StemLanguage;
use crate::study::{Study, event::MemoTarget, theory::QuoteAt};

#[derive(Clone, Copy, Debug)]
pub struct SearchableNote<'a> {
    /// What the note is about.
    pub on: MemoTarget,
    pub text: &'a str,
}

/// All notes of one kind, in study order.
pub struct SearchableNotes<'a> {
    pub list: Vec<SearchableNote<'a>>,
    /// Index of the quote that each note is about; `None` if it is about something else.
    pub quotes: Vec<Option<usize>>,
    /// The language of the study, which is the one its researchers write in.
    pub language: Option<StemLanguage>,
}

impl<'a> SearchableNotes<'a> {
    /// The notes that a scope searches; none for turns and quotes.
    pub fn of(study: &'a Study, scope: SearchScope, quotes: &Quotes) -> SearchableNotes<'a> {
        let list: Vec<SearchableNote<'a>> = match scope {
            SearchScope::Turns | SearchScope::Quotes => Vec::new(),
            SearchScope::Condensations => to_notes(condensations(study)),
            SearchScope::Themes => to_notes(themes(study)),
            SearchScope::Memos => study
                .memos()
                .map(|(on, text)| SearchableNote { on, text })
                .collect(),
        };
        let number = |written: &SearchableNote<'_>| {
            if let MemoTarget::Quote(quote) = written.on {
                quotes.number(quote)
            } else {
                None
            }
        };
        let quotes = list.iter().map(number).collect();
        SearchableNotes {
            list,
            quotes,
            language: StemLanguage::of(&study.language),
        }
    }
}

/// Non-empty condensations.
pub fn condensations(study: &Study) -> impl Iterator<Item = (QuoteAt, &str)> {
    let words = |(quote, condensed): (QuoteAt, &crate::study::Condensation)| {
        Some((quote, study.words(condensed.content)?))
    };
    study
        .condensations()
        .filter_map(words)
        .filter(|(_, words)| !words.is_empty())
}

pub fn themes(study: &Study) -> impl Iterator<Item = (QuoteAt, &str)> {
    study
        .condensations()
        .map(|(quote, condensed)| (quote, condensed.theme.as_str()))
        .filter(|(_, theme)| !theme.is_empty())
}

pub fn quote_memos(study: &Study) -> impl Iterator<Item = (QuoteAt, &str)> {
    study.memos().filter_map(|(on, text)| {
        if let MemoTarget::Quote(quote) = on {
            Some((quote, text))
        } else {
            None
        }
    })
}

fn to_notes<'a>(notes: impl Iterator<Item = (QuoteAt, &'a str)>) -> Vec<SearchableNote<'a>> {
    notes
        .map(|(quote, text)| SearchableNote {
            on: MemoTarget::Quote(quote),
            text,
        })
        .collect()
}

/// Notes matching a field filter: notes on quotes match as their quotes do, others by what they are
/// attached to.
pub fn match_notes(
    context: &EvalContext<'_>,
    quotes: &Quotes,
    notes: &SearchableNotes<'_>,
    field: &FieldFilter,
) -> FieldMatch {
    let study = context.study;
    let held = context.quotes_with(quotes, field);
    let (mut near, mut own) = (
        BitSet::none(notes.list.len()),
        BitSet::none(notes.list.len()),
    );
    let says = |on: MemoTarget, text: &str| match (on, field) {
        (MemoTarget::Document(on), FieldFilter::Document(asked)) => on == *asked,
        (MemoTarget::Document(on), FieldFilter::Language(asked)) => study
            .document(on)
            .is_some_and(|on| on.body.language == *asked),
        (MemoTarget::Code(on), FieldFilter::Coded { what, coder: None }) => {
            what.codes(study).is_none_or(|codes| codes.contains(&on))
        }
        (MemoTarget::Link(on), FieldFilter::Coded { what, coder: None }) => {
            let ends = study
                .link(on)
                .map_or_else(Vec::new, |link| vec![link.from, link.to]);
            what.codes(study)
                .is_none_or(|codes| ends.iter().any(|end| codes.contains(end)))
        }
        (MemoTarget::Link(on), FieldFilter::Judged { what: None, link }) => {
            link.is_none_or(|link| link == on)
        }
        (
            _,
            FieldFilter::Written {
                about: NoteKind::Memo,
                holds,
                plain,
            },
        ) => holds
            .as_ref()
            .is_none_or(|wanted| contains_folded(wanted, text, *plain)),
        _ => false,
    };
    for (number, (note, quote)) in notes.list.iter().zip(&notes.quotes).enumerate() {
        let (is_near, is_own) = match quote {
            Some(quote) => (held.overlapping.has(*quote), held.exact.has(*quote)),
            None => {
                let says = says(note.on, note.text);
                (says, says)
            }
        };
        if is_near {
            near.insert(number);
        }
        if is_own {
            own.insert(number);
        }
    }
    FieldMatch {
        overlapping: near,
        exact: own,
    }
}
