//! A worker: does what takes longer than a key may wait, on a thread of its own, one errand
//! at a time. It tells how far it has come, stops when it is told to, and rings when there is
//! something to see.
//!
//! It has room for one subject: a newer one stops the errand at hand and takes its place,
//! and what an errand about an earlier one still tells or brings is dropped.

use crate::study::{ProgressMonitor, ProgressUpdate};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How far the work on a subject has come.
#[derive(Debug)]
pub enum JobState<A> {
    /// Under way; as far as it has told.
    Running(Option<ProgressUpdate>),
    /// At the end.
    Done(Arc<A>),
    /// Somebody stopped it.
    Cancelled,
}

/// What is to be done; `None` when it was stopped.
type JobFn<A> = Box<dyn FnOnce(ProgressMonitor<'_>) -> Option<A> + Send>;

/// Works beside the screen.
pub struct JobRunner<S, A> {
    shared: Arc<JobShared<S, A>>,
}

struct JobShared<S, A> {
    slot: Mutex<JobSlot<S, A>>,
    condvar: Condvar,
}

struct JobSlot<S, A> {
    /// What was asked about last.
    current: Option<(S, JobState<A>)>,
    /// Counts what was asked and stopped: an errand with an earlier number is heard no more.
    generation: u64,
    queued: Option<JobFn<A>>,
    /// Whether a thread is at work.
    busy: bool,
    /// Whether an errand ended in an error of virk's own, and nobody was told yet.
    failed: bool,
    /// When the screen was called last.
    last_notified: Option<Instant>,
    /// Calls the screen when there is something to see.
    on_change: Option<Box<dyn Fn() + Send>>,
}

/// The screen is called for progress no more often than this.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// How long a screen waits for what is done at once, so that small things do not flicker.
const BRIEF_WAIT: Duration = Duration::from_millis(25);

impl<A> Clone for JobState<A> {
    fn clone(&self) -> JobState<A> {
        match self {
            JobState::Running(reached) => JobState::Running(*reached),
            JobState::Done(answer) => JobState::Done(answer.clone()),
            JobState::Cancelled => JobState::Cancelled,
        }
    }
}

impl<S, A> Default for JobRunner<S, A> {
    fn default() -> JobRunner<S, A> {
        let slot = JobSlot {
            current: None,
            generation: 0,
            queued: None,
            busy: false,
            failed: false,
            last_notified: None,
            on_change: None,
        };
        JobRunner {
            shared: Arc::new(JobShared {
                slot: Mutex::new(slot),
                condvar: Condvar::new(),
            }),
        }
    }
}

impl<S, A> JobShared<S, A> {
    fn slot(&self) -> MutexGuard<'_, JobSlot<S, A>> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S, A> JobSlot<S, A> {
    fn is_running(&self) -> bool {
        matches!(self.current, Some((_, JobState::Running(_))))
    }

    /// Takes down how far errand `number` has come; answers whether anybody still wants to know.
    fn report(&mut self, number: u64, stage: JobState<A>) -> bool {
        let Some((_, known)) = self.current.as_mut().filter(|_| self.generation == number) else {
            return false;
        };
        let ended = !matches!(stage, JobState::Running(_));
        *known = stage;
        if ended
            || self
                .last_notified
                .is_none_or(|called| called.elapsed() >= PROGRESS_INTERVAL)
        {
            self.last_notified = Some(Instant::now());
            self.on_change.iter().for_each(|call| call());
        }
        true
    }
}

impl<S, A> JobRunner<S, A> {
    /// Whom to call when there is something to see.
    pub fn on_change(&self, call: impl Fn() + Send + 'static) {
        self.shared.slot().on_change = Some(Box::new(call));
    }

    /// Whether something is under way.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.shared.slot().is_running()
    }

    /// What is under way, and how far it has come.
    #[must_use]
    pub fn running(&self) -> Option<(S, Option<ProgressUpdate>)>
    where
        S: Clone,
    {
        match &self.shared.slot().current {
            Some((subject, JobState::Running(reached))) => Some((subject.clone(), *reached)),
            _ => None,
        }
    }

    /// Stops what is under way, and forgets what has been brought.
    pub fn cancel(&self) {
        let mut slot = self.shared.slot();
        slot.generation += 1;
        slot.queued = None;
        if let Some((_, stage)) = &mut slot.current {
            *stage = JobState::Cancelled;
        }
    }

    /// Stops what is under way; answers whether anything was.
    pub fn cancel_if_running(&self) -> bool {
        let working = self.is_running();
        if working {
            self.cancel();
        }
        working
    }

    /// Whether an errand ended in an error of virk's own; told once.
    #[must_use]
    pub fn take_failure(&self) -> bool {
        std::mem::take(&mut self.shared.slot().failed)
    }

    /// The answer, to be had once.
    #[must_use]
    pub fn take_answer(&self) -> Option<Arc<A>> {
        let mut slot = self.shared.slot();
        match slot
            .current
            .take_if(|(_, stage)| matches!(stage, JobState::Done(_)))?
        {
            (_, JobState::Done(answer)) => Some(answer),
            _ => None,
        }
    }

    /// Waits for the end of the errand, for a moment at most.
    pub fn wait_briefly(&self) {
        let slot = self.shared.slot();
        // Whether it ended or not shows in its stage.
        drop(
            self.shared
                .condvar
                .wait_timeout_while(slot, BRIEF_WAIT, |slot| slot.is_running()),
        );
    }

    /// Waits until nothing is under way: for those that have no screen to go on with.
    pub fn wait_until_idle(&self) {
        let slot = self.shared.slot();
        drop(self.shared.condvar.wait_while(slot, |slot| slot.busy));
    }
}

