//! The search: a line to ask in, and the passages that answer it, by document
//! or informant, in reading order or the best first. Asking never waits: the
//! [`seeker`](super::seeker) answers from a thread of its own, and until it has,
//! the last answer stays.

mod actions;
mod advice;
mod arranged;
mod choosing;
mod chosen;
mod counts;
mod deeds;
mod facets;
mod kwic;
mod line;
mod passages;
mod saved;
mod words;

pub use actions::ACTIONS;
pub use line::ask;

use super::{
    canvas::Canvas,
    desk::{Desk, Go},
    input::{Did, Mouse},
    layer::field::Field,
    list::List,
    seeker::{Found, Question, Wanted},
    transcript::Transcript,
    view::{Page, View},
};
use crate::search::{Answer, Line, Memo, Order, Passage, Scope, Sorted, concordance};
use crate::study::{event::Target, theory::QuoteAt};
use crate::text::Span;
use arranged::{Arranged, By};
use chosen::Chosen;
use counts::Counts;
use ratatui::layout::Rect;
use std::sync::Arc;

/// The search on the screen.
#[derive(Default)]
pub struct Search {
    line: Field,
    /// Whether one types in the line, or walks the passages.
    typing: bool,
    /// What is searched, when the query is not to say it.
    scope: Option<Scope>,
    best_first: bool,
    by: By,
    /// Turns shown around each passage.
    context: usize,
    look: Look,
    /// The words to which alike quotes are shown instead of an answer.
    like: Option<QuoteAt>,
    /// The places that were asked for, with the row of their passage, when they are shown as lines.
    lines: Vec<(usize, Line)>,
    /// What was asked last, and of which revision of the study.
    asked: Option<(Question, u64)>,
    /// What was asked and then stopped.
    stopped: Option<(Question, u64)>,
    /// The newest answer, also to a question that could not be read.
    news: Option<Arc<Found>>,
    /// The newest answer with passages; they stay while one types on.
    found: Option<Arc<Found>>,
    arranged: Arranged,
    counts: Counts,
    chosen: Chosen,
    list: List,
    area: Rect,
}

/// What is shown of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Look {
    /// The passages.
    #[default]
    Passages,
    /// Each place in the middle of a line.
    Lines,
    /// How often words stand in it.
    Words,
}

