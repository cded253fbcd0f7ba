//! Layers: questions on top of a view. They lie in a stack: inputs go through
//! it front to back until one keeps them, and it is painted back to front. A
//! layer is closed by taking it off the stack; none is ever "hidden".

pub mod dialog_action;
pub mod form;
pub mod help;
pub mod menu;
mod name_match;
pub mod picker;
pub mod save;
pub mod text_dialog;
pub mod text_field;

use super::{canvas::Canvas, context::AppContext, input::Input, view::AnyView};
use ratatui::layout::Rect;

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerResponse {
    /// It was not for this layer.
    Ignored,
    /// It was used; the layer stays.
    Consumed,
    /// It was used, and the layer is done.
    Close,
    /// It was not for this layer, which is done: what lies below gets it.
    CloseAndPass,
}

/// A key as it is written, and a word for what it does here; without a key it is not told.
pub type KeyHint = (String, &'static str);

/// What is done with an answer: the view it was asked from, the context, the answer.
pub type OnAnswer<T> = Box<dyn FnOnce(&mut AnyView, &mut AppContext, T)>;

/// A question on top of a view.
pub trait Layer {
    /// Takes an input, or passes it to what lies below.
    fn handle_input(
        &mut self,
        input: &Input,
        page: &mut AnyView,
        context: &mut AppContext,
    ) -> LayerResponse;
    /// Learns how much room there is, before each frame.
    fn set_area(&mut self, _area: Rect) {}
    /// Draws itself over the view's area.
    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect);
    /// The keys worth knowing, with a word for each; the way out among the first, so that it never
    /// falls off the end.
    fn hints(&self, context: &AppContext) -> Vec<KeyHint>;
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
