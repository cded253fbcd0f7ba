//! The quotes of a link.
//!
//! A quote belongs to a link when codings of both its ends, including their subcodes, overlap; when
//! it belongs to a configuration that joins both ends; or when someone has judged it as evidence
//! for the link. Where codings overlap, the quote is their intersection.

use crate::study::{
    Coding, Configuration, Document, Id, Link, Polarity, Quote, Study, quote::CodedText,
    theory::QuoteAt,
};
use crate::text::{Span, overlap::OverlapIndex};
use std::collections::BTreeMap;

/// A quote with its judgement for the link.
#[derive(Clone, Debug)]
pub struct LinkQuote<'a> {
    /// With its speaker and location.
    pub quote: Quote<'a>,
    /// `None` while it has not been judged.
    pub polarity: Option<Polarity>,
    /// Whether it is coded with both ends of the link.
    pub coded: bool,
    /// The configurations that join both ends and include it. If there are none and it is not
    /// coded, it was attached by hand.
    pub configurations: Vec<Id<Configuration>>,
}

/// Quotes of a document from configurations: polarity and configurations by span.
type QuotesBySpan = BTreeMap<Span, (Option<Polarity>, Vec<Id<Configuration>>)>;

/// Contradicting quotes first, then nuances, support and unjudged quotes; each in document order.
#[must_use]
pub fn of_link<'a>(study: &'a Study, link: &Link) -> Vec<LinkQuote<'a>> {
    let (from, to) = (study.subtree(link.from), study.subtree(link.to));
    let mut configured = quotes_from_configurations(study, link);
    let mut quotes = Vec::new();
    for document in study.documents() {
        let configured = configured.remove(&document.id).unwrap_or_default();
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
        if judged.is_empty() && configured.is_empty() && (starts.is_empty() || ends.is_empty()) {
            continue;
        }
        quotes.extend(in_document(
            study,
            document,
            &shared(&starts, &ends),
            &judged,
            configured,
        ));
    }
    quotes.sort_by_key(|quote| match quote.polarity {
        Some(Polarity::Contradicts) => 0,
        Some(Polarity::Nuances) => 1,
        Some(Polarity::Supports) => 2,
        None => 3,
    });
    quotes
}

/// Quotes of the configurations that join both ends, by document: those for and against, and those
/// of the two joined parts.
fn quotes_from_configurations(study: &Study, link: &Link) -> BTreeMap<Id<Document>, QuotesBySpan> {
    let mut configured: BTreeMap<Id<Document>, QuotesBySpan> = BTreeMap::new();
    for configuration in study.configurations() {
        let Some((a, b)) = study.joins(configuration, link) else {
            continue;
        };
        let mut take = |quote: QuoteAt, polarity: Option<Polarity>| {
            let (known, from) = configured
                .entry(quote.document)
                .or_default()
                .entry(quote.span)
                .or_default();
            *known = known.or(polarity);
            if !from.contains(&configuration.id) {
                from.push(configuration.id);
            }
        };
        study
            .configuration_polarities(configuration.id)
            .for_each(|(quote, polarity)| take(quote, Some(polarity)));
        [a, b]
            .iter()
            .flat_map(|part| &configuration.body.part(*part).quotes)
            .for_each(|quote| take(*quote, None));
    }
    configured
}

/// Intersections of the codings of both lists, sorted.
fn shared(starts: &[&Coding], ends: &[&Coding]) -> Vec<Span> {
    let index = OverlapIndex::new(&ends.iter().map(|coding| coding.span).collect::<Vec<_>>());
    let mut spans = Vec::new();
    for start in starts {
        index.for_each_overlapping(start.span, |_, end| {
            spans.extend(start.span.intersection(end))
        });
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
    mut configured: QuotesBySpan,
) -> Vec<LinkQuote<'a>> {
    // A span inside a longer one adds nothing, unless it was judged itself.
    let named = |span: &Span| judged.contains_key(span) || configured.contains_key(span);
    let inside = |span: &Span| {
        shared
            .iter()
            .any(|other| other != span && other.contains(*span))
    };
    let mut spans: Vec<Span> = shared
        .iter()
        .copied()
        .filter(|span| named(span) || !inside(span))
        .collect();
    spans.extend(judged.keys().chain(configured.keys()));
    spans.sort_unstable();
    spans.dedup();
    let coded = CodedText::new(study, document);
    let quoted = |span: Span| {
        let (said, configurations) = configured.remove(&span).unwrap_or_default();
        // A judgement for this very link takes precedence over a configuration.
        let polarity = judged.get(&span).copied().or(said);
        LinkQuote {
            quote: coded.quote(span),
            polarity,
            coded: shared.contains(&span),
            configurations,
        }
    };
    spans.into_iter().map(quoted).collect()
}
