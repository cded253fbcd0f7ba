//! The turns of a study, mapped to those of the index.

use super::hits::{ClauseHits, scan};
use super::index::SearchIndex;
use super::text_clause::TextClause;
use super::turns::TurnTable;
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

    /// Turns matching each clause: looked up in the index where it is current, scanned elsewhere.
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
        for (clause, hits) in clauses.iter().zip(&mut all) {
            let Some(index) = index else { break };
            if matches!(clause, TextClause::Pattern(_)) {
                let documents = self
                    .turns
                    .documents
                    .iter()
                    .zip(&self.read)
                    .filter(|(_, read)| **read);
                let turns = documents
                    .flat_map(|(document_turns, _)| document_turns.first..document_turns.end);
                self.scan_turns(study, turns, clause, reader, stop, hits)?;
            } else {
                index.look_up(clause, &self.turns, &self.numbers, reader, hits)?;
            }
        }
        for (document_turns, _) in self
            .turns
            .documents
            .iter()
            .zip(&self.read)
            .filter(|(_, read)| !**read)
        {
            if stop.load(Ordering::Relaxed) {
                return Err(LookupError::Cancelled);
            }
            scan(
                study,
                &self.turns,
                document_turns,
                clauses,
                reader,
                &mut all,
            );
        }
        Ok(all)
    }

    /// Scans turns for a regular expression, which the index cannot answer.
    fn scan_turns(
        &self,
        study: &Study,
        turns: impl Iterator<Item = usize>,
        clause: &TextClause,
        reader: &mut WordReader,
        stop: &AtomicBool,
        hits: &mut ClauseHits,
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
            let clause = std::slice::from_ref(clause);
            reader.read(
                &document.text,
                place.words,
                place.words,
                document_turns.language,
                clause,
                |_, found| hits.add(number, 1, found.kind),
            );
        }
        Ok(())
    }
}
