//! What people said: texts that live beside the facts, so that they can be erased.

use super::{Column, Id};
use crate::text::sanitize;
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
    pub fn hash(&self) -> String {
        sanitize::sha256(self.text.stored().as_bytes())
    }
}

/// What proves the words of a text: their hash behind a salt, `SALT:HASH`.
///
/// The hash stands in a fact too and stays there for ever; the salt stands beside the text and goes
/// with it. A theme or a role is a word or two, which could be guessed from a bare hash after it
/// was erased.
pub fn salted_hash(salt: &str, stored: &str) -> String {
    format!(
        "{salt}:{}",
        sanitize::salted_sha256(salt, stored.as_bytes())
    )
}

/// Whether a text as it is stored is the one that this was said of: a salted hash, or the bare one
/// of earlier virks.
pub fn is_proven(hash: &str, stored: &str) -> bool {
    match hash.split_once(':') {
        Some((salt, _)) => hash == salted_hash(salt, stored),
        None => hash == sanitize::sha256(stored.as_bytes()),
    }
}

/// What a fact says of the hash that stands beside a text; nothing of one without a salt.
pub fn said_of(hash: &str) -> Option<&str> {
    hash.split_once(':').map(|(_, hash)| hash)
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
    pub fn words(&self) -> Option<&str> {
        match self {
            ContentData::Words(words) => Some(words),
            ContentData::Rows(_) => None,
        }
    }

    /// The text as it is stored; rows are an array of columns, each an array of strings.
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
