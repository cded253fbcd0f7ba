//! The application: a stack of views with layers on top, and the path of an input.
//!
//! ```text
//! input ─▶ layers, front to back (each asks the keymap for a dialog action) ─▶ keymap ─▶ action
//!       ─▶ the context's commands ─▶ draw, back to front
//! ```

use super::action::Action;
use super::canvas::Canvas;
use super::context::{AppCommand, AppContext};
use super::jobs::ExportJob;
use super::key::{Input, Key};
use super::keymap::KeyLookup;
use super::layer::dialog_action::DialogAction;
use super::layer::{Layer, LayerResponse};
use super::route::{Route, ViewKind};
use super::view::View;
use super::{status_bar, tour};
use ratatui::layout::{Position, Rect};

/// Requests to the terminal, which the app never touches itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TerminalCommand {
    Redraw,
    Copy(String),
    Suspend,
    /// Hides the screen until the passphrase is typed.
    Lock,
    Quit,
}

pub struct App {
    pub context: AppContext,
    /// The view on screen; the ones to go back to are in `history`.
    view: Box<dyn View>,
    history: Vec<Box<dyn View>>,
    /// Views left by switching, at most one of each kind, in the state they were left in.
    parked_views: Vec<Box<dyn View>>,
    /// Opens the view a route leads to.
    open_route: fn(Route) -> Box<dyn View>,
    layers: Vec<Box<dyn Layer>>,
    /// Keys pressed so far of an unfinished key sequence.
    pending_keys: Vec<Key>,
    /// True if the last key was to quit and the user was asked: the second one quits.
    quit_warned: bool,
    /// The area views are drawn in.
    area: Rect,
}

const MAX_HISTORY: usize = 50;

/// The view that `back` leads to in the end.
const ROOT: ViewKind = ViewKind::Documents;

/// Smallest screen virk draws on, in columns and rows.
pub const MIN_SIZE: (u16, u16) = (40, 10);

impl App {
    /// Starts with `first` on screen.
    pub fn new(context: AppContext, open_route: fn(Route) -> Box<dyn View>, first: Route) -> App {
        App {
            context,
            view: open_route(first),
            history: Vec::new(),
            parked_views: Vec::new(),
            open_route,
            layers: Vec::new(),
            pending_keys: Vec::new(),
            quit_warned: false,
            area: Rect::default(),
        }
    }

    pub fn view(&self) -> &dyn View {
        &*self.view
    }

    /// Back to front.
    pub fn layers(&self) -> &[Box<dyn Layer>] {
        &self.layers
    }

    pub fn pending_keys(&self) -> &[Key] {
        &self.pending_keys
    }

    /// Returns what the terminal has to do.
    pub fn handle_input(&mut self, input: Input) -> Vec<TerminalCommand> {
        // Keys may arrive faster than frames: each must see the view as the previous one left it.
        self.update_views();
        match &input {
            Input::Resize(..) => return vec![TerminalCommand::Redraw],
            Input::Focus => {
                self.context.refresh();
                return Vec::new();
            }
            Input::Key(_) | Input::Paste(_) => self.context.messages.clear_current(),
            Input::Mouse(_) => {}
        }
        if !self.offer_to_layers(&input) {
            match input {
                Input::Key(key) => self.press(key),
                Input::Mouse(mouse) => self.view.handle_mouse(mouse, &mut self.context),
                _ => {}
            }
        }
        let quit_warned = std::mem::take(&mut self.quit_warned);
        self.run_commands(quit_warned)
    }

    /// Offers an input to the layers, front to back; returns whether one consumed it.
    fn offer_to_layers(&mut self, input: &Input) -> bool {
        for place in (0..self.layers.len()).rev() {
            match self.layers[place].handle_input(input, &mut *self.view, &mut self.context) {
                LayerResponse::Ignored => {}
                LayerResponse::Consumed => return true,
                LayerResponse::CloseAndPass => drop(self.layers.remove(place)),
                LayerResponse::Close => {
                    self.layers.remove(place);
                    return true;
                }
            }
        }
        false
    }

