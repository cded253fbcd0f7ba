//! The seeker: searches on a thread of its own, so that no key ever waits for
//! an answer. It has room for one question: a newer one takes the place of one
//! that nobody has begun to answer, and an answer that comes after a newer
//! question was asked is dropped.

use crate::search::{Answer, Order, Query, Searcher, Unit};
use crate::study::{Refusal, Study};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// What is asked, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The query.
    pub text: String,
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
    pub unit: Option<Unit>,
    /// The passages; or what is wrong with the query.
    pub answer: Result<Answer, Refusal>,
}

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
}

#[derive(Default)]
struct Slot {
    /// The study as last searched.
    study: Option<Arc<Study>>,
    waiting: Option<Question>,
    busy: bool,
    found: Option<Arc<Found>>,
    /// Calls the screen when an answer is there.
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
}

impl Seeker {
    /// A seeker in the study that lies in this file; its thread begins with the first question.
    #[must_use]
    pub fn new(path: &Path) -> Seeker {
        Seeker { path: path.to_owned(), shared: Arc::default() }
    }

    /// Whom to call when an answer is there.
    pub fn call(&self, call: impl Fn() + Send + 'static) {
        self.shared.slot().call = Some(Box::new(call));
    }

    /// Asks a question to the study as it is now.
    pub fn ask(&self, study: &Study, question: Question) {
        let mut slot = self.shared.slot();
        if slot.study.as_ref().is_none_or(|known| known.revision() != study.revision()) {
            slot.study = Some(Arc::new(study.clone()));
        }
        slot.waiting = Some(question);
        if !std::mem::replace(&mut slot.started, true) {
            let (shared, path) = (self.shared.clone(), self.path.clone());
            thread::spawn(move || serve(&shared, &path));
        }
        drop(slot);
        self.shared.bell.notify_all();
    }

    /// The newest answer.
    #[must_use]
    pub fn found(&self) -> Option<Arc<Found>> {
        self.shared.slot().found.clone()
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
        self.shared.slot().over = true;
        self.shared.bell.notify_all();
    }
}

/// Answers one question after the other, until there is nobody to ask.
fn serve(shared: &Shared, path: &Path) {
    let mut searcher = Searcher::open(Some(path));
    loop {
        let mut slot = shared.slot();
        let (question, study) = loop {
            if slot.over {
                return;
            }
            if let (Some(question), Some(study)) = (slot.waiting.take(), slot.study.clone()) {
                break (question, study);
            }
            slot = shared.rest(slot);
        };
        slot.busy = true;
        drop(slot);
        let query = Query::parse(&question.text, &study).map(|query| query.ordered(question.order));
        let unit = query.as_ref().ok().map(Query::unit);
        let answer = query.and_then(|query| searcher.search(&study, &query, MOST));
        let found = Found { question, revision: study.revision(), unit, answer };
        let mut slot = shared.slot();
        slot.busy = false;
        if slot.waiting.is_none() {
            slot.found = Some(Arc::new(found));
            if let Some(call) = &slot.call {
                call();
            }
        }
        drop(slot);
        shared.bell.notify_all();
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
            seeker.ask(&study, Question { text: text.into(), order: Order::Reading });
        }
        seeker.wait();
        assert_eq!(seeker.found().unwrap().question.text, "abc");
        seeker.ask(&study, Question { text: "code:".into(), order: Order::Reading });
        seeker.wait();
        assert!(seeker.found().unwrap().answer.is_err());
    }
}
