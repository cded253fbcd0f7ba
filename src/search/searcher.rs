//! The searcher: answers questions to one study.

use super::answer::{Answer, Memo, Passage, Place};
use super::facets::Facets;
use super::findings::Findings;
use super::frequencies::{Counter, Counting, Frequencies};
use super::ground::{Ground, Known};
use super::hits::Hits;
use super::index::{Index, Shelf};
use super::judge;
use super::likeness::{Alike, Likeness, Suggestion};
use super::notes::Notes;
use super::query::{Query, Scope};
use super::quotes::Quotes;
use super::reading::Reader;
use super::said::{Numbered, Said};
use super::table::{Halt, Table};
use crate::study::{Document, Id, Refusal, Study, theory::QuoteAt};
use crate::text::Span;
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
    /// What the tables of turns and of words depend on.
    documents: Kept<u64, Shelves>,
    table: Kept<Shelves, Table>,
    quotes: Kept<u64, (Quotes, Numbered)>,
    known: Kept<u64, Known>,
    /// The words of quotes; they stay as long as the documents do.
    said: Kept<Shelves, Said>,
}

/// The documents there are, and how many bytes each has.
type Shelves = Vec<(Id<Document>, usize)>;

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
        let kept = self
            .0
            .take()
            .filter(|(known, _)| *known == key)
            .unwrap_or_else(|| (key, make()));
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
            documents: Kept::default(),
            table: Kept::default(),
            quotes: Kept::default(),
            said: Kept::default(),
            known: Kept::default(),
        }
    }

    /// The same searcher, keeping an index from so many bytes of text on
    /// instead of from a megabyte.
    #[must_use]
    pub fn indexing_from(self, bytes: usize) -> Searcher {
        Searcher {
            small: bytes,
            ..self
        }
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
    pub fn catch_up(
        &mut self,
        study: &Study,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<(), Refusal> {
        if study
            .documents()
            .map(|document| document.text.len())
            .sum::<usize>()
            < self.small
        {
            self.put(None);
            self.shelf.clear();
            return Ok(());
        }
        if self
            .index
            .as_ref()
            .is_some_and(|index| index.is_current(study))
        {
            return Ok(());
        }
        let open = self.put(None);
        match self.shelf.caught_up(open, study, &self.stop, progress) {
            Ok(index) => {
                self.put(index);
                if self.is_stopped() {
                    Err(stopped())
                } else {
                    Ok(())
                }
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

    /// The passages or memos that a query means, at most `limit`, and how many there are in all.
    ///
    /// # Errors
    /// When it is stopped by [`Searcher::brake`].
    pub fn search(
        &mut self,
        study: &Study,
        query: &Query,
        limit: usize,
    ) -> Result<Answer, Refusal> {
        self.find(study, query, |ground, notes, findings, reader| {
            let (mut passages, mut memos) = (Vec::new(), Vec::new());
            for found in findings.first(query.order(), limit) {
                match (query.scope(), ground.quotes, notes) {
                    (Scope::Memos, _, Some(notes)) => {
                        memos.extend(Memo::of(ground, notes, found, reader))
                    }
                    (Scope::Condensations | Scope::Themes, Some(quotes), Some(notes)) => {
                        passages.extend(Passage::noted(ground, quotes, notes, found, reader));
                    }
                    _ => passages.extend(Passage::of(ground, found, reader)),
                }
            }
            Answer {
                passages,
                memos,
                total: findings.len(),
            }
        })
    }

    /// How all that a query means spreads over documents, informants and codes.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn facets(&mut self, study: &Study, query: &Query) -> Result<Facets, Refusal> {
        self.find(study, query, |ground, notes, findings, _| {
            Facets::of(
                study,
                findings
                    .numbers()
                    .map(|number| Place::of(ground, notes, number)),
            )
        })
    }

    /// How often each word stands in all that a query means.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn frequencies(
        &mut self,
        study: &Study,
        query: &Query,
        counting: &Counting,
    ) -> Result<Frequencies, Refusal> {
        self.find(study, query, |ground, notes, findings, reader| {
            let mut counter = Counter::new(counting);
            reader.folds = false;
            for number in findings.numbers() {
                counter.begin();
                match notes.filter(|notes| !notes.list.is_empty()) {
                    Some(notes) => {
                        let text = notes.list[number].text;
                        let all = Span::of(0, text.len());
                        let (stretch, stems) = reader.words(text, all, all);
                        stretch
                            .forms()
                            .for_each(|form| counter.count(form, notes.language, stems));
                    }
                    None => {
                        let Place::Quote(at, _) = Place::of(ground, notes, number) else {
                            continue;
                        };
                        let (document, shelved) = (
                            study.document(at.document),
                            ground.turns.shelved(at.document),
                        );
                        let (Some(document), Some(shelved)) = (document, shelved) else {
                            continue;
                        };
                        for turn in &ground.turns.places[ground.turns.meeting(shelved, at.span)] {
                            let (stretch, stems) =
                                reader.words(&document.text, turn.words, at.span);
                            stretch
                                .forms()
                                .for_each(|form| counter.count(form, shelved.language, stems));
                        }
                    }
                }
            }
            counter.frequencies()
        })
    }

    /// The quotes most like the words at a place, at most `limit`, with the words they
    /// share; those that overlap it are left out. See [`Alike`] for the method.
    ///
    /// # Errors
    /// When it is stopped by [`Searcher::brake`].
    pub fn similar(
        &mut self,
        study: &Study,
        to: QuoteAt,
        limit: usize,
    ) -> Result<Vec<Alike>, Refusal> {
        self.liken(study, |likeness, reader| {
            likeness.similar(to, limit, reader)
        })
    }

    /// The codes that other quotes argue for at a place, at most `limit`, with these
    /// quotes; codes that lie on it already are left out. See [`Suggestion`] for the method.
    ///
    /// # Errors
    /// When it is stopped by [`Searcher::brake`].
    pub fn suggest(
        &mut self,
        study: &Study,
        to: QuoteAt,
        limit: usize,
    ) -> Result<Vec<Suggestion>, Refusal> {
        self.liken(study, |likeness, reader| {
            likeness.suggest(to, limit, reader)
        })
    }

    fn documents(&mut self, study: &Study) -> Shelves {
        let all = || {
            study
                .documents()
                .map(|document| (document.id, document.text.len()))
                .collect()
        };
        self.documents.get(study.revision(), all).clone()
    }

    fn liken<T>(
        &mut self,
        study: &Study,
        ask: impl FnOnce(&Likeness<'_>, &mut Reader) -> T,
    ) -> Result<T, Refusal> {
        self.know_quotes(study)?;
        let documents = self.documents(study);
        let index = self.index.as_ref();
        let turns = &self.table.get(documents, || Table::of(study, index)).turns;
        let (Some((_, (quotes, numbered))), Some((_, said))) = (&self.quotes.0, &self.said.0)
        else {
            return Err(stopped());
        };
        Ok(ask(
            &Likeness {
                study,
                turns,
                quotes,
                said,
                numbered,
            },
            &mut self.reader,
        ))
    }

    /// Brings what is known of quotes up to the study, as the first search that
    /// speaks of them would; costs little when few came or went.
    ///
    /// # Errors
    /// When it is stopped by [`Searcher::brake`].
    pub fn know_quotes(&mut self, study: &Study) -> Result<(), Refusal> {
        if self
            .quotes
            .0
            .as_ref()
            .is_some_and(|(revision, _)| *revision == study.revision())
        {
            return Ok(());
        }
        let documents = self.documents(study);
        let index = self.index.as_ref();
        let table = self
            .table
            .get(documents.clone(), || Table::of(study, index));
        let quotes = Quotes::of(study, &table.turns);
        self.said.get(documents, Said::default);
        let said = self.said.0.as_mut().map(|(_, said)| said);
        let numbered = said
            .and_then(|said| said.read(study, &table.turns, &quotes, &mut self.reader, &self.stop));
        self.quotes = Kept(Some((
            study.revision(),
            (quotes, numbered.ok_or_else(stopped)?),
        )));
        Ok(())
    }

    /// Finds everything a query means, in reading order, and asks something of it.
    fn find<T>(
        &mut self,
        study: &Study,
        query: &Query,
        ask: impl FnOnce(&Ground<'_>, Option<&Notes<'_>>, &Findings<'_>, &mut Reader) -> T,
    ) -> Result<T, Refusal> {
        if query.speaks_of_quotes() {
            self.know_quotes(study)?;
        }
        self.reader.folds = query.folds();
        let documents = self.documents(study);
        let index = self.index.as_ref();
        let table = self.table.get(documents, || Table::of(study, index));
        let quotes = self
            .quotes
            .0
            .as_ref()
            .filter(|_| query.speaks_of_quotes())
            .map(|(_, known)| known);
        let known = self.known.get(study.revision(), Known::default);
        let ground = Ground {
            study,
            query,
            turns: &table.turns,
            quotes: quotes.map(|(quotes, _)| quotes),
            known,
        };
        let notes = ground
            .quotes
            .map(|quotes| Notes::of(study, query.scope(), quotes));
        let reader = &mut self.reader;
        let findings = match (query.scope(), quotes, &notes) {
            (Scope::Turns, ..) | (_, None, _) | (_, _, None) => {
                match table.hits(study, &query.leaves, index, reader, &self.stop) {
                    Ok(hits) => ground.turns(hits),
                    Err(Halt::Stopped) => return Err(stopped()),
                    Err(Halt::Broken) => {
                        // The text itself answers; the next catch-up makes a new index.
                        self.put(None);
                        return self.find(study, query, ask);
                    }
                }
            }
            (Scope::Quotes, Some((quotes, numbered)), _) => {
                let said = self.said.0.as_ref().map(|(_, said)| said);
                let hits = |leaf| {
                    said.map_or_else(
                        || Hits::none(quotes.len()),
                        |said| said.look_up(leaf, numbered, reader),
                    )
                };
                let hits = query.leaves.iter().map(hits).collect();
                judge::quotes(&ground, quotes, hits, reader)
            }
            (_, Some((quotes, _)), Some(notes)) => judge::notes(&ground, quotes, notes, reader),
        };
        Ok(ask(&ground, notes.as_ref(), &findings, reader))
    }
}

fn stopped() -> Refusal {
    Refusal::new("the search was stopped", "Search again when you like")
}
