//! What the researcher has written: condensations, their themes, and memos.
//! There is little of it beside what people said, so it is read at each search.

use super::query::SearchScope;
use super::quotes::Quotes;
use super::stem::StemLanguage;
use crate::study::{Study, event::MemoTarget, theory::QuoteAt};

/// Something written about something.
#[derive(Clone, Copy, Debug)]
pub struct SearchableNote<'a> {
    /// About what.
    pub on: MemoTarget,
    /// The words.
    pub text: &'a str,
}

/// All that is written of one sort, in the study's order.
pub struct SearchableNotes<'a> {
    /// Each of them.
    pub list: Vec<SearchableNote<'a>>,
    /// The number of the quote that each is about; none for what is about something else.
    pub quotes: Vec<Option<usize>>,
    /// Its stems: people write in the language they work in.
    pub language: Option<StemLanguage>,
}

impl<'a> SearchableNotes<'a> {
    /// What is written of the sort that a scope searches; nothing for what people said.
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

/// The condensations that have words.
pub fn condensations(study: &Study) -> impl Iterator<Item = (QuoteAt, &str)> {
    let words = |(quote, condensed): (QuoteAt, &crate::study::Condensation)| {
        Some((quote, study.words(condensed.content)?))
    };
    study
        .condensations()
        .filter_map(words)
        .filter(|(_, words)| !words.is_empty())
}

/// The themes that quotes have.
pub fn themes(study: &Study) -> impl Iterator<Item = (QuoteAt, &str)> {
    study
        .condensations()
        .map(|(quote, condensed)| (quote, condensed.theme.as_str()))
        .filter(|(_, theme)| !theme.is_empty())
}

/// The memos on quotes.
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
