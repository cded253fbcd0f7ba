//! Layout of the transcript's screen.
//!
//! A document wrapped into screen rows, computed once per width.
//!
//! The margin: a stripe for each coding, in a lane that stays the same while scrolling, with the
//! code's tag where it begins; and the minimap, the whole document in one column.

use super::TranscriptView;
use super::coding_index::VisibleCodings;
use crate::text::{Span, Turn, wrap};
use crate::tui::canvas::Canvas;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Width from which the codebook is shown by default.
pub const WIDE: u16 = 100;
/// Width from which the card is beside the text, not below it.
const VERY_WIDE: u16 = 150;
/// Width of a lane in the margin: two letters and a blank, or three letters in a codebook that has no two left.
pub const LANE: u16 = 3;
/// Longer lines are hard to read.
const LONGEST_LINE: u16 = 96;

/// The parts of the screen. A part without room has no width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TranscriptLayout {
    pub codebook: Rect,
    /// Line numbers, if switched on.
    pub lines: Rect,
    /// Turn numbers.
    pub gutter: Rect,
    pub speaker: Rect,
    pub text: Rect,
    /// Stripes and tags of codings.
    pub margin: Rect,
    /// The whole document in one column.
    pub minimap: Rect,
    /// The card of the current quote.
    pub card: Rect,
}

impl TranscriptLayout {
    /// Divides an area, given the number of turns, the number of lines to number, and the width of
    /// the labels.
    pub fn new(
        area: Rect,
        turns: usize,
        lines: usize,
        label: usize,
        codebook: bool,
    ) -> TranscriptLayout {
        let mut rest = area;
        let mut layout = TranscriptLayout::default();
        if codebook {
            layout.codebook = take_left(
                &mut rest,
                (area.width / 4).clamp(26, 38).min(area.width / 2),
            );
        }
        layout.card = if area.width >= VERY_WIDE {
            take_right(&mut rest, (area.width / 4).clamp(34, 50))
        } else {
            let height = match area.height {
                0..=13 => 0,
                14..=34 => 6,
                _ => 9,
            };
            take_bottom(&mut rest, height)
        };
        layout.minimap = take_right(&mut rest, 1);
        take_right(&mut rest, 1);
        let lanes = match area.width {
            0..60 => 1,
            60..120 => 3,
            120..180 => 4,
            _ => 6,
        };
        let gutter = turns.max(1).ilog10() as u16 + 2;
        let speaker = (label.min(12) as u16 + 1).min(if rest.width < 70 { 5 } else { 13 });
        if lines > 0 {
            layout.lines = take_left(&mut rest, lines.ilog10() as u16 + 2);
        }
        layout.gutter = take_left(&mut rest, gutter);
        layout.speaker = take_left(&mut rest, speaker);
        let text = rest
            .width
            .saturating_sub(lanes * LANE + 1)
            .min(LONGEST_LINE);
        layout.text = take_left(&mut rest, text);
        take_left(&mut rest, 1);
        layout.margin = rest;
        layout
    }

    /// Number of lanes that fit in the margin.
    pub fn lanes(&self) -> usize {
        (self.margin.width / LANE) as usize
    }
}

fn take_left(rest: &mut Rect, width: u16) -> Rect {
    let width = width.min(rest.width);
    let taken = Rect { width, ..*rest };
    *rest = Rect {
        x: rest.x + width,
        width: rest.width - width,
        ..*rest
    };
    taken
}

fn take_right(rest: &mut Rect, width: u16) -> Rect {
    let width = width.min(rest.width);
    rest.width -= width;
    Rect {
        x: rest.right(),
        width,
        ..*rest
    }
}

fn take_bottom(rest: &mut Rect, height: u16) -> Rect {
    let height = height.min(rest.height);
    rest.height -= height;
    Rect {
        y: rest.bottom(),
        height,
        ..*rest
    }
}

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

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn get(&self, place: usize) -> Option<TextRow> {
        self.rows.get(place).copied()
    }

    /// Index of the row that shows byte `at`, or of the last one before it.
    pub fn at(&self, at: u32) -> usize {
        self.rows
            .partition_point(|row| row.span.start <= at)
            .saturating_sub(1)
    }

    /// Up to `count` rows from `top` on.
    pub fn window(&self, top: usize, count: usize) -> &[TextRow] {
        let top = top.min(self.rows.len());
        &self.rows[top..(top + count).min(self.rows.len())]
    }

    /// Byte offset of the grapheme at `column` of a row, or of its last grapheme.
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
    pub fn column(&self, text: &str, place: usize, at: u32) -> usize {
        let start = self.get(place).map_or(0, |row| row.span.start as usize);
        text.get(start..at as usize).map_or(0, wrap::width)
    }
}

