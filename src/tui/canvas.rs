//! The surface a frame is drawn on: cells, a theme and the caret.
//!
//! All text goes through [`Canvas::put`], which keeps control characters of transcripts away from
//! the terminal and clips to the given columns.

use super::{
    cell_style::StylePatch,
    screen_buffer::ScreenBuffer,
    theme::{StyleRole, Theme},
};
use crate::text::{sanitize, wrap};
use ratatui::{
    layout::{Position, Rect},
    style::Style,
};

pub struct Canvas<'a> {
    pub buffer: &'a mut ScreenBuffer,
    pub theme: Theme,
    /// Where the terminal's own cursor is shown, if anywhere.
    pub caret: Option<Position>,
}

impl<'a> Canvas<'a> {
    pub fn new(cells: &'a mut ScreenBuffer, theme: Theme) -> Canvas<'a> {
        Canvas {
            buffer: cells,
            theme,
            caret: None,
        }
    }

    #[must_use]
    pub fn area(&self) -> Rect {
        self.buffer.area()
    }

    #[must_use]
    pub fn style(&self, role: StyleRole) -> Style {
        self.theme.style(role)
    }

    /// Writes `text` on one row from column `x`, clipped at column `end`, and returns the column
    /// after it.
    pub fn put(&mut self, x: u16, y: u16, end: u16, text: &str, style: impl Into<Style>) -> u16 {
        let patch = StylePatch::new(style.into());
        let end = end.min(self.area().right());
        if wrap::is_single_width(text) {
            return self.buffer.letters(x, y, end, text, patch);
        }
        let mut x = x;
        for (_, grapheme, wide) in wrap::graphemes(text) {
            if x + wide as u16 > end {
                break;
            }
            x = self.put_grapheme(x, y, grapheme, wide as u16, patch);
        }
        x
    }

    /// Writes one grapheme of `wide` cells, which must fit.
    fn put_grapheme(
        &mut self,
        x: u16,
        y: u16,
        grapheme: &str,
        wide: u16,
        patch: StylePatch,
    ) -> u16 {
        if wide == 0 {
            return x;
        }
        if grapheme.chars().any(|c| sanitize::visible_char(c) != c) {
            // Callers break lines; should one not, a line feed must not reach the terminal.
            for (at, c) in (x..).zip(grapheme.chars().map(|c| if c == '\n' { ' ' } else { c })) {
                self.buffer.write(
                    at,
                    y,
                    sanitize::visible_char(c).encode_utf8(&mut [0; 4]),
                    1,
                    patch,
                );
            }
            return x + wide;
        }
        // A trailing joiner would join with whatever the terminal is sent next.
        let whole = grapheme.trim_end_matches('\u{200d}');
        self.buffer.write(
            x,
            y,
            if whole.is_empty() { " " } else { whole },
            wide,
            patch,
        );
        x + wide
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
        self.buffer.patch_style(area, StylePatch::new(style.into()));
    }

    pub fn blank(&mut self, area: Rect) {
        self.buffer.blank(area);
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

    #[test]
    fn nothing_dangerous_and_nothing_beyond_its_place_is_written() {
        let mut cells = ScreenBuffer::new((8, 1));
        let mut canvas = Canvas::new(&mut cells, Theme::new(ColourDepth::None, false));
        assert_eq!(canvas.put(0, 0, 6, "a\u{1b}[3日本", Style::new()), 6);
        assert_eq!(canvas.put(6, 0, 8, "\r\n", Style::new()), 8);
        assert_eq!(
            cells
                .all()
                .iter()
                .map(|cell| cells.grapheme(*cell))
                .collect::<String>(),
            "a␛[3日 ␍ "
        );
    }
}
