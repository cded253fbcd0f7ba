//! A worker: does what takes longer than a key may wait, on a thread of its own, one errand
//! at a time. It tells how far it has come, stops when it is told to, and rings when there is
//! something to see.
//!
//! It has room for one subject: a newer one stops the errand at hand and takes its place,
//! and what an errand about an earlier one still tells or brings is dropped.

use crate::study::{Reached, Watch};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How far the work on a subject has come.
#[derive(Debug)]
pub enum Stage<A> {
    /// Under way; as far as it has told.
    Working(Option<Reached>),
    /// At the end.
    Done(Arc<A>),
    /// Somebody stopped it.
    Stopped,
}

/// What is to be done; `None` when it was stopped.
type Errand<A> = Box<dyn FnOnce(Watch<'_>) -> Option<A> + Send>;

/// Works beside the screen.
pub struct Worker<S, A> {
    shared: Arc<Shared<S, A>>,
}

struct Shared<S, A> {
    slot: Mutex<Slot<S, A>>,
    bell: Condvar,
}

struct Slot<S, A> {
    /// What was asked about last.
    asked: Option<(S, Stage<A>)>,
    /// Counts what was asked and stopped: an errand with an earlier number is heard no more.
    number: u64,
    waiting: Option<Errand<A>>,
    /// Whether a thread is at work.
    busy: bool,
    /// Whether an errand ended in an error of virk's own, and nobody was told yet.
    failed: bool,
    /// When the screen was called last.
    called: Option<Instant>,
    /// Calls the screen when there is something to see.
    call: Option<Box<dyn Fn() + Send>>,
}

/// The screen is called for progress no more often than this.
const BEAT: Duration = Duration::from_millis(100);

/// How long a screen waits for what is done at once, so that small things do not flicker.
const MOMENT: Duration = Duration::from_millis(25);

impl<A> Clone for Stage<A> {
    fn clone(&self) -> Stage<A> {
        match self {
            Stage::Working(reached) => Stage::Working(*reached),
            Stage::Done(answer) => Stage::Done(answer.clone()),
            Stage::Stopped => Stage::Stopped,
        }
    }
}

impl<S, A> Default for Worker<S, A> {
    fn default() -> Worker<S, A> {
        let slot = Slot {
            asked: None,
            number: 0,
            waiting: None,
            busy: false,
            failed: false,
            called: None,
            call: None,
        };
        Worker {
            shared: Arc::new(Shared {
                slot: Mutex::new(slot),
                bell: Condvar::new(),
            }),
        }
    }
}

impl<S, A> Shared<S, A> {
    fn slot(&self) -> MutexGuard<'_, Slot<S, A>> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S, A> Slot<S, A> {
    fn is_working(&self) -> bool {
        matches!(self.asked, Some((_, Stage::Working(_))))
    }

    /// Takes down how far errand `number` has come; answers whether anybody still wants to know.
    fn come_to(&mut self, number: u64, stage: Stage<A>) -> bool {
        let Some((_, known)) = self.asked.as_mut().filter(|_| self.number == number) else {
            return false;
        };
        let ended = !matches!(stage, Stage::Working(_));
        *known = stage;
        if ended || self.called.is_none_or(|called| called.elapsed() >= BEAT) {
            self.called = Some(Instant::now());
            self.call.iter().for_each(|call| call());
        }
        true
    }
}

impl<S, A> Worker<S, A> {
    /// Whom to call when there is something to see.
    pub fn call(&self, call: impl Fn() + Send + 'static) {
        self.shared.slot().call = Some(Box::new(call));
    }

    /// Whether something is under way.
    #[must_use]
    pub fn is_working(&self) -> bool {
        self.shared.slot().is_working()
    }

    /// What is under way, and how far it has come.
    #[must_use]
    pub fn under_way(&self) -> Option<(S, Option<Reached>)>
    where
        S: Clone,
    {
        match &self.shared.slot().asked {
            Some((subject, Stage::Working(reached))) => Some((subject.clone(), *reached)),
            _ => None,
        }
    }

    /// Stops what is under way, and forgets what has been brought.
    pub fn stop(&self) {
        let mut slot = self.shared.slot();
        slot.number += 1;
        slot.waiting = None;
        if let Some((_, stage)) = &mut slot.asked {
            *stage = Stage::Stopped;
        }
    }

    /// Stops what is under way; answers whether anything was.
    pub fn stop_working(&self) -> bool {
        let working = self.is_working();
        if working {
            self.stop();
        }
        working
    }

    /// Whether an errand ended in an error of virk's own; told once.
    #[must_use]
    pub fn failed(&self) -> bool {
        std::mem::take(&mut self.shared.slot().failed)
    }

    /// The answer, to be had once.
    #[must_use]
    pub fn take(&self) -> Option<Arc<A>> {
        let mut slot = self.shared.slot();
        match slot
            .asked
            .take_if(|(_, stage)| matches!(stage, Stage::Done(_)))?
        {
            (_, Stage::Done(answer)) => Some(answer),
            _ => None,
        }
    }

    /// Waits for the end of the errand, for a moment at most.
    pub fn moment(&self) {
        let slot = self.shared.slot();
        // Whether it ended or not shows in its stage.
        drop(
            self.shared
                .bell
                .wait_timeout_while(slot, MOMENT, |slot| slot.is_working()),
        );
    }

    /// Waits until nothing is under way: for those that have no screen to go on with.
    pub fn wait(&self) {
        let slot = self.shared.slot();
        drop(self.shared.bell.wait_while(slot, |slot| slot.busy));
    }
}

impl<S: PartialEq + Send + 'static, A: Send + Sync + 'static> Worker<S, A> {
    /// Begins an errand about a subject; one that is under way is stopped.
    pub fn begin(&self, subject: S, errand: impl FnOnce(Watch<'_>) -> Option<A> + Send + 'static) {
        let mut slot = self.shared.slot();
        slot.number += 1;
        slot.asked = Some((subject, Stage::Working(None)));
        slot.waiting = Some(Box::new(errand));
        slot.called = Some(Instant::now());
        if !std::mem::replace(&mut slot.busy, true) {
            let shared = self.shared.clone();
            thread::spawn(move || serve(&shared));
        }
    }

    /// How far it has come with this; `None` when it was asked about something else, or nothing.
    #[must_use]
    pub fn stage(&self, subject: &S) -> Option<Stage<A>> {
        let slot = self.shared.slot();
        slot.asked
            .as_ref()
            .filter(|(about, _)| about == subject)
            .map(|(_, stage)| stage.clone())
    }

    /// The answer about this, when it is there.
    #[must_use]
    pub fn answer(&self, subject: &S) -> Option<Arc<A>> {
        match self.stage(subject)? {
            Stage::Done(answer) => Some(answer),
            Stage::Working(_) | Stage::Stopped => None,
        }
    }
}

impl<S, A> Drop for Worker<S, A> {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Does one errand after the other, as long as there is one.
fn serve<S: Send, A: Send + Sync>(shared: &Shared<S, A>) {
    loop {
        let mut slot = shared.slot();
        let Some(errand) = slot.waiting.take() else {
            slot.busy = false;
            drop(slot);
            shared.bell.notify_all();
            return;
        };
        let number = slot.number;
        drop(slot);
        let told = |reached| shared.slot().come_to(number, Stage::Working(Some(reached)));
        // An errand has its own copy of the study: what it leaves half done is dropped with it.
        let answer = catch_unwind(AssertUnwindSafe(|| errand(Watch::of(&told))));
        let mut slot = shared.slot();
        slot.failed |= answer.is_err();
        slot.come_to(
            number,
            answer
                .ok()
                .flatten()
                .map_or(Stage::Stopped, |answer| Stage::Done(Arc::new(answer))),
        );
        drop(slot);
        shared.bell.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn the_newest_subject_is_the_one_answered_and_the_one_before_is_stopped() {
        let worker: Worker<u32, u32> = Worker::default();
        let (began, begun) = mpsc::channel();
        worker.begin(1, move |watch| {
            began.send(()).unwrap();
            // Ends only when it is told to.
            while watch.step(3, 7, "link").is_ok() {}
            Some(1)
        });
        begun.recv().unwrap();
        worker.begin(2, |_| Some(20));
        worker.wait();
        assert!(worker.stage(&1).is_none());
        assert_eq!(worker.answer(&2).as_deref(), Some(&20));
        assert_eq!((worker.take().as_deref(), worker.take()), (Some(&20), None));
    }

    #[test]
    fn it_tells_how_far_it_has_come_and_what_is_stopped_brings_nothing() {
        let worker: Worker<(), u32> = Worker::default();
        let (told, hears) = mpsc::channel();
        let (rings, rung) = mpsc::channel();
        worker.call(move || rings.send(()).unwrap());
        worker.begin((), move |watch| {
            watch.step(3, 7, "link").ok()?;
            told.send(()).unwrap();
            while watch.step(4, 7, "link").is_ok() {}
            Some(1)
        });
        hears.recv().unwrap();
        assert!(
            matches!(worker.stage(&()), Some(Stage::Working(Some(reached))) if reached.to_string().ends_with(" of 7 links"))
        );
        worker.stop();
        worker.wait();
        assert!(matches!(worker.stage(&()), Some(Stage::Stopped)));
        worker.begin((), |_| Some(2));
        worker.wait();
        assert_eq!(worker.answer(&()).as_deref(), Some(&2));
        assert!(rung.try_iter().count() > 0, "the end rings");
    }

    #[test]
    fn an_errand_that_fails_is_told_once_and_the_next_is_done() {
        let worker: Worker<u32, u32> = Worker::default();
        worker.begin(1, |_| panic!("on purpose"));
        worker.wait();
        assert!(matches!(worker.stage(&1), Some(Stage::Stopped)));
        assert_eq!((worker.failed(), worker.failed()), (true, false));
        worker.begin(2, |_| Some(2));
        worker.wait();
        assert_eq!(worker.answer(&2).as_deref(), Some(&2));
    }
}
