//! Codings and condensations: what a coder saw in a stretch of text.

use super::{Code, ContentId, Document, Id, Time};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A span under a code, by a coder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coding {
    /// Its identity.
    pub id: Id<Coding>,
    /// Where.
    pub document: Id<Document>,
    /// Which words.
    pub span: Span,
    /// Under what.
    pub code: Id<Code>,
    /// The hash of the words when they were coded ([`crate::text::digest::quote_hash`]).
    pub hash: Box<str>,
    /// By whom.
    pub coder: Arc<str>,
    /// When.
    pub time: Time,
}

/// The words a coding lies on, and their hash: what a moved boundary changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HashedSpan {
    /// Which words.
    pub span: Span,
    /// Their hash ([`crate::text::digest::quote_hash`]).
    pub hash: Box<str>,
}

/// Where a coding lies, across the versions of its document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The version.
    pub document: Id<Document>,
    /// Which words of it, and their hash.
    #[serde(flatten)]
    pub extent: HashedSpan,
}

/// A quote's meaning in a short sentence, with its central theme (Kvale &
/// Brinkmann: natural unit → central theme).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condensation {
    /// The sentence.
    pub content: ContentId,
    /// The central theme, a few words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub theme: String,
}