/// Something that was found, on a row of the list.
enum Item<'a> {
    Passage(&'a Passage),
    Memo(&'a Memo),
}

/// Rows above the passages: the line, what is wrong with it or may be typed, a rule.
const HEAD: u16 = 3;

/// Turns shown around a passage at most.
const MOST_CONTEXT: usize = 2;

impl Search {
    /// A search for this, its passages to be walked.
    #[must_use]
    pub fn asking(text: &str) -> Search {
        Search {
            line: Field::new(text),
            ..Search::default()
        }
    }

    /// What is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.line.text()
    }

    fn answer(&self) -> Option<&Answer> {
        self.found.as_ref()?.answer.as_ref().ok()
    }

    /// The passages on the screen.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        self.answer().map_or(&[], |answer| &answer.passages)
    }

    /// The passage on a row.
    fn passage(&self, row: usize) -> Option<&Passage> {
        let row = match self.look {
            Look::Passages => row,
            Look::Lines => self.lines.get(row)?.0,
            Look::Words => return None,
        };
        self.passages().get(*self.arranged.order.get(row)?)
    }

    fn item(&self, row: usize) -> Option<Item<'_>> {
        let memo = || self.answer()?.memos.get(row).map(Item::Memo);
        self.passage(row).map(Item::Passage).or_else(memo)
    }

    /// How many rows the list has.
    fn len(&self) -> usize {
        match (self.look, &self.found) {
            (Look::Lines, _) => return self.lines.len(),
            (Look::Words, Some(found)) => return found.words.rows.len(),
            _ => {}
        }
        self.answer()
            .map_or(0, |answer| answer.passages.len() + answer.memos.len())
    }

    /// Whether an answer is waited for.
    fn waits(&self) -> bool {
        let asked = |(asked, revision): &(Question, u64)| {
            self.news
                .as_ref()
                .is_none_or(|news| news.question != *asked || news.revision != *revision)
        };
        self.asked.as_ref().is_some_and(asked) && self.stopped != self.asked
    }

    fn open(&mut self, desk: &mut Desk) {
        if self.look == Look::Words {
            return self.ask_word(desk);
        }
        let at = match self.item(self.list.at()) {
            Some(Item::Passage(passage)) => Some(place(passage)),
            Some(Item::Memo(Memo {
                on: Target::Quote(quote),
                ..
            })) => Some(*quote),
            Some(Item::Memo(memo)) => {
                return desk.say(format!(
                    "This memo is on {}",
                    desk.study().target_in_words(memo.on)
                ));
            }
            None => None,
        };
        let Some(QuoteAt { document, span }) = at else {
            return self.ask(desk);
        };
        let here = self
            .passages()
            .iter()
            .filter(|passage| passage.document == document);
        let mut hits: Vec<Span> = here.flat_map(|passage| passage.matches.clone()).collect();
        hits.sort_unstable();
        hits.dedup();
        let page = Transcript::at(document, span).with_hits(hits);
        desk.go(Go::Open(Box::new(Page::Transcript(Box::new(page)))));
    }

    fn up(&mut self, desk: &mut Desk) {
        match self.list.at() {
            0 => self.ask(desk),
            _ => self.list.step(-1),
        }
    }

    fn by_group(&mut self, forward: bool) {
        if let Some(row) = self.arranged.beside(self.list.at(), forward) {
            self.list.go(row);
        }
    }

    fn toggle_order(&mut self, desk: &mut Desk) {
        self.best_first = !self.best_first;
        self.list.go(0);
        desk.say(if self.best_first {
            "The best passages first"
        } else {
            "Passages in reading order"
        });
    }

    fn next_group(&mut self, desk: &mut Desk) {
        let here = self.passage(self.list.at()).map(place);
        self.by = self.by.next();
        self.arrange(desk);
        if let Some(row) = here.and_then(|here| {
            (0..self.len()).find(|row| self.passage(*row).map(place) == Some(here))
        }) {
            self.list.go(row);
        }
        desk.say(self.by.said());
    }

    fn more_context(&mut self, desk: &mut Desk) {
        self.context = if self.context == MOST_CONTEXT {
            0
        } else {
            self.context + 1
        };
        desk.say(match self.context {
            0 => "Passages without what stands around them",
            1 => "With the turn before and after",
            _ => "With two turns before and after",
        });
    }

    fn next_scope(&mut self, desk: &mut Desk) {
        let all = [None]
            .into_iter()
            .chain(Scope::ALL.map(Some))
            .collect::<Vec<_>>();
        let at = all
            .iter()
            .position(|scope| *scope == self.scope)
            .unwrap_or(0);
        self.scope = all[(at + 1) % all.len()];
        self.list.go(0);
        match self.scope {
            Some(scope) => desk.say(format!("Searches in {scope}")),
            None => {
                desk.say("Searches in turns, or in quotes as soon as the query speaks of codes")
            }
        }
    }

    fn question(&self) -> Question {
        let order = if self.best_first {
            Order::Ranked
        } else {
            Order::Reading
        };
        let wanted = match (self.like, self.look) {
            (Some(quote), _) => Wanted::Alike(quote),
            (None, Look::Words) => Wanted::Words,
            _ => Wanted::Passages,
        };
        Question {
            wanted,
            text: self.line.text().trim_end().to_owned(),
            scope: self.scope,
            order,
        }
    }

    /// Asks when what is typed, or the study, is not what was asked last.
    fn keep_asking(&mut self, desk: &Desk) {
        let now = (self.question(), desk.study().revision());
        if now.0.text.trim().is_empty() && self.like.is_none() {
            desk.seeker.prepare(desk.study());
            (self.asked, self.news, self.found) = (None, None, None);
            self.arrange(desk);
        } else if self.asked.as_ref() != Some(&now) {
            desk.seeker.ask(desk.study(), now.0.clone());
            self.asked = Some(now);
        }
    }

    /// Takes the answer to what was asked last, if it is there.
    fn take_answer(&mut self, desk: &Desk) {
        let Some(found) = desk.seeker.found() else {
            return;
        };
        let asked = self.asked.as_ref().is_some_and(|(question, revision)| {
            *question == found.question && *revision == found.revision
        });
        if asked && !self.counts.is_whole() && found.facets.get().is_some() {
            self.count(desk);
        }
        if !asked
            || self
                .news
                .as_ref()
                .is_some_and(|known| Arc::ptr_eq(known, &found))
        {
            return;
        }
        if found.answer.is_ok() {
            let same = self
                .found
                .as_ref()
                .is_some_and(|known| known.question == found.question);
            if !same {
                self.list.go(0);
            }
            self.found = Some(found.clone());
            self.arrange(desk);
        }
        self.news = Some(found);
    }

    /// Arranges and counts what was found; forgets the choice of what was not.
    fn arrange(&mut self, desk: &Desk) {
        let order = self.question().order;
        let order = if self.like.is_some() {
            Order::Ranked
        } else {
            order
        };
        self.arranged = Arranged::new(desk.study(), self.passages(), self.by, order);
        self.lines = match self.look {
            Look::Lines => kwic::placed(
                self,
                concordance(desk.study(), self.passages(), kwic::WORDS, Sorted::Place),
            ),
            _ => Vec::new(),
        };
        self.count(desk);
        self.chosen
            .keep(&self.passages().iter().map(place).collect());
    }

    /// Counts all that was found, or what was fetched of it as long as the rest is being counted.
    fn count(&mut self, desk: &Desk) {
        let total = self
            .answer()
            .map_or(0, |answer| answer.total.saturating_sub(answer.memos.len()));
        let facets = self.found.as_ref().and_then(|found| found.facets.get());
        self.counts = facets.map_or_else(
            || Counts::new(desk.study(), self.passages(), total),
            Counts::of,
        );
    }

    /// The height of a row of the list.
    fn height(&self, desk: &Desk, row: usize) -> u16 {
        if self.look == Look::Passages {
            passages::height(self, desk.study(), row)
        } else {
            1
        }
    }

    /// Shows the answer in another way, or its passages again.
    fn look_at(&mut self, look: Look, desk: &mut Desk) {
        self.look = if self.look == look {
            Look::Passages
        } else {
            look
        };
        self.list.go(0);
        self.arrange(desk);
        desk.say(match self.look {
            Look::Passages => "Passages",
            Look::Lines => "Each place in a line, with the words around it",
            Look::Words => "How often words stand in what was found, without the small ones",
        });
    }

    /// Shows quotes like the passage one stands on; once more, the answer again.
    fn more_like_this(&mut self, desk: &mut Desk) {
        let here = self.passage(self.list.at()).map(place);
        match (self.like.take(), here) {
            (Some(_), _) => desk.say("The answer to the query again"),
            (None, Some(here)) => {
                (self.like, self.look) = (Some(here), Look::Passages);
                self.list.go(0);
                desk.say(format!(
                    "Quotes like this one, by the words they share; {} goes back",
                    desk.key("more_like_this")
                ));
            }
            (None, None) => desk.say("Stand on a passage to see more like it"),
        }
    }

    /// Narrows the search by the word one stands on.
    fn ask_word(&mut self, desk: &mut Desk) {
        let word = self
            .found
            .as_ref()
            .and_then(|found| Some(found.words.rows.get(self.list.at())?.word.clone()));
        match word {
            Some(word) => {
                self.look = Look::Passages;
                self.narrow(&[word]);
            }
            None => self.ask(desk),
        }
    }

    /// Where the passages are drawn.
    fn rows(&self) -> Rect {
        let head = HEAD.min(self.area.height);
        let width = self.area.width - self.counts.width(self.area.width);
        Rect {
            y: self.area.y + head,
            height: self.area.height - head,
            width,
            ..self.area
        }
    }
}