/// Draws the stripes beside the visible rows.
pub fn draw(view: &TranscriptView, near: &VisibleCodings, canvas: &mut Canvas<'_>) {
    let (area, lanes) = (view.layout.margin, view.layout.lanes());
    if lanes == 0 {
        return;
    }
    let rows = view.rows.window(view.top, area.height as usize);
    for (y, row) in (area.top()..area.bottom()).zip(rows) {
        // The row between two turns belongs to a coding that continues after it.
        let stretch = if row.span.is_empty() {
            Span {
                start: row.span.start.saturating_sub(1),
                end: row.span.start,
            }
        } else {
            row.span
        };
        let (mut taken, mut more) = (vec![false; lanes], false);
        for place in near.meeting(stretch) {
            let mark = &view.codings.marks[place];
            if row.span.is_empty() && mark.span.end <= row.span.start {
                continue;
            }
            let lane = view.codings.lane(place);
            let begins = row.span.contains_byte(mark.span.start as usize);
            if lane >= lanes || (begins && taken[lane]) {
                more = true;
                continue;
            }
            let style = view.badge_style(canvas, mark.code);
            let x = area.x + lane as u16 * LANE;
            if begins {
                taken[lane] = true;
                canvas.put(
                    x,
                    y,
                    x + LANE,
                    &view.codings.badge(place).tag,
                    style.add_modifier(Modifier::BOLD),
                );
            } else {
                let ends = !row.span.is_empty() && mark.span.end <= row.span.end;
                canvas.put(x, y, x + 1, if ends { "╵" } else { "│" }, style);
            }
        }
        if more {
            canvas.put(
                area.x + lanes as u16 * LANE - 1,
                y,
                area.right(),
                "+",
                canvas.style(StyleRole::Key),
            );
        }
    }
}

/// Draws the minimap: the distribution of codes, and the visible part.
pub fn draw_minimap(view: &TranscriptView, canvas: &mut Canvas<'_>) {
    let area = view.layout.minimap;
    let height = area.height as usize;
    let total = view.rows.len().max(height);
    let sight = (view.top, view.top + view.layout.text.height as usize);
    for (step, code) in view.minimap.iter().enumerate().take(height) {
        let rows = (
            step * total / height.max(1),
            (step + 1) * total / height.max(1),
        );
        let in_sight = rows.0 < sight.1 && rows.1.max(rows.0 + 1) > sight.0;
        let (sign, style) = match (code, in_sight) {
            // Highlight uncoded parts while the user looks for them.
            (Some(_), _) if view.uncoded => ("·", canvas.style(StyleRole::Rule)),
            (None, _) if view.uncoded => (
                if in_sight { "█" } else { "▐" },
                canvas.style(StyleRole::Key),
            ),
            (Some(code), true) => ("█", view.badge_style(canvas, *code)),
            (Some(code), false) => ("▐", view.badge_style(canvas, *code)),
            (None, true) => ("┃", canvas.style(StyleRole::Muted)),
            (None, false) => ("·", canvas.style(StyleRole::Rule)),
        };
        canvas.put(area.x, area.y + step as u16, area.right(), sign, style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_to_read_at_every_size() {
        for (width, height, codebook) in [
            (80, 22, false),
            (80, 22, true),
            (100, 28, true),
            (120, 38, true),
            (200, 58, true),
        ] {
            let layout =
                TranscriptLayout::new(Rect::new(0, 0, width, height), 120, 0, 11, codebook);
            assert!(
                layout.text.width >= if width == 80 && codebook { 32 } else { 44 },
                "{width}: {}",
                layout.text.width
            );
            assert!(layout.text.height >= 15 && layout.lanes() >= 3);
        }
    }
}

#[cfg(test)]
mod rows_tests {
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
