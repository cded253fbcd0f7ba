//! The search: a line to ask in, and the passages that answer it, by document
//! or the best first. Asking never waits: the [`seeker`](super::seeker) answers
//! from a thread of its own, and until it has, the last answer stays.

mod advice;
mod line;
mod passages;

pub use line::ask;

use super::{
    action::{Action, Run},
    canvas::Canvas,
    desk::{Desk, Go},
    excerpt::Excerpt,
    input::{Did, Mouse},
    layer::field::Field,
    list::List,
    seeker::{Found, Question},
    transcript::Transcript,
    view::{Page, View},
};
use crate::search::{Order, Passage};
use crate::study::Study;
use ratatui::layout::Rect;
use std::sync::Arc;

/// The search on the screen.
#[derive(Default)]
pub struct Search {
    line: Field,
    /// Whether one types in the line, or walks the passages.
    typing: bool,
    best_first: bool,
    /// What was asked last, and of which revision of the study.
    asked: Option<(Question, u64)>,
    /// The newest answer, also to a question that could not be read.
    news: Option<Arc<Found>>,
    /// The newest answer with passages; they stay while one types on.
    found: Option<Arc<Found>>,
    list: List,
    area: Rect,
}

const fn action(
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    doc: &'static str,
    run: fn(&mut Search, &mut Desk),
) -> Action {
    Action { name, keys, doc, hint, run: Run::Search(run) }
}

/// What can be done in the search.
pub const ACTIONS: &[Action] = &[
    action("ask", &["/", "i", "F3"], "ask", "Write what to search for", Search::ask),
    action("open_passage", &["Enter", "l", "Right"], "open", "Open the passage in its document", Search::open),
    action("next_passage", &["j", "Down"], "", "Go to the next passage", |view, _| view.list.step(1)),
    action("previous_passage", &["k", "Up"], "", "Go to the passage before; from the first one to the line", Search::up),
    action("next_found_document", &["J", "Tab"], "next document", "Go to the passages of the next document", |view, _| {
        view.by_document(true)
    }),
    action("previous_found_document", &["K", "Shift-Tab"], "", "Go to the passages of the document before", |view, _| {
        view.by_document(false)
    }),
    action("passages_down", &["PgDn", "Ctrl-d"], "", "Go ten passages down", |view, _| view.list.step(10)),
    action("passages_up", &["PgUp", "Ctrl-u"], "", "Go ten passages up", |view, _| view.list.step(-10)),
    action("first_passage", &["Home", "g g"], "", "Go to the first passage", |view, _| view.list.go(0)),
    action("last_passage", &["End", "G"], "", "Go to the last passage", |view, _| view.list.step(isize::MAX / 2)),
    action("order", &["o"], "order", "Order passages by document, or the best first", Search::toggle_order),
    action("copy_passage", &["y"], "", "Copy the passage with who said it and where", Search::copy),
];

/// Rows above the passages: the line, what is wrong with it or may be typed, a rule.
const HEAD: u16 = 3;

