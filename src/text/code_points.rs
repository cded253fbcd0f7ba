//! Conversion between byte offsets and Unicode code points.
//!
//! REFI-QDA, R and Python count code points; virk counts bytes. This index converts both ways
//! without scanning a text of a million words from its start.

use super::Span;

/// One entry per this many bytes.
const STEP: usize = 1024;

/// Byte offsets and code points of one text.
#[derive(Clone, Debug, Default)]
pub struct CodePointIndex {
    /// Code points before byte `i * STEP` (rounded down to a character boundary).
    before: Vec<u32>,
    total: usize,
}

impl CodePointIndex {
    /// Scans the text once.
    #[must_use]
    pub fn new(text: &str) -> CodePointIndex {
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut total = 0;
        for block in text.as_bytes().chunks(STEP) {
            before.push(u32::try_from(total).unwrap_or(u32::MAX));
            total += block.iter().filter(|byte| starts_character(**byte)).count();
        }
        CodePointIndex { before, total }
    }

    /// Number of code points of the text.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// Code points before byte `at`.
    #[must_use]
    pub fn of_byte(&self, text: &str, at: usize) -> usize {
        let at = at.min(text.len());
        let Some(before) = self.before.get(at / STEP) else {
            return self.total;
        };
        let from = at / STEP * STEP;
        *before as usize
            + text.as_bytes()[from..at]
                .iter()
                .filter(|byte| starts_character(**byte))
                .count()
    }

    /// Byte offset of code point number `point`; `None` beyond the end.
    #[must_use]
    pub fn to_byte(&self, text: &str, point: usize) -> Option<usize> {
        if point >= self.total {
            return (point == self.total).then_some(text.len());
        }
        let block = self
            .before
            .partition_point(|before| *before as usize <= point)
            - 1;
        let missing = point - self.before[block] as usize;
        let from = block * STEP;
        text.as_bytes()[from..]
            .iter()
            .enumerate()
            .filter(|(_, byte)| starts_character(**byte))
            .nth(missing)
            .map(|(offset, _)| from + offset)
    }

    /// A span as `(start, end)` in code points.
    #[must_use]
    pub fn of_span(&self, text: &str, span: Span) -> (usize, usize) {
        (
            self.of_byte(text, span.start as usize),
            self.of_byte(text, span.end as usize),
        )
    }
}

fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_agree_with_a_plain_count() {
        let text = "æøå 👩‍👧 plain ".repeat(500);
        let points = CodePointIndex::new(&text);
        assert_eq!(points.total(), text.chars().count());
        for (point, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.of_byte(&text, byte), point);
            assert_eq!(points.to_byte(&text, point), Some(byte));
        }
        assert_eq!(points.to_byte(&text, points.total()), Some(text.len()));
        assert_eq!(points.to_byte(&text, points.total() + 1), None);
    }

    #[test]
    fn an_empty_text_has_one_position() {
        let points = CodePointIndex::new("");
        assert_eq!(
            (
                points.of_byte("", 0),
                points.to_byte("", 0),
                points.to_byte("", 1)
            ),
            (0, Some(0), None)
        );
    }
}
