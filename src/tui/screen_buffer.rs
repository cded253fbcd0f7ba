//! The cells of a screen. A cell is eight bytes, which keeps clearing, drawing and comparing frames
//! cheap: the screen is redrawn on every key, usually after the previous frame has been evicted
//! from the CPU cache.
//!
//! A grapheme of one character is stored in its cell; longer ones (a family of emoji) and styles
//! are stored in lists beside the cells. A wide grapheme covers the next cell, and overwriting one
//! of the two clears both.

use super::cell_style::{CellStyle, StylePalette, StylePatch};
use ratatui::layout::Rect;
use std::collections::HashMap;
use std::sync::Arc;

/// One cell: its grapheme in the lower half, the index of its style in the upper half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScreenCell(u64);

/// A character, or the index of a longer grapheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct CellGlyph(u32);

/// Flags above the 21 bits of a character: wide, in the list, covered.
const WIDE: u32 = 1 << 24;
const LONG: u32 = 1 << 25;
const COVERED: u32 = 1 << 26;

impl ScreenCell {
    pub const BLANK: ScreenCell = ScreenCell(CellGlyph::BLANK.0 as u64);

    fn new(glyph: CellGlyph, style_index: u32) -> ScreenCell {
        ScreenCell(u64::from(glyph.0) | u64::from(style_index) << 32)
    }

    fn glyph(self) -> CellGlyph {
        CellGlyph(self.0 as u32)
    }

    fn style_index(self) -> u32 {
        (self.0 >> 32) as u32
    }

    #[must_use]
    pub fn is_blank(self) -> bool {
        self.glyph() == CellGlyph::BLANK
    }

    #[must_use]
    pub fn is_wide(self) -> bool {
        self.glyph().0 & WIDE != 0
    }

    /// True if both have the same style, whatever their text.
    #[must_use]
    pub fn same_style(self, other: ScreenCell) -> bool {
        self.style_index() == other.style_index()
    }

    /// True if the wide grapheme before it covers this cell.
    #[must_use]
    pub fn is_covered(self) -> bool {
        self.glyph().0 & COVERED != 0
    }
}

impl CellGlyph {
    const BLANK: CellGlyph = CellGlyph(' ' as u32);
    const COVERED: CellGlyph = CellGlyph(COVERED | ' ' as u32);

    /// The character, or the index of a grapheme of several characters.
    fn read(self) -> Result<usize, char> {
        let low = self.0 & (WIDE - 1);
        if self.0 & LONG != 0 {
            Ok(low as usize)
        } else {
            Err(char::from_u32(low).unwrap_or(' '))
        }
    }
}

#[derive(Debug, Default)]
pub struct ScreenBuffer {
    area: Rect,
    cells: Vec<ScreenCell>,
    /// Graphemes too long for a cell, and the index of each.
    long: Vec<Arc<str>>,
    places: HashMap<Arc<str>, u32>,
    palette: StylePalette,
}

impl ScreenBuffer {
    /// A blank screen.
    #[must_use]
    pub fn new((columns, rows): (u16, u16)) -> ScreenBuffer {
        let area = Rect::new(0, 0, columns, rows);
        ScreenBuffer {
            area,
            cells: vec![ScreenCell::BLANK; usize::from(columns) * usize::from(rows)],
            ..ScreenBuffer::default()
        }
    }

    #[must_use]
    pub fn area(&self) -> Rect {
        self.area
    }

    /// All cells, row by row.
    #[must_use]
    pub fn all(&self) -> &[ScreenCell] {
        &self.cells
    }

    /// The cell at a column and row.
    #[must_use]
    pub fn at(&self, x: u16, y: u16) -> Option<ScreenCell> {
        self.place(x, y).map(|place| self.cells[place])
    }

    #[must_use]
    pub fn style(&self, cell: ScreenCell) -> CellStyle {
        self.palette.style(cell.style_index())
    }

