//! The quotes of a link: what people said about it.
//!
//! A quote belongs to a link when codings of both its ends overlap (a code
//! speaks for everything under it), or when someone judged what it does to the
//! link. The quote is the stretch where both ends hold.

use crate::study::{Coding, Document, Link, Polarity, Quote, Study, quote::CodedText};
use crate::text::{Span, overlap::Overlaps};
use std::collections::BTreeMap;

/// A quote and what it does to the link.
#[derive(Clone, Debug)]
pub struct LinkQuote<'a> {
    /// The words, with who said them and where.
    pub quote: Quote<'a>,
    /// What it does to the link; `None` as long as nobody judged it.
    pub polarity: Option<Polarity>,
    /// Whether its codings carry both ends of the link; otherwise it was attached by hand.
    pub coded: bool,
}

/// The quotes of a link: contradicting ones first, then nuances, support and
/// what is not judged; each in the order of the documents.
#[must_use]
pub fn of_link<'a>(study: &'a Study, link: &Link) -> Vec<LinkQuote<'a>> {
    let (from, to) = (study.subtree(link.from), study.subtree(link.to));
    let mut quotes = Vec::new();
    for document in study.documents() {
        let judged: BTreeMap<Span, Polarity> = study
            .polarities(link.id)
            .filter(|(quote, _)| quote.document == document.id)
            .map(|(quote, polarity)| (quote.span, polarity))
            .collect();
        let (mut starts, mut ends): (Vec<&Coding>, Vec<&Coding>) = (Vec::new(), Vec::new());
        for coding in study.codings_in(document.id) {
            if from.contains(&coding.code) {
                starts.push(coding);
            }
            if to.contains(&coding.code) {
                ends.push(coding);
            }
        }
        if judged.is_empty() && (starts.is_empty() || ends.is_empty()) {
            continue;
        }
        quotes.extend(in_document(study, document, &shared(&starts, &ends), &judged));
    }
    quotes.sort_by_key(|quote| match quote.polarity {
        Some(Polarity::Contradicts) => 0,
        Some(Polarity::Nuances) => 1,
        Some(Polarity::Supports) => 2,
        None => 3,
    });
    quotes
}

/// Where codings of both lists overlap, sorted.
fn shared(starts: &[&Coding], ends: &[&Coding]) -> Vec<Span> {
    let index = Overlaps::new(&ends.iter().map(|coding| coding.span).collect::<Vec<_>>());
    let mut spans = Vec::new();
    for start in starts {
        index.meeting(start.span, |_, end| spans.extend(start.span.meet(end)));
    }
    spans.sort_unstable();
    spans.dedup();
    spans
}

fn in_document<'a>(
    study: &'a Study,
    document: &'a Document,
    shared: &[Span],
    judged: &BTreeMap<Span, Polarity>,
) -> Vec<LinkQuote<'a>> {
    // A stretch inside a longer one says nothing new, unless it was judged itself.
    let inside = |span: &Span| shared.iter().any(|other| other != span && other.contains(*span));
    let mut spans: Vec<Span> = shared.iter().copied().filter(|span| judged.contains_key(span) || !inside(span)).collect();
    spans.extend(judged.keys().filter(|span| !shared.contains(span)));
    spans.sort_unstable();
    let coded = CodedText::new(study, document);
    spans
        .into_iter()
        .map(|span| LinkQuote { quote: coded.quote(span), polarity: judged.get(&span).copied(), coded: shared.contains(&span) })
        .collect()
}
