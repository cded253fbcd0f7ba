//! The searcher: answers questions to one study.

use super::answer::{Answer, Passage};
use super::ground::{Found, Ground};
use super::hits::{Hits, scan};
use super::judge;
use super::query::{Order, Query, Unit};
use super::quotes::Quotes;
use super::reading::Reader;
use super::turns::Turns;
use crate::study::{Document, Id, Refusal, Study};
use std::path::Path;

/// Answers questions to one study, on whatever thread it is moved to.
///
/// A search borrows the study for its duration and keeps no part of it, only
/// tables that say where its turns and quotes lie. A screen that must not wait
/// moves the searcher to a thread of its own, together with an `Arc<Study>` or a
/// clone of the study (texts are shared), and sends queries there.
#[derive(Default)]
pub struct Searcher {
    reader: Reader,
    turns: Kept<Vec<Id<Document>>, Turns>,
    quotes: Kept<u64, Quotes>,
}

/// A table and what it was made for.
struct Kept<K, V>(Option<(K, V)>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Kept(None)
    }
}

impl<K: PartialEq, V> Kept<K, V> {
    /// The table for `key`, made anew when it was made for another.
    fn get(&mut self, key: K, make: impl FnOnce() -> V) -> &V {
        let kept = self.0.take().filter(|(known, _)| *known == key).unwrap_or_else(|| (key, make()));
        &self.0.insert(kept).1
    }
}

impl Searcher {
    /// A searcher for the study in a file; without a file nothing is kept on disk.
    #[must_use]
    pub fn open(_study: Option<&Path>) -> Searcher {
        Searcher::default()
    }

    /// Reads what the study has that the index has not, and forgets what the
    /// study no longer has; `progress` hears of each document. Answers are
    /// complete also before and without this: it only makes them quick.
    ///
    /// # Errors
    /// When the cache cannot be used; searches then work without it.
    pub fn catch_up(&mut self, _study: &Study, _progress: &mut dyn FnMut(usize, usize)) -> Result<(), Refusal> {
        Ok(())
    }

    /// The passages that a query means, at most `limit`, and how many there are in all.
    ///
    /// # Errors
    /// When the index breaks under the search; the next search works without it.
    pub fn search(&mut self, study: &Study, query: &Query, limit: usize) -> Result<Answer, Refusal> {
        let documents = study.documents().map(|document| document.id).collect();
        let turns = self.turns.get(documents, || Turns::of(study, |_| None));
        let mut hits = vec![Hits::none(turns.len()); query.leaves.len()];
        if !query.leaves.is_empty() {
            for shelved in &turns.documents {
                scan(study, turns, shelved, &query.leaves, &mut self.reader, &mut hits);
            }
        }
        let ground = Ground::new(study, query, turns, &hits);
        let quotes = match query.unit() {
            Unit::Turn => None,
            Unit::Quote => Some(self.quotes.get(study.revision(), || Quotes::of(study, turns))),
        };
        let mut found = match quotes {
            None => ground.turns(),
            Some(quotes) => judge::quotes(&ground, quotes, &mut self.reader),
        };
        let total = found.len();
        best(&mut found, query.order(), limit);
        let passages = found.into_iter().filter_map(|found| Passage::of(&ground, quotes, found, &mut self.reader)).collect();
        Ok(Answer { passages, total })
    }
}

/// Keeps the first `limit` in the order asked for.
fn best(found: &mut Vec<Found>, order: Order, limit: usize) {
    if order == Order::Ranked {
        let rank = |a: &Found, b: &Found| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number));
        if limit > 0 && limit < found.len() {
            found.select_nth_unstable_by(limit - 1, rank);
            found.truncate(limit);
        }
        found.sort_unstable_by(rank);
    }
    found.truncate(limit);
}