    /// Text of a cell; a blank for a covered cell.
    #[must_use]
    pub fn grapheme(&self, cell: ScreenCell) -> String {
        let mut bytes = Vec::new();
        self.append_text(cell, &mut bytes);
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// Appends the text of a cell.
    pub fn append_text(&self, cell: ScreenCell, bytes: &mut Vec<u8>) {
        match cell.glyph().read() {
            Err(letter) if letter.is_ascii() => bytes.push(letter as u8),
            Err(letter) => bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
            Ok(place) => {
                bytes.extend_from_slice(self.long.get(place).map_or(b" ", |long| long.as_bytes()))
            }
        }
    }

    /// Length of that text in bytes.
    #[must_use]
    pub fn length(&self, cell: ScreenCell) -> usize {
        cell.glyph().read().map_or_else(char::len_utf8, |place| {
            self.long.get(place).map_or(1, |long| long.len())
        })
    }

    /// Number of long graphemes and styles stored.
    #[must_use]
    pub fn remembered(&self) -> usize {
        self.long.len() + self.palette.count()
    }

    /// Exchanges the cells with those of another screen of the same size.
    pub fn swap(&mut self, cells: &mut Vec<ScreenCell>) {
        std::mem::swap(&mut self.cells, cells);
    }

    pub fn clear(&mut self) {
        self.cells.fill(ScreenCell::BLANK);
    }

    pub fn blank(&mut self, area: Rect) {
        for (from, to) in rows(self.area, area) {
            self.uncover_before(from);
            self.uncover_behind(to);
            self.cells[from..to].fill(ScreenCell::BLANK);
        }
    }

    /// Applies a style on top of the existing ones.
    pub fn patch_style(&mut self, area: Rect, patch: StylePatch) {
        let mut dipped = self.palette.patched(patch);
        for (from, to) in rows(self.area, area) {
            self.cells[from..to].iter_mut().for_each(|cell| {
                *cell = ScreenCell::new(cell.glyph(), dipped.index_of_patched(cell.style_index()))
            });
        }
    }

    /// Writes a grapheme of `wide` cells; one that does not fit on the screen is dropped.
    pub fn write(&mut self, x: u16, y: u16, grapheme: &str, wide: u16, patch: StylePatch) {
        let Some(place) = self.place(x, y).filter(|_| wide <= self.area.width - x) else {
            return;
        };
        let behind = place + usize::from(wide);
        self.uncover_before(place);
        self.uncover_behind(behind);
        let glyph = self.glyph(grapheme, wide > 1);
        let mut dipped = self.palette.patched(patch);
        let cell = &mut self.cells[place];
        *cell = ScreenCell::new(glyph, dipped.index_of_patched(cell.style_index()));
        let covered = ScreenCell::new(
            CellGlyph::COVERED,
            dipped.index_of_patched(StylePalette::PLAIN),
        );
        self.cells[place + 1..behind].fill(covered);
    }

    /// Writes characters of one cell each, from `x` to column `end` (exclusive), and returns the
    /// column after them. The fast path for most of a screen.
    pub fn letters(&mut self, x: u16, y: u16, end: u16, letters: &str, patch: StylePatch) -> u16 {
        let room = usize::from(end.min(self.area.width).saturating_sub(x));
        let Some(place) = self.place(x, y).filter(|_| !letters.is_empty()) else {
            return x;
        };
        self.uncover_before(place);
        let mut dipped = self.palette.patched(patch);
        let mut written = 0;
        for (cell, letter) in self.cells[place..place + room]
            .iter_mut()
            .zip(letters.chars())
        {
            *cell = ScreenCell::new(
                CellGlyph(letter.into()),
                dipped.index_of_patched(cell.style_index()),
            );
            written += 1;
        }
        self.uncover_behind(place + written);
        x + written as u16
    }

    /// Clears a wide grapheme that reaches into the cells about to be written.
    fn uncover_before(&mut self, from: usize) {
        let mut head = from;
        while self.cells[head].is_covered() && head > 0 {
            self.clear_glyph(head);
            head -= 1;
        }
        if head < from {
            self.clear_glyph(head);
        }
    }

    /// Clears the rest of a wide grapheme whose first cell is overwritten.
    fn uncover_behind(&mut self, to: usize) {
        let covered = self.cells[to..]
            .iter()
            .take_while(|cell| cell.is_covered())
            .count();
        (to..to + covered).for_each(|place| self.clear_glyph(place));
    }

    /// Clears the text of a cell but keeps its style.
    fn clear_glyph(&mut self, place: usize) {
        self.cells[place] = ScreenCell::new(CellGlyph::BLANK, self.cells[place].style_index());
    }

    fn glyph(&mut self, grapheme: &str, wide: bool) -> CellGlyph {
        let flag = if wide { WIDE } else { 0 };
        let mut letters = grapheme.chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            return CellGlyph(u32::from(letter) | flag);
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
        CellGlyph(place | LONG | flag)
    }

    fn place(&self, x: u16, y: u16) -> Option<usize> {
        (x < self.area.width && y < self.area.height)
            .then(|| usize::from(y) * usize::from(self.area.width) + usize::from(x))
    }
}

/// Start and end of each row of an area in the list of cells.
fn rows(screen: Rect, area: Rect) -> impl Iterator<Item = (usize, usize)> {
    let (area, width) = (area.intersection(screen), usize::from(screen.width));
    let rows = if area.is_empty() {
        0..0
    } else {
        area.top()..area.bottom()
    };
    rows.map(move |y| usize::from(y) * width + usize::from(area.x))
        .map(move |from| (from, from + usize::from(area.width)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn row(cells: &ScreenBuffer) -> String {
        cells
            .all()
            .iter()
            .filter(|cell| !cell.is_covered())
            .map(|cell| cells.grapheme(*cell))
            .collect()
    }

    #[test]
    fn half_a_wide_grapheme_never_stays() {
        let patch = StylePatch::new(Style::new());
        for (x, grapheme, wide, expected) in [
            (0, "x", 1, "x a"),
            (1, "x", 1, " xa"),
            (0, "日", 2, "日a"),
            (1, "日", 2, " 日"),
        ] {
            let mut cells = ScreenBuffer::new((3, 1));
            cells.write(0, 0, "👩\u{200d}👧", 2, patch);
            cells.write(2, 0, "a", 1, patch);
            assert_eq!(row(&cells), "👩\u{200d}👧a");
            cells.write(x, 0, grapheme, wide, patch);
            assert_eq!(row(&cells), expected);
        }
    }

    #[test]
    fn long_graphemes_are_remembered_once() {
        let mut cells = ScreenBuffer::new((4, 1));
        let before = cells.remembered();
        (0..9).for_each(|_| cells.write(0, 0, "👩\u{200d}👧", 2, StylePatch::new(Style::new())));
        assert_eq!(cells.remembered(), before + 1);
        assert_eq!(cells.at(0, 0), cells.at(0, 0));
    }
}
