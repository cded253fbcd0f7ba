//! A refusal: what cannot be done, and what to do instead.

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
