//! A natural unit beside its condensation: what was said, what was made of it,
//! how much shorter it is, and which words are not the informant's own.

use crate::search::UnsaidWordFinder;
use crate::study::{Document, Id, Quote, Study, quote::CodedText};
use crate::text::{Span, boundary};

/// One quote of the condensation table.
#[derive(Clone, Debug)]
pub struct CondensationUnit<'a> {
    /// What was said, by whom, where, under which codes.
    pub quote: Quote<'a>,
    /// Its meaning in a short sentence; empty when it is not condensed yet.
    pub condensed: &'a str,
    /// Its central theme; empty without one.
    pub theme: &'a str,
    /// How many words were said, and how many are left.
    pub words: (usize, usize),
    /// The places in `condensed` of words that were not said.
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

    /// How long the condensation is in hundredths of what was said; `None` when there is none.
    #[must_use]
    pub fn share(&self) -> Option<usize> {
        (self.words.1 > 0 && self.words.0 > 0)
            .then(|| (self.words.1 * 100 + self.words.0 / 2) / self.words.0)
    }

    /// Who said it; empty for the interviewer or nobody known.
    #[must_use]
    pub fn informant(&self) -> &'a str {
        self.quote
            .informant
            .map_or("", |informant| informant.body.name.as_str())
    }
}

/// The natural units of a study, or of one document, informant by informant in
/// the order they come to speak, and for each by document and place. With
/// `whole` also what informants said under a code and nobody has condensed yet.
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
    // In the order they come to speak: a stable sort keeps documents and places.
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
