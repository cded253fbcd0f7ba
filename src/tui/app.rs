//! The application: views, the layers over them, and the way of an input.
//!
//! ```text
//! input ─▶ layers, front to back (each asks the keymap for a deed) ─▶ keymap ─▶ action ─▶ the desk's wishes ─▶ draw, back to front
//! ```

use super::{
    canvas::Canvas,
    desk::{Desk, Go},
    frame,
    input::Input,
    key::Key,
    keymap::Found,
    layer::{Answer, Layer, deed::Deed},
    view::Page,
};
use ratatui::layout::{Position, Rect};

/// What the application asks of the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Draw everything anew.
    Redraw,
    /// Put this on the clipboard.
    Copy(String),
    /// Stop for a while.
    Suspend,
    /// Leave.
    Quit,
}

/// Everything on the screen.
pub struct App {
    /// What views and layers share.
    pub desk: Desk,
    /// The view on top of those one came through; never empty.
    page: Page,
    before: Vec<Page>,
    /// Views one has left, one of each sort, as they were left.
    left: Vec<Page>,
    layers: Vec<Box<dyn Layer>>,
    /// Keys that have begun something.
    pending: Vec<Key>,
    /// Whether the last key was to leave, and a file is being written.
    leaving: bool,
    /// The room there is for views.
    area: Rect,
}

/// So many views one can go back through.
const MOST_BEFORE: usize = 50;

/// The least room virk draws in.
pub const LEAST: (u16, u16) = (40, 10);

impl App {
    /// An application that begins with this view.
    #[must_use]
    pub fn new(desk: Desk, page: Page) -> App {
        let (before, left, layers, pending) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        App {
            desk,
            page,
            before,
            left,
            layers,
            pending,
            leaving: false,
            area: Rect::default(),
        }
    }

    /// The view on top.
    #[must_use]
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The layers, back to front.
    #[must_use]
    pub fn layers(&self) -> &[Box<dyn Layer>] {
        &self.layers
    }

    /// Keys that have begun something.
    #[must_use]
    pub fn pending(&self) -> &[Key] {
        &self.pending
    }

    /// Takes one input and answers with what the terminal is to do.
    pub fn update(&mut self, input: Input) -> Vec<Wish> {
        // Keys come faster than frames: each finds the view as the one before left it.
        self.settle();
        match &input {
            Input::Resize(..) => return vec![Wish::Redraw],
            Input::Focus => {
                self.desk.refresh();
                return Vec::new();
            }
            Input::Key(_) | Input::Paste(_) => self.desk.talk.hush(),
            Input::Mouse(_) => {}
        }
        if !self.bubble(&input) {
            match input {
                Input::Key(key) => self.press(key),
                Input::Mouse(mouse) => self.page.view_mut().mouse(mouse, &mut self.desk),
                _ => {}
            }
        }
        let told = std::mem::take(&mut self.leaving);
        self.follow(told)
    }

    /// Offers an input to the layers, front to back; answers whether one took it.
    fn bubble(&mut self, input: &Input) -> bool {
        for place in (0..self.layers.len()).rev() {
            match self.layers[place].input(input, &mut self.page, &mut self.desk) {
                Answer::Passed => {}
                Answer::Kept => return true,
                Answer::Left => drop(self.layers.remove(place)),
                Answer::Closed => {
                    self.layers.remove(place);
                    return true;
                }
            }
        }
        false
    }

    fn press(&mut self, key: Key) {
        if !self.pending.is_empty() && self.desk.keymap.deed(key) == Some(Deed::Leave) {
            self.pending.clear();
            return;
        }
        self.pending.push(key);
        match self.desk.keymap.find(self.page.place(), &self.pending) {
            Found::Begun(_) => {}
            Found::Action(action) => {
                self.pending.clear();
                self.page.run(action, &mut self.desk);
            }
            Found::Nothing => {
                let typed = self
                    .pending
                    .iter()
                    .map(Key::to_string)
                    .collect::<Vec<_>>()
                    .join(" ");
                self.pending.clear();
                self.desk.say(format!(
                    "{typed} does nothing here; {} shows every key",
                    self.desk.key("help")
                ));
            }
        }
    }

