//! What virk says to the person: the last thing on the status line, and all of
//! it in a list, so that no refusal is lost to the next key.

use crate::study::Refusal;
use crate::text::harmless;
use std::collections::VecDeque;
use std::fmt;

/// What was said last.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Said {
    /// Nothing since the last key.
    #[default]
    Nothing,
    /// This was done.
    Done(String),
    /// This was refused.
    Refused(Refusal),
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Said::Nothing => Ok(()),
            Said::Done(what) => f.write_str(&harmless::one_line(what)),
            Said::Refused(Refusal { what, hint }) if hint.is_empty() => {
                f.write_str(&harmless::one_line(what))
            }
            Said::Refused(Refusal { what, hint }) => {
                f.write_str(&harmless::one_line(&format!("{what}. {hint}.")))
            }
        }
    }
}

/// How many sentences are kept.
const KEPT: usize = 200;

/// All that was said, and what was said last.
#[derive(Debug, Default)]
pub struct Talk {
    last: Said,
    all: VecDeque<String>,
}

impl Talk {
    /// Says something.
    pub fn say(&mut self, said: Said) {
        if self.all.len() == KEPT {
            self.all.pop_front();
        }
        self.all.push_back(said.to_string());
        self.last = said;
    }

    /// What was said last, unless something new has begun since.
    #[must_use]
    pub fn last(&self) -> &Said {
        &self.last
    }

    /// Something new begins.
    pub fn hush(&mut self) {
        self.last = Said::Nothing;
    }

    /// All that was said, latest first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.all.iter().rev().map(String::as_str)
    }
}
