//! The seeker: searches on a thread of its own, so that no key ever waits for
//! an answer. It has room for one question: a newer one takes the place of one
//! that nobody has begun to answer, and an answer that comes after a newer
//! question was asked is dropped. While nothing is asked it brings the index up
//! to the study.

use crate::search::{
    Alike, Answer, Counting, Facets, Frequencies, Order, Passage, Query, Scope, Searcher, Setting,
    Suggestion,
};
use crate::study::{Refusal, Study, quote::CodedText, theory::QuoteAt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

/// What is to be told of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// The passages that answer the query.
    #[default]
    Passages,
    /// How often words stand in what answers the query, without the small ones.
    Words,
    /// Quotes like these words, whatever the query.
    Alike(QuoteAt),
    /// Codes that other quotes argue for on these words, whatever the query.
    Codes(QuoteAt),
}

/// What is asked, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// What is to be told.
    pub wanted: Wanted,
    /// The query.
    pub text: String,
    /// What is searched; `None` for what the query says.
    pub scope: Option<Scope>,
    /// In which order passages are to come.
    pub order: Order,
}

/// A question that was answered.
#[derive(Debug)]
pub struct Found {
    /// What was asked.
    pub question: Question,
    /// The revision of the study that was searched.
    pub revision: u64,
    /// What was searched, when the query could be read.
    pub scope: Option<Scope>,
    /// The passages; or what is wrong with the query.
    pub answer: Result<Answer, Refusal>,
    /// The words, when these were wanted.
    pub words: Frequencies,
    /// The codes, when these were wanted.
    pub codes: Vec<Suggestion>,
    /// The counts of all that there is, when it is more than was fetched; they come after the
    /// passages.
    pub facets: OnceLock<Facets>,
}

impl Found {
    /// Whether there is more than was fetched.
    #[must_use]
    pub fn is_part(&self) -> bool {
        self.answer
            .as_ref()
            .is_ok_and(|answer| answer.total > answer.passages.len() + answer.memos.len())
    }
}

/// How long a person waits without a word.
const PATIENCE: Duration = Duration::from_millis(200);

/// So many quotes that are alike are shown.
const MOST_ALIKE: usize = 20;

/// So many codes are suggested.
const SUGGESTED: usize = 3;

/// At most so many passages are fetched; how many there are is always told.
pub const MOST: usize = 2_000;

/// Searches beside the screen.
pub struct Seeker {
    path: PathBuf,
    shared: Arc<Shared>,
}

/// What the screen and the thread share.
#[derive(Default)]
struct Shared {
    slot: Mutex<Slot>,
    bell: Condvar,
    /// Set to stop what the thread is at: something newer waits.
    brake: Mutex<Arc<AtomicBool>>,
}

#[derive(Default)]
struct Slot {
    /// The study as last asked.
    study: Option<Arc<Study>>,
    /// Whether the index may not have read all of it.
    unread: bool,
    waiting: Option<Question>,
    busy: bool,
    /// How many questions have been begun.
    begun: u64,
    /// Whether the one at hand takes longer than a person should wait without a word.
    slow: bool,
    found: Option<Arc<Found>>,
    /// How many documents the index has read, and of how many, while it reads.
    reading: Option<(usize, usize)>,
    /// Calls the screen when there is something to see.
    call: Option<Box<dyn Fn() + Send>>,
    started: bool,
    over: bool,
}

impl Shared {
    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rest<'a>(&self, slot: MutexGuard<'a, Slot>) -> MutexGuard<'a, Slot> {
        self.bell.wait(slot).unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the thread know that something newer waits.
    fn ring(&self, slot: MutexGuard<'_, Slot>) {
        self.brake
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .store(true, Ordering::Relaxed);
        drop(slot);
        self.bell.notify_all();
    }
}

impl Slot {
    fn call(&self) {
        if let Some(call) = &self.call {
            call();
        }
    }
}

impl Seeker {
    /// A seeker in the study that lies in this file; its thread begins with the first question.
    #[must_use]
    pub fn new(path: &Path) -> Seeker {
        Seeker {
            path: path.to_owned(),
            shared: Arc::default(),
        }
    }

