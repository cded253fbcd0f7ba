//! A document wrapped into screen rows, computed once per width.

use crate::text::{Span, Turn, wrap};

/// A row of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRow {
    pub turn: u32,
    /// Its words; empty for the row between two turns.
    pub span: Span,
    /// True for the first row of a turn.
    pub first: bool,
}

/// All rows of a document.
#[derive(Clone, Debug, Default)]
pub struct TextRows {
    rows: Vec<TextRow>,
    /// The width they were wrapped to.
    pub columns: u16,
}

impl TextRows {
    /// Wraps the turns of a text, with an empty row between turns.
    #[must_use]
    pub fn new(text: &str, turns: &[Turn], columns: u16) -> TextRows {
        let mut rows =
            Vec::with_capacity(text.len() / (columns.max(8) as usize) * 5 / 4 + turns.len() * 2);
        for (number, turn) in (0..).zip(turns) {
            if number > 0 {
                rows.push(TextRow {
                    turn: number,
                    span: Span {
                        start: turn.words.start,
                        end: turn.words.start,
                    },
                    first: false,
                });
            }
            let mut first = true;
            wrap::wrap(text, turn.words, columns as usize, |span| {
                rows.push(TextRow {
                    turn: number,
                    span,
                    first,
                });
                first = false;
            });
        }
        TextRows { rows, columns }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    #[must_use]
    pub fn get(&self, place: usize) -> Option<TextRow> {
        self.rows.get(place).copied()
    }

    /// Index of the row that shows byte `at`, or of the last one before it.
    #[must_use]
    pub fn at(&self, at: u32) -> usize {
        self.rows
            .partition_point(|row| row.span.start <= at)
            .saturating_sub(1)
    }

    /// Up to `count` rows from `top` on.
    #[must_use]
    pub fn window(&self, top: usize, count: usize) -> &[TextRow] {
        let top = top.min(self.rows.len());
        &self.rows[top..(top + count).min(self.rows.len())]
    }

    /// Byte offset of the grapheme at `column` of a row, or of its last grapheme.
    #[must_use]
    pub fn byte(&self, text: &str, place: usize, column: usize) -> Option<usize> {
        use unicode_segmentation::UnicodeSegmentation;
        let row = self.get(place)?;
        let mut used = 0;
        let mut last = row.span.start as usize;
        for (offset, grapheme) in row.span.text(text).grapheme_indices(true) {
            used += wrap::grapheme_width(grapheme);
            last = row.span.start as usize + offset;
            if used > column {
                break;
            }
        }
        Some(last)
    }

    /// The column at which byte `at` of a row begins.
    #[must_use]
    pub fn column(&self, text: &str, place: usize, at: u32) -> usize {
        let start = self.get(place).map_or(0, |row| row.span.start as usize);
        text.get(start..at as usize).map_or(0, wrap::width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{TurnFormat, turn};

    #[test]
    fn cells_and_bytes_lead_to_each_other() {
        let text = "I: a b\nM: så 日本 👩‍👧 godt og vel";
        let turns = turn::turns(text, &TurnFormat::Colon, &["I".into(), "M".into()]);
        let rows = TextRows::new(text, &turns, 10);
        let words: Vec<&str> = rows
            .window(0, 99)
            .iter()
            .map(|row| row.span.text(text))
            .collect();
        assert_eq!(words, ["a b", "", "så 日本 👩‍👧 ", "godt og ", "vel"]);
        let at = text.find("👩").unwrap();
        let place = rows.at(at as u32);
        assert_eq!((place, rows.column(text, place, at as u32)), (2, 8));
        assert_eq!(rows.byte(text, 2, 9), Some(at));
        assert_eq!(rows.byte(text, 2, 4), Some(text.find('日').unwrap()));
    }
}