impl Search {
    /// What is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.line.text()
    }

    /// The passages on the screen.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        self.found.as_ref().and_then(|found| found.answer.as_ref().ok()).map_or(&[], |answer| &answer.passages)
    }

    fn open(&mut self, desk: &mut Desk) {
        match self.passages().get(self.list.at()) {
            Some(passage) => {
                let page = Transcript::at(passage.document, passage.span);
                desk.go(Go::Open(Box::new(Page::Transcript(Box::new(page)))));
            }
            None => self.ask(desk),
        }
    }

    fn up(&mut self, desk: &mut Desk) {
        match self.list.at() {
            0 => self.ask(desk),
            _ => self.list.step(-1),
        }
    }

    fn by_document(&mut self, forward: bool) {
        let (passages, at) = (self.passages(), self.list.at());
        let begins = |place: &usize| *place == 0 || passages[*place - 1].document != passages[*place].document;
        let place = if forward { (at + 1..passages.len()).find(begins) } else { (0..at.min(passages.len())).rev().find(begins) };
        if let Some(place) = place {
            self.list.go(place);
        }
    }

    fn toggle_order(&mut self, desk: &mut Desk) {
        self.best_first = !self.best_first;
        self.list.go(0);
        desk.say(if self.best_first { "The best passages first" } else { "Passages by document" });
    }

    fn copy(&mut self, desk: &mut Desk) {
        let Some(text) = self.passages().get(self.list.at()).and_then(|passage| passages::citation(desk.study(), passage)) else {
            desk.say("There is no passage to copy");
            return;
        };
        desk.say("Copied the passage with its source");
        desk.go(Go::Copy(text));
    }

    fn question(&self) -> Question {
        let order = if self.best_first { Order::Ranked } else { Order::Reading };
        Question { text: self.line.text().trim_end().to_owned(), order }
    }

    /// Asks when what is typed, or the study, is not what was asked last.
    fn keep_asking(&mut self, desk: &Desk) {
        let now = (self.question(), desk.study().revision());
        if now.0.text.trim().is_empty() {
            desk.seeker.prepare(desk.study());
            (self.asked, self.news, self.found) = (None, None, None);
        } else if self.asked.as_ref() != Some(&now) {
            desk.seeker.ask(desk.study(), now.0.clone());
            self.asked = Some(now);
        }
    }

    /// Takes the answer to what was asked last, if it is there.
    fn take_answer(&mut self, desk: &Desk) {
        let Some(found) = desk.seeker.found() else { return };
        let asked =
            self.asked.as_ref().is_some_and(|(question, revision)| *question == found.question && *revision == found.revision);
        if !asked || self.news.as_ref().is_some_and(|known| Arc::ptr_eq(known, &found)) {
            return;
        }
        if found.answer.is_ok() {
            let same = self.found.as_ref().is_some_and(|known| known.question == found.question);
            if !same {
                self.list.go(0);
            }
            self.found = Some(found.clone());
        }
        self.news = Some(found);
    }

    fn rows(&self) -> Rect {
        let head = HEAD.min(self.area.height);
        Rect { y: self.area.y + head, height: self.area.height - head, ..self.area }
    }

    fn excerpt(&self, study: &Study, passage: &Passage) -> Excerpt {
        passages::excerpt(study, passage, self.rows())
    }

    /// The height of an item: its document's heading, who speaks, the words, a blank.
    fn height(&self, study: &Study, place: usize) -> u16 {
        self.passages()
            .get(place)
            .map_or(0, |passage| self.excerpt(study, passage).height() + 2 + u16::from(passages::is_headed(self.passages(), place)))
    }
}

impl View for Search {
    fn settle(&mut self, desk: &Desk, area: Rect) {
        self.area = area;
        self.keep_asking(desk);
        self.take_answer(desk);
        let mut list = self.list;
        // The blank below the last item in sight may fall off the screen.
        list.settle(self.passages().len(), self.rows().height + 1, |place| self.height(desk.study(), place));
        self.list = list;
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        line::draw(self, desk, canvas, area);
        if self.line.text().trim().is_empty() {
            advice::draw(desk, canvas, self.rows());
        } else {
            passages::draw(self, desk, canvas, self.rows());
        }
    }

    fn whereabouts(&self, _: &Desk) -> String {
        match self.passages().len() {
            0 => "search".into(),
            count => format!("passage {} of {count}", self.list.at() + 1),
        }
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk) {
        match mouse.did {
            Did::Wheel(rows) => self.list.step(rows.signum() as isize),
            Did::Press if mouse.at.y == self.area.y => self.ask(desk),
            Did::Press if self.rows().contains(mouse.at) => {
                let row = mouse.at.y - self.rows().y;
                let Some(place) = self.list.item_at(row, |place| self.height(desk.study(), place)) else { return };
                // A click on the passage one stands on opens it.
                if place == self.list.at() { self.open(desk) } else { self.list.go(place) }
            }
            _ => {}
        }
    }
}