    /// Whom to call when there is an answer, or the index has come further.
    pub fn call(&self, call: impl Fn() + Send + 'static) {
        self.shared.slot().call = Some(Box::new(call));
    }

    /// Gets ready for questions to the study as it is now.
    pub fn prepare(&self, study: &Study) {
        let mut slot = self.shared.slot();
        if slot
            .study
            .as_ref()
            .is_some_and(|known| known.revision() == study.revision())
        {
            return;
        }
        slot.study = Some(Arc::new(study.clone()));
        slot.unread = true;
        if !std::mem::replace(&mut slot.started, true) {
            let (shared, path) = (self.shared.clone(), self.path.clone());
            let watched = shared.clone();
            thread::spawn(move || serve(&shared, &path));
            thread::spawn(move || watch(&watched));
        }
        self.shared.ring(slot);
    }

    /// Asks a question to the study as it is now.
    pub fn ask(&self, study: &Study, question: Question) {
        self.prepare(study);
        let mut slot = self.shared.slot();
        slot.waiting = Some(question);
        self.shared.ring(slot);
    }

    /// Stops what is being answered; nothing is asked then.
    pub fn stop(&self) {
        let mut slot = self.shared.slot();
        slot.waiting = None;
        self.shared.ring(slot);
    }

    /// Whether an answer takes longer than a person should wait without a word.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.shared.slot().slow
    }

    /// The newest answer.
    #[must_use]
    pub fn found(&self) -> Option<Arc<Found>> {
        self.shared.slot().found.clone()
    }

    /// How many documents the index has read, and of how many, while it reads.
    #[must_use]
    pub fn reading(&self) -> Option<(usize, usize)> {
        self.shared.slot().reading
    }

    /// Waits until every question is answered: for those that have no screen to go on with.
    pub fn wait(&self) {
        let mut slot = self.shared.slot();
        while slot.busy || slot.waiting.is_some() {
            slot = self.shared.rest(slot);
        }
    }
}

impl Drop for Seeker {
    fn drop(&mut self) {
        let mut slot = self.shared.slot();
        slot.over = true;
        self.shared.ring(slot);
    }
}

/// Answers one question after the other, and reads what is new while nothing
/// is asked, until there is nobody to ask.
fn serve(shared: &Shared, path: &Path) {
    let mut searcher = Searcher::open(Some(path));
    let brake = searcher.brake();
    *shared.brake.lock().unwrap_or_else(PoisonError::into_inner) = brake.clone();
    loop {
        let mut slot = shared.slot();
        while !slot.over && slot.waiting.is_none() && !slot.unread {
            slot = shared.rest(slot);
        }
        let Some(study) = slot.study.clone().filter(|_| !slot.over) else {
            return;
        };
        brake.store(false, Ordering::Relaxed);
        match slot.waiting.take() {
            Some(question) => {
                slot.busy = true;
                slot.begun += 1;
                drop(slot);
                shared.bell.notify_all();
                answer(shared, &mut searcher, &study, question);
            }
            None => {
                slot.unread = false;
                drop(slot);
                read(shared, &mut searcher, &study, &brake);
            }
        }
    }
}

/// Calls the screen when an answer takes long.
fn watch(shared: &Shared) {
    let mut slot = shared.slot();
    while !slot.over {
        if !slot.busy || slot.slow {
            slot = shared.rest(slot);
            continue;
        }
        let begun = slot.begun;
        let same = |slot: &mut Slot| slot.busy && slot.begun == begun && !slot.over;
        let (again, waited) = shared
            .bell
            .wait_timeout_while(slot, PATIENCE, same)
            .unwrap_or_else(PoisonError::into_inner);
        slot = again;
        if waited.timed_out() {
            slot.slow = true;
            slot.call();
        }
    }
}

/// Answers a question, unless a newer one has been asked by then; then counts all that answers it.
fn answer(shared: &Shared, searcher: &mut Searcher, study: &Study, question: Question) {
    let found = Arc::new(find(searcher, study, question));
    let mut slot = shared.slot();
    // A search that was stopped is no answer.
    let stopped = found.answer.is_err() && found.scope.is_some();
    let told = slot.waiting.is_none() && !stopped;
    if told {
        slot.found = Some(found.clone());
        slot.call();
    }
    if told && found.is_part() {
        drop(slot);
        count(searcher, study, &found);
        slot = shared.slot();
        slot.call();
    }
    (slot.busy, slot.slow) = (false, false);
    drop(slot);
    shared.bell.notify_all();
}

