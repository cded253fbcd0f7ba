//! What the researcher has written: condensations, their themes, and memos.
//! There is little of it beside what people said, so it is read at each search.

use super::query::Scope;
use super::quotes::Quotes;
use super::stem::Language;
use crate::study::{Study, event::Target, theory::QuoteAt};

/// Something written about something.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// About what.
    pub on: Target,
    /// The words.
    pub text: &'a str,
}

/// All that is written of one sort, in the study's order.
pub struct Notes<'a> {
    /// Each of them.
    pub list: Vec<Written<'a>>,
    /// The number of the quote that each is about; none for what is about something else.
    pub quotes: Vec<Option<usize>>,
    /// Its stems: people write in the language they work in.
    pub language: Option<Language>,
}

impl<'a> Notes<'a> {
    /// What is written of the sort that a scope searches; nothing for what people said.
    pub fn of(study: &'a Study, scope: Scope, quotes: &Quotes) -> Notes<'a> {
        let list: Vec<Written<'a>> = match scope {
            Scope::Turns | Scope::Quotes => Vec::new(),
            Scope::Condensations => written(condensed(study)),
            Scope::Themes => written(themed(study)),
            Scope::Memos => study
                .memos()
                .map(|(on, text)| Written { on, text })
                .collect(),
        };
        let number = |written: &Written<'_>| {
            if let Target::Quote(quote) = written.on {
                quotes.number(quote)
            } else {
                None
            }
        };
        let quotes = list.iter().map(number).collect();
        Notes {
            list,
            quotes,
            language: Language::of(&study.language),
        }
    }
}

/// The condensations that have words.
pub fn condensed(study: &Study) -> impl Iterator<Item = (QuoteAt, &str)> {
    let words = |(quote, condensed): (QuoteAt, &crate::study::Condensation)| {
        Some((quote, study.words(condensed.content)?))
    };
    study
        .condensations()
        .filter_map(words)
        .filter(|(_, words)| !words.is_empty())
}

/// The themes that quotes have.
pub fn themed(study: &Study) -> impl Iterator<Item = (QuoteAt, &str)> {
    study
        .condensations()
        .map(|(quote, condensed)| (quote, condensed.theme.as_str()))
        .filter(|(_, theme)| !theme.is_empty())
}

/// The memos on quotes.
pub fn remarked(study: &Study) -> impl Iterator<Item = (QuoteAt, &str)> {
    study.memos().filter_map(|(on, text)| {
        if let Target::Quote(quote) = on {
            Some((quote, text))
        } else {
            None
        }
    })
}

fn written<'a>(notes: impl Iterator<Item = (QuoteAt, &'a str)>) -> Vec<Written<'a>> {
    notes
        .map(|(quote, text)| Written {
            on: Target::Quote(quote),
            text,
        })
        .collect()
}
