//! Versions of the programme theory that were made elsewhere, on their way into the study.

use super::command::NewLink;
use super::revision::Operation;
use super::theory::{Conclusion, NodeDescription, QuoteAt};
use super::{Basis, Code, Id, Polarity};
use uuid::Uuid;

/// A version.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AdoptedTheory {
    /// What it is called.
    pub version: String,
    /// The version it was derived from, by name.
    pub parent: Option<String>,
    /// Whether it never changes any more.
    pub frozen: bool,
    /// Its nodes, in order.
    pub nodes: Vec<(Id<Code>, NodeDescription)>,
    /// Its links, in order.
    pub links: Vec<AdoptedLink>,
    /// What became of its elements, and why.
    pub changes: Vec<AdoptedChange>,
}

/// A link, with the identity it had elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct AdoptedLink {
    /// What it is called by among those it comes with.
    pub foreign_id: Uuid,
    /// Its ends and its claim.
    pub link: NewLink,
    /// The mark of the link it acts on.
    pub on: Option<Uuid>,
    /// The mark of the link it carries on.
    pub continues: Option<Uuid>,
    /// Whether it was drawn when the data were known.
    pub post_hoc: bool,
    /// What quotes do to it.
    pub polarities: Vec<(QuoteAt, Polarity)>,
    /// What was concluded of it.
    pub verdict: Option<AdoptedVerdict>,
    /// What somebody noted of it.
    pub memo: String,
}

/// A conclusion with its reason and the evidence it rested on.
#[derive(Clone, Debug, PartialEq)]
pub struct AdoptedVerdict {
    /// What is concluded.
    pub conclusion: Conclusion,
    /// Why.
    pub reason: String,
    /// The evidence in one line of counts.
    pub rests_on: String,
    /// The same in numbers.
    pub basis: Option<Box<Basis>>,
}

/// What became of a node or a link, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct AdoptedChange {
    /// What became of it.
    pub operation: Operation,
    /// The node.
    pub node: Option<Id<Code>>,
    /// The mark of the link.
    pub link: Option<Uuid>,
    /// What it was replaced by, or what it became.
    pub by: Option<Id<Code>>,
    /// Why.
    pub reason: String,
    /// The quotes it rests on.
    pub quotes: Vec<QuoteAt>,
}
