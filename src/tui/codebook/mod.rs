//! The codebook screen: the tree of codes with their counts, and everything that can be done to a
//! code. Each change asks for a reason and is one undo step.

mod actions;
mod card;
mod changes;
mod merge;
mod split;

pub use actions::{ACTIONS, MOVES};

use super::canvas::Canvas;
use super::context::{AppCommand, AppContext};
use super::key::Mouse;
use super::list::ListState;
use super::theme::StyleRole;
use super::view::View;
use crate::study::{Code, Coding, Id};
use crate::text::number;
use crate::tui::route::Route;
use crate::tui::route::ViewKind;
use card::CodeTreeEntry;
use ratatui::layout::Rect;
use std::collections::HashSet;

#[derive(Default)]
pub struct CodebookView {
    /// Revision the entries were gathered at.
    revision: Option<u64>,
    entries: Vec<CodeTreeEntry>,
    list: ListState,
    tree: Rect,
    card: Rect,
    /// Revision and code that `newest` was computed for.
    newest_of: Option<(u64, Id<Code>)>,
    newest: Vec<Id<Coding>>,
    /// A code to select once it is listed.
    pending_code: Option<Id<Code>>,
    /// Codes marked to be merged or retired together.
    marked: HashSet<Id<Code>>,
}

/// Width from which the card is beside the tree.
const WIDE: u16 = 120;

/// Rows above the tree: the title and the column headings.
const HEAD: u16 = 2;

impl CodebookView {
    fn selected_entry(&self) -> Option<&CodeTreeEntry> {
        self.entries.get(self.list.selected())
    }

    /// The selected code; tells the user what to do if there is none.
    fn selected_code(&self, context: &mut AppContext) -> Option<Id<Code>> {
        let here = self.selected_entry().map(|entry| entry.id);
        if here.is_none() {
            context.notify(format!(
                "No codes yet; {} makes one",
                context.key_for("new_code")
            ));
        }
        here
    }

    /// Selects a code as soon as it is listed.
    pub fn select_code(&mut self, code: Id<Code>) {
        self.pending_code = Some(code);
    }

    /// Lists the code's quotes in the search.
    fn quotes(&mut self, context: &mut AppContext) {
        let Some(id) = self.selected_code(context) else {
            return;
        };
        let Some(code) = context.study().code(id) else {
            return;
        };
        let query = format!("code:\"{}\"", code.body.key.replace('"', ""));
        context.send(AppCommand::Open(Route::Search(Some(query))));
    }

    fn rows(&self) -> Rect {
        let head = HEAD.min(self.tree.height);
        Rect {
            y: self.tree.y + head,
            height: self.tree.height - head,
            ..self.tree
        }
    }
}

impl View for CodebookView {
    fn kind(&self) -> ViewKind {
        ViewKind::Codebook
    }

    fn step(&mut self, rows: isize) {
        self.list.step(rows);
    }

    fn update(&mut self, context: &AppContext, area: Rect) {
        let revision = context.study().revision();
        if self.revision.replace(revision) != Some(revision) {
            // The selection follows its code, wherever that is now.
            let stood_on = self
                .pending_code
                .take()
                .or_else(|| self.selected_entry().map(|entry| entry.id));
            self.entries = card::entries(context.study());
            self.marked.retain(|id| context.study().code(*id).is_some());
            if let Some(place) =
                stood_on.and_then(|id| self.entries.iter().position(|entry| entry.id == id))
            {
                self.list.select(place);
            }
        }
        if let Some(place) = self
            .pending_code
            .take()
            .and_then(|id| self.entries.iter().position(|entry| entry.id == id))
        {
            self.list.select(place);
        }
        let newest_of = self.selected_entry().map(|entry| (revision, entry.id));
        if self.newest_of != newest_of {
            self.newest_of = newest_of;
            self.newest = newest_of
                .map(|(_, code)| card::newest(context.study(), code))
                .unwrap_or_default();
        }
        (self.tree, self.card) = if area.width >= WIDE {
            let tree = area.width * 11 / 20;
            (
                Rect {
                    width: tree,
                    ..area
                },
                Rect {
                    x: area.x + tree,
                    width: area.width - tree,
                    ..area
                },
            )
        } else {
            // The card goes below the tree, which keeps most of the room.
            let card = if area.height >= 16 {
                (area.height * 2 / 5).min(12)
            } else {
                0
            };
            let tree = area.height - card;
            (
                Rect {
                    height: tree,
                    ..area
                },
                Rect {
                    y: area.y + tree,
                    height: card,
                    ..area
                },
            )
        };
        let rows = self.rows().height;
        self.list.update(self.entries.len(), rows, |_| 1);
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        if self.entries.is_empty() {
            let room = Rect {
                x: area.x + 1,
                y: area.y + 1,
                width: area.width.saturating_sub(2),
                height: area.height.saturating_sub(1),
            };
            let what = format!(
                "This study has no codes yet.\n\n{} makes one. A code is also made while coding: {} in a transcript, type its name, \
                 {}. `virk codebook import realist` imports a codebook for realist evaluation.",
                context.key_for("new_code"),
                context.key_for("code"),
                context.key_for("answer")
            );
            canvas.paragraph(room, &what, canvas.style(StyleRole::Muted));
            return;
        }
        card::draw_tree(self, canvas);
        card::draw(self, context, canvas);
    }

    fn status_text(&self, _: &AppContext) -> String {
        match self.selected_entry() {
            Some(_) if self.marked.is_empty() => {
                format!(
                    "code {} of {}",
                    self.list.selected() + 1,
                    self.entries.len()
                )
            }
            Some(_) => format!(
                "code {} of {}, {} marked",
                self.list.selected() + 1,
                self.entries.len(),
                self.marked.len()
            ),
            None => number::count_noun(0usize, "code"),
        }
    }

    fn handle_mouse(&mut self, mouse: Mouse, context: &mut AppContext) {
        // A click on the selected code lists its quotes.
        if self.list.handle_mouse(mouse, self.rows()) {
            self.quotes(context);
        }
    }
}
