//! The surface a frame is drawn on: cells, a theme and the caret.
//!
//! All text goes through [`Canvas::put`], which keeps control characters of transcripts away from
//! the terminal and clips to the given columns.

use super::theme::{StyleRole, Theme};
use crate::text::{sanitize, wrap};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
};

/// What the cells behind a wide grapheme hold. A blank there would equal the blank that replaces it,
/// and ratatui would not write the one that the terminal then lacks.
const COVERED: &str = "";

pub struct Canvas<'a> {
    pub buffer: &'a mut Buffer,
    pub theme: Theme,
    /// Where the terminal's own cursor is shown, if anywhere.
    pub caret: Option<Position>,
}

impl<'a> Canvas<'a> {
    pub fn new(cells: &'a mut Buffer, theme: Theme) -> Canvas<'a> {
        Canvas {
            buffer: cells,
            theme,
            caret: None,
        }
    }

    pub fn area(&self) -> Rect {
        *self.buffer.area()
    }

    pub fn style(&self, role: StyleRole) -> Style {
        self.theme.style(role)
    }

    /// Writes `text` on one row from column `x`, clipped at column `end`, and returns the column
    /// after it.
    pub fn put(&mut self, x: u16, y: u16, end: u16, text: &str, style: impl Into<Style>) -> u16 {
        let (style, area) = (style.into(), self.area());
        let end = end.min(area.right());
        if y >= area.bottom() || x >= end || text.is_empty() {
            return x;
        }
        self.split_wide(x, y);
        let mut at = x;
        if wrap::is_single_width(text) {
            for (letter, column) in text.chars().zip(x..end) {
                self.buffer[(column, y)].set_char(letter).set_style(style);
                at = column + 1;
            }
            self.uncover(at, y);
            return at;
        }
        for (_, grapheme, wide) in wrap::graphemes(text) {
            let wide = wide as u16;
            if at + wide > end {
                break;
            }
            if wide > 0 {
                self.put_grapheme(at, y, grapheme, wide, style);
            }
            at += wide;
        }
        self.uncover(at, y);
        at
    }

    /// Writes one grapheme of `wide` cells, which must fit.
    fn put_grapheme(&mut self, x: u16, y: u16, grapheme: &str, wide: u16, style: Style) {
        if grapheme.chars().any(|c| sanitize::visible_char(c) != c) {
            // Callers break lines; should one not, a line feed must not reach the terminal.
            for (at, c) in (x..x + wide).zip(grapheme.chars()) {
                let visible = if c == '\n' {
                    ' '
                } else {
                    sanitize::visible_char(c)
                };
                self.buffer[(at, y)].set_char(visible).set_style(style);
            }
            return;
        }
        // A trailing joiner would join with whatever the terminal is sent next.
        let whole = grapheme.trim_end_matches('\u{200d}');
        let whole = if whole.is_empty() { " " } else { whole };
        self.buffer[(x, y)].set_symbol(whole).set_style(style);
        for covered in x + 1..x + wide {
            let cell = &mut self.buffer[(covered, y)];
            cell.reset();
            cell.set_symbol(COVERED).set_style(style);
        }
    }

    /// Blanks a wide grapheme that covers column `x` and begins before it.
    fn split_wide(&mut self, x: u16, y: u16) {
        let mut head = x;
        while head > 0 && self.buffer[(head, y)].symbol() == COVERED {
            self.buffer[(head, y)].set_char(' ');
            head -= 1;
        }
        if head < x {
            self.buffer[(head, y)].set_char(' ');
        }
    }

    /// Blanks the rest of a wide grapheme from column `x` on, whose beginning was overwritten.
    fn uncover(&mut self, x: u16, y: u16) {
        for x in x..self.area().right() {
            if self.buffer[(x, y)].symbol() != COVERED {
                return;
            }
            self.buffer[(x, y)].set_char(' ');
        }
    }

    /// Like [`Canvas::put`], but text that does not fit ends in `…`.
    pub fn put_cut(
        &mut self,
        x: u16,
        y: u16,
        end: u16,
        text: &str,
        style: impl Into<Style>,
    ) -> u16 {
        let style = style.into();
        let room = end.min(self.area().right()).saturating_sub(x);
        if wrap::width(text) <= room as usize || room == 0 {
            return self.put(x, y, end, text, style);
        }
        let x = self.put(x, y, x + room - 1, text, style);
        self.put(x, y, end, "…", style)
    }

    /// Writes `text` so that it ends before column `end`; returns where it begins.
    pub fn put_right(&mut self, y: u16, end: u16, text: &str, style: impl Into<Style>) -> u16 {
        let x = end.saturating_sub(wrap::width(text) as u16);
        self.put(x, y, end, text, style);
        x
    }

    /// Writes `text` wrapped into `area` and returns the number of rows used. Text that does not
    /// fit ends in `…`.
    pub fn paragraph(&mut self, area: Rect, text: &str, style: impl Into<Style>) -> u16 {
        let style = style.into();
        let mut row = 0;
        let whole = crate::text::Span::of(0, text.len());
        let mut more = false;
        wrap::wrap(text, whole, area.width as usize, |line| {
            if row < area.height {
                self.put(area.x, area.y + row, area.right(), line.text(text), style);
                row += 1;
            } else {
                more = true;
            }
        });
        if more && area.height > 0 && area.width > 0 {
            self.put(
                area.right() - 1,
                area.bottom() - 1,
                area.right(),
                "…",
                style,
            );
        }
        row
    }

    /// Applies a style on top of the one the cells have.
    pub fn restyle(&mut self, area: Rect, style: impl Into<Style>) {
        self.buffer.set_style(area, style.into());
    }

    pub fn blank(&mut self, area: Rect) {
        let area = area.intersection(self.area());
        if area.is_empty() {
            return;
        }
        for y in area.top()..area.bottom() {
            self.split_wide(area.x, y);
            for x in area.left()..area.right() {
                self.buffer[(x, y)].reset();
            }
            self.uncover(area.right(), y);
        }
    }

    /// Blanks and frames an area, writes the title into the frame and returns the inside.
    pub fn frame(&mut self, area: Rect, title: &str) -> Rect {
        let area = area.intersection(self.area());
        if area.width < 4 || area.height < 3 {
            return Rect {
                width: 0,
                height: 0,
                ..area
            };
        }
        self.blank(area);
        let rule = self.style(StyleRole::Rule);
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        for x in area.x + 1..right {
            self.put(x, area.y, right, "─", rule);
            self.put(x, bottom, right, "─", rule);
        }
        for y in area.y + 1..bottom {
            self.put(area.x, y, right, "│", rule);
            self.put(right, y, area.right(), "│", rule);
        }
        for (x, y, corner) in [
            (area.x, area.y, "╭"),
            (right, area.y, "╮"),
            (area.x, bottom, "╰"),
            (right, bottom, "╯"),
        ] {
            self.put(x, y, x + 1, corner, rule);
        }
        if !title.is_empty() {
            let x = self.put(area.x + 2, area.y, right, " ", rule);
            let x = self.put(x, area.y, right - 1, title, self.style(StyleRole::Title));
            self.put(x, area.y, right, " ", rule);
        }
        Rect {
            x: area.x + 2,
            y: area.y + 1,
            width: area.width.saturating_sub(4),
            height: area.height - 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::colour::ColourDepth;

    fn rows(buffer: &Buffer) -> String {
        buffer.content().iter().map(|cell| cell.symbol()).collect()
    }

    #[test]
    fn nothing_dangerous_and_nothing_beyond_its_place_is_written() {
        let mut cells = Buffer::empty(Rect::new(0, 0, 8, 1));
        let mut canvas = Canvas::new(&mut cells, Theme::new(ColourDepth::None, false));
        assert_eq!(canvas.put(0, 0, 6, "a\u{1b}[3日本", Style::new()), 6);
        assert_eq!(canvas.put(6, 0, 8, "\r\n", Style::new()), 8);
        assert_eq!(rows(&cells), "a␛[3日␍ ");
    }

    #[test]
    fn half_a_wide_grapheme_never_stays() {
        for (x, grapheme, expected) in [
            (0, "x", "x a"),
            (1, "x", " xa"),
            (0, "日", "日a"),
            (1, "日", " 日"),
        ] {
            let mut cells = Buffer::empty(Rect::new(0, 0, 3, 1));
            let mut canvas = Canvas::new(&mut cells, Theme::new(ColourDepth::None, false));
            canvas.put(0, 0, 3, "👩\u{200d}👧a", Style::new());
            assert_eq!(rows(canvas.buffer), "👩\u{200d}👧a");
            canvas.put(x, 0, 3, grapheme, Style::new());
            assert_eq!(rows(canvas.buffer), expected);
        }
    }
}
