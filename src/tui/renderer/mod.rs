//! The renderer: two screens of cells, and the fewest bytes that turn the one on the terminal into
//! the next.
//!
//! Rows that only moved are scrolled by the terminal (`scroll`); what still differs is collected
//! into runs of one colour (`cell_run`) and written colour by colour (`ansi`), because changing the
//! colour takes more bytes than moving. A frame is one synchronized update, so the order is never
//! visible; a frame without differences is no bytes at all.

mod ansi;
mod cell_run;
mod scroll;

use super::screen_buffer::{ScreenBuffer, ScreenCell};
use ansi::AnsiWriter;
use cell_run::CellRun;
use ratatui::layout::Position;
use scroll::ScrollRegion;

/// The screen as the terminal shows it, and the bytes of the next frame.
pub struct Renderer {
    shown: Vec<ScreenCell>,
    next: ScreenBuffer,
    caret: Option<Position>,
    bytes: Vec<u8>,
    runs: Vec<CellRun>,
    full_redraw: bool,
}

/// Bound on remembered long graphemes and styles: beyond it the renderer starts over.
const MOST_REMEMBERED: usize = 1 << 16;

impl Renderer {
    /// A renderer for a screen of this many columns and rows with unknown content.
    #[must_use]
    pub fn new(size: (u16, u16)) -> Renderer {
        let next = ScreenBuffer::new(size);
        let (shown, bytes) = (next.all().to_vec(), Vec::with_capacity(1 << 14));
        Renderer {
            shown,
            next,
            caret: None,
            bytes,
            runs: Vec::new(),
            full_redraw: true,
        }
    }

    /// The bytes that bring the screen to what `draw` draws; empty if nothing differs.
    pub fn render(&mut self, draw: impl FnOnce(&mut ScreenBuffer) -> Option<Position>) -> &[u8] {
        if self.next.remembered() > MOST_REMEMBERED {
            let area = self.next.area();
            *self = Renderer::new((area.width, area.height));
        }
        self.next.clear();
        let caret = draw(&mut self.next);
        self.bytes.clear();
        if self.full_redraw || caret != self.caret || self.shown != self.next.all() {
            self.write(caret);
        }
        self.caret = caret;
        self.full_redraw = false;
        self.next.swap(&mut self.shown);
        &self.bytes
    }

    fn write(&mut self, caret: Option<Position>) {
        let width = self.next.area().width;
        let mut pen = AnsiWriter::new(&mut self.bytes, &self.next);
        if self.full_redraw {
            pen.begin_anew();
        } else if self.caret.is_some() {
            pen.hide_caret();
        }
        let drift = ScrollRegion::find(&self.shown, self.next.all(), width);
        if let Some(drift) = drift {
            pen.scroll(drift);
        }
        self.runs.clear();
        let width = usize::from(width).max(1);
        let blank = vec![ScreenCell::BLANK; width];
        for (y, next) in (0..).zip(self.next.all().chunks(width)) {
            let from = drift.map_or(Some(y), |drift| drift.source(y));
            let shown = from.map_or(&blank[..], |from| {
                &self.shown[usize::from(from) * width..][..width]
            });
            if shown != next {
                cell_run::collect_runs(&self.next, y, shown, next, &mut self.runs);
            }
        }
        self.runs.sort_unstable_by_key(CellRun::order);
        self.runs.iter().for_each(|stroke| pen.write_run(stroke));
        pen.end(caret);
    }
}
