//! All quotes of a study, numbered, with what has been said of each.

use super::bits::Bits;
use super::turns::Turns;
use crate::study::{Coding, Document, Id, Study, theory::QuoteAt};
use crate::text::{Span, overlap::Overlaps};
use std::collections::HashMap;

/// The quotes of one document.
struct Own {
    first: usize,
    spans: Vec<Span>,
    overlaps: Overlaps,
}

/// The distinct spans that are coded, condensed or judged, by document and place.
pub struct Quotes {
    /// Where each lies.
    pub list: Vec<QuoteAt>,
    documents: HashMap<Id<Document>, Own>,
}

/// For which quotes a field holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// Itself, or a coding that overlaps it.
    pub near: Bits,
    /// Itself.
    pub own: Bits,
}

impl Quotes {
    /// The quotes as they are now.
    pub fn of(study: &Study, turns: &Turns) -> Quotes {
        let mut spans: HashMap<Id<Document>, Vec<Span>> = HashMap::new();
        let judged = study.theories().flat_map(|theory| study.links_of(theory)).flat_map(|link| study.polarities(link.id));
        let said = judged.map(|(quote, _)| quote).chain(study.condensations().map(|(quote, _)| quote));
        for quote in said.chain(study.codings().map(|coding| QuoteAt { document: coding.document, span: coding.span })) {
            spans.entry(quote.document).or_default().push(quote.span);
        }
        let mut quotes = Quotes { list: Vec::new(), documents: HashMap::new() };
        for shelved in &turns.documents {
            let Some(mut own) = spans.remove(&shelved.id) else { continue };
            own.sort_unstable();
            own.dedup();
            let first = quotes.list.len();
            quotes.list.extend(own.iter().map(|span| QuoteAt { document: shelved.id, span: *span }));
            let overlaps = Overlaps::new(&own);
            quotes.documents.insert(shelved.id, Own { first, spans: own, overlaps });
        }
        quotes
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The number of a quote.
    pub fn number(&self, quote: QuoteAt) -> Option<usize> {
        let own = self.documents.get(&quote.document)?;
        Some(own.first + own.spans.binary_search(&quote.span).ok()?)
    }

    /// Calls `found` with the number of every quote that meets a span.
    pub fn meeting(&self, document: Id<Document>, span: Span, mut found: impl FnMut(usize)) {
        if let Some(own) = self.documents.get(&document) {
            own.overlaps.meeting(span, |place, _| found(own.first + place));
        }
    }

    /// The quotes that these codings make, and those that they overlap.
    pub fn coded<'a>(&self, codings: impl Iterator<Item = &'a Coding>) -> Held {
        let mut held = Held { near: Bits::none(self.len()), own: Bits::none(self.len()) };
        for coding in codings {
            if let Some(number) = self.number(QuoteAt { document: coding.document, span: coding.span }) {
                held.own.insert(number);
            }
            self.meeting(coding.document, coding.span, |number| held.near.insert(number));
        }
        held
    }

    /// Just these quotes.
    pub fn just(&self, quotes: impl Iterator<Item = QuoteAt>) -> Held {
        let mut own = Bits::none(self.len());
        quotes.filter_map(|quote| self.number(quote)).for_each(|number| own.insert(number));
        Held { near: own.clone(), own }
    }
}
