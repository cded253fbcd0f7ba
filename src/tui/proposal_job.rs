//! The proposal of a verdict, computed on a background thread because it assesses the tests of the
//! link and of its family.

use crate::evidence::proposal;
use crate::study::{
    Id, Link, ProgressMonitor, Study, inference::InferenceText, theory::Conclusion,
};

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
#[must_use]
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
