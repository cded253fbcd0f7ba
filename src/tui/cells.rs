//! The cells of a screen. A cell is sixteen bytes, so that a frame is wiped,
//! drawn and compared with the one before at the speed of memory: a screen of
//! 200×60 is seen anew on every key.
//!
//! A grapheme of up to seven bytes stands in its cell; a longer one (a family
//! of emoji) in a list beside the cells. A wide grapheme covers the cell behind
//! it, and whoever writes on one of the two takes away both.

use super::look::{Dye, Look};
use ratatui::layout::Rect;
use std::collections::HashMap;
use std::sync::Arc;

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    glyph: Glyph,
    /// What it looks like.
    pub look: Look,
}

/// The bytes of a grapheme, and in the last byte how many there are and how
/// many cells they take; or the place of a long one in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Glyph([u8; 8]);

/// In a glyph's last byte: it takes two cells, it is in the list, it is covered.
const WIDE: u8 = 0x10;
const LONG: u8 = 0x20;
const COVERED: u8 = 0x40;

impl Cell {
    /// Nothing is written here.
    pub const BLANK: Cell = Cell { glyph: Glyph::BLANK, look: Look::PLAIN };

    /// Whether nothing is written here.
    #[must_use]
    pub fn is_blank(self) -> bool {
        self.glyph == Glyph::BLANK
    }

    /// Whether a wide grapheme begins here.
    #[must_use]
    pub fn is_wide(self) -> bool {
        self.glyph.0[7] & WIDE != 0
    }

    /// Whether the wide grapheme before it covers this cell.
    #[must_use]
    pub fn is_covered(self) -> bool {
        self.glyph == Glyph::COVERED
    }
}

impl Glyph {
    const BLANK: Glyph = Glyph([b' ', 0, 0, 0, 0, 0, 0, 1]);
    const COVERED: Glyph = Glyph([b' ', 0, 0, 0, 0, 0, 0, COVERED | 1]);
}

/// A screen of cells.
#[derive(Debug, Default)]
pub struct Cells {
    area: Rect,
    cells: Vec<Cell>,
    /// Graphemes that are too long for a cell, and the place of each.
    long: Vec<Arc<str>>,
    places: HashMap<Arc<str>, u32>,
}

impl Cells {
    /// A screen of this size on which nothing is written.
    #[must_use]
    pub fn new((columns, rows): (u16, u16)) -> Cells {
        let area = Rect::new(0, 0, columns, rows);
        Cells { area, cells: vec![Cell::BLANK; usize::from(columns) * usize::from(rows)], ..Cells::default() }
    }

    /// The whole screen.
    #[must_use]
    pub fn area(&self) -> Rect {
        self.area
    }

    /// The cells of all rows, one after the other.
    #[must_use]
    pub fn all(&self) -> &[Cell] {
        &self.cells
    }

    /// The cell at a column and row of the screen.
    #[must_use]
    pub fn at(&self, x: u16, y: u16) -> Option<Cell> {
        self.place(x, y).map(|place| self.cells[place])
    }

    /// What is written in a cell; a blank for what a wide grapheme covers.
    #[must_use]
    pub fn grapheme<'a>(&'a self, cell: &'a Cell) -> &'a str {
        std::str::from_utf8(self.bytes(cell)).unwrap_or(" ")
    }

    /// The same as bytes.
    #[must_use]
    pub fn bytes<'a>(&'a self, cell: &'a Cell) -> &'a [u8] {
        let Glyph(bytes) = &cell.glyph;
        if bytes[7] & LONG == 0 {
            return &bytes[..usize::from(bytes[7] & 7)];
        }
        let place = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        self.long.get(place as usize).map_or(b" ", |long| long.as_bytes())
    }

    /// How many long graphemes are remembered.
    #[must_use]
    pub fn remembered(&self) -> usize {
        self.long.len()
    }

    /// Exchanges what is written with these cells, which must be of as large a screen.
    pub fn swap(&mut self, cells: &mut Vec<Cell>) {
        std::mem::swap(&mut self.cells, cells);
    }

    /// Wipes everything.
    pub fn wipe(&mut self) {
        self.cells.fill(Cell::BLANK);
    }

    /// Wipes an area.
    pub fn blank(&mut self, area: Rect) {
        for (from, to) in self.rows(area) {
            self.uncover(from, to);
            self.cells[from..to].fill(Cell::BLANK);
        }
    }