    fn press(&mut self, key: Key) {
        if !self.pending_keys.is_empty()
            && self.context.keymap.dialog_action(key) == Some(DialogAction::Cancel)
        {
            self.pending_keys.clear();
            return;
        }
        self.pending_keys.push(key);
        match self
            .context
            .keymap
            .lookup(self.view.kind(), &self.pending_keys)
        {
            KeyLookup::Prefix(_) => {}
            KeyLookup::Action(action) => {
                self.pending_keys.clear();
                self.run_action(action);
            }
            KeyLookup::Unbound => {
                let typed = self
                    .pending_keys
                    .iter()
                    .map(Key::to_string)
                    .collect::<Vec<_>>()
                    .join(" ");
                self.pending_keys.clear();
                self.context.notify(format!(
                    "{typed} does nothing here; {} shows all keys",
                    self.context.key_for("help")
                ));
            }
        }
    }

    fn run_action(&mut self, action: &Action) {
        self.view.run_action(action, &mut self.context);
        if let Some(tour) = &mut self.context.tour {
            tour.note(action.name);
        }
    }

    /// Runs the commands queued by views and layers.
    fn run_commands(&mut self, quit_warned: bool) -> Vec<TerminalCommand> {
        let mut requests = Vec::new();
        loop {
            let commands = self.context.take_commands();
            if commands.is_empty() {
                return requests;
            }
            for go in commands {
                match go {
                    AppCommand::Open(route) => {
                        let view = (self.open_route)(route);
                        self.open(view);
                    }
                    AppCommand::SwitchTo(route) => self.switch_to(route),
                    AppCommand::Back => match self.history.pop() {
                        Some(view) => {
                            let left = self.replace_view(view);
                            self.park_view(left);
                        }
                        None => requests.extend(self.ask_quit(quit_warned)),
                    },
                    AppCommand::CopyOrQuit => {
                        if !self.view.copy_selection(&mut self.context) {
                            requests.extend(self.ask_quit(quit_warned));
                        }
                    }
                    AppCommand::PushLayer(layer) => self.layers.push(layer),
                    AppCommand::RunAction(action) => {
                        // A view just opened has not seen the study yet.
                        self.update_views();
                        self.run_action(action)
                    }
                    AppCommand::CancelJob => self.cancel_job(),
                    AppCommand::Redraw => requests.push(TerminalCommand::Redraw),
                    AppCommand::Copy(text) => {
                        if self.context.allow_export("the clipboard") {
                            requests.push(TerminalCommand::Copy(text));
                        }
                    }
                    AppCommand::Suspend => requests.push(TerminalCommand::Suspend),
                    AppCommand::Lock if self.context.session().store().is_encrypted() => {
                        requests.push(TerminalCommand::Lock)
                    }
                    AppCommand::Lock => self.context.notify(
                        "This study is not encrypted, so there is no passphrase to ask for; `virk lock` encrypts it",
                    ),
                    AppCommand::Quit => requests.extend(self.quit(quit_warned)),
                }
            }
        }
    }

    fn cancel_job(&mut self) {
        let said = if self.context.jobs.of::<ExportJob>().cancel_if_running() {
            "Cancelled; nothing was written"
        } else if self.view.cancel_job(&self.context) {
            "Cancelled"
        } else {
            "Nothing to cancel"
        };
        self.context.notify(said);
    }

    /// Quits at the second of two keys in a row.
    fn ask_quit(&mut self, asked: bool) -> Option<TerminalCommand> {
        if asked || self.context.writing().is_some() {
            return self.quit(asked);
        }
        self.quit_warned = true;
        let key = self.context.key_for("quit");
        self.context.notify(format!(
            "Press it again to quit virk, or {key}; everything is saved"
        ));
        None
    }

