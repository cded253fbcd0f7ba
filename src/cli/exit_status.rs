//! How a command ended when it did not fail.

use std::process::ExitCode;

/// What a command tells the shell; a [`crate::study::Refusal`] tells it 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// It did what was asked: 0.
    Done,
    /// Nothing was found, or a check failed: 1.
    NothingFound,
}

impl ExitStatus {
    /// [`ExitStatus::NothingFound`] when nothing was `found`.
    #[must_use]
    pub fn from_found(found: bool) -> ExitStatus {
        if found {
            ExitStatus::Done
        } else {
            ExitStatus::NothingFound
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(outcome: ExitStatus) -> ExitCode {
        ExitCode::from(match outcome {
            ExitStatus::Done => 0,
            ExitStatus::NothingFound => 1,
        })
    }
}
