//! Layers: questions on top of a view. They lie in a stack: inputs go through
//! it front to back until one keeps them, and it is painted back to front. A
//! layer is closed by taking it off the stack; none is ever "hidden".

pub mod deed;
pub mod field;
pub mod form;
pub mod help;
pub mod menu;
mod nearness;
pub mod picker;
pub mod save;
pub mod told;

use super::{canvas::Canvas, desk::Desk, input::Input, view::Page};
use ratatui::layout::Rect;

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was not for this layer.
    Passed,
    /// It was used; the layer stays.
    Kept,
    /// It was used, and the layer is done.
    Closed,
    /// It was not for this layer, which is done: what lies below gets it.
    Left,
}

/// A key as it is written, and a word for what it does here; without a key it is not told.
pub type Hint = (String, &'static str);

/// What is done with an answer: the view it was asked from, the desk, the answer.
pub type Then<T> = Box<dyn FnOnce(&mut Page, &mut Desk, T)>;

/// A question on top of a view.
pub trait Layer {
    /// Takes an input, or passes it to what lies below.
    fn input(&mut self, input: &Input, page: &mut Page, desk: &mut Desk) -> Answer;
    /// Learns how much room there is, before each frame.
    fn settle(&mut self, _area: Rect) {}
    /// Draws itself over the view's area.
    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect);
    /// The keys worth knowing, with a word for each; the way out among the first, so that it never
    /// falls off the end.
    fn hints(&self, desk: &Desk) -> Vec<Hint>;
}

/// A place of at most this size at the foot of `area`, in its middle.
#[must_use]
pub fn foot(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.bottom() - height,
        width,
        height,
    }
}
