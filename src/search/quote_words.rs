//! How often each quote contains a word, kept in memory for queries that combine codes and words:
//! the index knows turns, and reading the half of all quotes that a frequent word is in would take about 20 ms
//! where SQLite's FTS5 answers in 1.4. A new coding adds at most the words of one quote. Words are
//! only removed when documents come or go.

use super::bits::BitSet;
use super::hits::ClauseHits;
use super::lexicon::{Lexicon, language_slot};
use super::quotes::Quotes;
use super::text_clause::TermPattern;
use super::turns::TurnTable;
use super::word_reader::WordReader;
use crate::study::{Study, theory::QuoteAt};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// Marks a quote that no longer exists.
const NO_QUOTE: u32 = u32::MAX;

/// Words of all quotes read so far.
#[derive(Default)]
pub struct QuoteWordIndex {
    pub lexicon: Lexicon,
    /// Per quote in the order of reading: how many words it has, and the index of its language in
    /// [`super::lexicon::LANGUAGE_SLOTS`].
    lengths: Vec<(u32, u8)>,
    slots: HashMap<QuoteAt, u32>,
    /// Per form: the quotes that contain it, once for each occurrence.
    postings: Vec<Vec<u32>>,
}

/// Mapping between the quotes of the index and the current quotes of the study.
#[derive(Clone, Debug, Default)]
pub struct QuoteNumbering {
    /// Current number of each quote, by the order of reading.
    numbers: Vec<u32>,
    /// Order of reading of each quote, by its current number.
    slots: Vec<u32>,
}

impl QuoteWordIndex {
    /// Reads the quotes that are new, and returns the mapping; `None` when cancelled.
    pub fn read(
        &mut self,
        study: &Study,
        turns: &TurnTable,
        quotes: &Quotes,
        reader: &mut WordReader,
        stop: &AtomicBool,
    ) -> Option<QuoteNumbering> {
        let folds = std::mem::replace(&mut reader.folds, false);
        let mut slots = Vec::with_capacity(quotes.len());
        for (number, quote) in quotes.list.iter().enumerate() {
            let slot = match self.slots.get(quote) {
                Some(slot) => *slot,
                None if stop.load(Ordering::Relaxed) => return None,
                None => self.add(study, turns, quotes, number, reader),
            };
            slots.push(slot);
        }
        reader.folds = folds;
        self.lexicon.sort();
        let mut numbers = vec![NO_QUOTE; self.lengths.len()];
        (0..)
            .zip(&slots)
            .for_each(|(number, slot)| numbers[*slot as usize] = number);
        Some(QuoteNumbering { numbers, slots })
    }

    fn add(
        &mut self,
        study: &Study,
        turns: &TurnTable,
        quotes: &Quotes,
        number: usize,
        reader: &mut WordReader,
    ) -> u32 {
        let (quote, slot) = (quotes.list[number], self.lengths.len() as u32);
        let (document, document_turns) = (
            study.document(quote.document),
            turns.document(quote.document),
        );
        let language = document_turns.and_then(|document_turns| document_turns.language);
        let mut length = 0;
        for turn in quotes.turns(number) {
            let Some(document) = document else { continue };
            let (stretch, stems) =
                reader.words(&document.text, turns.records[turn].words, quote.span);
            for form in stretch.forms() {
                let form = self.lexicon.number(form, language, stems);
                length += 1;
                if self.postings.len() <= form as usize {
                    self.postings.resize(form as usize + 1, Vec::new());
                }
                self.postings[form as usize].push(slot);
            }
        }
        self.lengths.push((length, language_slot(language) as u8));
        self.slots.insert(quote, slot);
        slot
    }

    fn language_slot(&self, slot: u32) -> usize {
        self.lengths[slot as usize].1 as usize
    }

    /// Adds to `hits` how often each quote contains a word.
    pub fn count(
        &self,
        step: &TermPattern,
        numbered: &QuoteNumbering,
        reader: &mut WordReader,
        hits: &mut ClauseHits,
    ) {
        for (form, kinds) in self.lexicon.expand(step, reader.folds, &mut reader.stems) {
            for slot in &self.postings[form as usize] {
                let number = numbered.numbers[*slot as usize];
                if let (true, Some(kind)) = (number != NO_QUOTE, kinds[self.language_slot(*slot)]) {
                    hits.add(number as usize, 1, kind);
                }
            }
        }
    }

    /// The quotes that contain a form for every word: no others match a phrase or two near each
    /// other.
    pub fn propose<'s>(
        &self,
        steps: impl IntoIterator<Item = &'s TermPattern>,
        numbered: &QuoteNumbering,
        reader: &mut WordReader,
    ) -> BitSet {
        let holding = |step: &TermPattern| {
            let mut bits = BitSet::none(numbered.slots.len());
            let forms = self.lexicon.expand(step, reader.folds, &mut reader.stems);
            for slot in forms
                .iter()
                .flat_map(|(form, _)| &self.postings[*form as usize])
            {
                // Quotes that no longer exist map to a number beyond the bound and are ignored.
                bits.insert(numbered.numbers[*slot as usize] as usize);
            }
            bits
        };
        let all = steps.into_iter().map(holding);
        all.reduce(|all, holding| all.and(&holding))
            .unwrap_or_default()
    }

    /// In words.
    pub fn length(&self, numbered: &QuoteNumbering, number: usize) -> usize {
        self.lengths[numbered.slots[number] as usize].0 as usize
    }

    /// Words of all quotes together.
    pub fn total_length(&self, numbered: &QuoteNumbering) -> usize {
        (0..numbered.slots.len())
            .map(|number| self.length(numbered, number))
            .sum()
    }

    /// The quotes that contain a stem, each in the language of its document, with the number of
    /// occurrences.
    pub fn times(&self, stem: &str, numbered: &QuoteNumbering) -> Vec<(usize, u32)> {
        let mut times: Vec<usize> = Vec::new();
        for (locale, forms) in self.lexicon.with_stem(stem).iter().enumerate() {
            for slot in forms.iter().flat_map(|form| &self.postings[*form as usize]) {
                let number = numbered.numbers[*slot as usize];
                if number != NO_QUOTE && self.language_slot(*slot) == locale {
                    times.push(number as usize);
                }
            }
        }
        times.sort_unstable();
        times
            .chunk_by(|a, b| a == b)
            .map(|same| (same[0], same.len() as u32))
            .collect()
    }
}
