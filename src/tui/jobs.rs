//! The background jobs, one runner for each kind of work.
//!
//! The advice on a crosstab, computed on a background thread because exact tests take too long for
//! a key press.
//!
//! The proposal of a verdict, computed on a background thread because it assesses the tests of the
//! link and of its family.

use super::action::ViewKind;
use super::context::AppContext;
use super::import_preview::ImportPreview;
use super::job_runner::JobRunner;
use super::{board, lint};
use crate::evidence::{Crosstab, Matrix, crosstab_analysis, planned_tests, proposal};
use crate::export::drawing::TheoryDrawing;
use crate::stats::advice;
use crate::stats::advice::Advice;
use crate::study::inference::InferenceText;
use crate::study::theory::Conclusion;
use crate::study::{Dataset, Id, Link, ProgressMonitor, Refusal, Study};
use std::sync::Arc;

#[derive(Default)]
pub struct Jobs {
    /// Advice on a crosstab.
    pub advice: JobRunner<AdviceSubject, Advice>,
    /// Proposal of a verdict, for which the tests of a link are assessed.
    pub proposal: JobRunner<ProposalSubject, ProposedVerdict>,
    /// The evidence matrix at a revision.
    pub matrix: JobRunner<u64, Matrix>,
    /// The theory board's drawing.
    pub board: JobRunner<board::BoardSubject, TheoryDrawing>,
    /// The checks on the reasoning at a revision.
    pub lint: JobRunner<u64, Vec<lint::CheckedFinding>>,
    /// Previews of files to import.
    pub import: JobRunner<(), Result<ImportPreview, Refusal>>,
    /// Writing files; the subject is what is written, such as `the tests`.
    pub export: JobRunner<String, Result<String, Refusal>>,
}

impl Jobs {
    /// Sets the function that wakes the screen.
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

    /// Cancels what is being computed for a view; returns whether there was anything.
    pub fn cancel(&self, place: ViewKind) -> bool {
        match place {
            ViewKind::Matrix => self.matrix.cancel_if_running(),
            ViewKind::Board => self.board.cancel_if_running(),
            ViewKind::Lint => self.lint.cancel_if_running(),
            ViewKind::Evidence => self.proposal.cancel_if_running(),
            _ => false,
        }
    }

    /// Returns whether one of them has panicked since the last call.
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

    /// Waits until nothing is running: for tests and other callers without an event loop.
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
        if let Some(written) = self.jobs.export.take_answer() {
            self.notify_result(Arc::unwrap_or_clone(written));
        }
    }

    /// What is being written, with its progress and the key that cancels it.
    pub fn writing(&self) -> Option<String> {
        let (what, reached) = self.jobs.export.running()?;
        let reached = reached
            .map(|reached| format!(", {reached}"))
            .unwrap_or_default();
        Some(format!(
            "Writing {what}{reached}; {} cancels",
            self.key_for("stop")
        ))
    }

    /// Cancels the export, or else what is being computed for the view on top.
    pub(super) fn cancel_job(&mut self) {
        if self.jobs.export.cancel_if_running() {
            self.notify("Cancelled; nothing was written");
        } else if self.jobs.cancel(self.view_kind) {
            self.notify("Stopped");
        } else {
            self.notify("Nothing to cancel");
        }
    }
}

/// Two variables, by index, at one revision of the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdviceSubject {
    pub revision: u64,
    pub dataset: Id<Dataset>,
    pub row: usize,
    pub column: usize,
}

/// Returns the same advice as `virk crosstab`, read together with the other tests of its link;
/// `None` if the two cannot be crossed.
pub fn advise(
    study: &Study,
    AdviceSubject {
        dataset,
        row,
        column,
        ..
    }: AdviceSubject,
) -> Option<Advice> {
    let dataset = study.dataset(dataset)?;
    let crosstab = Crosstab::new(dataset, row, column, &study.language).ok()?;
    let mut question =
        crosstab_analysis::question(study.alpha, crosstab_analysis::effort(&crosstab.table));
    question.family = planned_tests::of(study, dataset, row, column);
    question.smallest = crosstab_analysis::smallest_effect(&study.plan(), &crosstab.table);
    Some(advice::advise(&crosstab.table, &question))
}

/// A link at a revision of the study.
pub type ProposalSubject = (Id<Link>, u64);

/// A proposal as shown on screen.
#[derive(Clone, Debug)]
pub struct ProposedVerdict {
    pub conclusion: Conclusion,
    /// In sentences.
    pub reason: String,
    /// Draft of an inference.
    pub inferred: InferenceText,
    /// In one line: "keep (low): not shown, mixed, unclear".
    pub line: String,
}

/// Returns `None` if the link does not exist, or if cancelled.
pub fn propose(
    study: &Study,
    link: Id<Link>,
    watch: ProgressMonitor<'_>,
) -> Option<ProposedVerdict> {
    let link = study.link(link)?;
    let theory = study.theory_at(link.theory)?;
    // One thread of two belongs to the screen.
    let proposal = proposal::propose(study, theory, &[link], 1, watch)
        .ok()?
        .pop()?;
    let numbers = proposal.numbers_in_words(study);
    Some(ProposedVerdict {
        conclusion: proposal.conclusion,
        reason: proposal.reason(),
        inferred: proposal.to_inference(),
        line: format!(
            "{} ({} confidence). Numbers: {numbers}. Quotes: {}. Fit: {}.",
            proposal.conclusion, proposal.confidence, proposal.quote_consensus, proposal.fit
        ),
    })
}
