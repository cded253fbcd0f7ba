//! Those who work beside the screen, one for each sort of work.

use super::{
    action::Place,
    advisor, board,
    bringer::Brought,
    desk::Desk,
    lint,
    proposer::{self, Proposed},
    worker::Worker,
};
use crate::evidence::Matrix;
use crate::export::drawing::Drawing;
use crate::stats::advice::Advice;
use crate::study::{Refusal, Study};
use std::cell::RefCell;
use std::sync::Arc;

/// The workers of a desk.
#[derive(Default)]
pub struct Workers {
    /// Reckons the advice on a crosstab.
    pub advice: Worker<advisor::Subject, Advice>,
    /// Weighs the tests of a link, for the proposal of a verdict.
    pub proposal: Worker<proposer::Subject, Proposed>,
    /// Gathers the evidence matrix of a revision.
    pub matrix: Worker<u64, Matrix>,
    /// Gathers what the theory board shows.
    pub board: Worker<board::Subject, Drawing>,
    /// Checks the reasoning at a revision.
    pub lint: Worker<u64, Vec<lint::Checked>>,
    /// Reads files that are to be imported.
    pub bringing: Worker<(), Result<Brought, Refusal>>,
    /// Writes files; about what is written, such as `the tests`.
    pub writing: Worker<String, Result<String, Refusal>>,
    /// The study as they have it, from the revision at which one was asked last.
    snapshot: RefCell<Arc<Study>>,
}

impl Workers {
    /// Whom to call when there is something to see.
    pub fn call(&self, call: impl Fn() + Send + Sync + 'static) {
        let call = Arc::new(call);
        let ring = || {
            let call = call.clone();
            move || call()
        };
        self.advice.call(ring());
        self.proposal.call(ring());
        self.matrix.call(ring());
        self.board.call(ring());
        self.lint.call(ring());
        self.bringing.call(ring());
        self.writing.call(ring());
    }

    /// Stops what is gathered for a view; answers whether anything was.
    pub fn stop(&self, place: Place) -> bool {
        match place {
            Place::Matrix => self.matrix.stop_working(),
            Place::Board => self.board.stop_working(),
            Place::Lint => self.lint.stop_working(),
            Place::Evidence => self.proposal.stop_working(),
            _ => false,
        }
    }

    /// Whether one of them ended in an error of virk's own; told once.
    fn failed(&self) -> bool {
        let failed = [
            self.advice.failed(),
            self.proposal.failed(),
            self.matrix.failed(),
            self.board.failed(),
        ];
        let others = [
            self.lint.failed(),
            self.bringing.failed(),
            self.writing.failed(),
        ];
        failed.contains(&true) || others.contains(&true)
    }

    /// Waits until nothing is under way: for those that have no screen to go on with.
    pub fn wait(&self) {
        self.advice.wait();
        self.proposal.wait();
        self.matrix.wait();
        self.board.wait();
        self.lint.wait();
        self.bringing.wait();
        self.writing.wait();
    }
}

impl Desk {
    /// The study as it is now, for those who work beside the screen while it changes.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Study> {
        let mut snapshot = self.workers.snapshot.borrow_mut();
        if snapshot.revision() != self.study().revision() {
            *snapshot = Arc::new(self.study().clone());
        }
        snapshot.clone()
    }

    /// Says how a file came to be written that was being written, and when something failed.
    pub fn hear(&mut self) {
        if self.workers.failed() {
            self.refuse(Refusal::new(
                "what was under way stopped on an error of virk's own",
                "Your study is safe; when you leave, the error is told in full",
            ));
        }
        if let Some(written) = self.workers.writing.take() {
            self.report(Arc::unwrap_or_clone(written));
        }
    }

    /// What is being written, how far that has come, and how to stop it.
    #[must_use]
    pub fn writing(&self) -> Option<String> {
        let (what, reached) = self.workers.writing.under_way()?;
        let reached = reached
            .map(|reached| format!(", {reached}"))
            .unwrap_or_default();
        Some(format!(
            "Writing {what}{reached}; {} stops",
            self.key("stop")
        ))
    }

    /// Stops what is written, or what is gathered for the view on top.
    pub(super) fn stop(&mut self) {
        if self.workers.writing.stop_working() {
            self.say("Stopped; nothing was written");
        } else if self.workers.stop(self.view) {
            self.say("Stopped");
        } else {
            self.say("Nothing is under way that could be stopped");
        }
    }
}
