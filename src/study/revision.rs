//! Revisions: what a person does to the draft of a theory. Every one but the
//! first steps of a first version asks for a reason.

use super::{
    Code, CodeKind, Id, Link,
    change::{Operation, TheoryElement},
    command::NewLink,
    node::NodeDescription,
    theory::ExpectedDirection,
};

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
