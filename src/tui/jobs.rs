//! The background jobs: one runner for each kind of work, made when it is first asked for.

use super::context::AppContext;
use super::job_runner::{JobRunner, JobState};
use crate::study::{ProgressMonitor, ProgressUpdate, Refusal, Study};
use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// A kind of work, of which one job runs at a time: a newer subject cancels the older.
pub trait JobKind: 'static {
    type Subject: Clone + PartialEq + Send + 'static;
    type Answer: Send + Sync + 'static;
}

/// Writing files; the subject is what is written, such as `the tests`.
pub struct ExportJob;

impl JobKind for ExportJob {
    type Subject = String;
    type Answer = Result<String, Refusal>;
}

#[derive(Default)]
pub struct Jobs {
    runners: RefCell<HashMap<TypeId, Arc<dyn AnyRunner>>>,
    /// Wakes the screen.
    on_change: Option<Arc<dyn Fn() + Send + Sync>>,
}

/// What all runners have in common, whatever they work on.
trait AnyRunner: Any + Send + Sync {
    fn take_failure(&self) -> bool;
    fn wait_until_idle(&self);
}

impl<S: Send + 'static, A: Send + Sync + 'static> AnyRunner for JobRunner<S, A> {
    fn take_failure(&self) -> bool {
        self.take_failure()
    }

    fn wait_until_idle(&self) {
        self.wait_until_idle();
    }
}

impl Jobs {
    /// Sets the function that wakes the screen, before the first job.
    pub fn on_change(&mut self, call: impl Fn() + Send + Sync + 'static) {
        self.on_change = Some(Arc::new(call));
    }

    /// The runner for a kind of work.
    pub fn of<K: JobKind>(&self) -> Arc<JobRunner<K::Subject, K::Answer>> {
        let known = self.runners.borrow().get(&TypeId::of::<K>()).cloned();
        let known = known.and_then(|runner| {
            let runner: Arc<dyn Any + Send + Sync> = runner;
            runner.downcast().ok()
        });
        known.unwrap_or_else(|| {
            let runner = Arc::new(JobRunner::default());
            if let Some(call) = self.on_change.clone() {
                runner.on_change(move || call());
            }
            self.runners
                .borrow_mut()
                .insert(TypeId::of::<K>(), runner.clone());
            runner
        })
    }

    /// Returns whether one of them has panicked since the last call.
    fn take_failure(&self) -> bool {
        let runners = self.runners.borrow();
        let failed = runners.values().filter(|runner| runner.take_failure());
        failed.count() > 0
    }

    /// Waits until nothing is running: for tests and other callers without an event loop.
    pub fn wait_until_idle(&self) {
        let runners: Vec<_> = self.runners.borrow().values().cloned().collect();
        runners.iter().for_each(|runner| runner.wait_until_idle());
    }
}

/// A value that a view has computed in the background, requested again whenever its subject
/// changes. Until the new value arrives the old one stays on screen, marked as outdated; without an
/// old one the view shows progress.
pub struct AsyncValue<K: JobKind> {
    subject: Option<K::Subject>,
    value: Option<Arc<K::Answer>>,
    state: AsyncState,
}

/// How the value shown relates to the current subject.
#[derive(Clone, Copy)]
enum AsyncState {
    Current,
    Running(Option<ProgressUpdate>),
    Cancelled,
}

impl<K: JobKind> Default for AsyncValue<K> {
    fn default() -> AsyncValue<K> {
        AsyncValue {
            subject: None,
            value: None,
            state: AsyncState::Cancelled,
        }
    }
}

impl<K: JobKind> AsyncValue<K> {
    /// Starts computing the value for `subject` unless that is done or under way, and takes a
    /// finished one; returns whether a new value has arrived.
    pub fn update(
        &mut self,
        context: &AppContext,
        subject: K::Subject,
        gather: impl FnOnce(&Study, ProgressMonitor<'_>) -> Option<K::Answer> + Send + 'static,
    ) -> bool {
        let worker = context.jobs.of::<K>();
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

impl<K: JobKind> AsyncValue<K> {
    /// The value to show, current or outdated.
    pub fn latest(&self) -> Option<&K::Answer> {
        self.value.as_deref()
    }

    /// The value, if it belongs to the current subject.
    pub fn current(&self) -> Option<&Arc<K::Answer>> {
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

impl AppContext {
    /// A copy of the study that stays the same while the study changes.
    pub fn snapshot(&self) -> Arc<Study> {
        self.session().snapshot()
    }

    /// Reports the outcome of a finished export, and crashed jobs.
    pub fn poll_jobs(&mut self) {
        if self.jobs.take_failure() | self.search_job.take_failure() {
            self.notify_refusal(Refusal::new(
                "the task stopped because of an error of virk's own",
                "Your study is safe; when you quit, virk says where the report is",
            ));
        }
        if let Some(written) = self.jobs.of::<ExportJob>().take_answer() {
            self.notify_result(Arc::unwrap_or_clone(written));
        }
    }

    /// What is being written, with its progress and the key that cancels it.
    pub fn writing(&self) -> Option<String> {
        let (what, reached) = self.jobs.of::<ExportJob>().running()?;
        let reached = reached
            .map(|reached| format!(", {reached}"))
            .unwrap_or_default();
        Some(format!(
            "Writing {what}{reached}; {} cancels",
            self.key_for("stop")
        ))
    }
}
