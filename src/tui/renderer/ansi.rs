//! ANSI output: tracks the terminal's cursor and style, and finds the shortest sequences to the
//! next cell that differs.
//!
//! Between frames the style is always plain, so that erased or scrolled-in cells get no colour.
//! After a wide grapheme the cursor's position is treated as unknown: terminals disagree on its
//! width.

use super::cell_run::{CellRun, shows_only_background};
use super::scroll::ScrollRegion;
use crate::tui::cell_style::CellStyle;
use crate::tui::screen_buffer::{ScreenBuffer, ScreenCell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

/// Synchronized update: the terminal shows the frame all at once.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

pub struct AnsiWriter<'a> {
    bytes: &'a mut Vec<u8>,
    cells: &'a ScreenBuffer,
    at: Option<Position>,
    style: CellStyle,
}

/// Each modifier with the SGR parameters that set and reset it.
const MODIFIERS: [(Modifier, u16, u16); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// SGR parameters that reset modifiers.
const ENDS: [u16; 7] = [22, 23, 24, 25, 27, 28, 29];

impl<'a> AnsiWriter<'a> {
    pub fn new(bytes: &'a mut Vec<u8>, cells: &'a ScreenBuffer) -> AnsiWriter<'a> {
        bytes.extend_from_slice(BEGIN);
        AnsiWriter {
            bytes,
            cells,
            at: None,
            style: CellStyle::PLAIN,
        }
    }

    /// Clears the screen, whatever is on it.
    pub fn begin_anew(&mut self) {
        self.bytes
            .extend_from_slice(b"\x1b[r\x1b[m\x1b[?25l\x1b[2J");
    }

    /// Hides the terminal's cursor while cells are written.
    pub fn hide_caret(&mut self) {
        self.bytes.extend_from_slice(b"\x1b[?25l");
    }

    /// Lets the terminal scroll. Deleting and inserting lines also works on terminals without
    /// scrolling by a count.
    pub fn scroll(&mut self, ScrollRegion { top, bottom, by }: ScrollRegion) {
        let by_letter = if by > 0 { b'M' } else { b'L' };
        self.control(&[top + 1, bottom], b'r');
        self.control(&[top + 1, 1], b'H');
        self.control(&[by.unsigned_abs()], by_letter);
        self.control(&[], b'r');
        self.at = None;
    }

    pub fn write_run(&mut self, stroke: &CellRun) {
        let (cells, width) = (self.cells, usize::from(self.cells.area().width));
        let row = &cells.all()[usize::from(stroke.y) * width..][..width];
        self.reach(stroke.from, stroke.y, row);
        if stroke.erases {
            self.set_style(CellStyle::PLAIN);
            self.control(&[], b'K');
            return;
        }
        for (x, cell) in (stroke.from..stroke.to)
            .zip(&row[usize::from(stroke.from)..])
            .filter(|(_, cell)| !cell.is_covered())
        {
            if self.at.is_none() {
                self.go(x, stroke.y);
            }
            self.write(*cell, x, stroke.y);
        }
    }

    /// Ends the frame and shows the terminal's cursor if there is a caret.
    pub fn end(mut self, caret: Option<Position>) {
        self.set_style(CellStyle::PLAIN);
        if let Some(Position { x, y }) = caret {
            self.go(x, y);
            self.bytes.extend_from_slice(b"\x1b[?25h");
        }
        self.bytes.extend_from_slice(END);
    }

    fn write(&mut self, cell: ScreenCell, x: u16, y: u16) {
        self.set_style(self.wanted(cell));
        if cell.is_wide() {
            // A terminal that takes it for narrow must not leave old text in the second cell.
            self.bytes.extend_from_slice(b"  ");
            self.go(x, y);
        }
        self.cells.append_text(cell, self.bytes);
        // At the end of a row, terminals delay wrapping until the next character: the position is
        // unknown.
        self.at = (!cell.is_wide() && x + 1 < self.cells.area().width)
            .then_some(Position { x: x + 1, y });
    }

    /// Moves to a cell by the shortest sequence.
    fn reach(&mut self, x: u16, y: u16, row: &[ScreenCell]) {
        let Some(at) = self.at.replace(Position { x, y }).filter(|at| at.y <= y) else {
            return self.go(x, y);
        };
        if at.y == y && at.x <= x {
            return self.skip(&row[usize::from(at.x)..usize::from(x)]);
        }
        let (down, aside) = (y - at.y, at.x.abs_diff(x));
        let cost = step(down)
            + if x < at.x {
                aside.min(step(aside))
            } else {
                step(aside)
            };
        if cost > 4 + digits(y + 1) + digits(x + 1) {
            return self.go(x, y);
        }
        self.step(down, b'B');
        match x < at.x {
            true if aside <= step(aside) => (0..aside).for_each(|_| self.bytes.push(8)),
            true => self.step(aside, b'D'),
            false => self.step(aside, b'C'),
        }
    }

    /// Moves over unchanged cells, rewriting them where that is shorter.
    fn skip(&mut self, gap: &[ScreenCell]) {
        let cost = usize::from(step(gap.len() as u16));
        let again: usize = gap
            .iter()
            .map(|cell| {
                if self.fits(*cell) {
                    self.cells.length(*cell)
                } else {
                    cost + 1
                }
            })
            .sum();
        if again > cost {
            return self.step(gap.len() as u16, b'C');
        }
        for cell in gap {
            self.cells.append_text(*cell, self.bytes);
        }
    }

    /// The style to write a cell in: for blank cells only the background matters, so the rest is
    /// kept as it is.
    fn wanted(&self, cell: ScreenCell) -> CellStyle {
        let style = self.cells.style(cell);
        if shows_only_background(cell, style) {
            self.style.with_background(style)
        } else {
            style
        }
    }

    /// True if the cell can be written in the current style.
    fn fits(&self, cell: ScreenCell) -> bool {
        self.wanted(cell) == self.style && !cell.is_wide() && !cell.is_covered()
    }

    fn go(&mut self, x: u16, y: u16) {
        self.control(&[y + 1, x + 1], b'H');
        self.at = Some(Position { x, y });
    }

    /// Moves by cells or rows in one direction.
    fn step(&mut self, by: u16, letter: u8) {
        match by {
            0 => {}
            1 => self.control(&[], letter),
            by => self.control(&[by], letter),
        }
    }

    /// Changes the style by the difference, in one sequence.
    fn set_style(&mut self, style: CellStyle) {
        if style == self.style {
            return;
        }
        let before = std::mem::replace(&mut self.style, style);
        if style == CellStyle::PLAIN {
            self.bytes.extend_from_slice(b"\x1b[m");
            return;
        }
        self.bytes.extend_from_slice(b"\x1b[");
        if before.modifiers() != style.modifiers() {
            self.modify(before.modifiers(), style.modifiers());
        }
        if before.foreground() != style.foreground() {
            self.colour(style.foreground(), 30);
        }
        if before.background() != style.background() {
            self.colour(style.background(), 40);
        }
        // No separator after the last parameter.
        self.bytes.pop();
        self.bytes.push(b'm');
    }

    /// Resets and sets the modifiers that differ.
    fn modify(&mut self, had: Modifier, has: Modifier) {
        let ends = |end: u16| {
            MODIFIERS
                .iter()
                .any(|(modifier, _, other)| *other == end && (had - has).contains(*modifier))
        };
        for end in ENDS.into_iter().filter(|end| ends(*end)) {
            self.number(end);
        }
        for (modifier, begin, end) in MODIFIERS {
            // A reset may affect several modifiers, of which some must be set again.
            if has.contains(modifier) && (!had.contains(modifier) || ends(end)) {
                self.number(begin);
            }
        }
    }

    /// A colour as SGR parameters, counted from the base of its layer.
    fn colour(&mut self, colour: Color, layer: u16) {
        match colour {
            Color::Reset => self.number(layer + 9),
            Color::Indexed(number) => [layer + 8, 5, number.into()]
                .into_iter()
                .for_each(|part| self.number(part)),
            Color::Rgb(red, green, blue) => {
                [layer + 8, 2, red.into(), green.into(), blue.into()]
                    .into_iter()
                    .for_each(|part| self.number(part));
            }
            named => {
                let number = CellStyle::number(named);
                self.number(if number < 8 {
                    layer + number
                } else {
                    layer + 60 + number - 8
                });
            }
        }
    }

    /// A control sequence with these parameters.
    fn control(&mut self, numbers: &[u16], letter: u8) {
        self.bytes.extend_from_slice(b"\x1b[");
        numbers.iter().for_each(|number| self.number(*number));
        if !numbers.is_empty() {
            // No separator after the last parameter.
            self.bytes.pop();
        }
        self.bytes.push(letter);
    }

    fn number(&mut self, number: u16) {
        for power in [1000, 100, 10] {
            if number >= power {
                self.bytes.push(b'0' + (number / power % 10) as u8);
            }
        }
        self.bytes.push(b'0' + (number % 10) as u8);
        self.bytes.push(b';');
    }
}

/// Length in bytes of a cursor movement in one direction.
fn step(by: u16) -> u16 {
    match by {
        0 => 0,
        1 => 3,
        by => 3 + digits(by),
    }
}

fn digits(number: u16) -> u16 {
    match number {
        0..10 => 1,
        10..100 => 2,
        100..1000 => 3,
        _ => 4,
    }
}
