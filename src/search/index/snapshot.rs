//! The index at one commit: the documents and turns that it covers.

use super::lookup::Vocabulary;
use super::schema::{NUMBERS, key};
use crate::search::turns::{NO_SPEAKER, TurnRecord};
use crate::study::Document;
use crate::text::Span;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;
use tantivy::{Searcher, TantivyError};

/// A turn that is not in the study.
pub const NO_TURN: u32 = u32::MAX;

pub struct Snapshot {
    searcher: Searcher,
    /// Turns of each document, in order.
    documents: BTreeMap<u64, Vec<TurnRecord>>,
    /// Per segment and turn: key of its document and number of the turn in it; `None` when deleted.
    slots: Vec<Vec<Option<(u64, u32)>>>,
    /// Built on first use.
    vocabulary: OnceLock<Vocabulary>,
}

impl Snapshot {
    /// Reads which document every turn belongs to.
    pub fn of(searcher: Searcher) -> Result<Snapshot, TantivyError> {
        let mut documents: BTreeMap<u64, Vec<TurnRecord>> = BTreeMap::new();
        let mut slots = Vec::new();
        for segment in searcher.segment_readers() {
            let mut columns = Vec::new();
            for name in NUMBERS {
                columns.push(segment.fast_fields().u64(name)?.first_or_default_col(0));
            }
            let small = |column: usize, doc| {
                u32::try_from(columns[column].get_val(doc)).unwrap_or(NO_SPEAKER)
            };
            let mut own = Vec::with_capacity(segment.max_doc() as usize);
            for doc in 0..segment.max_doc() {
                if segment.is_deleted(doc) {
                    own.push(None);
                    continue;
                }
                let key = columns[0].get_val(doc);
                let (turn, words) = (
                    small(1, doc),
                    Span {
                        start: small(2, doc),
                        end: small(3, doc),
                    },
                );
                documents.entry(key).or_default().push(TurnRecord {
                    document: 0,
                    turn,
                    words,
                    speaker: small(4, doc),
                });
                own.push(Some((key, turn)));
            }
            slots.push(own);
        }
        documents
            .values_mut()
            .for_each(|turns| turns.sort_by_key(|place| place.turn));
        Ok(Snapshot {
            searcher,
            documents,
            slots,
            vocabulary: OnceLock::new(),
        })
    }

    /// Identifies the commit.
    pub fn generation(&self) -> u64 {
        self.searcher.generation().generation_id()
    }

    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub fn vocabulary(&self) -> Result<&Vocabulary, TantivyError> {
        match self.vocabulary.get() {
            Some(known) => Ok(known),
            None => {
                let read = Vocabulary::of(&self.searcher)?;
                Ok(self.vocabulary.get_or_init(|| read))
            }
        }
    }

    /// Includes documents that are covered only in part.
    pub fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        self.documents.keys().copied()
    }

    /// Documents covered completely, without duplicates.
    pub fn documents(&self) -> impl Iterator<Item = u64> + '_ {
        let whole = |turns: &[TurnRecord]| {
            turns
                .iter()
                .enumerate()
                .all(|(number, place)| place.turn as usize == number)
        };
        self.documents
            .iter()
            .filter(move |(_, turns)| whole(turns))
            .map(|(key, _)| *key)
    }

    /// Key and turns of a document, if it is covered completely and the turns fit its text.
    pub fn turn_records(&self, document: &Document) -> Option<(u64, Vec<TurnRecord>)> {
        let key = key(document);
        let turns = self.documents.get(&key)?;
        let text = &document.text;
        let mut at = 0;
        for (number, TurnRecord { turn, words, .. }) in turns.iter().enumerate() {
            let fits = *turn as usize == number && words.start >= at && words.start < words.end;
            if !fits
                || !text.is_char_boundary(words.start as usize)
                || !text.is_char_boundary(words.end as usize)
            {
                return None;
            }
            at = words.end;
        }
        Some((key, turns.clone()))
    }

    /// Per segment and turn: the number of the turn among all; `firsts` has the first number of
    /// each document.
    pub fn numbers(&self, firsts: &HashMap<u64, usize>) -> Vec<Vec<u32>> {
        let number = |slot: &Option<(u64, u32)>| {
            let (key, turn) = (*slot)?;
            u32::try_from(firsts.get(&key)? + turn as usize).ok()
        };
        self.slots
            .iter()
            .map(|own| {
                own.iter()
                    .map(|slot| number(slot).unwrap_or(NO_TURN))
                    .collect()
            })
            .collect()
    }
}
