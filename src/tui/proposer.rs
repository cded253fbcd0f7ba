//! The proposer: the proposal of a verdict, for which the tests of the link and of its
//! family are weighed beside the screen.

use crate::evidence::proposal;
use crate::study::{Id, Link, Study, Watch, inference::Inferred, theory::Conclusion};

/// What is proposed about: a link, as the study is at a revision.
pub type Subject = (Id<Link>, u64);

/// A proposal as the screen keeps it.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// What is suggested.
    pub conclusion: Conclusion,
    /// Why, in sentences.
    pub reason: String,
    /// The draft of an inference.
    pub inferred: Inferred,
    /// In one line: "keep (low): not shown, mixed, unclear".
    pub line: String,
}

/// The proposal for a link; `None` when the link is gone, or it was stopped.
#[must_use]
pub fn propose(study: &Study, link: Id<Link>, watch: Watch<'_>) -> Option<Proposed> {
    let link = study.link(link)?;
    let theory = study.theory_at(link.theory)?;
    // One of two threads is the screen's.
    let proposal = proposal::propose(study, theory, &[link], 1, watch)
        .ok()?
        .pop()?;
    let numbers = proposal.numbers_in_words(study);
    Some(Proposed {
        conclusion: proposal.conclusion,
        reason: proposal.reason(),
        inferred: proposal.inferred(),
        line: format!(
            "{} ({} confidence). Numbers: {numbers}. Quotes: {}. Fit: {}.",
            proposal.conclusion, proposal.confidence, proposal.voices, proposal.fit
        ),
    })
}