    /// Does what views and layers wished for; `told` says whether the key before was to leave, too.
    fn follow(&mut self, told: bool) -> Vec<Wish> {
        let mut wishes = Vec::new();
        loop {
            let going = self.desk.take_wishes();
            if going.is_empty() {
                return wishes;
            }
            for go in going {
                match go {
                    Go::Open(page) => self.open(*page),
                    Go::To(page) => self.bring(*page),
                    Go::Back => match self.before.pop() {
                        Some(page) => {
                            let left = self.turn_to(page);
                            self.keep(left);
                        }
                        None => wishes.extend(self.quit(told)),
                    },
                    Go::Ask(layer) => self.layers.push(layer),
                    Go::Run(action) => self.page.run(action, &mut self.desk),
                    Go::Redraw => wishes.push(Wish::Redraw),
                    Go::Copy(text) => {
                        if self.desk.lets_out("the clipboard") {
                            wishes.push(Wish::Copy(text));
                        }
                    }
                    Go::Suspend => wishes.push(Wish::Suspend),
                    Go::Quit => wishes.extend(self.quit(told)),
                }
            }
        }
    }

    /// Leaves, unless a file is being written and nobody has been told.
    fn quit(&mut self, told: bool) -> Option<Wish> {
        let Some(writing) = self.desk.writing().filter(|_| !told) else {
            return Some(Wish::Quit);
        };
        self.leaving = true;
        self.desk
            .say(format!("{writing}, and so does leaving once more"));
        None
    }

    /// Remembers a view one leaves, in place of one of its sort.
    fn keep(&mut self, page: Page) {
        if !matches!(page, Page::Transcript(_) | Page::Documents(_)) {
            self.left.retain(|known| known.place() != page.place());
            self.left.push(page);
        }
    }

    /// Goes to a view of this page's sort, as it was left; to the page itself
    /// when there is none yet.
    fn bring(&mut self, page: Page) {
        let place = page.place();
        if self.page.place() == place {
            return;
        }
        let known = |pages: &mut Vec<Page>| {
            pages
                .iter()
                .rposition(|page| page.place() == place)
                .map(|at| pages.remove(at))
        };
        let page = known(&mut self.before)
            .or_else(|| known(&mut self.left))
            .unwrap_or(page);
        self.open(page);
    }

    /// Opens a view. The list of documents is the ground one stands on: going
    /// there goes back to it.
    fn open(&mut self, page: Page) {
        if matches!(page, Page::Documents(_)) {
            if let Some(place) = self
                .before
                .iter()
                .position(|page| matches!(page, Page::Documents(_)))
            {
                let ground = self.before.swap_remove(place);
                let mut left: Vec<Page> = self.before.drain(place..).collect();
                left.push(self.turn_to(ground));
                left.into_iter().for_each(|page| self.keep(page));
                return;
            }
            if matches!(self.page, Page::Documents(_)) {
                return;
            }
        }
        let left = self.turn_to(page);
        self.before.push(left);
        if self.before.len() > MOST_BEFORE {
            // The ground stays; of a long way only the last part is walked back.
            self.before.remove(1);
        }
    }

    /// Shows a view and answers with the one that was shown.
    fn turn_to(&mut self, page: Page) -> Page {
        self.page.view().leave(&mut self.desk);
        std::mem::replace(&mut self.page, page)
    }

    /// Lets the view and the layers catch up with the study and the room there is.
    fn settle(&mut self) {
        self.desk.settle();
        self.desk.view = self.page.place();
        self.page.view_mut().settle(&self.desk, self.area);
        self.layers
            .iter_mut()
            .for_each(|layer| layer.settle(self.area));
    }

    /// Draws a frame and answers where the caret stands.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>) -> Option<Position> {
        let area = canvas.area();
        if area.width < LEAST.0 || area.height < LEAST.1 {
            canvas.put(
                0,
                0,
                area.right(),
                &format!("virk needs {} × {} cells", LEAST.0, LEAST.1),
                ratatui::style::Style::new(),
            );
            return None;
        }
        self.area = Rect {
            height: area.height - frame::LINES,
            ..area
        };
        self.desk.hear();
        self.settle();
        self.page.view().draw(&self.desk, canvas, self.area);
        // What is said in full stands below the questions, never under them.
        let above = frame::status(self, canvas, area);
        let left = self.area.height.saturating_sub(above);
        let room = Rect {
            height: if left < LEAST.1 {
                self.area.height
            } else {
                left
            },
            ..self.area
        };
        for layer in &self.layers {
            layer.draw(&self.desk, canvas, room);
        }
        canvas.caret
    }
}
