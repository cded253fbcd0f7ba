//! A natural unit beside its condensation: the quote, its condensed meaning, how much shorter that
//! is, and which of its words are not the informant's own.

use crate::search::UnsaidWordFinder;
use crate::study::{Document, Id, Quote, Study, quote::CodedText};
use crate::text::{Span, boundary};

#[derive(Clone, Debug)]
pub struct CondensationUnit<'a> {
    pub quote: Quote<'a>,
    /// The condensed meaning; empty if the quote is not condensed yet.
    pub condensed: &'a str,
    /// The central theme; may be empty.
    pub theme: &'a str,
    /// Number of words in the quote and in the condensation.
    pub words: (usize, usize),
    /// Words in `condensed` that do not occur in the quote.
    pub foreign: Vec<Span>,
}

impl<'a> CondensationUnit<'a> {
    fn new(
        study: &'a Study,
        quote: Quote<'a>,
        foreign: &mut UnsaidWordFinder,
    ) -> CondensationUnit<'a> {
        let (condensed, theme) = quote.condensed(study).unwrap_or_default();
        let words = (
            boundary::count_words(quote.words()),
            boundary::count_words(condensed),
        );
        let foreign = foreign.words(condensed, quote.words(), &quote.document.body.language);
        CondensationUnit {
            quote,
            condensed,
            theme,
            words,
            foreign,
        }
    }

    /// Length of the condensation in per cent of the quote, by words; `None` if either is empty.
    #[must_use]
    pub fn share(&self) -> Option<usize> {
        (self.words.1 > 0 && self.words.0 > 0)
            .then(|| (self.words.1 * 100 + self.words.0 / 2) / self.words.0)
    }

    /// The informant's name; empty for an interviewer or an unknown speaker.
    #[must_use]
    pub fn informant(&self) -> &'a str {
        self.quote
            .informant
            .map_or("", |informant| informant.body.name.as_str())
    }
}

/// The natural units of a study, or of one document. Informants come in the order in which they
/// first speak, and the units of each by document and position. `whole` adds coded quotes of
/// informants that are not condensed yet.
#[must_use]
pub fn units(study: &Study, only: Option<Id<Document>>, whole: bool) -> Vec<CondensationUnit<'_>> {
    let mut foreign = UnsaidWordFinder::default();
    let mut units: Vec<CondensationUnit<'_>> = Vec::new();
    for document in study
        .documents()
        .filter(|document| only.is_none_or(|id| id == document.id))
    {
        let here = study
            .condensations()
            .filter(|(at, _)| at.document == document.id);
        let mut spans: Vec<Span> = here.map(|(at, _)| at.span).collect();
        if whole {
            spans.extend(study.codings_in(document.id).map(|coding| coding.span));
            spans.sort_unstable();
            spans.dedup();
        }
        if spans.is_empty() {
            continue;
        }
        let coded = CodedText::new(study, document);
        units.extend(
            spans
                .into_iter()
                .map(|span| CondensationUnit::new(study, coded.quote(span), &mut foreign)),
        );
    }
    // The sort is stable and so keeps the order by document and position within each informant.
    let mut order: Vec<&str> = Vec::new();
    let places: Vec<usize> = units
        .iter()
        .map(|unit| {
            let name = unit.informant();
            order
                .iter()
                .position(|known| *known == name)
                .unwrap_or_else(|| {
                    order.push(name);
                    order.len() - 1
                })
        })
        .collect();
    let mut sorted: Vec<(usize, CondensationUnit<'_>)> = places.into_iter().zip(units).collect();
    sorted.sort_by_key(|(place, _)| *place);
    sorted.into_iter().map(|(_, unit)| unit).collect()
}
