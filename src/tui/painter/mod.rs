//! The painter: two screens of cells, and the fewest bytes that make the one
//! on the terminal into the next.
//!
//! Rows that only moved are moved by the terminal itself (`drift`); what
//! still differs is gathered into strokes of one colour (`stroke`) and
//! written colour by colour (`pen`), since to change colour takes more bytes
//! than to move. A frame goes out as one synchronized update, so nobody sees in
//! which order; and a frame that differs in nothing is no bytes.

mod drift;
mod pen;
mod stroke;

use super::cells::{Cell, Cells};
use drift::Drift;
use pen::Pen;
use ratatui::layout::Position;
use stroke::Stroke;

/// What the terminal shows, and the bytes that turn it into what is drawn.
pub struct Painter {
    shown: Vec<Cell>,
    next: Cells,
    caret: Option<Position>,
    bytes: Vec<u8>,
    strokes: Vec<Stroke>,
    fresh: bool,
}

/// When so many long graphemes are remembered the painter begins anew.
const MOST_REMEMBERED: usize = 1 << 16;

impl Painter {
    /// A painter for a screen of this many columns and rows, of which nothing is known.
    #[must_use]
    pub fn new(size: (u16, u16)) -> Painter {
        let next = Cells::new(size);
        let (shown, bytes) = (next.all().to_vec(), Vec::with_capacity(1 << 14));
        Painter {
            shown,
            next,
            caret: None,
            bytes,
            strokes: Vec::new(),
            fresh: true,
        }
    }

    /// The bytes that bring the screen to what `draw` draws; none when it shows that already.
    pub fn paint(&mut self, draw: impl FnOnce(&mut Cells) -> Option<Position>) -> &[u8] {
        if self.next.remembered() > MOST_REMEMBERED {
            let area = self.next.area();
            *self = Painter::new((area.width, area.height));
        }
        self.next.wipe();
        let caret = draw(&mut self.next);
        self.bytes.clear();
        if self.fresh || caret != self.caret || self.shown != self.next.all() {
            self.write(caret);
        }
        self.caret = caret;
        self.fresh = false;
        self.next.swap(&mut self.shown);
        &self.bytes
    }

    fn write(&mut self, caret: Option<Position>) {
        let width = self.next.area().width;
        let mut pen = Pen::new(&mut self.bytes, &self.next);
        if self.fresh {
            pen.begin_anew();
        } else if self.caret.is_some() {
            pen.hide_caret();
        }
        let drift = Drift::find(&self.shown, self.next.all(), width);
        if let Some(drift) = drift {
            pen.drift(drift);
        }
        self.strokes.clear();
        let width = usize::from(width).max(1);
        let blank = vec![Cell::BLANK; width];
        for (y, next) in (0..).zip(self.next.all().chunks(width)) {
            let from = drift.map_or(Some(y), |drift| drift.source(y));
            let shown = from.map_or(&blank[..], |from| {
                &self.shown[usize::from(from) * width..][..width]
            });
            if shown != next {
                stroke::gather(&self.next, y, shown, next, &mut self.strokes);
            }
        }
        self.strokes.sort_unstable_by_key(Stroke::order);
        self.strokes.iter().for_each(|stroke| pen.stroke(stroke));
        pen.end(caret);
    }
}
