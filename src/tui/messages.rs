//! What virk says to the person: the last thing on the status line, and all of
//! it in a list, so that no refusal is lost to the next key.

use crate::study::Refusal;
use crate::text::sanitize;
use std::collections::VecDeque;
use std::fmt;

/// What was said last.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum StatusMessage {
    /// Nothing since the last key.
    #[default]
    Empty,
    /// This was done.
    Done(String),
    /// This was refused.
    Error(Refusal),
}

impl fmt::Display for StatusMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StatusMessage::Empty => Ok(()),
            StatusMessage::Done(what) => f.write_str(&sanitize::sanitize_line(what)),
            StatusMessage::Error(Refusal { what, hint }) if hint.is_empty() => {
                f.write_str(&sanitize::sanitize_line(what))
            }
            StatusMessage::Error(Refusal { what, hint }) => {
                f.write_str(&sanitize::sanitize_line(&format!("{what}. {hint}.")))
            }
        }
    }
}

/// How many sentences are kept.
const KEPT: usize = 200;

/// All that was said, and what was said last.
#[derive(Debug, Default)]
pub struct MessageLog {
    last: StatusMessage,
    all: VecDeque<String>,
}

impl MessageLog {
    /// Says something.
    pub fn push(&mut self, said: StatusMessage) {
        if self.all.len() == KEPT {
            self.all.pop_front();
        }
        self.all.push_back(said.to_string());
        self.last = said;
    }

    /// What was said last, unless something new has begun since.
    #[must_use]
    pub fn last(&self) -> &StatusMessage {
        &self.last
    }

    /// Something new begins.
    pub fn clear_current(&mut self) {
        self.last = StatusMessage::Empty;
    }

    /// All that was said, latest first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.all.iter().rev().map(String::as_str)
    }
}
