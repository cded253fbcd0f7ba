//! The advisor: reckons the advice on a crosstab on a thread of its own, since
//! exact tests take longer than a key may wait. Like the
//! [`seeker`](super::seeker) it has room for one subject: a newer one takes the
//! place of one that nobody has begun with, and advice on a crosstab that is no
//! longer looked at is dropped.

use crate::evidence::{Crosstab, family, findings};
use crate::stats::advice::{self, Advice};
use crate::study::{Dataset, Id, Study};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// What advice is asked about: two variables by place, as the study is at a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The revision of the study.
    pub revision: u64,
    /// The dataset both are in.
    pub dataset: Id<Dataset>,
    /// The place of the row variable.
    pub row: usize,
    /// The place of the column variable.
    pub column: usize,
}

/// Advises beside the screen.
#[derive(Default)]
pub struct Advisor {
    shared: Arc<Shared>,
}

/// What the screen and the thread share.
#[derive(Default)]
struct Shared {
    slot: Mutex<Slot>,
    bell: Condvar,
}

#[derive(Default)]
struct Slot {
    /// The study as last asked.
    study: Option<Arc<Study>>,
    waiting: Option<(Subject, Crosstab)>,
    busy: bool,
    advised: Option<(Subject, Arc<Advice>)>,
    /// Calls the screen when there is something to see.
    call: Option<Box<dyn Fn() + Send>>,
    started: bool,
    over: bool,
}

impl Shared {
    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rest<'a>(&self, slot: MutexGuard<'a, Slot>) -> MutexGuard<'a, Slot> {
        self.bell.wait(slot).unwrap_or_else(PoisonError::into_inner)
    }
}

impl Advisor {
    /// Whom to call when there is advice.
    pub fn call(&self, call: impl Fn() + Send + 'static) {
        self.shared.slot().call = Some(Box::new(call));
    }

    /// Asks about a crosstab of the study; the thread begins with the first one.
    pub fn ask(&self, study: &Study, subject: Subject, crosstab: Crosstab) {
        let mut slot = self.shared.slot();
        if slot.study.as_ref().is_none_or(|known| known.revision() != study.revision()) {
            slot.study = Some(Arc::new(study.clone()));
        }
        slot.waiting = Some((subject, crosstab));
        if !std::mem::replace(&mut slot.started, true) {
            let shared = self.shared.clone();
            thread::spawn(move || serve(&shared));
        }
        drop(slot);
        self.shared.bell.notify_all();
    }

    /// The advice about this, when it is there.
    #[must_use]
    pub fn advice(&self, subject: Subject) -> Option<Arc<Advice>> {
        self.shared.slot().advised.as_ref().filter(|(about, _)| *about == subject).map(|(_, advice)| advice.clone())
    }

    /// Waits until there is advice: for those that have no screen to go on with.
    pub fn wait(&self) {
        let mut slot = self.shared.slot();
        while slot.busy || slot.waiting.is_some() {
            slot = self.shared.rest(slot);
        }
    }
}

impl Drop for Advisor {
    fn drop(&mut self) {
        self.shared.slot().over = true;
        self.shared.bell.notify_all();
    }
}

/// Advises on one crosstab after the other, until there is nobody to ask.
fn serve(shared: &Shared) {
    let mut slot = shared.slot();
    loop {
        while !slot.over && slot.waiting.is_none() {
            slot = shared.rest(slot);
        }
        let study = slot.study.clone().filter(|_| !slot.over);
        let (Some((subject, crosstab)), Some(study)) = (slot.waiting.take(), study) else { return };
        slot.busy = true;
        drop(slot);
        let advice = advise(&study, subject, &crosstab);
        slot = shared.slot();
        slot.busy = false;
        if slot.waiting.is_none() {
            slot.advised = Some((subject, Arc::new(advice)));
            if let Some(call) = &slot.call {
                call();
            }
        }
        shared.bell.notify_all();
    }
}

/// The advice that `virk crosstab` gives, read in the company of the other tests of its link.
fn advise(study: &Study, subject: Subject, crosstab: &Crosstab) -> Advice {
    let mut question = findings::question(crosstab, study.alpha, findings::effort(&crosstab.table));
    question.family = study.dataset(subject.dataset).and_then(|dataset| family::of(study, dataset, subject.row, subject.column));
    advice::advise(&crosstab.table, &question)
}
