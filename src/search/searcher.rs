//! The searcher: answers questions to one study.

use super::answer::{Answer, Memo, Passage};
use super::ground::{Found, Ground};
use super::index::{Index, Shelf};
use super::judge;
use super::leaf::Leaf;
use super::notes::Notes;
use super::query::{Order, Query, Scope};
use super::quotes::Quotes;
use super::reading::Reader;
use super::table::{Halt, Table};
use crate::study::{Document, Id, Refusal, Study};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Below so many bytes of text a study is read at each search: that takes
/// milliseconds, and keeps no second copy of what people said.
const SMALL: usize = 1 << 20;

/// Answers questions to one study, on whatever thread it is moved to.
///
/// A search borrows the study for its duration and keeps no part of it, only
/// tables that say where its turns and quotes lie. A screen that must not wait
/// moves the searcher to a thread of its own, together with an `Arc<Study>` or a
/// clone of the study (texts are shared), and sends queries there.
pub struct Searcher {
    shelf: Shelf,
    small: usize,
    index: Option<Index>,
    stop: Arc<AtomicBool>,
    reader: Reader,
    table: Kept<Vec<(Id<Document>, usize)>, Table>,
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
    /// A searcher for the study in a file, whose index lies in the user's cache;
    /// without a file it lies in memory.
    #[must_use]
    pub fn open(study: Option<&Path>) -> Searcher {
        Searcher::on(study.map_or(Shelf::Memory, |study| Shelf::of(study, None)))
    }

    /// The same with a cache in another folder than the user's.
    #[must_use]
    pub fn open_in(cache: &Path, study: &Path) -> Searcher {
        Searcher::on(Shelf::of(study, Some(cache)))
    }

    fn on(shelf: Shelf) -> Searcher {
        Searcher {
            shelf,
            small: SMALL,
            index: None,
            stop: Arc::default(),
            reader: Reader::default(),
            table: Kept::default(),
            quotes: Kept::default(),
        }
    }

    /// The same searcher, keeping an index from so many bytes of text on
    /// instead of from a megabyte.
    #[must_use]
    pub fn indexing_from(self, bytes: usize) -> Searcher {
        Searcher { small: bytes, ..self }
    }

    /// A switch for another thread: while it is set, searching and catching up stop.
    #[must_use]
    pub fn brake(&self) -> Arc<AtomicBool> {
        self.stop.clone()
    }

    /// Reads what the study has that the index has not, and forgets what the
    /// study no longer has; `progress` hears how many documents are done, and of
    /// how many. Answers are complete also before and without this: it only
    /// makes them quick. Costs next to nothing when no document came or went.
    ///
    /// # Errors
    /// When it is stopped, or when the cache cannot be used; searches then work without it.
    pub fn catch_up(&mut self, study: &Study, progress: &mut dyn FnMut(usize, usize)) -> Result<(), Refusal> {
        if study.documents().map(|document| document.text.len()).sum::<usize>() < self.small {
            self.put(None);
            self.shelf.clear();
            return Ok(());
        }
        if self.index.as_ref().is_some_and(|index| index.is_current(study)) {
            return Ok(());
        }
        let open = self.put(None);
        match self.shelf.caught_up(open, study, &self.stop, progress) {
            Ok(index) => {
                self.put(index);
                if self.is_stopped() { Err(stopped()) } else { Ok(()) }
            }
            Err(error) => {
                let refusal = self.shelf.refusal(&error);
                // Not again for this study: an index in memory is as good until virk ends.
                self.shelf = Shelf::Memory;
                let index = self.shelf.caught_up(None, study, &self.stop, progress);
                self.put(index.ok().flatten());
                Err(refusal)
            }
        }
    }

    /// Takes another index; the table of turns was made for the old one.
    fn put(&mut self, index: Option<Index>) -> Option<Index> {
        self.table = Kept::default();
        std::mem::replace(&mut self.index, index)
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The passages that a query means, at most `limit`, and how many there are in all.
    ///
    /// # Errors
    /// When it is stopped by [`Searcher::brake`].
    pub fn search(&mut self, study: &Study, query: &Query, limit: usize) -> Result<Answer, Refusal> {
        let documents = study.documents().map(|document| (document.id, document.text.len())).collect();
        let index = self.index.as_ref();
        self.reader.folds = query.folds();
        let table = self.table.get(documents, || Table::of(study, index));
        // What is written is not in the index.
        let said = matches!(query.scope(), Scope::Turns | Scope::Quotes);
        let leaves: &[Leaf] = if said { &query.leaves } else { &[] };
        let hits = match table.hits(study, leaves, index, &mut self.reader, &self.stop) {
            Ok(hits) => hits,
            Err(Halt::Stopped) => return Err(stopped()),
            Err(Halt::Broken) => {
                // The text itself answers; the next catch-up makes a new index.
                self.put(None);
                return self.search(study, query, limit);
            }
        };
        let quotes = query.speaks_of_quotes().then(|| self.quotes.get(study.revision(), || Quotes::of(study, &table.turns)));
        let ground = Ground::new(study, query, &table.turns, quotes, &hits);
        let notes = quotes.map(|quotes| Notes::of(study, query.scope(), quotes));
        let reader = &mut self.reader;
        let mut found = match (query.scope(), quotes, &notes) {
            (Scope::Turns, ..) | (_, None, _) | (_, _, None) => ground.turns(),
            (Scope::Quotes, Some(quotes), _) => judge::quotes(&ground, quotes, reader),
            (_, Some(quotes), Some(notes)) => judge::notes(&ground, quotes, notes, reader),
        };
        let total = found.len();
        best(&mut found, query.order(), limit);
        let (mut passages, mut memos) = (Vec::new(), Vec::new());
        for found in found {
            match (query.scope(), quotes, &notes) {
                (Scope::Memos, _, Some(notes)) => memos.extend(Memo::of(&ground, notes, found, reader)),
                (Scope::Condensations | Scope::Themes, Some(quotes), Some(notes)) => {
                    passages.extend(Passage::noted(&ground, quotes, notes, found, reader));
                }
                _ => passages.extend(Passage::of(&ground, found, reader)),
            }
        }
        Ok(Answer { passages, memos, total })
    }
}

fn stopped() -> Refusal {
    Refusal::new("the search was stopped", "Search again when you like")
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
