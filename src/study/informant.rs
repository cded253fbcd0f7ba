//! Informants: who speaks, by pseudonym.

use super::{Id, quote::INTERVIEWER};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is known of an informant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformantBody {
    /// The pseudonym, as it stands before the turns of a transcript.
    pub name: String,
    /// E.g. mentor, leader, consultant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// Where in the organisation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub department: String,
    /// Anything else worth comparing by.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

impl InformantBody {
    /// Whether the role is that of asking.
    #[must_use]
    pub fn is_interviewer(&self) -> bool {
        self.role.trim().to_lowercase() == INTERVIEWER
    }
}

/// A person or group who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Informant {
    /// The identity.
    pub id: Id<Informant>,
    /// What is known.
    pub body: InformantBody,
}
