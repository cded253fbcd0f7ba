//! A background thread for one kind of work. It reports progress, can be cancelled, and wakes the
//! screen when there is something to draw.
//!
//! It works on one subject at a time: a newer request cancels the running job, and whatever that
//! still reports or returns is dropped.
//!
//! A value that a view has computed in the background, requested again whenever its subject
//! changes. Until the new value arrives the old one stays on screen, marked as outdated; without an
//! old one the view shows progress.

use super::context::AppContext;
use crate::study::{ProgressMonitor, ProgressUpdate, Study};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Progress of the work on a subject.
#[derive(Debug)]
pub enum JobState<A> {
    /// With the latest progress report.
    Running(Option<ProgressUpdate>),
    Done(Arc<A>),
    /// Cancelled by the user.
    Cancelled,
}

/// Returns `None` if it was cancelled.
type JobFn<A> = Box<dyn FnOnce(ProgressMonitor<'_>) -> Option<A> + Send>;

pub struct JobRunner<S, A> {
    shared: Arc<JobShared<S, A>>,
}

struct JobShared<S, A> {
    slot: Mutex<JobSlot<S, A>>,
    condvar: Condvar,
}

struct JobSlot<S, A> {
    /// The latest subject and its state.
    current: Option<(S, JobState<A>)>,
    /// Incremented by every request and cancellation; reports from jobs with an older number are
    /// dropped.
    generation: u64,
    queued: Option<JobFn<A>>,
    busy: bool,
    /// A job has panicked, and the user has not been told yet.
    failed: bool,
    /// When the screen was last woken.
    last_notified: Option<Instant>,
    /// Wakes the screen.
    on_change: Option<Box<dyn Fn() + Send>>,
}

/// Shortest time between two redraws for progress.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// How long a screen waits for a job before drawing, so that quick jobs do not flicker.
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

    /// Records progress of job `number`. Returns `false` if it has been superseded.
    fn report(&mut self, number: u64, state: JobState<A>) -> bool {
        let Some((_, known)) = self.current.as_mut().filter(|_| self.generation == number) else {
            return false;
        };
        let ended = !matches!(state, JobState::Running(_));
        *known = state;
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
    /// Sets the function that wakes the screen.
    pub fn on_change(&self, call: impl Fn() + Send + 'static) {
        self.shared.slot().on_change = Some(Box::new(call));
    }

    pub fn is_running(&self) -> bool {
        self.shared.slot().is_running()
    }

    /// The subject being worked on, and its progress.
    pub fn running(&self) -> Option<(S, Option<ProgressUpdate>)>
    where
        S: Clone,
    {
        match &self.shared.slot().current {
            Some((subject, JobState::Running(reached))) => Some((subject.clone(), *reached)),
            _ => None,
        }
    }

    /// Cancels the running job and drops the result.
    pub fn cancel(&self) {
        let mut slot = self.shared.slot();
        slot.generation += 1;
        slot.queued = None;
        if let Some((_, state)) = &mut slot.current {
            *state = JobState::Cancelled;
        }
    }

    /// Cancels the running job; returns whether there was one.
    pub fn cancel_if_running(&self) -> bool {
        let working = self.is_running();
        if working {
            self.cancel();
        }
        working
    }

    /// Returns whether a job has panicked since the last call.
    pub fn take_failure(&self) -> bool {
        std::mem::take(&mut self.shared.slot().failed)
    }

    /// Takes the result, so that it is handled once.
    pub fn take_answer(&self) -> Option<Arc<A>> {
        let mut slot = self.shared.slot();
        match slot
            .current
            .take_if(|(_, state)| matches!(state, JobState::Done(_)))?
        {
            (_, JobState::Done(answer)) => Some(answer),
            _ => None,
        }
    }

    /// Waits for the job to end, but at most `BRIEF_WAIT`.
    pub fn wait_briefly(&self) {
        let slot = self.shared.slot();
        // Whether it ended or the wait timed out shows in the state.
        drop(
            self.shared
                .condvar
                .wait_timeout_while(slot, BRIEF_WAIT, |slot| slot.is_running()),
        );
    }

    /// Waits until nothing is running: for tests and other callers without an event loop.
    pub fn wait_until_idle(&self) {
        let slot = self.shared.slot();
        drop(self.shared.condvar.wait_while(slot, |slot| slot.busy));
    }
}

impl<S: PartialEq + Send + 'static, A: Send + Sync + 'static> JobRunner<S, A> {
    /// Starts a job for a subject, cancelling the one that is running.
    pub fn start(
        &self,
        subject: S,
        job: impl FnOnce(ProgressMonitor<'_>) -> Option<A> + Send + 'static,
    ) {
        let mut slot = self.shared.slot();
        slot.generation += 1;
        slot.current = Some((subject, JobState::Running(None)));
        slot.queued = Some(Box::new(job));
        slot.last_notified = Some(Instant::now());
        if !std::mem::replace(&mut slot.busy, true) {
            let shared = self.shared.clone();
            thread::spawn(move || run_thread(&shared));
        }
    }

    /// State of the work on this subject; `None` if the latest request was for another one.
    pub fn state(&self, subject: &S) -> Option<JobState<A>> {
        let slot = self.shared.slot();
        slot.current
            .as_ref()
            .filter(|(about, _)| about == subject)
            .map(|(_, state)| state.clone())
    }

    /// The result for this subject, once it is there.
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

/// Runs queued jobs until there are none left.
fn run_thread<S: Send, A: Send + Sync>(shared: &JobShared<S, A>) {
    loop {
        let mut slot = shared.slot();
        let Some(job) = slot.queued.take() else {
            slot.busy = false;
            drop(slot);
            shared.condvar.notify_all();
            return;
        };
        let number = slot.generation;
        drop(slot);
        let on_progress = |reached| {
            shared
                .slot()
                .report(number, JobState::Running(Some(reached)))
        };
        // A job has its own copy of the study, so unwinding cannot leave shared state half changed.
        let answer = catch_unwind(AssertUnwindSafe(|| job(ProgressMonitor::new(&on_progress))));
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

/// Answer to the latest subject, or to the previous one while the new answer is being computed.
pub struct AsyncValue<S, A> {
    subject: Option<S>,
    value: Option<Arc<A>>,
    state: AsyncState,
}

/// How the value shown relates to the current subject.
#[derive(Clone, Copy)]
enum AsyncState {
    Current,
    Running(Option<ProgressUpdate>),
    Cancelled,
}

impl<S, A> Default for AsyncValue<S, A> {
    fn default() -> AsyncValue<S, A> {
        AsyncValue {
            subject: None,
            value: None,
            state: AsyncState::Cancelled,
        }
    }
}

impl<S: Clone + PartialEq + Send + 'static, A: Send + Sync + 'static> AsyncValue<S, A> {
    /// Starts computing the value for `subject` unless that is done or under way, and takes a
    /// finished one; returns whether a new value has arrived.
    pub fn update(
        &mut self,
        worker: &JobRunner<S, A>,
        context: &AppContext,
        subject: S,
        gather: impl FnOnce(&Study, ProgressMonitor<'_>) -> Option<A> + Send + 'static,
    ) -> bool {
        let known = self.subject.as_ref() == Some(&subject);
        if known && self.is_current() {
            return false;
        }
        let begins = match worker.state(&subject) {
            None => true,
            Some(JobState::Cancelled) => !known,
            Some(JobState::Running(_) | JobState::Done(_)) => false,
        };
        if begins {
            let study = context.snapshot();
            worker.start(subject.clone(), move |watch| gather(&study, watch));
            worker.wait_briefly();
        }
        let state = worker.state(&subject);
        self.subject = Some(subject);
        self.state = match state {
            Some(JobState::Done(answer)) => {
                self.value = Some(answer);
                AsyncState::Current
            }
            Some(JobState::Running(reached)) => AsyncState::Running(reached),
            Some(JobState::Cancelled) | None => AsyncState::Cancelled,
        };
        self.is_current()
    }
}

impl<S, A> AsyncValue<S, A> {
    /// The value to show, current or outdated.
    pub fn latest(&self) -> Option<&A> {
        self.value.as_deref()
    }

    /// The value, if it belongs to the current subject.
    pub fn current(&self) -> Option<&Arc<A>> {
        self.value.as_ref().filter(|_| self.is_current())
    }

    /// Drops the value: there is no subject.
    pub fn clear(&mut self) {
        *self = AsyncValue::default();
    }

    /// Restarts a cancelled computation at the next update.
    pub fn retry(&mut self) {
        self.subject = None;
    }

    /// Progress and the key that cancels, or, once cancelled, the key of the action `again`; `None`
    /// while the value shown is current. `doing` names the work.
    pub fn progress_text(&self, doing: &str, again: &str, context: &AppContext) -> Option<String> {
        let stale = self.value.is_some();
        match self.state {
            AsyncState::Current => None,
            AsyncState::Running(reached) => {
                let reached = reached
                    .map(|reached| format!(", {reached}"))
                    .unwrap_or_default();
                Some(format!(
                    "{doing}{reached}; {} cancels",
                    context.key_for("stop")
                ))
            }
            AsyncState::Cancelled if stale => Some(format!(
                "From before the last change; {} updates it",
                context.key_for(again)
            )),
            AsyncState::Cancelled => Some(format!(
                "Cancelled; {} starts again",
                context.key_for(again)
            )),
        }
    }

    fn is_current(&self) -> bool {
        matches!(self.state, AsyncState::Current)
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
            // Runs until it is cancelled.
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
        let (sender, receiver) = mpsc::channel();
        let (rings, rung) = mpsc::channel();
        worker.on_change(move || rings.send(()).unwrap());
        worker.start((), move |watch| {
            watch.report(3, 7, "link").ok()?;
            sender.send(()).unwrap();
            while watch.report(4, 7, "link").is_ok() {}
            Some(1)
        });
        receiver.recv().unwrap();
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
    fn a_job_that_panics_is_reported_once_and_the_next_one_runs() {
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