    /// Gives an area a look on top of what it has.
    pub fn dye(&mut self, area: Rect, dye: Dye) {
        for (from, to) in self.rows(area) {
            self.cells[from..to].iter_mut().for_each(|cell| cell.look = dye.on(cell.look));
        }
    }

    /// Writes a grapheme that is so many cells wide. What does not fit on the screen is left out.
    pub fn write(&mut self, x: u16, y: u16, grapheme: &str, wide: u16, dye: Dye) {
        let Some(place) = self.place(x, y).filter(|_| wide <= self.area.width - x) else { return };
        self.uncover(place, place + usize::from(wide));
        let glyph = self.glyph(grapheme, wide > 1);
        let cell = &mut self.cells[place];
        *cell = Cell { glyph, look: dye.on(cell.look) };
        for covered in &mut self.cells[place + 1..place + usize::from(wide)] {
            *covered = Cell { glyph: Glyph::COVERED, look: dye.on(Look::PLAIN) };
        }
    }

    /// Takes away wide graphemes that reach over an edge of what is about to be written.
    fn uncover(&mut self, from: usize, to: usize) {
        let mut head = from;
        while self.cells[head].is_covered() && head > 0 {
            self.cells[head].glyph = Glyph::BLANK;
            head -= 1;
        }
        if head < from {
            self.cells[head].glyph = Glyph::BLANK;
        }
        for behind in self.cells[to..].iter_mut().take_while(|cell| cell.is_covered()) {
            behind.glyph = Glyph::BLANK;
        }
    }

    fn glyph(&mut self, grapheme: &str, wide: bool) -> Glyph {
        let flag = if wide { WIDE } else { 0 };
        let mut bytes = [0; 8];
        if grapheme.len() <= 7 {
            bytes[..grapheme.len()].copy_from_slice(grapheme.as_bytes());
            bytes[7] = grapheme.len() as u8 | flag;
            return Glyph(bytes);
        }
        let place = match self.places.get(grapheme) {
            Some(place) => *place,
            None => {
                let (long, place) = (Arc::<str>::from(grapheme), self.long.len() as u32);
                self.long.push(long.clone());
                self.places.insert(long, place);
                place
            }
        };
        bytes[..4].copy_from_slice(&place.to_le_bytes());
        bytes[7] = LONG | flag;
        Glyph(bytes)
    }

    fn place(&self, x: u16, y: u16) -> Option<usize> {
        (x < self.area.width && y < self.area.height).then(|| usize::from(y) * usize::from(self.area.width) + usize::from(x))
    }

    /// Where each row of an area begins and ends among the cells.
    fn rows(&self, area: Rect) -> impl Iterator<Item = (usize, usize)> + use<> {
        let (area, width) = (area.intersection(self.area), usize::from(self.area.width));
        let rows = if area.is_empty() { 0..0 } else { area.top()..area.bottom() };
        rows.map(move |y| usize::from(y) * width + usize::from(area.x)).map(move |from| (from, from + usize::from(area.width)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn row(cells: &Cells) -> String {
        cells.all().iter().filter(|cell| !cell.is_covered()).map(|cell| cells.grapheme(cell)).collect()
    }

    #[test]
    fn half_a_wide_grapheme_never_stays() {
        let dye = Dye::new(Style::new());
        for (x, grapheme, wide, expected) in [(0, "x", 1, "x a"), (1, "x", 1, " xa"), (0, "日", 2, "日a"), (1, "日", 2, " 日")]
        {
            let mut cells = Cells::new((3, 1));
            cells.write(0, 0, "👩\u{200d}👧", 2, dye);
            cells.write(2, 0, "a", 1, dye);
            assert_eq!(row(&cells), "👩\u{200d}👧a");
            cells.write(x, 0, grapheme, wide, dye);
            assert_eq!(row(&cells), expected);
        }
    }

    #[test]
    fn long_graphemes_are_remembered_once() {
        let mut cells = Cells::new((4, 1));
        (0..9).for_each(|_| cells.write(0, 0, "👩\u{200d}👧", 2, Dye::new(Style::new())));
        assert_eq!(cells.remembered(), 1);
        assert_eq!(cells.at(0, 0), cells.at(0, 0));
    }
}
