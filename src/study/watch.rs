//! Watching long work: whoever does it tells how far it has come, and hears whether
//! to go on. It knows no clock, no thread and no screen: who watches has those.

use super::Refusal;
use crate::text::number;
use std::fmt;

/// How far work has come: so many of so many of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// How many are done.
    pub done: usize,
    /// Of how many.
    pub all: usize,
    /// What they are, in the singular: `link`.
    pub what: &'static str,
}

impl fmt::Display for Reached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.done, number::some(self.all, self.what))
    }
}

/// Who is told how far long work has come and may stop it; from the start, nobody.
#[derive(Clone, Copy, Default)]
pub struct Watch<'a>(Option<&'a (dyn Fn(Reached) -> bool + Sync)>);

/// Work was stopped: what there is of it is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

impl<'a> Watch<'a> {
    /// Somebody who hears of each step and answers whether to go on.
    #[must_use]
    pub fn of(told: &'a (dyn Fn(Reached) -> bool + Sync)) -> Watch<'a> {
        Watch(Some(told))
    }

    /// Tells that `done` of `all` are done; `what` is one of them, such as `link`.
    ///
    /// # Errors
    /// When it is to stop.
    pub fn step(self, done: usize, all: usize, what: &'static str) -> Result<(), Stopped> {
        if self.0.is_none_or(|told| told(Reached { done, all, what })) {
            Ok(())
        } else {
            Err(Stopped)
        }
    }
}

impl fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "watched"
        } else {
            "unwatched"
        })
    }
}

impl From<Stopped> for Refusal {
    fn from(_: Stopped) -> Refusal {
        Refusal::new("stopped", "Nothing was changed or written")
    }
}
