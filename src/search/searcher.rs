//! Runs queries against one study.

use super::evaluate;
use super::facets::Facets;
use super::fields::{EvalContext, FieldCache};
use super::frequencies::{Counter, Frequencies, WordCountOptions};
use super::index::{IndexLocation, SearchIndex};
use super::notes::SearchableNotes;
use super::query::{Query, SearchScope};
use super::quote_words::{QuoteNumbering, QuoteWordIndex};
use super::quotes::Quotes;
use super::rank::RankedHits;
use super::results::{HitLocation, Memo, Passage, SearchResults};
use super::similarity::{SimilarQuote, SimilaritySearch, Suggestion};
use super::turn_lookup::{LookupError, TurnLookup};
use super::word_reader::WordReader;
use crate::study::{Document, Id, Refusal, Study, StudyLocation, theory::QuoteAt};
use crate::text::Span;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Below this many bytes of text a study is scanned in each search, which takes milliseconds and
/// keeps no second copy of confidential text.
const INDEX_THRESHOLD: usize = 1 << 20;

/// Runs queries against one study, on whatever thread it is moved to.
///
/// A search borrows the study while it runs and keeps none of it, only tables of where its turns
/// and quotes are. A UI that must not block moves the searcher to a thread, together with an
/// `Arc<Study>`, and sends queries there.
pub struct Searcher {
    /// Where the study lies and the cache, until the index is looked for.
    place: Option<(StudyLocation, Option<PathBuf>)>,
    location: IndexLocation,
    index_threshold: usize,
    index: Option<SearchIndex>,
    cancel_flag: Arc<AtomicBool>,
    reader: WordReader,
    /// Key of the tables of turns and words.
    documents: Cached<u64, DocumentSizes>,
    table: Cached<DocumentSizes, TurnLookup>,
    quotes: Cached<u64, (Quotes, QuoteNumbering)>,
    field_cache: Cached<u64, FieldCache>,
    /// Kept for as long as the documents stay the same.
    quote_words: Cached<DocumentSizes, QuoteWordIndex>,
}

/// The documents and their lengths in bytes.
type DocumentSizes = Vec<(Id<Document>, usize)>;

/// A value and the key it was computed for.
struct Cached<K, V>(Option<(K, V)>);

impl<K, V> Default for Cached<K, V> {
    fn default() -> Self {
        Cached(None)
    }
}

impl<K: PartialEq, V> Cached<K, V> {
    /// Returns the value for `key`, computing it if it was made for another one.
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
    /// The index of a study is in the user's cache; that of a study without a place is in memory.
    pub fn open(location: Option<&StudyLocation>) -> Searcher {
        Searcher::with(location.map(|location| (location.clone(), None)))
    }

    /// Like `open`, with another cache folder than the user's.
    pub fn open_in(cache: &Path, location: &StudyLocation) -> Searcher {
        Searcher::with(Some((location.clone(), Some(cache.to_owned()))))
    }

    fn with(place: Option<(StudyLocation, Option<PathBuf>)>) -> Searcher {
        Searcher {
            place,
            location: IndexLocation::Memory,
            index_threshold: INDEX_THRESHOLD,
            index: None,
            cancel_flag: Arc::default(),
            reader: WordReader::default(),
            documents: Cached::default(),
            table: Cached::default(),
            quotes: Cached::default(),
            quote_words: Cached::default(),
            field_cache: Cached::default(),
        }
    }

    /// Replaces the size of text from which on an index is kept.
    pub fn with_index_threshold(self, bytes: usize) -> Searcher {
        Searcher {
            index_threshold: bytes,
            ..self
        }
    }

    /// While this flag is set, from any thread, searching and indexing stop.
    pub fn cancel_flag(&self) -> Arc<AtomicBool> {
        self.cancel_flag.clone()
    }

