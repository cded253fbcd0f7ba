//! How a command ended when it did not fail.

use std::process::ExitCode;

/// What a command tells the shell; a [`crate::study::Refusal`] tells it 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It did what was asked: 0.
    Done,
    /// Nothing was found, or a check failed: 1.
    Nothing,
}

impl Outcome {
    /// [`Outcome::Nothing`] when nothing was `found`.
    #[must_use]
    pub fn found(found: bool) -> Outcome {
        if found {
            Outcome::Done
        } else {
            Outcome::Nothing
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Done => 0,
            Outcome::Nothing => 1,
        })
    }
}
