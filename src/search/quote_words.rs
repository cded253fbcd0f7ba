//! An in-memory index of the words of quotes, for queries that combine codes and words. A new
//! coding adds at most the words of one quote. Words are only removed when documents come or go.

use super::bits::BitSet;
use super::hits::ClauseHits;
use super::lexicon::{Lexicon, MatchKinds, language_slot};
use super::quotes::Quotes;
use super::text_clause::{MatchKind, Proximity, TermPattern, TextClause};
use super::turns::TurnTable;
use super::word_reader::WordReader;
use crate::study::{Study, theory::QuoteAt};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// Separates the words of two turns, so that no phrase spans them.
const TURN_BREAK: u32 = u32::MAX;

/// Marks a quote that no longer exists.
const NO_QUOTE: u32 = u32::MAX;

/// Words of all quotes read so far.
#[derive(Default)]
pub struct QuoteWordIndex {
    pub lexicon: Lexicon,
    /// Form numbers, quote by quote in the order of reading.
    words: Vec<u32>,
    /// Per quote: the end of its words, and its index in [`super::lexicon::LANGUAGE_SLOTS`].
    ends: Vec<(u32, u8)>,
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
        let mut numbers = vec![NO_QUOTE; self.ends.len()];
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
        let (quote, slot) = (quotes.list[number], self.ends.len() as u32);
        let (document, document_turns) = (
            study.document(quote.document),
            turns.document(quote.document),
        );
        let language = document_turns.and_then(|document_turns| document_turns.language);
        for (place, turn) in quotes.turns(number).enumerate() {
            if place > 0 {
                self.words.push(TURN_BREAK);
            }
            let Some(document) = document else { continue };
            let (stretch, stems) =
                reader.words(&document.text, turns.records[turn].words, quote.span);
            for form in stretch.forms() {
                let form = self.lexicon.number(form, language, stems);
                self.words.push(form);
                if self.postings.len() <= form as usize {
                    self.postings.resize(form as usize + 1, Vec::new());
                }
                self.postings[form as usize].push(slot);
            }
        }
        self.ends
            .push((self.words.len() as u32, language_slot(language) as u8));
        self.slots.insert(quote, slot);
        slot
    }

    /// With a break between turns.
    fn words(&self, slot: u32) -> &[u32] {
        let slot = slot as usize;
        let start = slot.checked_sub(1).map_or(0, |before| self.ends[before].0);
        &self.words[start as usize..self.ends[slot].0 as usize]
    }

    fn language_slot(&self, slot: u32) -> usize {
        self.ends[slot as usize].1 as usize
    }

    /// The words of a quote turn by turn, and its index in [`super::lexicon::LANGUAGE_SLOTS`].
    pub fn turns(
        &self,
        numbered: &QuoteNumbering,
        number: usize,
    ) -> (usize, impl Iterator<Item = &[u32]>) {
        let slot = numbered.slots[number];
        (
            self.language_slot(slot),
            self.words(slot).split(|word| *word == TURN_BREAK),
        )
    }

    /// The quotes matching a clause; none for a regular expression, which needs the text itself.
    pub fn look_up(
        &self,
        clause: &TextClause,
        numbered: &QuoteNumbering,
        reader: &mut WordReader,
    ) -> ClauseHits {
        let mut hits = ClauseHits::none(numbered.slots.len());
        match clause {
            TextClause::Pattern(_) => {}
            TextClause::Phrase(row) => {
                let asked = self.expand_row(row, reader);
                if let [only] = asked.as_slice() {
                    for (form, kinds) in &only.kinds {
                        for slot in &self.postings[*form as usize] {
                            let number = numbered.numbers[*slot as usize];
                            if let (true, Some(kind)) =
                                (number != NO_QUOTE, kinds[self.language_slot(*slot)])
                            {
                                hits.add(number as usize, 1, kind);
                            }
                        }
                    }
                    return hits;
                }
                for number in self.holding_all(&asked, numbered).iter() {
                    let (locale, turns) = self.turns(numbered, number);
                    turns
                        .flat_map(|words| phrase_matches(words, &asked, locale))
                        .for_each(|(_, kind)| hits.add(number, 1, kind));
                }
            }
            TextClause::Proximity {
                left,
                right,
                within,
            } => {
                let (left, right) = (
                    self.expand_row(left, reader),
                    self.expand_row(right, reader),
                );
                let both = self
                    .holding_all(&left, numbered)
                    .and(&self.holding_all(&right, numbered));
                let within = Proximity {
                    left: left.len(),
                    right: right.len(),
                    max_distance: *within,
                };
                for number in both.iter() {
                    let (locale, turns) = self.turns(numbered, number);
                    for words in turns {
                        let (lefts, rights) = (
                            phrase_matches(words, &left, locale),
                            phrase_matches(words, &right, locale),
                        );
                        within.find_pairs(&lefts, &rights, |_, _, kind| hits.add(number, 1, kind));
                    }
                }
            }
        }
        hits
    }

    /// In words.
    pub fn length(&self, numbered: &QuoteNumbering, number: usize) -> usize {
        self.words(numbered.slots[number])
            .iter()
            .filter(|word| **word != TURN_BREAK)
            .count()
    }

    /// Words of all quotes together.
    pub fn count(&self, numbered: &QuoteNumbering) -> usize {
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

    fn expand_row(&self, row: &[TermPattern], reader: &mut WordReader) -> Vec<TermForms> {
        row.iter()
            .map(|step| TermForms {
                kinds: self.lexicon.expand(step, reader.folds, &mut reader.stems),
            })
            .collect()
    }

    /// The quotes that contain a form for every term.
    fn holding_all(&self, asked: &[TermForms], numbered: &QuoteNumbering) -> BitSet {
        let holding = |asked: &TermForms| {
            let mut bits = BitSet::none(numbered.slots.len());
            for slot in asked
                .kinds
                .iter()
                .flat_map(|(form, _)| &self.postings[*form as usize])
            {
                // Quotes that no longer exist map to a number beyond the bound and are ignored.
                bits.insert(numbered.numbers[*slot as usize] as usize);
            }
            bits
        };
        let mut all = asked.iter().map(holding);
        let first = all.next().unwrap_or_default();
        all.fold(first, |all, holding| all.and(&holding))
    }
}

/// The forms that match a term, by number.
struct TermForms {
    kinds: Vec<(u32, MatchKinds)>,
}

impl TermForms {
    fn match_kind(&self, form: u32, locale: usize) -> Option<MatchKind> {
        let place = self
            .kinds
            .binary_search_by_key(&form, |(form, _)| *form)
            .ok()?;
        self.kinds[place].1[locale]
    }
}

/// Where a phrase matches in consecutive words: index of the first word, and the match kind.
fn phrase_matches(words: &[u32], row: &[TermForms], locale: usize) -> Vec<(usize, MatchKind)> {
    let hold = |words: &[u32]| {
        let mut least = MatchKind::Exact;
        for (step, word) in row.iter().zip(words) {
            least = least.min(step.match_kind(*word, locale)?);
        }
        Some(least)
    };
    words
        .windows(row.len().max(1))
        .enumerate()
        .filter_map(|(first, words)| Some((first, hold(words)?)))
        .collect()
}
