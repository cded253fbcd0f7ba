//! Views: the screens. A view reads the study and changes it only through the [`AppContext`]; it
//! never touches the disk or the terminal, and knows no other view: it sends the app a [`Route`].
//!
//! Each frame takes two steps. [`View::update`] may change the view: it catches up with the study
//! and with the size of the screen, and recomputes only if one of them has changed. [`View::draw`]
//! changes nothing, and costs what is visible.
//!
//! [`Route`]: super::route::Route

use super::action::{Action, ActionHandler};
use super::canvas::Canvas;
use super::context::AppContext;
use super::key::Mouse;
use super::route::ViewKind;
use ratatui::layout::Rect;
use std::any::Any;

pub trait View: Any {
    fn kind(&self) -> ViewKind;
    /// Catches up with the study and the available area.
    fn update(&mut self, context: &AppContext, area: Rect);
    /// Draws the view into the area passed to `update`.
    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect);
    /// Current location, for the left of the status line.
    fn status_text(&self, context: &AppContext) -> String;
    /// Stores in the context what the view needs when it is opened again.
    fn on_leave(&self, _context: &mut AppContext) {}
    /// Moves in the list of the view.
    fn step(&mut self, _rows: isize) {}
    fn handle_mouse(&mut self, _mouse: Mouse, _context: &mut AppContext) {}
    /// Copies what the user has selected; returns whether anything was.
    fn copy_selection(&mut self, _context: &mut AppContext) -> bool {
        false
    }
    /// Cancels what is being computed for the view; returns whether there was anything.
    fn cancel_job(&self, _context: &AppContext) -> bool {
        false
    }
    /// Whether a user who goes to it again finds it as it was left.
    fn is_kept(&self) -> bool {
        true
    }
}

impl dyn View {
    pub fn downcast_ref<V: View>(&self) -> Option<&V> {
        (self as &dyn Any).downcast_ref()
    }

    pub fn downcast_mut<V: View>(&mut self) -> Option<&mut V> {
        (self as &mut dyn Any).downcast_mut()
    }

    /// Runs an action, if it belongs to this view.
    pub fn run_action(&mut self, action: &Action, context: &mut AppContext) {
        match action.run {
            ActionHandler::Anywhere(run) => run(context),
            ActionHandler::View(kind, run) if kind == self.kind() => run(self, context),
            ActionHandler::View(kind, _) => context.notify(format!(
                "“{}” belongs to another view ({})",
                action.name,
                kind.title()
            )),
            ActionHandler::Dialog(_) => {
                context.notify(format!("“{}” belongs to forms, not to a view", action.name))
            }
        }
    }
}
