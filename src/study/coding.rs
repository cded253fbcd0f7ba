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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condensation {
    /// The sentence.
    pub content: ContentId,
    /// The central theme, a few words; empty once erased.
    pub theme: String,
    /// The text the theme stands in; none of one that stands in the fact.
    pub theme_content: Option<ContentId>,
}

/// A condensation as a fact names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CondensationFact {
    /// The sentence.
    pub content: ContentId,
    /// The theme, where an earlier virk wrote it into the fact itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub theme: String,
    /// The theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme_content: Option<ContentId>,
}

impl Condensation {
    /// The same as the fact named it.
    #[must_use]
    pub fn fact(&self) -> CondensationFact {
        CondensationFact {
            content: self.content,
            theme: match self.theme_content {
                Some(_) => String::new(),
                None => self.theme.clone(),
            },
            theme_content: self.theme_content,
        }
    }
}
