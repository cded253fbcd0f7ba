//! What people said: texts that live beside the facts, so that they can be erased.

use super::Id;
use crate::text::digest;
use std::sync::Arc;

/// The identity of a text.
pub type ContentId = Id<Content>;

/// A text about to be stored: a transcript, a memo, a condensation, survey rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its identity; the events that need it name it.
    pub id: ContentId,
    /// The text.
    pub text: Arc<str>,
}

impl Content {
    /// SHA-256 of the text, in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        digest::sha256(self.text.as_bytes())
    }
}
