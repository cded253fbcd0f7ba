//! Exit status of commands that did not fail.

use std::process::ExitCode;

/// Exit status of a command. A [`crate::study::Refusal`] exits with 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// Exits with 0.
    Done,
    /// Nothing was found, or a check failed; exits with 1.
    NothingFound,
}

impl ExitStatus {
    /// [`ExitStatus::NothingFound`] unless something was `found`.
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