impl<S: PartialEq + Send + 'static, A: Send + Sync + 'static> JobRunner<S, A> {
    /// Begins an errand about a subject; one that is under way is stopped.
    pub fn start(
        &self,
        subject: S,
        errand: impl FnOnce(ProgressMonitor<'_>) -> Option<A> + Send + 'static,
    ) {
        let mut slot = self.shared.slot();
        slot.generation += 1;
        slot.current = Some((subject, JobState::Running(None)));
        slot.queued = Some(Box::new(errand));
        slot.last_notified = Some(Instant::now());
        if !std::mem::replace(&mut slot.busy, true) {
            let shared = self.shared.clone();
            thread::spawn(move || run_thread(&shared));
        }
    }

    /// How far it has come with this; `None` when it was asked about something else, or nothing.
    #[must_use]
    pub fn state(&self, subject: &S) -> Option<JobState<A>> {
        let slot = self.shared.slot();
        slot.current
            .as_ref()
            .filter(|(about, _)| about == subject)
            .map(|(_, stage)| stage.clone())
    }

    /// The answer about this, when it is there.
    #[must_use]
    pub fn answer(&self, subject: &S) -> Option<Arc<A>> {
        match self.state(subject)? {
            JobState::Done(answer) => Some(answer),
            JobState::Running(_) | JobState::Cancelled => None,
        }
    }
}

impl<S, A> Drop for JobRunner<S, A> {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// Does one errand after the other, as long as there is one.
fn run_thread<S: Send, A: Send + Sync>(shared: &JobShared<S, A>) {
    loop {
        let mut slot = shared.slot();
        let Some(errand) = slot.queued.take() else {
            slot.busy = false;
            drop(slot);
            shared.condvar.notify_all();
            return;
        };
        let number = slot.generation;
        drop(slot);
        let told = |reached| {
            shared
                .slot()
                .report(number, JobState::Running(Some(reached)))
        };
        // An errand has its own copy of the study: what it leaves half done is dropped with it.
        let answer = catch_unwind(AssertUnwindSafe(|| errand(ProgressMonitor::new(&told))));
        let mut slot = shared.slot();
        slot.failed |= answer.is_err();
        slot.report(
            number,
            answer.ok().flatten().map_or(JobState::Cancelled, |answer| {
                JobState::Done(Arc::new(answer))
            }),
        );
        drop(slot);
        shared.condvar.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn the_newest_subject_is_the_one_answered_and_the_one_before_is_stopped() {
        let worker: JobRunner<u32, u32> = JobRunner::default();
        let (began, begun) = mpsc::channel();
        worker.start(1, move |watch| {
            began.send(()).unwrap();
            // Ends only when it is told to.
            while watch.report(3, 7, "link").is_ok() {}
            Some(1)
        });
        begun.recv().unwrap();
        worker.start(2, |_| Some(20));
        worker.wait_until_idle();
        assert!(worker.state(&1).is_none());
        assert_eq!(worker.answer(&2).as_deref(), Some(&20));
        assert_eq!(
            (worker.take_answer().as_deref(), worker.take_answer()),
            (Some(&20), None)
        );
    }

    #[test]
    fn it_tells_how_far_it_has_come_and_what_is_stopped_brings_nothing() {
        let worker: JobRunner<(), u32> = JobRunner::default();
        let (told, hears) = mpsc::channel();
        let (rings, rung) = mpsc::channel();
        worker.on_change(move || rings.send(()).unwrap());
        worker.start((), move |watch| {
            watch.report(3, 7, "link").ok()?;
            told.send(()).unwrap();
            while watch.report(4, 7, "link").is_ok() {}
            Some(1)
        });
        hears.recv().unwrap();
        assert!(
            matches!(worker.state(&()), Some(JobState::Running(Some(reached))) if reached.to_string().ends_with(" of 7 links"))
        );
        worker.cancel();
        worker.wait_until_idle();
        assert!(matches!(worker.state(&()), Some(JobState::Cancelled)));
        worker.start((), |_| Some(2));
        worker.wait_until_idle();
        assert_eq!(worker.answer(&()).as_deref(), Some(&2));
        assert!(rung.try_iter().count() > 0, "the end rings");
    }

    #[test]
    fn an_errand_that_fails_is_told_once_and_the_next_is_done() {
        let worker: JobRunner<u32, u32> = JobRunner::default();
        worker.start(1, |_| panic!("on purpose"));
        worker.wait_until_idle();
        assert!(matches!(worker.state(&1), Some(JobState::Cancelled)));
        assert_eq!(
            (worker.take_failure(), worker.take_failure()),
            (true, false)
        );
        worker.start(2, |_| Some(2));
        worker.wait_until_idle();
        assert_eq!(worker.answer(&2).as_deref(), Some(&2));
    }
}
