//! The turns of a study, and which of them the index can answer for.

use super::hits::{Hits, scan};
use super::index::Index;
use super::leaf::Leaf;
use super::reading::Reader;
use super::turns::Turns;
use crate::study::Study;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::TantivyError;

/// Why leaves could not be looked up.
pub enum Halt {
    /// Someone asked to stop.
    Stopped,
    /// The index broke.
    Broken,
}

impl From<TantivyError> for Halt {
    fn from(_: TantivyError) -> Halt {
        Halt::Broken
    }
}

/// All turns, and the way from the index's turns to them.
pub struct Table {
    /// The turns.
    pub turns: Turns,
    /// Per segment of the index and turn there, the turn's number here.
    numbers: Vec<Vec<u32>>,
    /// The documents, by place, that the index has read.
    read: Vec<bool>,
}

impl Table {
    /// The table for a study and what an index has read of it.
    pub fn of(study: &Study, index: Option<&Index>) -> Table {
        let (mut firsts, mut read) = (HashMap::new(), Vec::new());
        let turns = Turns::of(study, |first, document| {
            let known = index.and_then(|index| index.snapshot().places(document));
            read.push(known.is_some());
            let (key, places) = known?;
            firsts.insert(key, first);
            Some(places)
        });
        let numbers = index.map_or_else(Vec::new, |index| index.snapshot().numbers(&firsts));
        Table {
            turns,
            numbers,
            read,
        }
    }

    /// The turns that hold each leaf: from the index as far as it has read, from the text
    /// elsewhere.
    pub fn hits(
        &self,
        study: &Study,
        leaves: &[Leaf],
        index: Option<&Index>,
        reader: &mut Reader,
        stop: &AtomicBool,
    ) -> Result<Vec<Hits>, Halt> {
        let mut all = vec![Hits::none(self.turns.len()); leaves.len()];
        if leaves.is_empty() {
            return Ok(all);
        }
        for (leaf, hits) in leaves.iter().zip(&mut all) {
            let Some(index) = index else { break };
            if matches!(leaf, Leaf::Pattern(_)) {
                let documents = self
                    .turns
                    .documents
                    .iter()
                    .zip(&self.read)
                    .filter(|(_, read)| **read);
                let turns = documents.flat_map(|(shelved, _)| shelved.first..shelved.end);
                self.read(study, turns, leaf, reader, stop, hits)?;
            } else {
                index.look_up(leaf, &self.turns, &self.numbers, reader, hits)?;
            }
        }
        for (shelved, _) in self
            .turns
            .documents
            .iter()
            .zip(&self.read)
            .filter(|(_, read)| !**read)
        {
            if stop.load(Ordering::Relaxed) {
                return Err(Halt::Stopped);
            }
            scan(study, &self.turns, shelved, leaves, reader, &mut all);
        }
        Ok(all)
    }

    /// Reads turns for a leaf that postings cannot answer.
    fn read(
        &self,
        study: &Study,
        turns: impl Iterator<Item = usize>,
        leaf: &Leaf,
        reader: &mut Reader,
        stop: &AtomicBool,
        hits: &mut Hits,
    ) -> Result<(), Halt> {
        for number in turns {
            if stop.load(Ordering::Relaxed) {
                return Err(Halt::Stopped);
            }
            let place = &self.turns.places[number];
            let shelved = &self.turns.documents[place.document as usize];
            let Some(document) = study.document(shelved.id) else {
                continue;
            };
            let leaf = std::slice::from_ref(leaf);
            reader.read(
                &document.text,
                place.words,
                place.words,
                shelved.language,
                leaf,
                |_, found| hits.add(number, 1, found.kin),
            );
        }
        Ok(())
    }
}
