//! The findings of the checks, computed beside the screen.

use crate::evidence::lint::{self, RuleFinding};
use crate::study::{ProgressMonitor, Study};
use crate::tui::jobs::JobKind;

/// A finding, and the reason for which it was accepted.
pub type CheckedFinding = (RuleFinding, Option<String>);

/// The checks on the reasoning at a revision of the study.
pub struct LintJob;

impl JobKind for LintJob {
    type Subject = u64;
    type Answer = Vec<CheckedFinding>;
}

/// Runs all checks; each finding comes with the reason for which it was accepted. `None` if
/// cancelled.
pub(super) fn check(study: &Study, watch: ProgressMonitor<'_>) -> Option<Vec<CheckedFinding>> {
    let reason = |finding: &RuleFinding| {
        finding
            .acceptance(study)
            .map(|(_, reason)| reason.to_owned())
    };
    let found = lint::findings_with_progress(study, watch).ok()?;
    Some(
        found
            .into_iter()
            .map(|finding| (reason(&finding), finding))
            .map(|(reason, finding)| (finding, reason))
            .collect(),
    )
}