/// Counts all that answers a question, unless it is stopped.
fn count(searcher: &mut Searcher, study: &Study, found: &Found) {
    let facets = query(study, &found.question).and_then(|query| searcher.facets(study, &query));
    if let Ok(facets) = facets {
        // Nobody else counts it.
        let _ = found.facets.set(facets);
    }
}

fn query(study: &Study, question: &Question) -> Result<Query, Refusal> {
    let query = Query::parse_as(
        &question.text,
        study,
        Setting {
            scope: question.scope,
            fold: false,
        },
    )?;
    Ok(query.ordered(question.order))
}

fn find(searcher: &mut Searcher, study: &Study, question: Question) -> Found {
    let (words, codes, revision) = (Frequencies::default(), Vec::new(), study.revision());
    let facets = OnceLock::new();
    match question.wanted {
        Wanted::Alike(quote) => {
            let answer = searcher.similar(study, quote, MOST_ALIKE).map(|alike| {
                let passages: Vec<Passage> = alike
                    .iter()
                    .filter_map(|alike| passage(study, alike))
                    .collect();
                Answer {
                    total: passages.len(),
                    passages,
                    ..Answer::default()
                }
            });
            Found {
                question,
                revision,
                scope: Some(Scope::Quotes),
                answer,
                words,
                codes,
                facets,
            }
        }
        Wanted::Codes(quote) => {
            let (answer, codes) = match searcher.suggest(study, quote, SUGGESTED) {
                Ok(codes) => (Ok(Answer::default()), codes),
                Err(refusal) => (Err(refusal), codes),
            };
            Found {
                question,
                revision,
                scope: Some(Scope::Quotes),
                answer,
                words,
                codes,
                facets,
            }
        }
        Wanted::Passages | Wanted::Words => {
            let query = query(study, &question);
            let scope = query.as_ref().ok().map(Query::scope);
            let counting = Counting {
                without: Counting::small_words(
                    study
                        .documents()
                        .map(|document| document.body.language.as_str()),
                ),
                ..Counting::default()
            };
            let counted = match &query {
                Ok(query) if question.wanted == Wanted::Words => {
                    searcher.frequencies(study, query, &counting)
                }
                _ => Ok(words),
            };
            let answer = query.and_then(|query| searcher.search(study, &query, MOST));
            match (answer, counted) {
                (Ok(answer), Ok(words)) => Found {
                    question,
                    revision,
                    scope,
                    answer: Ok(answer),
                    words,
                    codes,
                    facets,
                },
                (Err(refusal), _) | (_, Err(refusal)) => Found {
                    question,
                    revision,
                    scope,
                    answer: Err(refusal),
                    words: Frequencies::default(),
                    codes,
                    facets,
                },
            }
        }
    }
}

/// A quote that is like others, with the words it shares marked.
fn passage(study: &Study, alike: &Alike) -> Option<Passage> {
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
fn read(shared: &Shared, searcher: &mut Searcher, study: &Study, brake: &AtomicBool) {
    // A cache that cannot be used costs time and nothing else: the text itself answers.
    let _ = searcher.catch_up(study, &mut |done, all| {
        let mut slot = shared.slot();
        slot.reading = Some((done, all));
        slot.call();
    });
    let _ = searcher.know_quotes(study);
    let mut slot = shared.slot();
    slot.unread |= brake.load(Ordering::Relaxed);
    if slot.reading.take().is_some() {
        slot.call();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_question_is_the_one_answered() {
        let seeker = Seeker::new(Path::new("nowhere.virk"));
        let study = Study::default();
        for text in ["a", "ab", "abc"] {
            seeker.ask(
                &study,
                Question {
                    text: text.into(),
                    ..Question::default()
                },
            );
        }
        seeker.wait();
        assert_eq!(seeker.found().unwrap().question.text, "abc");
        seeker.ask(
            &study,
            Question {
                text: "code:".into(),
                ..Question::default()
            },
        );
        seeker.wait();
        assert!(seeker.found().unwrap().answer.is_err());
    }
}
