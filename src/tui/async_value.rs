//! What a view gathers beside the screen: asked for anew whenever its subject changes. Until
//! the answer is there what was gathered before stays in sight, marked as such; where there is
//! nothing yet, the view says how far it has come.

use super::{
    context::AppContext,
    job_runner::{JobRunner, JobState},
};
use crate::study::{ProgressMonitor, ProgressUpdate, Study};
use std::sync::Arc;

/// The answer to the latest subject, or to the one before while that is being gathered.
pub struct AsyncValue<S, A> {
    /// What is asked about.
    subject: Option<S>,
    value: Option<Arc<A>>,
    state: AsyncState,
}

/// How what is shown stands to what is asked about.
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
    /// Has `subject` gathered from the study as it is, if that is not done or under way, and takes
    /// what is there; answers whether something new has come.
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
        let stage = worker.state(&subject);
        self.subject = Some(subject);
        self.state = match stage {
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
    /// What is shown, be it of now or of before.
    #[must_use]
    pub fn latest(&self) -> Option<&A> {
        self.value.as_deref()
    }

    /// The answer to what is asked about, when it is there.
    #[must_use]
    pub fn current(&self) -> Option<&Arc<A>> {
        self.value.as_ref().filter(|_| self.is_current())
    }

    /// Forgets what was gathered: there is nothing to ask about.
    pub fn clear(&mut self) {
        *self = AsyncValue::default();
    }

    /// Begins anew what was stopped, at the next settling.
    pub fn retry(&mut self) {
        self.subject = None;
    }

    /// How far it has come and which key stops it, or `again`, what starts what was stopped;
    /// nothing when what is shown is of now. `doing` is what is done: `AsyncValue`.
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
