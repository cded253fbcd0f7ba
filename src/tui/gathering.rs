//! What a view gathers beside the screen: asked for anew whenever its subject changes. Until
//! the answer is there what was gathered before stays in sight, marked as such; where there is
//! nothing yet, the view says how far it has come.

use super::{
    desk::Desk,
    worker::{Stage, Worker},
};
use crate::study::{Reached, Study, Watch};
use std::sync::Arc;

/// The answer to the latest subject, or to the one before while that is being gathered.
pub struct Gathering<S, A> {
    /// What is asked about.
    about: Option<S>,
    shown: Option<Arc<A>>,
    state: State,
}

/// How what is shown stands to what is asked about.
#[derive(Clone, Copy)]
enum State {
    Current,
    Working(Option<Reached>),
    Stopped,
}

impl<S, A> Default for Gathering<S, A> {
    fn default() -> Gathering<S, A> {
        Gathering {
            about: None,
            shown: None,
            state: State::Stopped,
        }
    }
}

impl<S: Clone + PartialEq + Send + 'static, A: Send + Sync + 'static> Gathering<S, A> {
    /// Has `subject` gathered from the study as it is, if that is not done or under way, and takes
    /// what is there; answers whether something new has come.
    pub fn settle(
        &mut self,
        worker: &Worker<S, A>,
        desk: &Desk,
        subject: S,
        gather: impl FnOnce(&Study, Watch<'_>) -> Option<A> + Send + 'static,
    ) -> bool {
        let known = self.about.as_ref() == Some(&subject);
        if known && self.is_current() {
            return false;
        }
        let begins = match worker.stage(&subject) {
            None => true,
            Some(Stage::Stopped) => !known,
            Some(Stage::Working(_) | Stage::Done(_)) => false,
        };
        if begins {
            let study = desk.snapshot();
            worker.begin(subject.clone(), move |watch| gather(&study, watch));
            worker.moment();
        }
        let stage = worker.stage(&subject);
        self.about = Some(subject);
        self.state = match stage {
            Some(Stage::Done(answer)) => {
                self.shown = Some(answer);
                State::Current
            }
            Some(Stage::Working(reached)) => State::Working(reached),
            Some(Stage::Stopped) | None => State::Stopped,
        };
        self.is_current()
    }
}

impl<S, A> Gathering<S, A> {
    /// What is shown, be it of now or of before.
    #[must_use]
    pub fn shown(&self) -> Option<&A> {
        self.shown.as_deref()
    }

    /// The answer to what is asked about, when it is there.
    #[must_use]
    pub fn current(&self) -> Option<&Arc<A>> {
        self.shown.as_ref().filter(|_| self.is_current())
    }

    /// Forgets what was gathered: there is nothing to ask about.
    pub fn forget(&mut self) {
        *self = Gathering::default();
    }

    /// Begins anew what was stopped, at the next settling.
    pub fn again(&mut self) {
        self.about = None;
    }

    /// How far it has come and which key stops it, or `again`, what starts what was stopped;
    /// nothing when what is shown is of now. `doing` is what is done: `Gathering`.
    #[must_use]
    pub fn said(&self, doing: &str, again: &str, desk: &Desk) -> Option<String> {
        let stale = self.shown.is_some();
        match self.state {
            State::Current => None,
            State::Working(reached) => {
                let reached = reached
                    .map(|reached| format!(", {reached}"))
                    .unwrap_or_default();
                Some(format!("{doing}{reached}; {} stops", desk.key("stop")))
            }
            State::Stopped if stale => Some(format!(
                "From before the last change; {} renews",
                desk.key(again)
            )),
            State::Stopped => Some(format!("Stopped; {} starts again", desk.key(again))),
        }
    }

    fn is_current(&self) -> bool {
        matches!(self.state, State::Current)
    }
}
