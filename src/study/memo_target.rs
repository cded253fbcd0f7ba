//! What a memo may be attached to.

use super::{Code, Document, Id, Link, theory::QuoteAt};
use serde::{Deserialize, Serialize};

/// What a memo is attached to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemoTarget {
    /// The study itself.
    Study,
    /// A document.
    Document(Id<Document>),
    /// A quote: the words of a document's span.
    Quote(QuoteAt),
    /// A code.
    Code(Id<Code>),
    /// A link of a theory.
    Link(Id<Link>),
}
