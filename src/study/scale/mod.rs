//! Scales that people are asked on: which of them answers seem to be on, and which answer means yes.
//!
//! A scale that is found is proposed and nothing more. Its order counts once a person has confirmed it.

mod yes;

pub use yes::yes;

use serde::{Deserialize, Serialize};

/// A scale that answers seem to be on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Which scale: "agreement", "frequency", "whole numbers 1–5" …
    pub scale: String,
    /// Its values, the lowest first.
    pub values: Vec<String>,
    /// Answers that are outside it, such as "Don't know".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}
