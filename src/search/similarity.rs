//! Similar quotes, and the codes they suggest: no model and no network, only the words that two
//! quotes share, which are always shown.
//!
//! **Method.** Two words are the same if their stems are, each in the language of its document. The
//! similarity of a quote to the given words is BM25 (Robertson & Zaragoza 2009, "The Probabilistic
//! Relevance Framework", k₁ = 1.2, b = 0.75) with every stem of the words as a query term once,
//! over all quotes of the study. A code is suggested by the k nearest neighbours that have it, the
//! 20 most similar coded quotes, weighted by similarity (Yang 1999, "An Evaluation of Statistical
//! Approaches to Text Categorization"). There are no stop words: a word that occurs in every quote
//! weighs next to nothing. The result depends on the study alone, not on earlier searches.

use super::quote_words::{QuoteNumbering, QuoteWordIndex};
use super::quotes::Quotes;
use super::turns::TurnTable;
use super::word_reader::WordReader;
use crate::study::{Code, Id, Study, theory::QuoteAt};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// BM25's saturation of repeated words.
const K1: f64 = 1.2;
/// BM25's penalty for length.
const B: f64 = 0.75;
/// Coded quotes considered for suggestions: k of the nearest neighbours.
const NEIGHBOURS: usize = 20;

/// A quote similar to the given words.
#[derive(Clone, Debug, PartialEq)]
pub struct SimilarQuote {
    pub quote: QuoteAt,
    /// BM25: the sum of the weights of the shared words.
    pub score: f64,
    /// Heaviest first.
    pub shared: Vec<SharedWord>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SharedWord {
    pub stem: String,
    /// What it adds to the score.
    pub weight: f64,
    /// Where it occurs in the quote, in bytes of the document.
    pub places: Vec<Span>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub code: Id<Code>,
    /// Sum of the scores of the quotes that have it.
    pub score: f64,
    /// Most similar first.
    pub quotes: Vec<SimilarQuote>,
}

/// The data that similarity is computed from.
pub struct SimilaritySearch<'a> {
    pub study: &'a Study,
    pub turns: &'a TurnTable,
    pub quotes: &'a Quotes,
    pub words: &'a QuoteWordIndex,
    /// Maps the quotes of `words` to those of the study.
    pub numbering: &'a QuoteNumbering,
}

impl SimilaritySearch<'_> {
    /// Quotes that overlap `to` are left out, as they share its words trivially.
    pub fn similar(&self, to: QuoteAt, limit: usize, reader: &mut WordReader) -> Vec<SimilarQuote> {
        self.nearest(to, limit, |_| true, reader)
    }

    /// Codes that `to` already has are left out.
    pub fn suggest(&self, to: QuoteAt, limit: usize, reader: &mut WordReader) -> Vec<Suggestion> {
        let codings = || self.study.codings_in(to.document);
        let known: BTreeSet<Id<Code>> = codings()
            .filter(|coding| coding.span.contains(to.span))
            .map(|coding| coding.code)
            .collect();
        let codes = |quote: QuoteAt| {
            self.study
                .codings_at(quote.document, quote.span)
                .map(|coding| coding.code)
        };
        let near = self.nearest(
            to,
            NEIGHBOURS,
            |quote| codes(quote).next().is_some(),
            reader,
        );
        let mut argued: BTreeMap<Id<Code>, Vec<&SimilarQuote>> = BTreeMap::new();
        for alike in &near {
            let own: BTreeSet<Id<Code>> = codes(alike.quote)
                .filter(|code| !known.contains(code))
                .collect();
            own.into_iter()
                .for_each(|code| argued.entry(code).or_default().push(alike));
        }
        let suggestion = |(code, quotes): (Id<Code>, Vec<&SimilarQuote>)| Suggestion {
            code,
            score: quotes.iter().map(|alike| alike.score).sum(),
            quotes: quotes.into_iter().cloned().collect(),
        };
        let mut suggestions: Vec<Suggestion> = argued.into_iter().map(suggestion).collect();
        suggestions.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.code.cmp(&b.code)));
        suggestions.truncate(limit);
        suggestions
    }

    fn nearest(
        &self,
        to: QuoteAt,
        limit: usize,
        may: impl Fn(QuoteAt) -> bool,
        reader: &mut WordReader,
    ) -> Vec<SimilarQuote> {
        let asked = self.query_stems(to, reader);
        let all = self.quotes.len() as f64;
        let mean = self.words.total_length(self.numbering) as f64 / all.max(1.0);
        let (mut scores, mut parts) = (vec![0.0; self.quotes.len()], Vec::new());
        for stem in &asked {
            let times = self.words.times(stem, self.numbering);
            let holding = times.len() as f64;
            let rarity = (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln();
            for (number, times) in times {
                let (times, length) = (
                    f64::from(times),
                    self.words.length(self.numbering, number) as f64,
                );
                let weight =
                    rarity * times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length / mean));
                scores[number] += weight;
                parts.push((number, stem.as_str(), weight));
            }
        }
        let apart = |quote: QuoteAt| quote.document != to.document || !quote.span.overlaps(to.span);
        let quote = |number: &usize| self.quotes.list[*number];
        let mut near: Vec<usize> = (0..scores.len())
            .filter(|number| scores[*number] > 0.0 && apart(quote(number)) && may(quote(number)))
            .collect();
        near.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        near.truncate(limit);
        let write = |number: usize| {
            let mut own: Vec<(&str, f64)> = parts
                .iter()
                .filter(|part| part.0 == number)
                .map(|part| (part.1, part.2))
                .collect();
            own.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
            self.similar_quote(number, scores[number], &own, reader)
        };
        near.into_iter().map(write).collect()
    }

    fn similar_quote(
        &self,
        number: usize,
        score: f64,
        shared: &[(&str, f64)],
        reader: &mut WordReader,
    ) -> SimilarQuote {
        let quote = self.quotes.list[number];
        let mut places: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        self.each_stem(quote, reader, |stem, place| {
            places.entry(stem.to_owned()).or_default().push(place)
        });
        let shared = shared.iter().map(|(stem, weight)| {
            let places = places.get(*stem).cloned().unwrap_or_default();
            SharedWord {
                stem: (*stem).to_owned(),
                weight: *weight,
                places,
            }
        });
        SimilarQuote {
            quote,
            score,
            shared: shared.collect(),
        }
    }

    /// Without duplicates.
    fn query_stems(&self, at: QuoteAt, reader: &mut WordReader) -> BTreeSet<String> {
        let mut asked = BTreeSet::new();
        self.each_stem(at, reader, |stem, _| {
            asked.insert(stem.to_owned());
        });
        asked
    }

    fn each_stem(&self, at: QuoteAt, reader: &mut WordReader, mut found: impl FnMut(&str, Span)) {
        let (Some(document), Some(document_turns)) = (
            self.study.document(at.document),
            self.turns.document(at.document),
        ) else {
            return;
        };
        reader.folds = false;
        for turn in self.turns.overlapping(document_turns, at.span) {
            let (stretch, stems) =
                reader.words(&document.text, self.turns.records[turn].words, at.span);
            for (word, form) in stretch.words.iter().zip(stretch.forms()) {
                let stem = document_turns
                    .language
                    .map_or(form, |language| stems.stem(language, form));
                found(stem, Span::of(word.start, word.end));
            }
        }
    }
}
