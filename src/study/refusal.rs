//! A refusal: what cannot be done, and what to do instead.
//!
//! Watching long work: whoever does it tells how far it has come, and hears whether
//! to go on. It knows no clock, no thread and no screen: who watches has those.

use crate::text::number;
use std::fmt;

/// What is wrong, where, and what to do about it, as two short sentences for
/// the person at the keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong and where, without a full stop at the end.
    pub what: String,
    /// What to do; empty when `what` says it all.
    pub hint: String,
}

impl Refusal {
    /// A refusal with a way out.
    pub fn new(what: impl Into<String>, hint: impl Into<String>) -> Refusal {
        Refusal {
            what: what.into(),
            hint: hint.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Refusal {}

/// How far work has come: so many of so many of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgressUpdate {
    /// How many are done.
    pub done: usize,
    /// Of how many.
    pub total: usize,
    /// What they are, in the singular: `link`.
    pub noun: &'static str,
}

impl fmt::Display for ProgressUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {}",
            self.done,
            number::count_noun(self.total, self.noun)
        )
    }
}

/// Who is told how far long work has come and may stop it; from the start, nobody.
#[derive(Clone, Copy, Default)]
pub struct ProgressMonitor<'a>(Option<&'a (dyn Fn(ProgressUpdate) -> bool + Sync)>);

/// Work was stopped: what there is of it is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

impl<'a> ProgressMonitor<'a> {
    /// Somebody who hears of each step and answers whether to go on.
    pub fn new(told: &'a (dyn Fn(ProgressUpdate) -> bool + Sync)) -> ProgressMonitor<'a> {
        ProgressMonitor(Some(told))
    }

    /// Tells that `done` of `all` are done; `what` is one of them, such as `link`.
    /// Refused when it is to stop.
    pub fn report(self, done: usize, all: usize, what: &'static str) -> Result<(), Cancelled> {
        if self.0.is_none_or(|told| {
            told(ProgressUpdate {
                done,
                total: all,
                noun: what,
            })
        }) {
            Ok(())
        } else {
            Err(Cancelled)
        }
    }
}

impl fmt::Debug for ProgressMonitor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "watched"
        } else {
            "unwatched"
        })
    }
}

impl From<Cancelled> for Refusal {
    fn from(_: Cancelled) -> Refusal {
        Refusal::new("stopped", "Nothing was changed or written")
    }
}
