//! Layers: dialogs on top of a view. They form a stack: inputs are offered front to back until one
//! consumes them, and drawing goes back to front. A layer is closed by taking it off the stack; it
//! is never hidden.

pub mod dialog_action;
pub mod form;
pub mod menu;
mod name_match;
pub mod picker;
pub mod save;
pub mod text_dialog;

use super::canvas::Canvas;
use super::context::AppContext;
use super::key::Input;
use super::view::View;
use ratatui::layout::Rect;

/// What a layer did with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerResponse {
    /// Not for this layer.
    Ignored,
    /// Handled; the layer stays.
    Consumed,
    /// Handled; the layer closes.
    Close,
    /// Not for this layer, which closes: what lies below gets the input.
    CloseAndPass,
}

/// A key as written, and a word for what it does here. Hints without a key are not shown.
pub type KeyHint = (String, &'static str);

/// Handles an answer: receives the view that the dialog is on, the context and the answer.
pub type OnAnswer<T> = Box<dyn FnOnce(&mut dyn View, &mut AppContext, T)>;

pub trait Layer {
    fn handle_input(
        &mut self,
        input: &Input,
        view: &mut dyn View,
        context: &mut AppContext,
    ) -> LayerResponse;
    /// Called before each frame with the room available.
    fn set_area(&mut self, _area: Rect) {}
    /// Draws the layer over the view's area.
    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect);
    /// The key hints. The way out must be among the first, so that it is never cut off.
    fn hints(&self, context: &AppContext) -> Vec<KeyHint>;
}

/// An area of at most this size, centred at the foot of `area`.
pub fn foot(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.bottom() - height,
        width,
        height,
    }
}
