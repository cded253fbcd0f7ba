//! The proposer: weighs the tests of a link on a thread of its own, since the
//! exact ones take longer than a key may wait. It has room for one link: a newer one takes
//! the place of one that nobody has begun with.

use crate::evidence::proposal;
use crate::study::{Id, Link, Study, inference::Inferred, theory::Conclusion};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

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

/// Proposes beside the screen.
#[derive(Clone, Default)]
pub struct Proposer {
    slot: Arc<Mutex<Slot>>,
}

#[derive(Default)]
struct Slot {
    waiting: Option<(Subject, Study)>,
    busy: Option<Subject>,
    proposed: Option<(Subject, Arc<Proposed>)>,
    /// Calls the screen when there is something to see.
    call: Option<Box<dyn Fn() + Send>>,
}

impl Proposer {
    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whom to call when there is a proposal.
    pub fn call(&self, call: impl Fn() + Send + 'static) {
        self.slot().call = Some(Box::new(call));
    }

    /// Asks about a link; a thread works as long as somebody asks.
    pub fn ask(&self, study: &Study, link: Id<Link>) {
        let subject = (link, study.revision());
        let mut slot = self.slot();
        if slot.busy == Some(subject) || slot.proposed.as_ref().is_some_and(|(about, _)| *about == subject) {
            return;
        }
        slot.waiting = Some((subject, study.clone()));
        if slot.busy.is_none() {
            slot.busy = Some(subject);
            let own = self.clone();
            thread::spawn(move || own.serve());
        }
    }

    /// The proposal about this, when it is there.
    #[must_use]
    pub fn proposed(&self, subject: Subject) -> Option<Arc<Proposed>> {
        self.slot().proposed.as_ref().filter(|(about, _)| *about == subject).map(|(_, proposed)| proposed.clone())
    }

    /// Whether somebody is at work.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.slot().busy.is_some()
    }

    fn serve(&self) {
        loop {
            let mut slot = self.slot();
            let Some((subject, study)) = slot.waiting.take() else {
                slot.busy = None;
                return;
            };
            slot.busy = Some(subject);
            drop(slot);
            let proposed = propose(&study, subject.0);
            let mut slot = self.slot();
            slot.proposed = proposed.map(|proposed| (subject, Arc::new(proposed)));
            if let Some(call) = &slot.call {
                call();
            }
        }
    }
}

fn propose(study: &Study, link: Id<Link>) -> Option<Proposed> {
    let link = study.link(link)?;
    let theory = study.theory_at(link.theory)?;
    // One of two threads is the screen's.
    let proposal = proposal::propose(study, theory, &[link], 1).pop()?;
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
