//! How far something slow has come: a line on standard error, where a person
//! sees it, and wiped away at the end. Elsewhere nothing is said.

use crate::study::ProgressMonitor;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

/// A line under way.
pub struct ProgressLine {
    what: &'static str,
    terminal: bool,
    shown: Option<usize>,
}

impl ProgressLine {
    /// Of something called `what`, such as "Reading documents"; nothing is shown before the first
    /// step.
    #[must_use]
    pub fn new(what: &'static str) -> ProgressLine {
        ProgressLine {
            what,
            terminal: std::io::stderr().is_terminal(),
            shown: None,
        }
    }

    /// Shows that `done` of `all` are done, if that is another percentage than before.
    pub fn step(&mut self, done: usize, all: usize) {
        let percent = (done * 100).checked_div(all).unwrap_or(100);
        if self.terminal && self.shown != Some(percent) {
            self.shown = Some(percent);
            // Whoever cannot be told does not want to know.
            let _ = write!(std::io::stderr(), "\r{} {percent:>3} %", self.what);
        }
    }
}

/// Does work called `what` that tells how far it has come, and shows it.
pub fn with_progress<T>(what: &'static str, work: impl FnOnce(ProgressMonitor<'_>) -> T) -> T {
    let progress = Mutex::new(ProgressLine::new(what));
    work(ProgressMonitor::new(&|reached| {
        progress
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .step(reached.done, reached.total);
        true
    }))
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(std::io::stderr(), "\r{}\r", " ".repeat(self.what.len() + 6));
        }
    }
}
