//! An excerpt: a stretch of a document in a few rows. Longer stretches are cut around the span of
//! interest, with ellipses, and marks are kept at their places.

use super::canvas::Canvas;
use crate::text::{Span, wrap};
use ratatui::{layout::Rect, style::Style};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The text range of each row.
    pub rows: Vec<Span>,
    /// True if text is left out before the first row, and after the last.
    pub cut: (bool, bool),
}

/// Bytes laid out at most around the span of interest; long stretches would be slow.
const REACH: usize = 6_000;

impl Excerpt {
    /// Lays out at most `rows` rows of `span`, around `at`.
    pub fn new(text: &str, span: Span, at: Option<Span>, columns: u16, rows: u16) -> Excerpt {
        let near = near(text, span, at);
        let mut lines = Vec::new();
        wrap::wrap(text, near, columns as usize, |line| lines.push(line));
        let rows = rows.max(1) as usize;
        let wanted = at.map_or(0, |at| {
            lines
                .partition_point(|line| line.start <= at.start)
                .saturating_sub(1)
        });
        // Keep one row before the span of interest, so that it is read in its sentence.
        let first = if wanted < rows {
            0
        } else {
            (wanted - 1).min(lines.len().saturating_sub(rows))
        };
        let cut = (
            first > 0 || near.start > span.start,
            first + rows < lines.len() || near.end < span.end,
        );
        lines.truncate(first + rows);
        lines.drain(..first.min(lines.len()));
        Excerpt { rows: lines, cut }
    }

    /// Number of rows.
    pub fn height(&self) -> u16 {
        self.rows.len() as u16
    }

    /// Draws the excerpt into `area` with `marks` (sorted) highlighted.
    pub fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        text: &str,
        marks: &[Span],
        plain: Style,
        marked: Style,
    ) {
        for (y, row) in (area.top()..area.bottom()).zip(&self.rows) {
            let (mut x, mut from) = (area.x, row.start);
            let mut put = |to: u32, style: Style| {
                x = canvas.put(
                    x,
                    y,
                    area.right(),
                    Span {
                        start: from,
                        end: to,
                    }
                    .text(text),
                    style,
                );
                from = to;
            };
            for mark in marks.iter().filter_map(|mark| mark.intersection(*row)) {
                put(mark.start.max(row.start), plain);
                put(mark.end, marked);
            }
            put(row.end, plain);
        }
        if self.cut.0 && area.x > 0 {
            canvas.put(area.x - 1, area.y, area.x, "…", plain);
        }
        if self.cut.1 && self.height() > 0 && self.height() <= area.height {
            let last = area.y + self.height() - 1;
            canvas.put(area.right() - 1, last, area.right(), "…", plain);
        }
    }
}

/// The part of `span` around `at` that is laid out.
fn near(text: &str, span: Span, at: Option<Span>) -> Span {
    if span.len() <= REACH {
        return span;
    }
    let middle = at.map_or(span.start, |at| at.start).max(span.start) as usize;
    let start = middle.saturating_sub(REACH / 4).max(span.start as usize);
    let end = (start + REACH).min(span.end as usize);
    let start = if start > span.start as usize {
        after_blank(text, start)
    } else {
        start
    };
    Span::of(
        start,
        (start..=end)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(start),
    )
}

/// Offset after the first blank from `at` on.
fn after_blank(text: &str, at: usize) -> usize {
    let from = (at..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len());
    text[from..]
        .find(' ')
        .map_or(from, |blank| from + blank + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_around_what_matters() {
        let text = "one two three four five six seven eight nine ten";
        let whole = Span::of(0, text.len());
        let at = text.find("seven").map(|at| Span::of(at, at + 5));
        let excerpt = Excerpt::new(text, whole, at, 10, 2);
        assert_eq!(
            excerpt
                .rows
                .iter()
                .map(|row| row.text(text))
                .collect::<Vec<_>>(),
            ["five six ", "seven "]
        );
        assert_eq!(excerpt.cut, (true, true));
        assert_eq!(Excerpt::new(text, whole, None, 100, 2).cut, (false, false));
    }

    #[test]
    fn a_stretch_of_any_length_costs_little_and_cuts_no_letter() {
        let text = "æøå ".repeat(100_000);
        let whole = Span::of(0, text.len());
        for at in [0, 7 * 50_000, 7 * 99_999] {
            let excerpt = Excerpt::new(&text, whole, Some(Span::of(at, at + 2)), 20, 4);
            assert!(
                excerpt
                    .rows
                    .iter()
                    .all(|row| text.get(row.range()).is_some())
            );
            assert!(excerpt.rows[0].start as usize <= at && excerpt.height() <= 4);
        }
    }
}
