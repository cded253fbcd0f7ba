//! The seeker: searches on a thread of its own, so that no key ever waits for
//! an answer. It has room for one question: a newer one takes the place of one
//! that nobody has begun to answer, and an answer that comes after a newer
//! question was asked is dropped. While nothing is asked it brings the index up
//! to the study.

use crate::search::{
    Facets, Frequencies, Passage, Query, QueryError, QuerySettings, ResultOrder, SearchResults,
    SearchScope, Searcher, SimilarQuote, Suggestion, WordCountOptions,
};
use crate::study::{Refusal, Study, quote::CodedText, theory::QuoteAt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

/// What is to be told of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchKind {
    /// The passages that answer the query.
    #[default]
    Passages,
    /// How often words stand in what answers the query, without the small ones.
    Words,
    /// Quotes like these words, whatever the query.
    SimilarQuotes(QuoteAt),
    /// Codes that other quotes argue for on these words, whatever the query.
    CodeSuggestions(QuoteAt),
}

/// What is asked, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// What is to be told.
    pub kind: SearchKind,
    /// The query.
    pub text: String,
    /// What is searched; `None` for what the query says.
    pub scope: Option<SearchScope>,
    /// In which order passages are to come.
    pub order: ResultOrder,
}

/// A question that was answered.
#[derive(Debug)]
pub struct SearchResponse {
    /// What was asked.
    pub request: SearchRequest,
    /// The revision of the study that was searched.
    pub revision: u64,
    /// What was searched, when the query could be read.
    pub scope: Option<SearchScope>,
    /// The passages; or what is wrong with the query.
    pub answer: Result<SearchResults, Refusal>,
    /// Code points before the mistake, when the query could not be read because of one.
    pub mistake_at: Option<usize>,
    /// The words, when these were wanted.
    pub words: Frequencies,
    /// The codes, when these were wanted.
    pub codes: Vec<Suggestion>,
    /// The counts of all that there is, when it is more than was fetched; they come after the
    /// passages.
    pub facets: OnceLock<Facets>,
}

impl SearchResponse {
    /// Whether there is more than was fetched.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.answer
            .as_ref()
            .is_ok_and(|answer| answer.total > answer.passages.len() + answer.memos.len())
    }
}

/// How long a person waits without a word.
const SLOW_AFTER: Duration = Duration::from_millis(200);

/// So many quotes that are alike are shown.
const MAX_SIMILAR_QUOTES: usize = 20;

/// So many codes are suggested.
const MAX_SUGGESTIONS: usize = 3;

/// At most so many passages are fetched; how many there are is always told.
pub const MAX_PASSAGES: usize = 2_000;

/// Searches beside the screen.
pub struct SearchJob {
    path: PathBuf,
    shared: Arc<SearchShared>,
}

/// What the screen and the thread share.
#[derive(Default)]
struct SearchShared {
    slot: Mutex<SearchSlot>,
    condvar: Condvar,
    /// Set to stop what the thread is at: something newer waits.
    cancel_flag: Mutex<Arc<AtomicBool>>,
}

#[derive(Default)]
struct SearchSlot {
    /// The study as last asked.
    study: Option<Arc<Study>>,
    /// Whether the index may not have read all of it.
    index_stale: bool,
    queued: Option<SearchRequest>,
    busy: bool,
    /// How many questions have been begun.
    started_count: u64,
    /// Whether the one at hand takes longer than a person should wait without a word.
    slow: bool,
    response: Option<Arc<SearchResponse>>,
    /// How many documents the index has read, and of how many, while it reads.
    indexing: Option<(usize, usize)>,
    /// Calls the screen when there is something to see.
    on_change: Option<Box<dyn Fn() + Send>>,
    started: bool,
    shutdown: bool,
}

impl SearchShared {
    fn slot(&self) -> MutexGuard<'_, SearchSlot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, slot: MutexGuard<'a, SearchSlot>) -> MutexGuard<'a, SearchSlot> {
        self.condvar
            .wait(slot)
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the thread know that something newer waits.
    fn wake(&self, slot: MutexGuard<'_, SearchSlot>) {
        self.cancel_flag
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .store(true, Ordering::Relaxed);
        drop(slot);
        self.condvar.notify_all();
    }
}

impl SearchSlot {
    fn notify(&self) {
        if let Some(call) = &self.on_change {
            call();
        }
    }
}

impl SearchJob {
    /// A seeker in the study that lies in this file; its thread begins with the first question.
    #[must_use]
    pub fn new(path: &Path) -> SearchJob {
        SearchJob {
            path: path.to_owned(),
            shared: Arc::default(),
        }
    }

    /// Whom to call when there is an answer, or the index has come further.
    pub fn on_change(&self, call: impl Fn() + Send + 'static) {
        self.shared.slot().on_change = Some(Box::new(call));
    }

