//! All quotes of a study, numbered, with their codings.

use super::bits::BitSet;
use super::fields::FieldMatch;
use super::hits::ClauseHits;
use super::notes::quote_memos;
use super::rank::Lengths;
use super::text_clause::TextClause;
use super::turns::TurnTable;
use super::word_reader::WordReader;
use crate::study::{Code, Document, Id, Study, theory::QuoteAt};
use crate::text::Span;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

struct QuoteCoding {
    quote: u32,
    coder: Arc<str>,
}

/// The distinct spans that are coded, condensed, judged or have a memo, in reading order.
pub struct Quotes {
    pub list: Vec<QuoteAt>,
    /// In bytes.
    pub lengths: Lengths,
    /// The turns that each quote overlaps.
    turns: Vec<Range<u32>>,
    /// The turn in which each quote begins; `None` in a document without turns.
    begins: Vec<Option<u32>>,
    codings: HashMap<Id<Code>, Vec<QuoteCoding>>,
    numbers: HashMap<Id<Document>, Range<usize>>,
}

impl Quotes {
    pub fn of(study: &Study, turns: &TurnTable) -> Quotes {
        let mut spans: HashMap<Id<Document>, Vec<Span>> = HashMap::new();
        let judged = study
            .theories()
            .flat_map(|theory| study.links_of(theory))
            .flat_map(|link| study.polarities(link.id));
        let judged = judged.map(|(quote, _)| quote);
        let said = judged
            .chain(quote_memos(study).map(|(quote, _)| quote))
            .chain(study.condensations().map(|(quote, _)| quote));
        for quote in said.chain(study.codings().map(|coding| QuoteAt {
            document: coding.document,
            span: coding.span,
        })) {
            spans.entry(quote.document).or_default().push(quote.span);
        }
        let mut quotes = Quotes {
            list: Vec::new(),
            lengths: Lengths::default(),
            turns: Vec::new(),
            begins: Vec::new(),
            codings: HashMap::new(),
            numbers: HashMap::new(),
        };
        for document_turns in &turns.documents {
            let Some(mut own) = spans.remove(&document_turns.id) else {
                continue;
            };
            own.sort_unstable();
            own.dedup();
            let first = quotes.list.len();
            for span in own {
                quotes.list.push(QuoteAt {
                    document: document_turns.id,
                    span,
                });
                let meeting = turns.overlapping(document_turns, span);
                quotes.turns.push(meeting.start as u32..meeting.end as u32);
                quotes
                    .begins
                    .push(turns.turn_at(document_turns, span).map(|turn| turn as u32));
            }
            quotes
                .numbers
                .insert(document_turns.id, first..quotes.list.len());
        }
        quotes.lengths = quotes.list.iter().map(|quote| quote.span.len()).collect();
        for coding in study.codings() {
            if let Some(quote) = quotes.number(QuoteAt {
                document: coding.document,
                span: coding.span,
            }) {
                quotes
                    .codings
                    .entry(coding.code)
                    .or_default()
                    .push(QuoteCoding {
                        quote: quote as u32,
                        coder: coding.coder.clone(),
                    });
            }
        }
        quotes
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn number(&self, quote: QuoteAt) -> Option<usize> {
        let own = self.numbers.get(&quote.document)?.clone();
        Some(
            own.start
                + self.list[own]
                    .binary_search_by_key(&quote.span, |other| other.span)
                    .ok()?,
        )
    }

    pub fn turns(&self, number: usize) -> Range<usize> {
        let Range { start, end } = self.turns[number];
        start as usize..end as usize
    }

    /// Adds what the text of some quotes says to the hits of a clause.
    pub fn read(
        &self,
        study: &Study,
        turns: &TurnTable,
        these: &BitSet,
        clause: &TextClause,
        reader: &mut WordReader,
        hits: &mut ClauseHits,
    ) {
        for number in these.iter() {
            let QuoteAt { document: id, span } = self.list[number];
            let (Some(document), Some(own)) = (study.document(id), turns.document(id)) else {
                continue;
            };
            reader.read_across(
                &document.text,
                &turns.records[self.turns(number)],
                span,
                own.language,
                std::slice::from_ref(clause),
                |_, place| hits.add(number, 1, place.kind),
            );
        }
    }

    pub fn starting_in(&self, turns: &BitSet) -> FieldMatch {
        let own =
            self.select(|number| self.begins[number].is_some_and(|turn| turns.has(turn as usize)));
        FieldMatch::exact_only(own)
    }

    pub fn in_documents(&self, is: impl Fn(Id<Document>) -> bool) -> FieldMatch {
        let mut own = BitSet::none(self.len());
        let meant = self.numbers.iter().filter(|(document, _)| is(**document));
        meant
            .flat_map(|(_, numbers)| numbers.clone())
            .for_each(|number| own.insert(number));
        FieldMatch::exact_only(own)
    }

    fn select(&self, is: impl Fn(usize) -> bool) -> BitSet {
        let mut bits = BitSet::none(self.len());
        (0..self.len())
            .filter(|number| is(*number))
            .for_each(|number| bits.insert(number));
        bits
    }

    /// Quotes with one of the codes (by `coder`, if given), and the quotes that they overlap.
    pub fn coded(&self, meant: impl Fn(Id<Code>) -> bool, coder: Option<&Arc<str>>) -> FieldMatch {
        let mut own = BitSet::none(self.len());
        let codings = self
            .codings
            .iter()
            .filter(|(code, _)| meant(**code))
            .flat_map(|(_, made)| made);
        for made in codings.filter(|made| coder.is_none_or(|coder| *coder == made.coder)) {
            own.insert(made.quote as usize);
        }
        FieldMatch {
            overlapping: self.overlapping(&own),
            exact: own,
        }
    }

    /// These quotes and all that overlap them, in one forward and one backward pass over each
    /// document.
    fn overlapping(&self, these: &BitSet) -> BitSet {
        let mut near = BitSet::none(self.len());
        for own in self.numbers.values() {
            // Some of these began at or before the quote, and reach into it.
            let mut reach = 0;
            for number in own.clone() {
                let span = self.list[number].span;
                if these.has(number) {
                    reach = reach.max(span.end);
                }
                if span.start < reach {
                    near.insert(number);
                }
            }
            // Or the next of these begins inside the quote.
            let mut next = u32::MAX;
            for number in own.clone().rev() {
                let span = self.list[number].span;
                if next < span.end {
                    near.insert(number);
                }
                if these.has(number) {
                    next = span.start;
                }
            }
        }
        near
    }

    /// Quotes with exactly these spans.
    pub fn exactly(&self, quotes: impl Iterator<Item = QuoteAt>) -> FieldMatch {
        let mut own = BitSet::none(self.len());
        quotes
            .filter_map(|quote| self.number(quote))
            .for_each(|number| own.insert(number));
        FieldMatch::exact_only(own)
    }
}
