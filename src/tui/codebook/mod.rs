//! The codebook on a screen of its own: the tree of codes with what each
//! carries, and everything that can be done to a code. Each change asks why
//! and is one undo.

mod actions;
mod card;
mod changes;
mod colours;
mod entry;
mod merging;
mod several;
mod split;
mod tree;

pub use actions::ACTIONS;

use super::{
    canvas::Canvas,
    desk::{Desk, Go},
    input::Mouse,
    list::List,
    search::Search,
    theme::Meaning,
    view::{Page, View},
};
use crate::study::{Code, Coding, Id};
use crate::text::number;
use entry::Entry;
use ratatui::layout::Rect;
use std::collections::HashSet;

/// The codebook on the screen.
#[derive(Default)]
pub struct Codebook {
    /// The revision of the study the entries are from.
    revision: Option<u64>,
    entries: Vec<Entry>,
    list: List,
    /// The tree, and the card of the code one stands on.
    tree: Rect,
    card: Rect,
    /// Of which code, and at which revision, the newest codings are, latest first.
    newest_of: Option<(u64, Id<Code>)>,
    newest: Vec<Id<Coding>>,
    /// A code to stand on as soon as it is there.
    wanted: Option<Id<Code>>,
    /// Codes marked to be merged or retired together.
    marked: HashSet<Id<Code>>,
}

/// From this width on the card stands beside the tree.
const WIDE: u16 = 120;

/// Rows above the tree: what it is, the heads of the columns.
const HEAD: u16 = 2;

impl Codebook {
    /// The code one stands on.
    fn here(&self) -> Option<&Entry> {
        self.entries.get(self.list.at())
    }

    /// The code one stands on; says what to do when there is none.
    fn code(&self, desk: &mut Desk) -> Option<Id<Code>> {
        let here = self.here().map(|entry| entry.id);
        if here.is_none() {
            desk.say(format!(
                "There is no code yet; {} makes one",
                desk.key("new_code")
            ));
        }
        here
    }

    /// Stands on a code as soon as it is in sight.
    pub fn stand_on(&mut self, code: Id<Code>) {
        self.wanted = Some(code);
    }

    /// Lists the quotes of the code in the search.
    fn quotes(&mut self, desk: &mut Desk) {
        let Some(id) = self.code(desk) else { return };
        let Some(code) = desk.study().code(id) else {
            return;
        };
        let search = Search::asking(&format!("code:\"{}\"", code.body.key.replace('"', "")));
        desk.go(Go::Open(Box::new(Page::Search(Box::new(search)))));
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

impl View for Codebook {
    fn settle(&mut self, desk: &Desk, area: Rect) {
        let revision = desk.study().revision();
        if self.revision.replace(revision) != Some(revision) {
            // One goes with the code one stood on, wherever it is now.
            let stood_on = self
                .wanted
                .take()
                .or_else(|| self.here().map(|entry| entry.id));
            self.entries = entry::entries(desk.study());
            self.marked.retain(|id| desk.study().code(*id).is_some());
            if let Some(place) =
                stood_on.and_then(|id| self.entries.iter().position(|entry| entry.id == id))
            {
                self.list.go(place);
            }
        }
        if let Some(place) = self
            .wanted
            .take()
            .and_then(|id| self.entries.iter().position(|entry| entry.id == id))
        {
            self.list.go(place);
        }
        let newest_of = self.here().map(|entry| (revision, entry.id));
        if self.newest_of != newest_of {
            self.newest_of = newest_of;
            self.newest = newest_of
                .map(|(_, code)| card::newest(desk.study(), code))
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
            // Below the tree, as many rows as leave the tree most of the room.
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
        self.list.settle(self.entries.len(), rows, |_| 1);
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        if self.entries.is_empty() {
            let room = Rect {
                x: area.x + 1,
                y: area.y + 1,
                width: area.width.saturating_sub(2),
                height: area.height.saturating_sub(1),
            };
            let what = format!(
                "This study has no codes yet.\n\n{} makes one. A code is also made while coding: {} in a transcript, type its name, \
                 {}. `virk codebook import codebooks/realist.json` brings a codebook for realist evaluation.",
                desk.key("new_code"),
                desk.key("code"),
                desk.key("answer")
            );
            canvas.paragraph(room, &what, canvas.style(Meaning::Quiet));
            return;
        }
        tree::draw(self, canvas);
        card::draw(self, desk, canvas);
    }

    fn whereabouts(&self, _: &Desk) -> String {
        match self.here() {
            Some(_) if self.marked.is_empty() => {
                format!("code {} of {}", self.list.at() + 1, self.entries.len())
            }
            Some(_) => format!(
                "code {} of {}, {} marked",
                self.list.at() + 1,
                self.entries.len(),
                self.marked.len()
            ),
            None => number::some(0usize, "code"),
        }
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk) {
        // A click on the code one stands on lists its quotes.
        if self.list.mouse(mouse, self.rows()) {
            self.quotes(desk);
        }
    }
}