    /// Indexes new documents and removes those that are gone; `progress` receives the number of
    /// documents done and in all. Results are complete without it too: it only makes them fast.
    /// Costs next to nothing when no document came or went.
    ///
    /// # Errors
    /// When it is cancelled, or when the cache cannot be used; searches then work without it.
    pub fn update_index(
        &mut self,
        study: &Study,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<(), Refusal> {
        self.find_index(study);
        if study
            .documents()
            .map(|document| document.text.len())
            .sum::<usize>()
            < self.index_threshold
        {
            self.replace_index(None);
            self.location.clear();
            return Ok(());
        }
        if self
            .index
            .as_ref()
            .is_some_and(|index| index.is_current(study))
        {
            return Ok(());
        }
        let open = self.replace_index(None);
        match self
            .location
            .open_current(open, study, &self.cancel_flag, progress)
        {
            Ok(index) => {
                self.replace_index(index);
                if self.is_cancelled() {
                    Err(stopped())
                } else {
                    Ok(())
                }
            }
            Err(error) => {
                let refusal = self.location.refusal(&error);
                // Do not try the cache again: an index in memory is as good until virk ends.
                self.location = IndexLocation::Memory;
                let index = self
                    .location
                    .open_current(None, study, &self.cancel_flag, progress);
                self.replace_index(index.ok().flatten());
                Err(refusal)
            }
        }
    }

    /// Finds the index by the study's id, which only the study itself knows.
    fn find_index(&mut self, study: &Study) {
        if let Some(id) = study.id()
            && let Some((location, cache)) = self.place.take()
        {
            self.location = IndexLocation::of(id, &location, cache.as_deref());
        }
    }

    /// Also drops the table of turns, which refers to the old index.
    fn replace_index(&mut self, index: Option<SearchIndex>) -> Option<SearchIndex> {
        self.table = Cached::default();
        std::mem::replace(&mut self.index, index)
    }

    fn is_cancelled(&self) -> bool {
        self.cancel_flag.load(Ordering::Relaxed)
    }

    /// The matching passages or memos, at most `limit`, and the number of all.
    ///
    /// # Errors
    /// When it is cancelled by [`Searcher::cancel_flag`].
    pub fn search(
        &mut self,
        study: &Study,
        query: &Query,
        limit: usize,
    ) -> Result<SearchResults, Refusal> {
        self.find(study, query, |context, notes, findings, reader| {
            let (mut passages, mut memos) = (Vec::new(), Vec::new());
            for found in findings.top(query.order(), limit) {
                match (query.scope(), context.quotes, notes) {
                    (SearchScope::Memos, _, Some(notes)) => {
                        memos.extend(Memo::of(context, notes, found, reader))
                    }
                    (
                        SearchScope::Condensations | SearchScope::Themes,
                        Some(quotes),
                        Some(notes),
                    ) => {
                        passages.extend(Passage::of_note(context, quotes, notes, found, reader));
                    }
                    _ => passages.extend(Passage::of(context, found, reader)),
                }
            }
            SearchResults {
                passages,
                memos,
                total: findings.len(),
            }
        })
    }

    /// Counts of all results by document, informant and code.
    pub fn facets(&mut self, study: &Study, query: &Query) -> Result<Facets, Refusal> {
        self.find(study, query, |context, notes, findings, _| {
            Facets::of(
                study,
                findings
                    .numbers()
                    .map(|number| HitLocation::of(context, notes, number)),
            )
        })
    }

    /// Word frequencies in all results.
    pub fn frequencies(
        &mut self,
        study: &Study,
        query: &Query,
        counting: &WordCountOptions,
    ) -> Result<Frequencies, Refusal> {
        self.find(study, query, |context, notes, findings, reader| {
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
                        let HitLocation::Quote(at, _) = HitLocation::of(context, notes, number)
                        else {
                            continue;
                        };
                        let (document, document_turns) = (
                            study.document(at.document),
                            context.turns.document(at.document),
                        );
                        let (Some(document), Some(document_turns)) = (document, document_turns)
                        else {
                            continue;
                        };
                        for turn in &context.turns.records
                            [context.turns.overlapping(document_turns, at.span)]
                        {
                            let (stretch, stems) =
                                reader.words(&document.text, turn.words, at.span);
                            stretch.forms().for_each(|form| {
                                counter.count(form, document_turns.language, stems)
                            });
                        }
                    }
                }
            }
            counter.frequencies()
        })
    }

    /// The quotes most similar to the words of `to`, at most `limit`, with the words they share;
    /// quotes that overlap it are left out. See [`SimilarQuote`] for the method.
    pub fn similar(
        &mut self,
        study: &Study,
        to: QuoteAt,
        limit: usize,
    ) -> Result<Vec<SimilarQuote>, Refusal> {
        self.with_similarity(study, |likeness, reader| {
            likeness.similar(to, limit, reader)
        })
    }

    /// Codes suggested by similar quotes, at most `limit`, with these quotes; codes that the span
    /// already has are left out. See [`Suggestion`] for the method.
    pub fn suggest(
        &mut self,
        study: &Study,
        to: QuoteAt,
        limit: usize,
    ) -> Result<Vec<Suggestion>, Refusal> {
        self.with_similarity(study, |likeness, reader| {
            likeness.suggest(to, limit, reader)
        })
    }

    fn documents(&mut self, study: &Study) -> DocumentSizes {
        let all = || {
            study
                .documents()
                .map(|document| (document.id, document.text.len()))
                .collect()
        };
        self.documents.get(study.revision(), all).clone()
    }

    fn with_similarity<T>(
        &mut self,
        study: &Study,
        ask: impl FnOnce(&SimilaritySearch<'_>, &mut WordReader) -> T,
    ) -> Result<T, Refusal> {
        self.index_quotes(study)?;
        let documents = self.documents(study);
        let index = self.index.as_ref();
        let turns = &self
            .table
            .get(documents, || TurnLookup::of(study, index))
            .turns;
        let (Some((_, (quotes, numbered))), Some((_, words))) =
            (&self.quotes.0, &self.quote_words.0)
        else {
            return Err(stopped());
        };
        Ok(ask(
            &SimilaritySearch {
                study,
                turns,
                quotes,
                words,
                numbering: numbered,
            },
            &mut self.reader,
        ))
    }

    /// Updates the tables of quotes ahead of the first search that needs them; cheap when few
    /// quotes changed.
    pub fn index_quotes(&mut self, study: &Study) -> Result<(), Refusal> {
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
            .get(documents.clone(), || TurnLookup::of(study, index));
        let quotes = Quotes::of(study, &table.turns);
        self.quote_words.get(documents, QuoteWordIndex::default);
        let words = self.quote_words.0.as_mut().map(|(_, words)| words);
        let numbered = words.and_then(|words| {
            words.read(
                study,
                &table.turns,
                &quotes,
                &mut self.reader,
                &self.cancel_flag,
            )
        });
        self.quotes = Cached(Some((
            study.revision(),
            (quotes, numbered.ok_or_else(stopped)?),
        )));
        Ok(())
    }

    /// Evaluates the query and passes all matches, in reading order, to a function.
    fn find<T>(
        &mut self,
        study: &Study,
        query: &Query,
        ask: impl FnOnce(
            &EvalContext<'_>,
            Option<&SearchableNotes<'_>>,
            &RankedHits<'_>,
            &mut WordReader,
        ) -> T,
    ) -> Result<T, Refusal> {
        if query.needs_quotes() {
            self.index_quotes(study)?;
        }
        self.reader.folds = query.folds();
        let documents = self.documents(study);
        let index = self.index.as_ref();
        let table = self
            .table
            .get(documents.clone(), || TurnLookup::of(study, index));
        let quotes = self
            .quotes
            .0
            .as_ref()
            .filter(|_| query.needs_quotes())
            .map(|(_, known)| known);
        let known = self.field_cache.get(study.revision(), FieldCache::default);
        let context = EvalContext {
            study,
            query,
            turns: &table.turns,
            quotes: quotes.map(|(quotes, _)| quotes),
            cache: known,
        };
        let notes = context
            .quotes
            .map(|quotes| SearchableNotes::of(study, query.scope(), quotes));
        let reader = &mut self.reader;
        let findings = match (query.scope(), quotes, &notes) {
            (SearchScope::Turns, ..) | (_, None, _) | (_, _, None) => {
                match table.hits(study, &query.clauses, index, reader, &self.cancel_flag) {
                    Ok(hits) => evaluate::evaluate_turns(&context, hits),
                    Err(LookupError::Cancelled) => return Err(stopped()),
                    Err(LookupError::IndexFailure) => {
                        // The scan still answers this search; the next update builds a new index.
                        self.replace_index(None);
                        return self.find(study, query, ask);
                    }
                }
            }
            (SearchScope::Quotes, Some((quotes, numbered)), _) => {
                let words = self.quote_words.get(documents, QuoteWordIndex::default);
                let hits = evaluate::quote_hits(&context, quotes, words, numbered, reader);
                evaluate::evaluate_quotes(&context, quotes, hits, reader)
            }
            (_, Some((quotes, _)), Some(notes)) => {
                evaluate::evaluate_notes(&context, quotes, notes, reader)
            }
        };
        Ok(ask(&context, notes.as_ref(), &findings, reader))
    }
}

fn stopped() -> Refusal {
    Refusal::new("the search was stopped", "Search again when you like")
}
