//! Revisions: what a person does to the draft of a theory. Every one but the
//! first steps of a first version asks for a reason.
//!
//! The change log of a theory: what became of each element from one version
//! to the next, why, and on what grounds.

use super::command::NewLink;
use super::event::MemoTarget;
use super::theory::{ExpectedDirection, NodeDescription, QuoteAt};
use super::{Code, CodeKind, ContentId, Dataset, Id, Link, Theory, Time};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// A change of a draft. A link may also be named by the one of the parent version that it carries
/// on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revision {
    /// Make a code a node.
    AddNode {
        /// The code.
        code: Id<Code>,
        /// What is said of it.
        node: NodeDescription,
    },
    /// Take a node out, and its links with it.
    RemoveNode {
        /// The node.
        code: Id<Code>,
    },
    /// Put another node in the place of one.
    ReplaceNode {
        /// The node that leaves.
        code: Id<Code>,
        /// The code that comes.
        by: Id<Code>,
        /// What is said of it.
        node: NodeDescription,
        /// The links it gets, as pairs of ends; `None` for those of the one that leaves.
        links: Option<Vec<(Id<Code>, Id<Code>)>>,
    },
    /// Give a node another part: a mechanism becomes a circumstance, or the other way.
    MoveNode {
        /// The node.
        code: Id<Code>,
        /// Demoted or promoted.
        operation: Operation,
        /// The code that stands for it from now on; `None` when it stays itself.
        to: Option<Id<Code>>,
        /// Its new part; the kind of `to` when nothing is said.
        role: Option<CodeKind>,
        /// The links it gets, as pairs of ends, beside those it keeps.
        links: Vec<(Id<Code>, Id<Code>)>,
    },
    /// Say something else of a node.
    DescribeNode {
        /// The node.
        code: Id<Code>,
        /// What is said of it.
        node: NodeDescription,
    },
    /// Draw a link.
    DrawLink {
        /// The link.
        link: NewLink,
        /// The link a moderator acts on, when it acts on a link.
        on: Option<Id<Link>>,
    },
    /// Take a link away.
    RemoveLink {
        /// The link.
        link: Id<Link>,
    },
    /// Say something else of a link.
    ChangeLink {
        /// The link.
        link: Id<Link>,
        /// The claim in words; `None` leaves it.
        statement: Option<String>,
        /// The direction expected; `None` leaves it.
        expected: Option<ExpectedDirection>,
        /// What became of it: reworded, narrowed or weakened.
        operation: Operation,
    },
    /// Write in the log what became of an element that is otherwise left as it
    /// is: kept, narrowed, weakened, reworded.
    Note {
        /// What became of it.
        operation: Operation,
        /// The element.
        on: TheoryElement,
    },
}

/// What became of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "lowercase")]
pub enum Operation {
    /// It stays, and why.
    Kept,
    /// It left.
    Removed,
    /// It came.
    Added,
    /// Another took its place.
    Replaced,
    /// It got a larger part: a circumstance became a mechanism.
    Promoted,
    /// It got a smaller part: a mechanism became a circumstance.
    Demoted,
    /// It is said in other words.
    Reworded,
    /// It holds for less than it did.
    Narrowed,
    /// It holds less firmly than it did.
    Weakened,
}

impl Operation {
    /// All operations.
    pub const ALL: [Operation; 9] = [
        Operation::Kept,
        Operation::Removed,
        Operation::Added,
        Operation::Replaced,
        Operation::Promoted,
        Operation::Demoted,
        Operation::Reworded,
        Operation::Narrowed,
        Operation::Weakened,
    ];

    /// The word.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// A one-cell sign that tells them apart without colour.
    pub fn sign(self) -> char {
        match self {
            Operation::Kept => '=',
            Operation::Removed => '-',
            Operation::Added => '+',
            Operation::Replaced => '→',
            Operation::Promoted => '↑',
            Operation::Demoted => '↓',
            Operation::Reworded | Operation::Narrowed | Operation::Weakened => '~',
        }
    }

    /// The operation called so, also as a bidding: `remove`, `removed`.
    pub fn parse(name: &str) -> Option<Operation> {
        let name = name.trim().to_lowercase();
        let bidden = |operation: Operation| {
            let past = operation.name();
            match operation {
                Operation::Kept => "keep",
                _ => past.strip_suffix("ed").unwrap_or(past),
            }
        };
        let called = |operation: &Operation| {
            let bidding = bidden(*operation);
            name == operation.name() || name == bidding || name == format!("{bidding}e")
        };
        Operation::ALL.into_iter().find(called)
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TheoryElement {
    /// A node.
    Node(Id<Code>),
    /// A link of the later version, also when it was taken away there.
    Link(Id<Link>),
}

/// What a change rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeGround {
    /// What somebody said.
    Quote(QuoteAt),
    /// A test: two variables of a dataset.
    Test {
        /// The dataset.
        dataset: Id<Dataset>,
        /// A variable's name.
        a: String,
        /// Another variable's name.
        b: String,
    },
    /// A memo.
    Memo(MemoTarget),
    /// The whole evidence of a link.
    Link(Id<Link>),
}

/// An entry of the change log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeBody {
    /// The later version; the earlier one is its parent.
    pub theory: Id<Theory>,
    /// What became of the element.
    pub operation: Operation,
    /// The element.
    pub on: TheoryElement,
    /// What it was replaced by, or what it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Id<Code>>,
    /// Why; it may quote people.
    pub reason: ContentId,
    /// What it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<ChangeGround>,
}

/// An entry of the change log, with who made it and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its identity.
    pub id: Id<Change>,
    /// What it says.
    pub body: ChangeBody,
    /// Who made it.
    pub coder: Arc<str>,
    /// When.
    pub time: Time,
}

/// Why something is changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Justification {
    /// In a sentence or two.
    pub reason: String,
    /// What it rests on.
    pub grounds: Vec<ChangeGround>,
}

impl Justification {
    /// A reason without grounds.
    pub fn because(reason: impl Into<String>) -> Justification {
        Justification {
            reason: reason.into(),
            grounds: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_called_as_biddings_too() {
        for (typed, operation) in [
            ("keep", Operation::Kept),
            ("remove", Operation::Removed),
            ("add", Operation::Added),
            ("Replace", Operation::Replaced),
            ("promote", Operation::Promoted),
            ("demoted", Operation::Demoted),
            ("reword", Operation::Reworded),
            ("narrow", Operation::Narrowed),
            ("weaken", Operation::Weakened),
        ] {
            assert_eq!(Operation::parse(typed), Some(operation), "{typed}");
        }
        assert_eq!(Operation::parse("delete"), None);
    }
}
