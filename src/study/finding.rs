//! Findings of the checks on the reasoning, as far as a study remembers them:
//! what was found where, and that a researcher accepts it.
//!
//! What is wrong is found anew each time ([`crate::evidence`] looks for it);
//! only acceptances are facts. An acceptance knows by a hash what the finding
//! said: as soon as it says something else, it is found again.

use super::{Code, Dataset, Id, Informant, Link, reported::Reported};
use crate::text::{FoldMode, digest, folding};
use serde::{Deserialize, Serialize};

/// What a finding is about: where one goes to do something about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingSubject {
    /// The study as a whole.
    Study,
    /// A code.
    Code(Id<Code>),
    /// A link of a theory.
    Link(Id<Link>),
    /// An informant.
    Informant(Id<Informant>),
    /// A variable of a dataset.
    Variable {
        /// The dataset.
        dataset: Id<Dataset>,
        /// The variable's name.
        variable: String,
    },
    /// A test, a claim, an element … of reported results.
    Reported {
        /// The reported results.
        of: Id<Reported>,
        /// What it is called there, e.g. `T100`.
        item: String,
    },
}

/// A finding as an acceptance knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AcceptedFinding {
    /// The rule, e.g. `L5`.
    pub rule: String,
    /// What it is about.
    pub object: FindingSubject,
    /// The hash of what it says ([`crate::text::digest::quote_hash`]).
    pub says: Box<str>,
}

/// The rule under which words may stand in the public archive.
pub const ARCHIVE_RULE: &str = "archive";

impl AcceptedFinding {
    /// Words that may stand in the public archive, however their letters are written.
    #[must_use]
    pub fn words(words: &str) -> AcceptedFinding {
        let says =
            digest::quote_hash(folding::fold(words.trim(), FoldMode::IgnoreCase).trim()).into();
        AcceptedFinding {
            rule: ARCHIVE_RULE.into(),
            object: FindingSubject::Study,
            says,
        }
    }
}
