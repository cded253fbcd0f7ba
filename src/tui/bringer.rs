//! The bringer: reads files on a thread of its own, says how far it has come,
//! and stops when it is told to. It only reads: what it brings changes the study
//! when a person has seen it and says so.

use crate::import::pseudonyms::Pseudonyms;
use crate::study::{Command, Refusal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Brought {
    /// What there is to see, line by line; a heading begins each file.
    pub lines: Vec<Line>,
    /// What brings it into the study; none when nothing can be.
    pub commands: Vec<Command>,
    /// The table of pseudonyms that is written before.
    pub table: Option<Arc<Mutex<Pseudonyms>>>,
}

/// A line about what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Which file it is.
    Head(String),
    /// How it was read.
    Told(String),
    /// Why it cannot come in.
    Fault(String),
}

/// How far it has come.
#[derive(Clone, Debug)]
pub enum Stage {
    /// So many of so many files.
    Reading(usize, usize),
    /// At the end.
    Read(Arc<Result<Brought, Refusal>>),
}

/// Tells how far one has come; answers whether to go on.
pub type Watch<'a> = &'a dyn Fn(usize, usize) -> bool;

/// Reads files beside the screen, one errand at a time.
#[derive(Default)]
pub struct Bringer {
    shared: Arc<Shared>,
    stop: Arc<AtomicBool>,
}

#[derive(Default)]
struct Shared {
    slot: Mutex<Slot>,
    bell: Condvar,
}

#[derive(Default)]
struct Slot {
    /// Which errand is the latest: what an earlier one brings is dropped.
    errand: u64,
    stage: Option<Stage>,
    /// Calls the screen when there is something to see.
    call: Option<Box<dyn Fn() + Send>>,
}

impl Shared {
    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn come_to(&self, errand: u64, stage: Stage) {
        let mut slot = self.slot();
        if slot.errand == errand {
            slot.stage = Some(stage);
            if let Some(call) = &slot.call {
                call();
            }
        }
        drop(slot);
        self.bell.notify_all();
    }
}

impl Bringer {
    /// Whom to call when there is something to see.
    pub fn call(&self, call: impl Fn() + Send + 'static) {
        self.shared.slot().call = Some(Box::new(call));
    }

    /// Begins an errand; one that is under way is stopped.
    pub fn begin(&mut self, errand: impl FnOnce(Watch<'_>) -> Result<Brought, Refusal> + Send + 'static) {
        self.stop();
        self.stop = Arc::default();
        let (shared, stop) = (self.shared.clone(), self.stop.clone());
        let mut slot = shared.slot();
        slot.errand += 1;
        slot.stage = Some(Stage::Reading(0, 0));
        let number = slot.errand;
        drop(slot);
        thread::spawn(move || {
            let watch = |done, all| {
                shared.come_to(number, Stage::Reading(done, all));
                !stop.load(Ordering::Relaxed)
            };
            let brought = errand(&watch);
            shared.come_to(number, Stage::Read(Arc::new(brought)));
        });
    }

    /// How far it has come; `None` when there is no errand.
    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        self.shared.slot().stage.clone()
    }

    /// Stops, and forgets what has been brought.
    pub fn stop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let mut slot = self.shared.slot();
        slot.errand += 1;
        slot.stage = None;
    }

    /// Waits for the end of the errand: for those that have no screen to go on with.
    pub fn wait(&self) {
        let mut slot = self.shared.slot();
        while matches!(slot.stage, Some(Stage::Reading(..))) {
            slot = self.shared.bell.wait(slot).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
