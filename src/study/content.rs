//! What people said: texts that live beside the facts, so that they can be erased.

use super::{Column, Id};
use crate::text::digest;
use std::borrow::Cow;
use std::sync::Arc;

/// The identity of a text.
pub type ContentId = Id<Content>;

/// A text about to be stored: a transcript, a memo, a condensation, survey rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its identity; the events that need it name it.
    pub id: ContentId,
    /// The text.
    pub text: ContentData,
}

impl Content {
    /// SHA-256 of the text as it is stored, in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        digest::sha256(self.text.stored().as_bytes())
    }
}

/// A text as it is held in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContentData {
    /// Words.
    Words(Arc<str>),
    /// Survey rows, column by column: a register as words would be many times as large.
    Rows(Arc<[Column]>),
}

impl ContentData {
    /// The words, if it is no rows.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match self {
            ContentData::Words(words) => Some(words),
            ContentData::Rows(_) => None,
        }
    }

    /// The text as it is stored; rows are an array of columns, each an array of strings.
    #[must_use]
    pub fn stored(&self) -> Cow<'_, str> {
        let columns = match self {
            ContentData::Words(words) => return Cow::Borrowed(words),
            ContentData::Rows(columns) => columns,
        };
        // Quotation marks and commas; what has to be written otherwise makes it longer.
        let length = columns
            .iter()
            .map(|column| column.text_bytes() + 3 * column.len() + 3)
            .sum::<usize>();
        let mut stored = Vec::with_capacity(length + 2);
        // Strings into memory: neither can fail.
        let _ = serde_json::to_writer(&mut stored, &**columns);
        Cow::Owned(String::from_utf8(stored).unwrap_or_default())
    }

    /// Rows that were stored; `None` when it is no rows.
    #[must_use]
    pub fn rows(stored: &str) -> Option<Arc<[Column]>> {
        serde_json::from_str::<Vec<Column>>(stored)
            .ok()
            .map(Arc::from)
    }
}

impl From<Arc<str>> for ContentData {
    fn from(words: Arc<str>) -> ContentData {
        ContentData::Words(words)
    }
}

impl From<&str> for ContentData {
    fn from(words: &str) -> ContentData {
        ContentData::Words(Arc::from(words))
    }
}
