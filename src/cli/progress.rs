//! Progress of slow work: one line on standard error, removed at the end. Shown on terminals only.

use crate::study::ProgressMonitor;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

pub struct ProgressLine {
    what: &'static str,
    terminal: bool,
    shown: Option<usize>,
}

impl ProgressLine {
    /// `what` names the work, such as "Reading documents". Nothing is shown before the first step.
    #[must_use]
    pub fn new(what: &'static str) -> ProgressLine {
        ProgressLine {
            what,
            terminal: std::io::stderr().is_terminal(),
            shown: None,
        }
    }

    /// Redraws the line if the percentage has changed.
    pub fn step(&mut self, done: usize, all: usize) {
        let percent = (done * 100).checked_div(all).unwrap_or(100);
        if self.terminal && self.shown != Some(percent) {
            self.shown = Some(percent);
            // Failing to show progress must not stop the work.
            let _ = write!(std::io::stderr(), "\r{} {percent:>3} %", self.what);
        }
    }
}

/// Runs `work` with a monitor that shows its progress.
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
