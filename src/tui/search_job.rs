//! Searches on a background thread, so that no key ever waits for a result. There is room for one
//! request: a newer one replaces one that is still waiting, and a response that arrives after a
//! newer request was made is dropped. While idle, the thread brings the index up to date.

pub use super::search_request::{SearchKind, SearchRequest, SearchResponse};
use crate::search::{
    Frequencies, Passage, Query, SearchResults, SearchScope, Searcher, SimilarQuote,
    WordCountOptions,
};
use crate::study::{Refusal, Study, StudyLocation, quote::CodedText};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

/// From this time on the screen shows that a search is running.
const SLOW_AFTER: Duration = Duration::from_millis(200);

const MAX_SIMILAR_QUOTES: usize = 20;

const MAX_SUGGESTIONS: usize = 3;

/// Most passages fetched; the total is always reported.
pub const MAX_PASSAGES: usize = 2_000;

/// Handle to the search thread.
pub struct SearchJob {
    location: Option<StudyLocation>,
    shared: Arc<SearchShared>,
}

/// State shared by the screen and the thread.
#[derive(Default)]
struct SearchShared {
    slot: Mutex<SearchSlot>,
    condvar: Condvar,
    /// Set to cancel the current work when something newer waits.
    cancel_flag: Mutex<Arc<AtomicBool>>,
}

#[derive(Default)]
struct SearchSlot {
    /// The revision of the latest request.
    revision: Option<u64>,
    /// The study at that revision, as long as there is work to do on it: a study that is held is
    /// copied at its next change.
    study: Option<Arc<Study>>,
    /// The index may not cover all of the study.
    index_stale: bool,
    queued: Option<SearchRequest>,
    busy: bool,
    /// Number of requests started.
    started_count: u64,
    /// The current request has taken longer than [`SLOW_AFTER`].
    slow: bool,
    response: Option<Arc<SearchResponse>>,
    /// Progress of indexing: documents done, and their total.
    indexing: Option<(usize, usize)>,
    /// A search ended in a panic, which nobody has been told of.
    failed: bool,
    /// Wakes the screen.
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

    /// A searcher whose work this cancels.
    fn open_searcher(&self, location: Option<&StudyLocation>) -> Searcher {
        let searcher = Searcher::open(location);
        *self
            .cancel_flag
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = searcher.cancel_flag();
        searcher
    }

    /// Cancels the current work and wakes the thread.
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
    /// For the study whose index is found by this location, or is in memory; the thread starts with the
    /// first request.
    pub fn new(location: Option<&StudyLocation>) -> SearchJob {
        SearchJob {
            location: location.cloned(),
            shared: Arc::default(),
        }
    }

    /// Sets the function that is called when a response or indexing progress is available.
    pub fn on_change(&self, call: impl Fn() + Send + 'static) {
        self.shared.slot().on_change = Some(Box::new(call));
    }

    /// Updates the study, so that the thread can index it before the first request.
    pub fn set_study(&self, study: &Arc<Study>) {
        let mut slot = self.shared.slot();
        if slot.revision == Some(study.revision()) {
            return;
        }
        slot.revision = Some(study.revision());
        slot.study = Some(study.clone());
        slot.index_stale = true;
        if !std::mem::replace(&mut slot.started, true) {
            let (shared, location) = (self.shared.clone(), self.location.clone());
            let watched = shared.clone();
            thread::spawn(move || run_thread(&shared, location.as_ref()));
            thread::spawn(move || watch_slow_search(&watched));
        }
        self.shared.wake(slot);
    }

    /// Requests a search in the study as it is now.
    pub fn submit(&self, study: &Arc<Study>, question: SearchRequest) {
        self.set_study(study);
        let mut slot = self.shared.slot();
        slot.study = Some(study.clone());
        slot.queued = Some(question);
        self.shared.wake(slot);
    }

    /// Cancels the current search; nothing is queued.
    pub fn cancel(&self) {
        let mut slot = self.shared.slot();
        slot.queued = None;
        self.shared.wake(slot);
    }

    /// True if the current search is slow enough to say so.
    pub fn is_slow(&self) -> bool {
        self.shared.slot().slow
    }

    /// The latest response.
    pub fn response(&self) -> Option<Arc<SearchResponse>> {
        self.shared.slot().response.clone()
    }

    /// True once after a search ended in a panic.
    pub fn take_failure(&self) -> bool {
        std::mem::take(&mut self.shared.slot().failed)
    }

    /// Progress of indexing: documents done, and their total; `None` while it is up to date.
    pub fn indexing(&self) -> Option<(usize, usize)> {
        self.shared.slot().indexing
    }

