//! A value that a view has computed in the background, requested again whenever its subject
//! changes. Until the new value arrives the old one stays on screen, marked as outdated; without an
//! old one the view shows progress.

use super::{
    context::AppContext,
    job_runner::{JobRunner, JobState},
};
use crate::study::{ProgressMonitor, ProgressUpdate, Study};
use std::sync::Arc;

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
    #[must_use]
    pub fn latest(&self) -> Option<&A> {
        self.value.as_deref()
    }

    /// The value, if it belongs to the current subject.
    #[must_use]
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
    #[must_use]
    pub fn progress_text(&self, doing: &str, again: &str, context: &AppContext) -> Option<String> {
        let stale = self.value.is_some();
        match self.state {
            AsyncState::Current => None,
            AsyncState::Running(reached) => {
                let reached = reached
                    .map(|reached| format!(", {reached}"))
                    .unwrap_or_default();
                Some(format!(
                    "{doing}{reached}; {} stops",
                    context.key_for("stop")
                ))
            }
            AsyncState::Cancelled if stale => Some(format!(
                "From before the last change; {} renews",
                context.key_for(again)
            )),
            AsyncState::Cancelled => {
                Some(format!("Stopped; {} starts again", context.key_for(again)))
            }
        }
    }

    fn is_current(&self) -> bool {
        matches!(self.state, AsyncState::Current)
    }
}
