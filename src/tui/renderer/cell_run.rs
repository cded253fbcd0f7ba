//! Neighbouring cells of a row that differ and are written in one colour.

use crate::tui::cell_style::CellStyle;
use crate::tui::screen_buffer::{ScreenBuffer, ScreenCell};

/// So many cells to the end of a row are better erased than written.
const WORTH_ERASING: usize = 4;

/// A stroke of the pen.
#[derive(Clone, Copy, Debug)]
pub struct CellRun {
    /// The row.
    pub y: u16,
    /// The first column.
    pub from: u16,
    /// The column behind the last; for what is erased, the end of the row.
    pub to: u16,
    /// Whether the rest of the row is erased.
    pub erases: bool,
    colours: u64,
}

impl CellRun {
    /// Strokes of one colour follow each other, from the top.
    pub fn order(&self) -> (u64, u16, u16) {
        (self.colours, self.y, self.from)
    }
}

/// Gathers what differs in a row.
pub fn collect_runs(
    cells: &ScreenBuffer,
    y: u16,
    shown: &[ScreenCell],
    next: &[ScreenCell],
    strokes: &mut Vec<CellRun>,
) {
    let rest = next
        .iter()
        .rposition(|cell| *cell != ScreenCell::BLANK)
        .map_or(0, |last| last + 1);
    let left = shown[rest..]
        .iter()
        .filter(|cell| **cell != ScreenCell::BLANK)
        .count();
    let end = if left > WORTH_ERASING {
        rest
    } else {
        next.len()
    };
    let mut x = 0;
    while x < end {
        let cell = next[x];
        if cell == shown[x] || cell.is_covered() {
            x += 1;
            continue;
        }
        let (from, mut first) = (x, cell);
        // Blanks have no ink of their own: the stroke takes that of the first cell that has.
        let mut look = cells.style(cell);
        let mut inked = !shows_only_background(cell, look);
        if !inked {
            look = CellStyle::PLAIN.with_background(look);
        }
        x += 1;
        while x < end && (next[x] != shown[x] || next[x].is_covered()) {
            let cell = next[x];
            // Most look like the one that gave the colour, and need not be looked into.
            if !(cell.is_covered() || inked && cell.same_style(first)) {
                let own = cells.style(cell);
                if shows_only_background(cell, own) {
                    if own.background() != look.background() {
                        break;
                    }
                } else if inked {
                    if own.colours() != look.colours() {
                        break;
                    }
                } else {
                    if own.background() != look.background() {
                        break;
                    }
                    (look, inked, first) = (own, true, cell);
                }
            }
            x += 1;
        }
        strokes.push(CellRun {
            y,
            from: from as u16,
            to: x as u16,
            erases: false,
            colours: look.colours(),
        });
    }
    if end < next.len() {
        let colours = CellStyle::PLAIN.colours();
        strokes.push(CellRun {
            y,
            from: end as u16,
            to: next.len() as u16,
            erases: true,
            colours,
        });
    }
}

/// Whether nothing but its ground is seen of a cell.
pub fn shows_only_background(cell: ScreenCell, look: CellStyle) -> bool {
    cell.is_blank() && look.is_flat()
}
