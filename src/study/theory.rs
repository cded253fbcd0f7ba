//! The programme theory: codes as nodes, links between them, and what quotes
//! and verdicts say of each link.

use super::{Code, ContentId, Document, Id, Kind};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A version of the programme theory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theory {
    /// Its identity.
    pub id: Id<Theory>,
    /// What it is called, e.g. `v1`.
    pub version: String,
    /// Frozen versions never change.
    pub frozen: bool,
    /// The codes it is made of, in order.
    pub nodes: Vec<Id<Code>>,
    /// Its links, in order.
    pub links: Vec<Id<Link>>,
}

/// "from → to": the joint where quotes and numbers meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its identity.
    pub id: Id<Link>,
    /// The theory it belongs to.
    pub theory: Id<Theory>,
    /// Where it begins.
    pub from: Id<Code>,
    /// Where it leads.
    pub to: Id<Code>,
    /// The claim in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub statement: String,
    /// Where the claim comes from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
}

/// What a link between two kinds says.
#[must_use]
pub fn relation(from: Kind, to: Kind) -> &'static str {
    match (from, to) {
        (Kind::Context, _) => "moderates",
        (Kind::Activity, Kind::Mechanism) => "activates",
        (Kind::Mechanism, Kind::Output | Kind::Outcome) => "produces",
        _ => "leads to",
    }
}

/// What a quote does to a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// It speaks for the link.
    Supports,
    /// It speaks against it.
    Contradicts,
    /// It says when, for whom or how far.
    Nuances,
}

impl Polarity {
    /// All polarities.
    pub const ALL: [Polarity; 3] = [Polarity::Supports, Polarity::Contradicts, Polarity::Nuances];

    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Polarity::Supports => "supports",
            Polarity::Contradicts => "contradicts",
            Polarity::Nuances => "nuances",
        }
    }

    /// A one-cell sign: `+`, `−`, `~`.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Polarity::Supports => '+',
            Polarity::Contradicts => '−',
            Polarity::Nuances => '~',
        }
    }

    /// The polarity called so, or by its beginning.
    #[must_use]
    pub fn parse(name: &str) -> Option<Polarity> {
        let name = name.trim().to_lowercase();
        Polarity::ALL.into_iter().find(|polarity| !name.is_empty() && polarity.name().starts_with(&name))
    }
}

impl fmt::Display for Polarity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A quote of a link and its polarity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct QuoteAt {
    /// The document.
    pub document: Id<Document>,
    /// The words.
    pub span: Span,
}

/// What the evaluator concludes of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// The link stays.
    Keep,
    /// It stays in other words.
    Revise,
    /// Another element takes its place.
    Replace,
    /// It becomes a circumstance instead of a mechanism.
    Demote,
    /// It gets a larger part.
    Promote,
    /// It leaves the theory.
    Remove,
    /// Not decided.
    Open,
}

impl Conclusion {
    /// All conclusions.
    pub const ALL: [Conclusion; 7] = [
        Conclusion::Keep,
        Conclusion::Revise,
        Conclusion::Replace,
        Conclusion::Demote,
        Conclusion::Promote,
        Conclusion::Remove,
        Conclusion::Open,
    ];

    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Conclusion::Keep => "keep",
            Conclusion::Revise => "revise",
            Conclusion::Replace => "replace",
            Conclusion::Demote => "demote",
            Conclusion::Promote => "promote",
            Conclusion::Remove => "remove",
            Conclusion::Open => "open",
        }
    }

    /// The conclusion called so.
    #[must_use]
    pub fn parse(name: &str) -> Option<Conclusion> {
        Conclusion::ALL.into_iter().find(|conclusion| conclusion.name() == name.trim().to_lowercase())
    }
}

impl fmt::Display for Conclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A conclusion with its reason and the evidence it rested on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What is concluded.
    pub conclusion: Conclusion,
    /// Why.
    pub reason: ContentId,
    /// The evidence when it was concluded, in one line of counts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rests_on: String,
}
