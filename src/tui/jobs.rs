//! Those who work beside the screen, one for each sort of work.

use super::{
    action::ViewKind,
    advice_job, board,
    context::AppContext,
    import_preview::ImportPreview,
    job_runner::JobRunner,
    lint,
    proposal_job::{self, ProposedVerdict},
};
use crate::evidence::Matrix;
use crate::export::drawing::TheoryDrawing;
use crate::stats::advice::Advice;
use crate::study::{Refusal, Study};
use std::cell::RefCell;
use std::sync::Arc;

/// The workers of a context.
#[derive(Default)]
pub struct Jobs {
    /// Reckons the advice on a crosstab.
    pub advice: JobRunner<advice_job::AdviceSubject, Advice>,
    /// Weighs the tests of a link, for the proposal of a verdict.
    pub proposal: JobRunner<proposal_job::ProposalSubject, ProposedVerdict>,
    /// Gathers the evidence matrix of a revision.
    pub matrix: JobRunner<u64, Matrix>,
    /// Gathers what the theory board shows.
    pub board: JobRunner<board::BoardSubject, TheoryDrawing>,
    /// Checks the reasoning at a revision.
    pub lint: JobRunner<u64, Vec<lint::CheckedFinding>>,
    /// Reads files that are to be imported.
    pub import: JobRunner<(), Result<ImportPreview, Refusal>>,
    /// Writes files; about what is written, such as `the tests`.
    pub export: JobRunner<String, Result<String, Refusal>>,
    /// The study as they have it, from the revision at which one was asked last.
    snapshot: RefCell<Arc<Study>>,
}

impl Jobs {
    /// Whom to call when there is something to see.
    pub fn on_change(&self, call: impl Fn() + Send + Sync + 'static) {
        let call = Arc::new(call);
        let ring = || {
            let call = call.clone();
            move || call()
        };
        self.advice.on_change(ring());
        self.proposal.on_change(ring());
        self.matrix.on_change(ring());
        self.board.on_change(ring());
        self.lint.on_change(ring());
        self.import.on_change(ring());
        self.export.on_change(ring());
    }

    /// Stops what is gathered for a view; answers whether anything was.
    pub fn cancel(&self, place: ViewKind) -> bool {
        match place {
            ViewKind::Matrix => self.matrix.cancel_if_running(),
            ViewKind::Board => self.board.cancel_if_running(),
            ViewKind::Lint => self.lint.cancel_if_running(),
            ViewKind::Evidence => self.proposal.cancel_if_running(),
            _ => false,
        }
    }

    /// Whether one of them ended in an error of virk's own; told once.
    fn take_failure(&self) -> bool {
        let failed = [
            self.advice.take_failure(),
            self.proposal.take_failure(),
            self.matrix.take_failure(),
            self.board.take_failure(),
        ];
        let others = [
            self.lint.take_failure(),
            self.import.take_failure(),
            self.export.take_failure(),
        ];
        failed.contains(&true) || others.contains(&true)
    }

    /// Waits until nothing is under way: for those that have no screen to go on with.
    pub fn wait_until_idle(&self) {
        self.advice.wait_until_idle();
        self.proposal.wait_until_idle();
        self.matrix.wait_until_idle();
        self.board.wait_until_idle();
        self.lint.wait_until_idle();
        self.import.wait_until_idle();
        self.export.wait_until_idle();
    }
}

impl AppContext {
    /// The study as it is now, for those who work beside the screen while it changes.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Study> {
        let mut snapshot = self.jobs.snapshot.borrow_mut();
        if snapshot.revision() != self.study().revision() {
            *snapshot = Arc::new(self.study().clone());
        }
        snapshot.clone()
    }

    /// Says how a file came to be written that was being written, and when something failed.
    pub fn poll_jobs(&mut self) {
        if self.jobs.take_failure() {
            self.notify_refusal(Refusal::new(
                "what was under way stopped on an error of virk's own",
                "Your study is safe; when you leave, the error is told in full",
            ));
        }
        if let Some(written) = self.jobs.export.take_answer() {
            self.notify_result(Arc::unwrap_or_clone(written));
        }
    }

    /// What is being written, how far that has come, and how to stop it.
    #[must_use]
    pub fn writing(&self) -> Option<String> {
        let (what, reached) = self.jobs.export.running()?;
        let reached = reached
            .map(|reached| format!(", {reached}"))
            .unwrap_or_default();
        Some(format!(
            "Writing {what}{reached}; {} stops",
            self.key_for("stop")
        ))
    }

    /// Stops what is written, or what is gathered for the view on top.
    pub(super) fn cancel_job(&mut self) {
        if self.jobs.export.cancel_if_running() {
            self.notify("Stopped; nothing was written");
        } else if self.jobs.cancel(self.view_kind) {
            self.notify("Stopped");
        } else {
            self.notify("Nothing is under way that could be stopped");
        }
    }
}
