//! The turns of a study, mapped to those of the index, and which of them match a clause: the index
//! counts words and proposes turns for anything longer, and the text decides.

use super::hits::ClauseHits;
use super::index::SearchIndex;
use super::text_clause::TextClause;
use super::turns::{DocumentTurns, TurnTable};
use super::word_reader::WordReader;
use crate::study::Study;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::TantivyError;

/// Why a lookup in the index failed.
pub enum LookupError {
    Cancelled,
    IndexFailure,
}

impl From<TantivyError> for LookupError {
    fn from(_: TantivyError) -> LookupError {
        LookupError::IndexFailure
    }
}

/// All turns, and their correspondence to the turns of the index.
pub struct TurnLookup {
    pub turns: TurnTable,
    /// Per segment of the index: the number in `turns` of each of its turns.
    numbers: Vec<Vec<u32>>,
    /// One flag per document: whether it is in the index.
    read: Vec<bool>,
}

impl TurnLookup {
    pub fn of(study: &Study, index: Option<&SearchIndex>) -> TurnLookup {
        let (mut firsts, mut read) = (HashMap::new(), Vec::new());
        let turns = TurnTable::of(study, |first, document| {
            let known = index.and_then(|index| index.snapshot().turn_records(document));
            read.push(known.is_some());
            let (key, places) = known?;
            firsts.insert(key, first);
            Some(places)
        });
        let numbers = index.map_or_else(Vec::new, |index| index.snapshot().numbers(&firsts));
        TurnLookup {
            turns,
            numbers,
            read,
        }
    }

    /// Turns matching each clause: with the index where it is current, by reading elsewhere.
    pub fn hits(
        &self,
        study: &Study,
        clauses: &[TextClause],
        index: Option<&SearchIndex>,
        reader: &mut WordReader,
        stop: &AtomicBool,
    ) -> Result<Vec<ClauseHits>, LookupError> {
        let mut all = vec![ClauseHits::none(self.turns.len()); clauses.len()];
        if clauses.is_empty() {
            return Ok(all);
        }
        for (clause, hits) in clauses.iter().zip(all.chunks_mut(1)) {
            let Some(index) = index else { break };
            let (turns, numbers) = (&self.turns, &self.numbers);
            let alone = std::slice::from_ref(clause);
            match clause {
                TextClause::Phrase(row) if row.len() == 1 => {
                    index.count(&row[0], turns, numbers, reader, &mut hits[0])?;
                }
                TextClause::Pattern(_) => {
                    self.read_turns(study, self.turns_of(true), alone, reader, stop, hits)?;
                }
                TextClause::Phrase(_) | TextClause::Proximity { .. } => {
                    let proposed = index.propose(clause, turns, numbers, reader)?;
                    self.read_turns(study, proposed.iter(), alone, reader, stop, hits)?;
                }
            }
        }
        self.read_turns(study, self.turns_of(false), clauses, reader, stop, &mut all)?;
        Ok(all)
    }

    /// The turns of all documents in the index, or of all others.
    fn turns_of(&self, indexed: bool) -> impl Iterator<Item = usize> {
        let documents = self.turns.documents.iter().zip(&self.read);
        documents
            .filter(move |(_, read)| **read == indexed)
            .flat_map(|(DocumentTurns { first, end, .. }, _)| *first..*end)
    }

    /// Adds what the text of these turns says to the hits of each clause.
    fn read_turns(
        &self,
        study: &Study,
        turns: impl Iterator<Item = usize>,
        clauses: &[TextClause],
        reader: &mut WordReader,
        stop: &AtomicBool,
        hits: &mut [ClauseHits],
    ) -> Result<(), LookupError> {
        for number in turns {
            if stop.load(Ordering::Relaxed) {
                return Err(LookupError::Cancelled);
            }
            let place = &self.turns.records[number];
            let document_turns = &self.turns.documents[place.document as usize];
            let Some(document) = study.document(document_turns.id) else {
                continue;
            };
            reader.read(
                &document.text,
                place.words,
                place.words,
                document_turns.language,
                clauses,
                |clause, found| hits[clause].add(number, 1, found.kind),
            );
        }
        Ok(())
    }
}
