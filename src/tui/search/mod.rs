//! The search view: a query line and the passages found, by document or informant, in reading order
//! or ranked. Typing never waits: the [`search_job`](super::search_job) answers on a thread of its
//! own, and until it has, the last result stays.

mod actions;
mod bulk_actions;
mod counts;
mod kwic;
mod passages;
mod query_line;
mod results;
mod saved;

pub use actions::ACTIONS;
pub use query_line::ask;

use super::canvas::Canvas;
use super::context::{AppCommand, AppContext};
use super::key::{Mouse, MouseKind};
use super::layer::text_dialog::TextField;
use super::list::ListState;
use super::search_job::{SearchRequest, SearchResponse};
use super::view::View;
use crate::search::{ConcordanceLine, Memo, Passage, SearchResults, SearchScope};
use crate::study::event::MemoTarget;
use crate::study::theory::QuoteAt;
use crate::text::Span;
use crate::tui::route::Route;
use crate::tui::route::ViewKind;
use counts::PassageCounts;
use kwic::PassageSelection;
use ratatui::layout::Rect;
use results::{GroupedPassages, PassageGrouping};
use std::sync::Arc;
use strum::VariantArray;

#[derive(Default)]
pub struct SearchView {
    line: TextField,
    /// True while the keys go to the query line.
    typing: bool,
    scope: Option<SearchScope>,
    best_first: bool,
    group_by: PassageGrouping,
    /// Turns shown around each passage.
    context: usize,
    display: ResultDisplay,
    /// Shows quotes similar to this one instead of the query's result.
    similar_to: Option<QuoteAt>,
    /// Matches as lines in context, with the row of their passage.
    lines: Vec<(usize, ConcordanceLine)>,
    /// The last request, and the revision of the study it was for.
    last_request: Option<(SearchRequest, u64)>,
    /// The request that the user cancelled.
    cancelled_request: Option<(SearchRequest, u64)>,
    /// The latest response, including one to an invalid query.
    latest_response: Option<Arc<SearchResponse>>,
    /// The latest response with passages; it stays on screen while the user types.
    shown_response: Option<Arc<SearchResponse>>,
    grouped: GroupedPassages,
    counts: PassageCounts,
    selection: PassageSelection,
    list: ListState,
    area: Rect,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum ResultDisplay {
    #[default]
    Passages,
    /// Each match in the middle of a line.
    Lines,
    /// Word frequencies in the result.
    Words,
}

/// An item of the list.
enum SearchItem<'a> {
    Passage(&'a Passage),
    Memo(&'a Memo),
}

/// Rows above the passages: the query line, an error or help, a rule.
const HEAD: u16 = 3;

/// Most turns shown around a passage.
const MOST_CONTEXT: usize = 2;

impl SearchView {
    /// Opens the search with a query; the keys move in the result.
    pub fn with_query(text: &str) -> SearchView {
        SearchView {
            line: TextField::new(text),
            ..SearchView::default()
        }
    }

    pub fn text(&self) -> &str {
        self.line.text()
    }

    fn answer(&self) -> Option<&SearchResults> {
        self.shown_response.as_ref()?.answer.as_ref().ok()
    }

    /// The passages on screen.
    pub fn passages(&self) -> &[Passage] {
        self.answer().map_or(&[], |answer| &answer.passages)
    }

    /// The passage on a row.
    fn passage(&self, row: usize) -> Option<&Passage> {
        let row = match self.display {
            ResultDisplay::Passages => row,
            ResultDisplay::Lines => self.lines.get(row)?.0,
            ResultDisplay::Words => return None,
        };
        self.passages().get(*self.grouped.order.get(row)?)
    }

    fn item(&self, row: usize) -> Option<SearchItem<'_>> {
        let memo = || self.answer()?.memos.get(row).map(SearchItem::Memo);
        self.passage(row).map(SearchItem::Passage).or_else(memo)
    }

    /// Rows of the list.
    fn len(&self) -> usize {
        match (self.display, &self.shown_response) {
            (ResultDisplay::Lines, _) => return self.lines.len(),
            (ResultDisplay::Words, Some(found)) => return found.words.rows.len(),
            _ => {}
        }
        self.answer()
            .map_or(0, |answer| answer.passages.len() + answer.memos.len())
    }

    fn open(&mut self, context: &mut AppContext) {
        if self.display == ResultDisplay::Words {
            return self.ask_word(context);
        }
        let at = match self.item(self.list.selected()) {
            Some(SearchItem::Passage(passage)) => Some(place(passage)),
            Some(SearchItem::Memo(Memo {
                on: MemoTarget::Quote(quote),
                ..
            })) => Some(*quote),
            Some(SearchItem::Memo(memo)) => {
                return context.notify(format!(
                    "This memo is on {}",
                    context.study().target_in_words(memo.on)
                ));
            }
            None => None,
        };
        let Some(QuoteAt { document, span }) = at else {
            return self.ask(context);
        };
        let here = self
            .passages()
            .iter()
            .filter(|passage| passage.document == document);
        let mut hits: Vec<Span> = here.flat_map(|passage| passage.matches.clone()).collect();
        hits.sort_unstable();
        hits.dedup();
        context.send(AppCommand::Open(Route::Transcript {
            document,
            span: Some(span),
            hits,
        }));
    }

    fn up(&mut self, context: &mut AppContext) {
        match self.list.selected() {
            0 => self.ask(context),
            _ => self.list.step(-1),
        }
    }

    fn by_group(&mut self, forward: bool) {
        if let Some(row) = self.grouped.neighbour_group(self.list.selected(), forward) {
            self.list.select(row);
        }
    }

    fn toggle_order(&mut self, context: &mut AppContext) {
        self.best_first = !self.best_first;
        self.list.select(0);
        context.notify(if self.best_first {
            "The best passages first"
        } else {
            "Passages in reading order"
        });
    }

    fn next_group(&mut self, context: &mut AppContext) {
        let here = self.passage(self.list.selected()).map(place);
        self.group_by = self.group_by.next();
        self.update_groups(context);
        if let Some(row) = here.and_then(|here| {
            (0..self.len()).find(|row| self.passage(*row).map(place) == Some(here))
        }) {
            self.list.select(row);
        }
        context.notify(format!("Passages {}", self.group_by));
    }

    fn more_context(&mut self, context: &mut AppContext) {
        self.context = if self.context == MOST_CONTEXT {
            0
        } else {
            self.context + 1
        };
        context.notify(match self.context {
            0 => "Passages without context",
            1 => "With one turn before and after",
            _ => "With two turns before and after",
        });
    }

    fn next_scope(&mut self, context: &mut AppContext) {
        let all = [None]
            .into_iter()
            .chain(SearchScope::VARIANTS.iter().copied().map(Some))
            .collect::<Vec<_>>();
        let at = all
            .iter()
            .position(|scope| *scope == self.scope)
            .unwrap_or(0);
        self.scope = all[(at + 1) % all.len()];
        self.list.select(0);
        match self.scope {
            Some(scope) => context.notify(format!("Searching {scope}")),
            None => context.notify("Searching turns (quotes, if the query names a code)"),
        }
    }

    /// Height of a list row.
    fn height(&self, context: &AppContext, row: usize) -> u16 {
        if self.display == ResultDisplay::Passages {
            passages::height(self, context.study(), row)
        } else {
            1
        }
    }

    /// Switches the display, or back to the passages.
    fn show_as(&mut self, display: ResultDisplay, context: &mut AppContext) {
        self.display = if self.display == display {
            ResultDisplay::Passages
        } else {
            display
        };
        self.list.select(0);
        self.update_groups(context);
        context.notify(match self.display {
            ResultDisplay::Passages => "Passages",
            ResultDisplay::Lines => "Each place in a line, with the words around it",
            ResultDisplay::Words => "Word counts in the results, without common words",
        });
    }

    /// Toggles between quotes similar to the selected passage and the query's result.
    fn more_like_this(&mut self, context: &mut AppContext) {
        let here = self.passage(self.list.selected()).map(place);
        match (self.similar_to.take(), here) {
            (Some(_), _) => context.notify("The results of the query again"),
            (None, Some(here)) => {
                (self.similar_to, self.display) = (Some(here), ResultDisplay::Passages);
                self.list.select(0);
                context.notify(format!(
                    "Similar quotes, by shared words; {} goes back",
                    context.key_for("more_like_this")
                ));
            }
            (None, None) => context.notify("Go to a passage to see similar ones"),
        }
    }

    /// Narrows the search by the selected word.
    fn ask_word(&mut self, context: &mut AppContext) {
        let word = self
            .shown_response
            .as_ref()
            .and_then(|found| Some(found.words.rows.get(self.list.selected())?.word.clone()));
        match word {
            Some(word) => {
                self.display = ResultDisplay::Passages;
                self.narrow(&[word]);
            }
            None => self.ask(context),
        }
    }

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

/// A passage's location.
fn place(passage: &Passage) -> QuoteAt {
    QuoteAt {
        document: passage.document,
        span: passage.span,
    }
}

impl View for SearchView {
    fn kind(&self) -> ViewKind {
        ViewKind::Search
    }

    fn update(&mut self, context: &AppContext, area: Rect) {
        self.area = area;
        self.submit_if_changed(context);
        self.take_answer(context);
        let mut list = self.list;
        // The blank below the last visible item may be cut off.
        list.update(
            self.len(),
            self.rows().height + u16::from(self.display == ResultDisplay::Passages),
            |row| self.height(context, row),
        );
        self.list = list;
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        query_line::draw(self, context, canvas, area);
        if self.line.text().trim().is_empty() && self.similar_to.is_none() {
            saved::draw(context, canvas, self.rows());
            return;
        }
        let rows = self.rows();
        match self.display {
            ResultDisplay::Passages => passages::draw(self, context, canvas, rows),
            ResultDisplay::Lines => kwic::draw(self, context, canvas, rows),
            ResultDisplay::Words => kwic::draw_words(self, canvas, rows),
        }
        if rows.width < area.width {
            self.counts.draw(
                context.study(),
                canvas,
                Rect {
                    x: rows.right(),
                    width: area.right() - rows.right(),
                    ..rows
                },
            );
        }
    }

    fn status_text(&self, _: &AppContext) -> String {
        match self.len() {
            0 => "search".into(),
            count => format!("passage {} of {count}", self.list.selected() + 1),
        }
    }

    fn handle_mouse(&mut self, mouse: Mouse, context: &mut AppContext) {
        match mouse.kind {
            MouseKind::Wheel(rows) => self.list.step(rows.signum() as isize),
            MouseKind::Press if mouse.at.y == self.area.y => self.ask(context),
            MouseKind::Press if self.rows().contains(mouse.at) => {
                let row = mouse.at.y - self.rows().y;
                let Some(place) = self.list.item_at(row, |row| self.height(context, row)) else {
                    return;
                };
                // A click on the selected passage opens it.
                if place == self.list.selected() {
                    self.open(context)
                } else {
                    self.list.select(place)
                }
            }
            _ => {}
        }
    }
}
