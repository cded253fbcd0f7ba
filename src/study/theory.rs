//! The programme theory: codes as nodes, links between them, and what quotes
//! and verdicts say of each link.
//!
//! Nodes: what a code is in one version of the programme theory.

use super::{Basis, Code, CodeKind, ContentId, Document, Id, Time};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    /// When it was frozen.
    pub frozen_at: Option<Time>,
    /// The version it was derived from.
    pub parent: Option<Id<Theory>>,
    /// The codes it is made of, in order.
    pub nodes: Vec<Id<Code>>,
    /// What is said of the nodes, also of those that left.
    pub described: BTreeMap<Id<Code>, NodeBody>,
    /// Its links, in order.
    pub links: Vec<Id<Link>>,
}

impl Theory {
    /// A version without anything in it.
    pub fn new(id: Id<Theory>, version: String) -> Theory {
        let (nodes, links, described) = (Vec::new(), Vec::new(), BTreeMap::new());
        Theory {
            id,
            version,
            frozen: false,
            frozen_at: None,
            parent: None,
            nodes,
            described,
            links,
        }
    }
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
    /// In which direction the numbers should go if the claim holds.
    #[serde(default, skip_serializing_if = "ExpectedDirection::is_unstated")]
    pub expected: ExpectedDirection,
    /// The link a moderator acts on, when it acts on a link and not on a node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Id<Link>>,
    /// The link of the parent version that it carries on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Id<Link>>,
    /// Whether it was drawn when the data it would be tested on were known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub post_hoc: bool,
}

impl Link {
    /// A bare link.
    pub fn new(id: Id<Link>, theory: Id<Theory>, from: Id<Code>, to: Id<Code>) -> Link {
        let (statement, basis) = (String::new(), String::new());
        Link {
            id,
            theory,
            from,
            to,
            statement,
            basis,
            expected: ExpectedDirection::Unstated,
            on: None,
            carried: None,
            post_hoc: false,
        }
    }
}

/// The direction a claim expects: more of one end, more or less of the other.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "lowercase")]
pub enum ExpectedDirection {
    /// More goes with more.
    Positive,
    /// More goes with less.
    Negative,
    /// No relation: a hypothesised null.
    None,
    /// Nothing has been said.
    #[default]
    Unstated,
}

impl ExpectedDirection {
    /// All of them.
    pub const ALL: [ExpectedDirection; 4] = [
        ExpectedDirection::Positive,
        ExpectedDirection::Negative,
        ExpectedDirection::None,
        ExpectedDirection::Unstated,
    ];

    /// The word.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// A one-cell sign: `+`, `−`, `0`, or a blank.
    pub fn sign(self) -> char {
        match self {
            ExpectedDirection::Positive => '+',
            ExpectedDirection::Negative => '−',
            ExpectedDirection::None => '0',
            ExpectedDirection::Unstated => ' ',
        }
    }

    /// The direction called so, or by its sign.
    pub fn parse(name: &str) -> Option<ExpectedDirection> {
        match name.trim().to_lowercase().as_str() {
            "+" => Some(ExpectedDirection::Positive),
            "-" | "−" => Some(ExpectedDirection::Negative),
            "0" => Some(ExpectedDirection::None),
            name => ExpectedDirection::ALL
                .into_iter()
                .find(|expected| expected.name() == name),
        }
    }

    fn is_unstated(&self) -> bool {
        *self == ExpectedDirection::Unstated
    }
}

/// Since when a link stands fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prespecification {
    /// Its version is a draft still.
    NotFrozen,
    /// It, or the one it carries on, was in a version frozen then.
    Prespecified(Time),
    /// It was drawn from the data it would be tested on.
    PostHoc,
}

/// What a link between two kinds says.
pub fn relation(from: CodeKind, to: CodeKind) -> &'static str {
    match (from, to) {
        (CodeKind::Context, _) => "moderates",
        (CodeKind::Activity, CodeKind::Mechanism) => "activates",
        (CodeKind::Mechanism, CodeKind::Output | CodeKind::Outcome) => "produces",
        _ => "leads to",
    }
}

/// What a quote does to a link.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "lowercase")]
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
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// A one-cell sign: `+`, `−`, `~`.
    pub fn sign(self) -> char {
        match self {
            Polarity::Supports => '+',
            Polarity::Contradicts => '−',
            Polarity::Nuances => '~',
        }
    }

    /// The polarity called so, or by its beginning.
    pub fn parse(name: &str) -> Option<Polarity> {
        let name = name.trim().to_lowercase();
        Polarity::ALL
            .into_iter()
            .find(|polarity| !name.is_empty() && polarity.name().starts_with(&name))
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

impl QuoteAt {
    /// The quote before all others.
    pub(super) fn least() -> QuoteAt {
        QuoteAt {
            document: Id::new(uuid::Uuid::nil()),
            span: Span { start: 0, end: 0 },
        }
    }
}

/// What the evaluator concludes of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "lowercase")]
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
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The conclusion called so.
    pub fn parse(name: &str) -> Option<Conclusion> {
        Conclusion::ALL
            .into_iter()
            .find(|conclusion| conclusion.name() == name.trim().to_lowercase())
    }
}

impl fmt::Display for Conclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A conclusion with its reason and the evidence it rested on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// What is concluded.
    pub conclusion: Conclusion,
    /// Why.
    pub reason: ContentId,
    /// The evidence when it was concluded, in one line of counts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rests_on: String,
    /// The same in numbers, by which a later change is seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Box<Basis>>,
}

/// Where an element of a theory comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
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
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The origin called so; a blank or a hyphen may stand for the underscore.
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
    pub fn id(&self) -> Id<Code> {
        self.code.id
    }
}
