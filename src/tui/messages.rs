//! Messages to the user: the latest on the status line, and all of them in a list, so that no
//! refusal is lost at the next key.

use crate::study::Refusal;
use crate::text::sanitize;
use std::collections::VecDeque;
use std::fmt;

/// The latest message.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum StatusMessage {
    /// Nothing since the last key.
    #[default]
    Empty,
    Done(String),
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

/// Length of the log.
const KEPT: usize = 200;

/// The log, and the latest message.
#[derive(Debug, Default)]
pub struct MessageLog {
    last: StatusMessage,
    all: VecDeque<String>,
}

impl MessageLog {
    pub fn push(&mut self, message: StatusMessage) {
        if self.all.len() == KEPT {
            self.all.pop_front();
        }
        self.all.push_back(message.to_string());
        self.last = message;
    }

    /// The latest message, unless it was cleared by a later key.
    #[must_use]
    pub fn last(&self) -> &StatusMessage {
        &self.last
    }

    /// Clears the status line.
    pub fn clear_current(&mut self) {
        self.last = StatusMessage::Empty;
    }

    /// Latest first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.all.iter().rev().map(String::as_str)
    }
}