/// Where a passage lies.
fn place(passage: &Passage) -> QuoteAt {
    QuoteAt {
        document: passage.document,
        span: passage.span,
    }
}

impl View for Search {
    fn settle(&mut self, desk: &Desk, area: Rect) {
        self.area = area;
        self.keep_asking(desk);
        self.take_answer(desk);
        let mut list = self.list;
        // The blank below the last item in sight may fall off the screen.
        list.settle(
            self.len(),
            self.rows().height + u16::from(self.look == Look::Passages),
            |row| self.height(desk, row),
        );
        self.list = list;
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        line::draw(self, desk, canvas, area);
        if self.line.text().trim().is_empty() && self.like.is_none() {
            advice::draw(desk, canvas, self.rows());
            return;
        }
        let rows = self.rows();
        match self.look {
            Look::Passages => passages::draw(self, desk, canvas, rows),
            Look::Lines => kwic::draw(self, desk, canvas, rows),
            Look::Words => words::draw(self, canvas, rows),
        }
        if rows.width < area.width {
            self.counts.draw(
                desk.study(),
                canvas,
                Rect {
                    x: rows.right(),
                    width: area.right() - rows.right(),
                    ..rows
                },
            );
        }
    }

    fn whereabouts(&self, _: &Desk) -> String {
        match self.len() {
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
                let Some(place) = self.list.item_at(row, |row| self.height(desk, row)) else {
                    return;
                };
                // A click on the passage one stands on opens it.
                if place == self.list.at() {
                    self.open(desk)
                } else {
                    self.list.go(place)
                }
            }
            _ => {}
        }
    }
}
