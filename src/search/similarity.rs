//! Quotes that are alike, and the codes they argue for: no model and no
//! network, only the words that two quotes share, which are always told.
//!
//! **Method.** Two words are the same when their stems are, each in the language
//! of its document. A quote is as much like given words as BM25 says (Robertson
//! & Zaragoza 2009, "The Probabilistic Relevance Framework", k₁ = 1.2, b = 0.75) with
//! every stem of the words asked once, over all quotes of the study. A code is argued
//! for by the 20 coded quotes most like the words, each with its likeness
//! (k nearest neighbours; Yang 1999, "An Evaluation of Statistical Approaches to
//! Text Categorization"). There are no stop words: what stands in every quote weighs
//! next to nothing. The same study gives the same answer, whatever came before.

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
/// How many quotes are heard on a code.
const NEIGHBOURS: usize = 20;

/// A quote that is like given words.
#[derive(Clone, Debug, PartialEq)]
pub struct SimilarQuote {
    /// The quote.
    pub quote: QuoteAt,
    /// How much it is like them: the sum of what the shared words weigh.
    pub score: f64,
    /// The words they share, the weightiest first.
    pub shared: Vec<SharedWord>,
}

/// A word that a quote shares with given words.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedWord {
    /// Its stem.
    pub stem: String,
    /// What it adds to the likeness.
    pub weight: f64,
    /// Where it stands in the quote, in bytes of its document.
    pub places: Vec<Span>,
}

/// A code that quotes argue for.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The code.
    pub code: Id<Code>,
    /// The likeness of all quotes that argue for it.
    pub score: f64,
    /// These quotes, the most alike first.
    pub quotes: Vec<SimilarQuote>,
}

/// Everything likeness rests on.
pub struct SimilaritySearch<'a> {
    /// The study.
    pub study: &'a Study,
    /// Its turns.
    pub turns: &'a TurnTable,
    /// Its quotes.
    pub quotes: &'a Quotes,
    /// Their words.
    pub words: &'a QuoteWordIndex,
    /// Which quote is which.
    pub numbering: &'a QuoteNumbering,
}

impl SimilaritySearch<'_> {
    /// The quotes most like the words at a place, without those that share a letter with them.
    pub fn similar(&self, to: QuoteAt, limit: usize, reader: &mut WordReader) -> Vec<SimilarQuote> {
        self.nearest(to, limit, |_| true, reader)
    }

    /// The codes that the quotes most like the words at a place argue for,
    /// without those the place is coded with already.
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
        let mean = self.words.count(self.numbering) as f64 / all.max(1.0);
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

    /// The stems of the words at a place, each once.
    fn query_stems(&self, at: QuoteAt, reader: &mut WordReader) -> BTreeSet<String> {
        let mut asked = BTreeSet::new();
        self.each_stem(at, reader, |stem, _| {
            asked.insert(stem.to_owned());
        });
        asked
    }

    fn each_stem(&self, at: QuoteAt, reader: &mut WordReader, mut found: impl FnMut(&str, Span)) {
        let (Some(document), Some(shelved)) = (
            self.study.document(at.document),
            self.turns.document(at.document),
        ) else {
            return;
        };
        reader.folds = false;
        for turn in self.turns.overlapping(shelved, at.span) {
            let (stretch, stems) =
                reader.words(&document.text, self.turns.records[turn].words, at.span);
            for (word, form) in stretch.words.iter().zip(stretch.forms()) {
                let stem = shelved
                    .language
                    .map_or(form, |language| stems.stem(language, form));
                found(stem, Span::of(word.start, word.end));
            }
        }
    }
}