    /// Quits, unless a file is being written and the user has not been warned yet.
    fn quit(&mut self, quit_warned: bool) -> Option<TerminalCommand> {
        let Some(writing) = self.context.writing().filter(|_| !quit_warned) else {
            return Some(TerminalCommand::Quit);
        };
        self.quit_warned = true;
        self.context
            .notify(format!("{writing}, and so does quitting again"));
        None
    }

    /// Parks a view the user leaves, replacing one of the same kind.
    fn park_view(&mut self, view: Box<dyn View>) {
        if view.is_kept() {
            self.parked_views
                .retain(|known| known.kind() != view.kind());
            self.parked_views.push(view);
        }
    }

    /// Switches to the view of this kind the user came from, or else to a parked one, or else to a
    /// new one.
    fn switch_to(&mut self, route: Route) {
        let kind = route.kind();
        if self.view.kind() == kind {
            return;
        }
        let known = |views: &mut Vec<Box<dyn View>>| {
            let place = views.iter().rposition(|view| view.kind() == kind)?;
            Some(views.remove(place))
        };
        let view = known(&mut self.history)
            .or_else(|| known(&mut self.parked_views))
            .unwrap_or_else(|| (self.open_route)(route));
        self.open(view);
    }

    /// Opens a view. The document list is the root of the history; opening it pops back to it.
    fn open(&mut self, view: Box<dyn View>) {
        if view.kind() == ROOT {
            if self.view.kind() == ROOT {
                return;
            }
            if let Some(place) = self.history.iter().position(|view| view.kind() == ROOT) {
                let root = self.history.swap_remove(place);
                let mut left: Vec<Box<dyn View>> = self.history.drain(place..).collect();
                left.push(self.replace_view(root));
                left.into_iter().for_each(|view| self.park_view(view));
                return;
            }
        }
        let left = self.replace_view(view);
        self.history.push(left);
        if self.history.len() > MAX_HISTORY {
            // Keep the root; drop the oldest step.
            self.history.remove(1);
        }
    }

    /// Shows a view and returns the one it replaced.
    fn replace_view(&mut self, view: Box<dyn View>) -> Box<dyn View> {
        self.view.on_leave(&mut self.context);
        std::mem::replace(&mut self.view, view)
    }

    /// Brings the view and the layers up to date with the study and the screen size.
    fn update_views(&mut self) {
        self.context.update_counts();
        self.context.view_kind = self.view.kind();
        self.view.update(&self.context, self.area);
        self.layers
            .iter_mut()
            .for_each(|layer| layer.set_area(self.area));
    }

    /// Draws a frame and returns the position of the terminal's cursor.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>) -> Option<Position> {
        let area = canvas.area();
        if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
            canvas.put(
                0,
                0,
                area.right(),
                &format!("virk needs {} × {} cells", MIN_SIZE.0, MIN_SIZE.1),
                ratatui::style::Style::new(),
            );
            return None;
        }
        let tour = self
            .context
            .tour
            .filter(|_| area.height >= MIN_SIZE.1 + tour::ROWS);
        let kept = status_bar::LINES + tour.map_or(0, |_| tour::ROWS);
        self.area = Rect {
            height: area.height - kept,
            ..area
        };
        self.context.poll_jobs();
        self.update_views();
        self.view.draw(&self.context, canvas, self.area);
        if let Some(tour) = tour {
            let rows = Rect {
                y: self.area.bottom(),
                height: tour::ROWS,
                ..area
            };
            tour.draw(&self.context, canvas, rows);
        }
        // Long messages get rows of their own, so that dialogs never cover them.
        let above = status_bar::status(self, canvas, area);
        let left = self.area.height.saturating_sub(above);
        let room = Rect {
            height: if left < MIN_SIZE.1 {
                self.area.height
            } else {
                left
            },
            ..self.area
        };
        for layer in &self.layers {
            layer.draw(&self.context, canvas, room);
        }
        canvas.caret
    }
}