    /// Gets ready for questions to the study as it is now.
    pub fn set_study(&self, study: &Study) {
        let mut slot = self.shared.slot();
        if slot
            .study
            .as_ref()
            .is_some_and(|known| known.revision() == study.revision())
        {
            return;
        }
        slot.study = Some(Arc::new(study.clone()));
        slot.index_stale = true;
        if !std::mem::replace(&mut slot.started, true) {
            let (shared, path) = (self.shared.clone(), self.path.clone());
            let watched = shared.clone();
            thread::spawn(move || run_thread(&shared, &path));
            thread::spawn(move || watch_slow_search(&watched));
        }
        self.shared.wake(slot);
    }

    /// Asks a question to the study as it is now.
    pub fn submit(&self, study: &Study, question: SearchRequest) {
        self.set_study(study);
        let mut slot = self.shared.slot();
        slot.queued = Some(question);
        self.shared.wake(slot);
    }

    /// Stops what is being answered; nothing is asked then.
    pub fn cancel(&self) {
        let mut slot = self.shared.slot();
        slot.queued = None;
        self.shared.wake(slot);
    }

    /// Whether an answer takes longer than a person should wait without a word.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.shared.slot().slow
    }

    /// The newest answer.
    #[must_use]
    pub fn response(&self) -> Option<Arc<SearchResponse>> {
        self.shared.slot().response.clone()
    }

    /// How many documents the index has read, and of how many, while it reads.
    #[must_use]
    pub fn indexing(&self) -> Option<(usize, usize)> {
        self.shared.slot().indexing
    }

    /// Waits until every question is answered: for those that have no screen to go on with.
    pub fn wait_until_idle(&self) {
        let mut slot = self.shared.slot();
        while slot.busy || slot.queued.is_some() {
            slot = self.shared.wait(slot);
        }
    }
}

impl Drop for SearchJob {
    fn drop(&mut self) {
        let mut slot = self.shared.slot();
        slot.shutdown = true;
        self.shared.wake(slot);
    }
}

/// Answers one question after the other, and reads what is new while nothing
/// is asked, until there is nobody to ask.
fn run_thread(shared: &SearchShared, path: &Path) {
    let mut searcher = Searcher::open(Some(path));
    let brake = searcher.cancel_flag();
    *shared
        .cancel_flag
        .lock()
        .unwrap_or_else(PoisonError::into_inner) = brake.clone();
    loop {
        let mut slot = shared.slot();
        while !slot.shutdown && slot.queued.is_none() && !slot.index_stale {
            slot = shared.wait(slot);
        }
        let Some(study) = slot.study.clone().filter(|_| !slot.shutdown) else {
            return;
        };
        brake.store(false, Ordering::Relaxed);
        match slot.queued.take() {
            Some(question) => {
                slot.busy = true;
                slot.started_count += 1;
                drop(slot);
                shared.condvar.notify_all();
                answer(shared, &mut searcher, &study, question);
            }
            None => {
                slot.index_stale = false;
                drop(slot);
                read(shared, &mut searcher, &study, &brake);
            }
        }
    }
}

/// Calls the screen when an answer takes long.
fn watch_slow_search(shared: &SearchShared) {
    let mut slot = shared.slot();
    while !slot.shutdown {
        if !slot.busy || slot.slow {
            slot = shared.wait(slot);
            continue;
        }
        let begun = slot.started_count;
        let same =
            |slot: &mut SearchSlot| slot.busy && slot.started_count == begun && !slot.shutdown;
        let (again, waited) = shared
            .condvar
            .wait_timeout_while(slot, SLOW_AFTER, same)
            .unwrap_or_else(PoisonError::into_inner);
        slot = again;
        if waited.timed_out() {
            slot.slow = true;
            slot.notify();
        }
    }
}

/// Answers a question, unless a newer one has been asked by then; then counts all that answers it.
fn answer(shared: &SearchShared, searcher: &mut Searcher, study: &Study, question: SearchRequest) {
    let found = Arc::new(find(searcher, study, question));
    let mut slot = shared.slot();
    // A search that was stopped is no answer.
    let stopped = found.answer.is_err() && found.scope.is_some();
    let told = slot.queued.is_none() && !stopped;
    if told {
        slot.response = Some(found.clone());
        slot.notify();
    }
    if told && found.is_truncated() {
        drop(slot);
        count(searcher, study, &found);
        slot = shared.slot();
        slot.notify();
    }
    (slot.busy, slot.slow) = (false, false);
    drop(slot);
    shared.condvar.notify_all();
}

/// Counts all that answers a question, unless it is stopped.
fn count(searcher: &mut Searcher, study: &Study, found: &SearchResponse) {
    let facets = query(study, &found.request)
        .ok()
        .and_then(|query| searcher.facets(study, &query).ok());
    if let Some(facets) = facets {
        // Nobody else counts it.
        let _ = found.facets.set(facets);
    }
}