    /// Waits until every request is answered: for tests and other callers without an event loop.
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

/// Answers requests one by one, indexes while idle, and ends at shutdown.
fn run_thread(shared: &SearchShared, location: Option<&StudyLocation>) {
    let mut searcher = shared.open_searcher(location);
    loop {
        let mut slot = shared.slot();
        while !slot.shutdown && slot.queued.is_none() && !slot.index_stale {
            slot = shared.wait(slot);
        }
        let question = slot.queued.take();
        let study = if question.is_some() && slot.index_stale {
            slot.study.clone()
        } else {
            slot.study.take()
        };
        let Some(study) = study.filter(|_| !slot.shutdown) else {
            return;
        };
        let cancel_flag = searcher.cancel_flag();
        cancel_flag.store(false, Ordering::Relaxed);
        match question {
            Some(_) => {
                slot.busy = true;
                slot.started_count += 1;
            }
            None => slot.index_stale = false,
        }
        drop(slot);
        shared.condvar.notify_all();
        let done = catch_unwind(AssertUnwindSafe(|| match question {
            Some(question) => answer(shared, &mut searcher, &study, question),
            None => read(shared, &mut searcher, study, &cancel_flag),
        }));
        if done.is_err() {
            // What it has read may be half of it.
            searcher = shared.open_searcher(location);
            let mut slot = shared.slot();
            (slot.busy, slot.slow, slot.indexing, slot.failed) = (false, false, None, true);
            slot.notify();
            drop(slot);
            shared.condvar.notify_all();
        }
    }
}

/// Wakes the screen when a search becomes slow.
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

/// Answers a request unless it has been superseded, then counts the whole result.
fn answer(shared: &SearchShared, searcher: &mut Searcher, study: &Study, question: SearchRequest) {
    let found = Arc::new(find(searcher, study, question));
    let mut slot = shared.slot();
    // A cancelled search has no result.
    let stopped = found.answer.is_err() && found.scope.is_some();
    let is_current = slot.queued.is_none() && !stopped;
    if is_current {
        slot.response = Some(found.clone());
        slot.notify();
    }
    if is_current && found.is_truncated() {
        drop(slot);
        count(searcher, study, &found);
        slot = shared.slot();
        slot.notify();
    }
    (slot.busy, slot.slow) = (false, false);
    drop(slot);
    shared.condvar.notify_all();
}

/// Counts the whole result, unless cancelled.
fn count(searcher: &mut Searcher, study: &Study, found: &SearchResponse) {
    let facets = found
        .request
        .query(study)
        .ok()
        .and_then(|query| searcher.facets(study, &query).ok());
    if let Some(facets) = facets {
        // Only this thread sets it.
        let _ = found.facets.set(facets);
    }
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
            let query = question.query(study);
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

/// A similar quote as a passage, with the words in common marked.
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

/// Brings the index up to date, until a request arrives.
fn read(
    shared: &SearchShared,
    searcher: &mut Searcher,
    study: Arc<Study>,
    cancel_flag: &AtomicBool,
) {
    // An unusable index only costs time: the search then reads the text itself.
    let _ = searcher.update_index(&study, &mut |done, all| {
        let mut slot = shared.slot();
        slot.indexing = Some((done, all));
        slot.notify();
    });
    let _ = searcher.index_quotes(&study);
    let mut slot = shared.slot();
    if cancel_flag.load(Ordering::Relaxed) {
        slot.index_stale = true;
        slot.study.get_or_insert(study);
    }
    if slot.indexing.take().is_some() {
        slot.notify();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> SearchRequest {
        SearchRequest {
            text: text.into(),
            ..SearchRequest::default()
        }
    }

    #[test]
    fn the_newest_question_is_the_one_answered() {
        let seeker = SearchJob::new(None);
        let study = Arc::new(Study::default());
        for text in ["a", "ab", "abc"] {
            seeker.submit(&study, asked(text));
        }
        seeker.wait_until_idle();
        assert_eq!(seeker.response().unwrap().request.text, "abc");
        seeker.submit(&study, asked("code:"));
        seeker.wait_until_idle();
        assert!(seeker.response().unwrap().answer.is_err());
    }

    #[test]
    fn a_search_that_panics_is_told_once_and_the_next_is_answered() {
        let seeker = SearchJob::new(None);
        let study = Arc::new(Study::default());
        let first = AtomicBool::new(true);
        seeker.on_change(move || assert!(!first.swap(false, Ordering::Relaxed)));
        for (text, failed) in [("a", true), ("b", false)] {
            seeker.submit(&study, asked(text));
            seeker.wait_until_idle();
            assert_eq!(seeker.take_failure(), failed);
        }
        assert_eq!(seeker.response().unwrap().request.text, "b");
        assert!(!seeker.is_slow());
    }

    #[test]
    fn a_study_is_let_go_of_when_nothing_is_left_to_do_with_it() {
        let seeker = SearchJob::new(None);
        let study = Arc::new(Study::default());
        seeker.submit(&study, SearchRequest::default());
        seeker.cancel();
        seeker.submit(&study, SearchRequest::default());
        seeker.wait_until_idle();
        assert!(seeker.response().is_some());
        // What is new is read after the answer.
        for _ in 0..1000 {
            if Arc::strong_count(&study) == 1 {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("the seeker still holds the study");
    }
}
