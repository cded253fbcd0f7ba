//! Where a document's text differs from the file it came from: the map back.
//!
//! A text is imported verbatim, but a PDF breaks words at line ends and repeats
//! a header on every page, and captions cut a sentence into cues. What was
//! changed is kept beside the text, so that every place leads back to the file.

use super::{ContentId, Document, Id, Study};
use serde::{Deserialize, Serialize};

/// A place where the text is not as the file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The byte of the text where it is.
    pub at: usize,
    /// How many bytes of the text stand there instead.
    pub len: usize,
    /// What the file has there; page breaks are form feeds.
    pub was: String,
}

/// The text as the file has it; `None` when the edits do not fit the text.
pub fn original(text: &str, edits: &[Edit]) -> Option<String> {
    let mut raw = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        raw.push_str(text.get(at..edit.at)?);
        raw.push_str(&edit.was);
        at = edit.at.checked_add(edit.len)?;
    }
    raw.push_str(text.get(at..)?);
    Some(raw)
}

/// The page of the file (from 1) where byte `at` of the text stands.
pub fn page(edits: &[Edit], at: usize) -> usize {
    let before = edits.iter().take_while(|edit| edit.at <= at);
    1 + before
        .map(|edit| edit.was.matches('\u{c}').count())
        .sum::<usize>()
}

impl Study {
    /// Where a document's text differs from the file it came from, in order.
    pub fn origin_content(&self, document: Id<Document>) -> Option<ContentId> {
        self.origins.get(&document).copied()
    }

    /// The same, read.
    pub fn origin(&self, document: Id<Document>) -> Vec<Edit> {
        let kept = self
            .origins
            .get(&document)
            .and_then(|content| self.words(*content));
        kept.and_then(|edits| serde_json::from_str(edits).ok())
            .unwrap_or_default()
    }
}
