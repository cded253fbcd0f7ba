//! Versions of a document: what a corrected transcript leaves behind.
//!
//! A text never changes under its codings. So a correction is a document of its
//! own that takes the place of the one before, and every coding whose words are
//! still said is carried over. The earlier version stays on the shelf, out of
//! sight, with what has no place in the new one: its orphans. They are facts and
//! are never taken away by themselves.

use super::{Coding, Document, Id, Study, event::MemoTarget, theory::QuoteAt};
use crate::text::Span;
use crate::text::alignment::{AlignedSpan, Alignment};
use std::collections::{BTreeSet, HashSet};

/// A quote whose words the standing version does not have.
#[derive(Clone, Debug)]
pub struct Orphan<'a> {
    /// Where it lies, in the earlier version.
    pub quote: QuoteAt,
    /// The earlier version.
    pub version: &'a Document,
    /// The version that stands now.
    pub document: &'a Document,
    /// Its codings; none when only something is said of it.
    pub codings: Vec<&'a Coding>,
    /// How many things are said of it: condensation, memo, judgements.
    pub annotation_count: usize,
}

impl<'a> Orphan<'a> {
    /// The words as they were.
    pub fn words(&self) -> &'a str {
        self.quote.span.text(&self.version.text)
    }

    /// Where the version that stands now has these words, when it has them once.
    pub fn only_place(&self) -> Option<QuoteAt> {
        let (words, text) = (self.words(), &self.document.text);
        let start = text.find(words).filter(|_| !words.trim().is_empty())?;
        let again = text
            .get(start + words.len()..)
            .and_then(|rest| rest.find(words));
        let span = Span::snap(text, start..start + words.len()).ok()?;
        again.is_none().then_some(QuoteAt {
            document: self.document.id,
            span,
        })
    }
}

/// A quote that came along with other words than before.
#[derive(Clone, Copy, Debug)]
pub struct ChangedQuote<'a> {
    /// Where it lies now.
    pub quote: QuoteAt,
    /// The document it is in.
    pub document: &'a Document,
    /// What its words were.
    pub before: &'a str,
}

impl Study {
    /// A document, also one that was removed or replaced.
    pub fn any_document(&self, id: Id<Document>) -> Option<&Document> {
        self.documents.get_any(id)
    }

    /// Every document there ever was.
    pub fn versions(&self) -> impl Iterator<Item = Id<Document>> + '_ {
        self.documents.all().map(|document| document.id)
    }

    /// The document that stands in the place of this one: itself, or the last that replaced it.
    pub fn current_version(&self, document: Id<Document>) -> Id<Document> {
        let mut at = document;
        // Replacing is refused for what was replaced, so this ends; undo on two machines might not.
        for _ in 0..=self.replaced_by.len() {
            match self.replaced_by.get(&at) {
                Some(next) => at = *next,
                None => break,
            }
        }
        at
    }

    /// What corrected versions left behind, by document and place.
    pub fn orphans(&self) -> Vec<Orphan<'_>> {
        let mut orphans = Vec::new();
        for version in self
            .replaced_by
            .keys()
            .filter_map(|id| self.documents.get_any(*id))
            .filter(|version| !version.erased)
        {
            let Some(document) = self.document(self.current_version(version.id)) else {
                continue;
            };
            for span in self.quoted_spans(version.id) {
                let quote = QuoteAt {
                    document: version.id,
                    span,
                };
                orphans.push(Orphan {
                    quote,
                    version,
                    document,
                    codings: self.all_codings_at(quote).collect(),
                    annotation_count: self.annotation_count(quote),
                });
            }
        }
        orphans.sort_by_key(|orphan| (self.documents.index_of(orphan.document.id), orphan.quote));
        orphans
    }

    /// The quotes whose words changed as they came along, and which nobody has looked at since.
    pub fn changed_quotes(&self) -> impl Iterator<Item = ChangedQuote<'_>> {
        self.changed_quotes.iter().filter_map(|(quote, since)| {
            let document = self
                .document(quote.document)
                .filter(|document| !document.erased)?;
            let there = self.codings_at(quote.document, quote.span).next().is_some()
                || self.annotation_count(*quote) > 0;
            let before = self
                .documents
                .get_any(since.document)
                .map_or("", |version| since.span.text(&version.text));
            there.then_some(ChangedQuote {
                quote: *quote,
                document,
                before,
            })
        })
    }

    /// Where the quotes of a document would go in a corrected version, those whose words are the
    /// same first. Two that would become one stay two: the second is gone.
    pub fn carry_over(
        &self,
        document: Id<Document>,
        words: &Alignment,
    ) -> Vec<(QuoteAt, AlignedSpan)> {
        let quotes = self
            .quoted_spans(document)
            .into_iter()
            .map(|span| (QuoteAt { document, span }, words.align(span)));
        let (mut all, others): (Vec<_>, Vec<_>) =
            quotes.partition(|(_, placed)| matches!(placed, AlignedSpan::Same(_)));
        all.extend(others);
        let mut taken = HashSet::new();
        for (_, placed) in &mut all {
            if let AlignedSpan::Same(span) | AlignedSpan::Changed(span) = placed
                && !taken.insert(*span)
            {
                *placed = AlignedSpan::Gone;
            }
        }
        all
    }

    /// How many things are said of a quote, beside its codings.
    fn annotation_count(&self, quote: QuoteAt) -> usize {
        let judged = self
            .links
            .iter()
            .filter(|link| self.polarity(link.id, quote).is_some())
            .count();
        let told = self.configurations.iter().filter(|configuration| {
            let parts = [
                &configuration.body.context,
                &configuration.body.mechanism,
                &configuration.body.outcome,
            ];
            self.configuration_polarities
                .contains_key(&(configuration.id, quote))
                || parts.iter().any(|part| part.quotes.contains(&quote))
        });
        usize::from(self.condensations.contains_key(&quote))
            + usize::from(self.memos.contains_key(&MemoTarget::Quote(quote)))
            + judged
            + told.count()
    }

    /// Every stretch of a document that is coded or of which something is said.
    pub(super) fn quoted_spans(&self, document: Id<Document>) -> BTreeSet<Span> {
        let least = QuoteAt {
            document,
            span: Span { start: 0, end: 0 },
        };
        let places = self
            .codings_by_document
            .get(&document)
            .into_iter()
            .flatten();
        let mut spans: BTreeSet<Span> = places
            .filter_map(|place| self.codings.get_at(*place as usize))
            .map(|coding| coding.span)
            .collect();
        spans.extend(
            self.condensations
                .range(least..)
                .take_while(|(quote, _)| quote.document == document)
                .map(|(quote, _)| quote.span),
        );
        spans.extend(self.memos.keys().filter_map(|on| match on {
            MemoTarget::Quote(quote) if quote.document == document => Some(quote.span),
            _ => None,
        }));
        let judged = self
            .polarities
            .keys()
            .map(|(_, quote)| quote)
            .chain(self.configuration_polarities.keys().map(|(_, quote)| quote));
        let parts = self.configurations.iter().flat_map(|configuration| {
            let body = &configuration.body;
            body.context
                .quotes
                .iter()
                .chain(&body.mechanism.quotes)
                .chain(&body.outcome.quotes)
        });
        spans.extend(
            judged
                .chain(parts)
                .filter(|quote| quote.document == document)
                .map(|quote| quote.span),
        );
        spans
    }
}
