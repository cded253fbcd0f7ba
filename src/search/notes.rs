//! What the researcher has written: condensations, themes and memos. It is short compared to the
//! transcripts, so it is read in each search rather than indexed.

use super::query::SearchScope;
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