fn query(study: &Study, question: &SearchRequest) -> Result<Query, QueryError> {
    let query = Query::parse_as(
        &question.text,
        study,
        QuerySettings {
            scope: question.scope,
            fold: false,
        },
    )?;
    Ok(query.ordered(question.order))
}

fn find(searcher: &mut Searcher, study: &Study, question: SearchRequest) -> SearchResponse {
    let (words, codes, revision) = (Frequencies::default(), Vec::new(), study.revision());
    let facets = OnceLock::new();
    match question.kind {
        SearchKind::SimilarQuotes(quote) => {
            let answer = searcher
                .similar(study, quote, MAX_SIMILAR_QUOTES)
                .map(|alike| {
                    let passages: Vec<Passage> = alike
                        .iter()
                        .filter_map(|alike| passage(study, alike))
                        .collect();
                    SearchResults {
                        total: passages.len(),
                        passages,
                        ..SearchResults::default()
                    }
                });
            SearchResponse {
                request: question,
                revision,
                scope: Some(SearchScope::Quotes),
                answer,
                mistake_at: None,
                words,
                codes,
                facets,
            }
        }
        SearchKind::CodeSuggestions(quote) => {
            let (answer, codes) = match searcher.suggest(study, quote, MAX_SUGGESTIONS) {
                Ok(codes) => (Ok(SearchResults::default()), codes),
                Err(refusal) => (Err(refusal), codes),
            };
            SearchResponse {
                request: question,
                revision,
                scope: Some(SearchScope::Quotes),
                answer,
                mistake_at: None,
                words,
                codes,
                facets,
            }
        }
        SearchKind::Passages | SearchKind::Words => {
            let query = query(study, &question);
            let scope = query.as_ref().ok().map(Query::scope);
            let mistake_at = query.as_ref().err().and_then(|error| error.at);
            let counting = WordCountOptions {
                excluded: WordCountOptions::small_words(
                    study
                        .documents()
                        .map(|document| document.body.language.as_str()),
                ),
                ..WordCountOptions::default()
            };
            let counted = match &query {
                Ok(query) if question.kind == SearchKind::Words => {
                    searcher.frequencies(study, query, &counting)
                }
                _ => Ok(words),
            };
            let answer = query
                .map_err(Refusal::from)
                .and_then(|query| searcher.search(study, &query, MAX_PASSAGES));
            match (answer, counted) {
                (Ok(answer), Ok(words)) => SearchResponse {
                    request: question,
                    revision,
                    scope,
                    answer: Ok(answer),
                    mistake_at,
                    words,
                    codes,
                    facets,
                },
                (Err(refusal), _) | (_, Err(refusal)) => SearchResponse {
                    request: question,
                    revision,
                    scope,
                    answer: Err(refusal),
                    mistake_at,
                    words: Frequencies::default(),
                    codes,
                    facets,
                },
            }
        }
    }
}

/// A quote that is like others, with the words it shares marked.
fn passage(study: &Study, alike: &SimilarQuote) -> Option<Passage> {
    let quote =
        CodedText::new(study, study.document(alike.quote.document)?).quote(alike.quote.span);
    let mut matches: Vec<_> = alike
        .shared
        .iter()
        .flat_map(|shared| shared.places.clone())
        .collect();
    matches.sort_unstable();
    matches.dedup();
    Some(Passage {
        document: alike.quote.document,
        turn: quote.turn,
        informant: quote.informant.map(|known| known.id),
        span: alike.quote.span,
        matches,
        codes: quote.codes.iter().map(|code| code.id).collect(),
        note: None,
        score: alike.score as f32,
    })
}

/// Brings the index up to the study, until something is asked.
fn read(shared: &SearchShared, searcher: &mut Searcher, study: &Study, brake: &AtomicBool) {
    // A cache that cannot be used costs time and nothing else: the text itself answers.
    let _ = searcher.update_index(study, &mut |done, all| {
        let mut slot = shared.slot();
        slot.indexing = Some((done, all));
        slot.notify();
    });
    let _ = searcher.index_quotes(study);
    let mut slot = shared.slot();
    slot.index_stale |= brake.load(Ordering::Relaxed);
    if slot.indexing.take().is_some() {
        slot.notify();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_question_is_the_one_answered() {
        let seeker = SearchJob::new(Path::new("nowhere.virk"));
        let study = Study::default();
        for text in ["a", "ab", "abc"] {
            seeker.submit(
                &study,
                SearchRequest {
                    text: text.into(),
                    ..SearchRequest::default()
                },
            );
        }
        seeker.wait_until_idle();
        assert_eq!(seeker.response().unwrap().request.text, "abc");
        seeker.submit(
            &study,
            SearchRequest {
                text: "code:".into(),
                ..SearchRequest::default()
            },
        );
        seeker.wait_until_idle();
        assert!(seeker.response().unwrap().answer.is_err());
    }
}
