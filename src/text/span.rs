//! Spans of text: half-open byte ranges that never split a grapheme.

use serde::{Deserialize, Serialize};
use std::{fmt, ops::Range};
use unicode_segmentation::GraphemeCursor;

/// A half-open byte range `[start, end)` in the text of one document.
///
/// ```text
///  J e g   s å        bytes  0 1 2 3 4 5 6 7
///        ^---^        Span { start: 4, end: 7 } is "så": å takes two bytes
/// ```
///
/// [`Span::snap`] makes one from numbers of any origin: it rejects ranges outside the text and
/// widens to whole graphemes, so that `å`, combining marks and emoji are never split.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Why a range is not a span of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpanError {
    /// The range contains no character.
    Empty,
    /// The range ends beyond the text.
    Outside {
        /// Length of the text in bytes.
        len: usize,
    },
}

impl fmt::Display for SpanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SpanError::Empty => f.write_str("the span is empty"),
            SpanError::Outside { .. } => f.write_str("the span lies outside the text"),
        }
    }
}

impl std::error::Error for SpanError {}

impl Span {
    /// The smallest span of whole graphemes that covers `bytes`.
    ///
    /// # Errors
    /// [`SpanError::Empty`] if `bytes` is empty, [`SpanError::Outside`] if it ends beyond `text`.
    pub fn snap(text: &str, bytes: Range<usize>) -> Result<Span, SpanError> {
        if bytes.end > text.len() || u32::try_from(text.len()).is_err() {
            return Err(SpanError::Outside { len: text.len() });
        }
        if bytes.start >= bytes.end {
            return Err(SpanError::Empty);
        }
        Ok(Span::of(
            snap_down(text, bytes.start),
            snap_up(text, bytes.end),
        ))
    }

    /// A span whose ends are known to be grapheme boundaries, such as those of a turn, a line or a
    /// stored coding.
    #[must_use]
    pub fn of(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
        }
    }

    /// As a range for indexing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text of the span; empty if `text` is not the text it was made for.
    #[must_use]
    pub fn text(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Returns whether the span is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Returns whether the spans share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns whether `other` lies entirely inside.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns whether byte `at` lies inside.
    #[must_use]
    pub fn contains_byte(self, at: usize) -> bool {
        self.range().contains(&at)
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn union(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The common part, if there is one.
    #[must_use]
    pub fn intersection(self, other: Span) -> Option<Span> {
        self.overlaps(other).then(|| Span {
            start: self.start.max(other.start),
            end: self.end.min(other.end),
        })
    }

    /// Without surrounding white space; `None` if nothing else is left.
    #[must_use]
    pub fn trim(self, text: &str) -> Option<Span> {
        let words = self.text(text);
        let front = words.len() - words.trim_start().len();
        let len = words.trim().len();
        let start = self.start as usize + front;
        (len > 0).then(|| Span::of(start, start + len))
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

fn snap_down(text: &str, at: usize) -> usize {
    let mut at = at;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if is_boundary(text, at) {
        at
    } else {
        previous_grapheme(text, at)
    }
}

fn snap_up(text: &str, at: usize) -> usize {
    let mut at = at;
    while !text.is_char_boundary(at) {
        at += 1;
    }
    if is_boundary(text, at) {
        at
    } else {
        next_grapheme(text, at)
    }
}

fn is_boundary(text: &str, at: usize) -> bool {
    // Given the whole text, the cursor never asks for more context.
    GraphemeCursor::new(at, text.len(), true)
        .is_boundary(text, 0)
        .unwrap_or(true)
}

/// The grapheme boundary before `at`, a character boundary; 0 at the start.
#[must_use]
pub fn previous_grapheme(text: &str, at: usize) -> usize {
    GraphemeCursor::new(at, text.len(), true)
        .prev_boundary(text, 0)
        .ok()
        .flatten()
        .unwrap_or(0)
}

/// The grapheme boundary after `at`, a character boundary; the length at the end.
#[must_use]
pub fn next_grapheme(text: &str, at: usize) -> usize {
    GraphemeCursor::new(at, text.len(), true)
        .next_boundary(text, 0)
        .ok()
        .flatten()
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snapping_widens_to_whole_graphemes() {
        let text = "a\u{30a}b👩‍👧c";
        assert_eq!(Span::snap(text, 1..3).unwrap().text(text), "a\u{30a}");
        assert_eq!(Span::snap(text, 5..6).unwrap().text(text), "👩‍👧");
        assert_eq!(Span::snap("så", 1..2).unwrap().text("så"), "å");
    }

    #[test]
    fn what_is_outside_or_empty_is_refused() {
        assert_eq!(Span::snap("så", 0..9), Err(SpanError::Outside { len: 3 }));
        assert_eq!(Span::snap("så", 1..1), Err(SpanError::Empty));
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        assert!(!Span::of(0, 3).overlaps(Span::of(3, 5)));
        assert_eq!(
            Span::of(0, 4).intersection(Span::of(3, 5)),
            Some(Span::of(3, 4))
        );
    }
}
