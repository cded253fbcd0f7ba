//! Runs of neighbouring cells in a row that differ from the screen and share a colour.

use crate::tui::cell_style::CellStyle;
use crate::tui::screen_buffer::{ScreenBuffer, ScreenCell};

/// At the end of a row, this many blank cells are cheaper to erase than to write.
const WORTH_ERASING: usize = 4;

#[derive(Clone, Copy, Debug)]
pub struct CellRun {
    pub y: u16,
    /// First column.
    pub from: u16,
    /// End of the run, exclusive; the end of the row if the run erases.
    pub to: u16,
    /// Erases the rest of the row.
    pub erases: bool,
    colours: u64,
}

impl CellRun {
    /// Sort key: runs of one colour together, from the top.
    pub fn order(&self) -> (u64, u16, u16) {
        (self.colours, self.y, self.from)
    }
}

/// Collects the runs of a row.
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
        // Blanks have no foreground: the run takes that of the first cell that has one.
        let mut style = cells.style(cell);
        let mut inked = !shows_only_background(cell, style);
        if !inked {
            style = CellStyle::PLAIN.with_background(style);
        }
        x += 1;
        while x < end && (next[x] != shown[x] || next[x].is_covered()) {
            let cell = next[x];
            // Most cells have the style that set the colour and need no lookup.
            if !(cell.is_covered() || inked && cell.same_style(first)) {
                let own = cells.style(cell);
                if shows_only_background(cell, own) {
                    if own.background() != style.background() {
                        break;
                    }
                } else if inked {
                    if own.colours() != style.colours() {
                        break;
                    }
                } else {
                    if own.background() != style.background() {
                        break;
                    }
                    (style, inked, first) = (own, true, cell);
                }
            }
            x += 1;
        }
        strokes.push(CellRun {
            y,
            from: from as u16,
            to: x as u16,
            erases: false,
            colours: style.colours(),
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

/// True if only the background of the cell is visible.
pub fn shows_only_background(cell: ScreenCell, style: CellStyle) -> bool {
    cell.is_blank() && style.is_flat()
}
