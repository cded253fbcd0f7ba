//! The proposer: the proposal of a verdict, for which the tests of the link and of its
//! family are weighed beside the screen.

use crate::evidence::proposal;
use crate::study::{
    Id, Link, ProgressMonitor, Study, inference::InferenceText, theory::Conclusion,
};

/// What is proposed about: a link, as the study is at a revision.
pub type ProposalSubject = (Id<Link>, u64);

/// A proposal as the screen keeps it.
#[derive(Clone, Debug)]
pub struct ProposedVerdict {
    /// What is suggested.
    pub conclusion: Conclusion,
    /// Why, in sentences.
    pub reason: String,
    /// The draft of an inference.
    pub inferred: InferenceText,
    /// In one line: "keep (low): not shown, mixed, unclear".
    pub line: String,
}

/// The proposal for a link; `None` when the link is gone, or it was stopped.
#[must_use]
pub fn propose(
    study: &Study,
    link: Id<Link>,
    watch: ProgressMonitor<'_>,
) -> Option<ProposedVerdict> {
    let link = study.link(link)?;
    let theory = study.theory_at(link.theory)?;
    // One of two threads is the screen's.
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
