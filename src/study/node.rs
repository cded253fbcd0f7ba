//! Nodes: what a code is in one version of the programme theory.

use super::{Code, CodeKind, ContentId, Id};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where an element of a theory comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// From what is written about such programmes.
    Theory,
    /// From those who were asked when the theory was built.
    Interview,
    /// From the data it would be tested on: it cannot be confirmed by the same data.
    PostHoc,
}

impl Origin {
    /// All origins.
    pub const ALL: [Origin; 3] = [Origin::Theory, Origin::Interview, Origin::PostHoc];

    /// The word in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Origin::Theory => "theory",
            Origin::Interview => "interview",
            Origin::PostHoc => "post_hoc",
        }
    }

    /// The origin called so; a blank or a hyphen may stand for the underscore.
    #[must_use]
    pub fn parse(name: &str) -> Option<Origin> {
        let name = name.trim().to_lowercase().replace([' ', '-'], "_");
        Origin::ALL.into_iter().find(|origin| origin.name() == name)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Origin::PostHoc {
            "post hoc"
        } else {
            self.name()
        })
    }
}

/// What is said of a code as a node of one version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeBody {
    /// Where it comes from, when that has been said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Its part in this version, where that differs from the code's kind: a
    /// mechanism that became a circumstance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<CodeKind>,
    /// What the programme offers (Dalkin et al. 2015: a mechanism is a resource and a reasoning).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<ContentId>,
    /// How people respond to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasoning: Option<ContentId>,
}

/// A node as a person describes it; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeDescription {
    /// Where it comes from.
    pub origin: Option<Origin>,
    /// Its part in this version.
    pub role: Option<CodeKind>,
    /// What the programme offers; an empty text takes it away.
    pub resource: Option<String>,
    /// How people respond to it; an empty text takes it away.
    pub reasoning: Option<String>,
}

/// A node with the code it is.
#[derive(Clone, Copy, Debug)]
pub struct NodeAt<'a> {
    /// The code.
    pub code: &'a Code,
    /// Its part in the version.
    pub kind: CodeKind,
    /// What is said of it there.
    pub node: NodeBody,
}

impl NodeAt<'_> {
    /// The code's identity.
    #[must_use]
    pub fn id(&self) -> Id<Code> {
        self.code.id
    }
}
