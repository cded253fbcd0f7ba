//! One document, to read and to code: where researchers spend their weeks.
//!
//! The document is broken into rows once for a width (`rows`) and its codings
//! are indexed once for a revision of the study (`coded`); a frame then draws
//! the rows in sight, whatever the length of the document.

mod actions;
mod card;
mod codebook;
mod coded;
mod coding;
mod edges;
mod find;
mod jumps;
mod layout;
mod letters;
mod margin;
mod moves;
mod notes;
mod pane;
mod rows;
mod selection;
mod suggestions;

pub use actions::ACTIONS;
pub use coding::{choices, rules};
pub use notes::{ask_condensation, citation};

use super::{
    canvas::Canvas,
    desk::Desk,
    input::{Did, Mouse},
    theme::Meaning,
    view::View,
};
use crate::study::{Code, Document, Id};
use crate::text::{Span, Turn, harmless, number, wrap};
use card::Subject;
use coded::{Coded, Looks, Near};
use find::Find;
use jumps::Jumps;
use layout::Layout;
use ratatui::layout::{Position, Rect};
use rows::Rows;
use selection::{Ground, Selection};
use std::sync::Arc;

/// One document on the screen.
pub struct Transcript {
    document: Id<Document>,
    text: Arc<str>,
    turns: Arc<[Turn]>,
    /// Cells of the widest speaker's label.
    label: usize,
    selection: Option<Selection>,
    rows: Rows,
    coded: Coded,
    looks: Looks,
    codeline: Vec<Option<usize>>,
    /// The revision of the study that the codings are from.
    revision: Option<u64>,
    /// How much had been done at the desk when one last moved.
    done: u64,
    layout: Layout,
    /// The first row in sight.
    top: usize,
    /// Whether the word one stands on is to be brought into sight.
    follow: bool,
    /// The column one wants to be in when moving up and down.
    goal: Option<usize>,
    /// Whether the codebook was asked for or sent away.
    codebook: Option<bool>,
    /// The code that is told apart from all others.
    focus: Option<Id<Code>>,
    /// Whether what is not coded stands out.
    uncoded: bool,
    /// Whether the lines of the text are numbered.
    numbered: bool,
    /// Where each line of the text begins.
    lines: Vec<u32>,
    /// How many of the informants' turns are coded, and how many there are.
    progress: (usize, usize),
    /// What the card tells of.
    subject: Subject,
    jumps: Jumps,
    find: Find,
}

impl Transcript {
    /// A document, from its beginning.
    #[must_use]
    pub fn new(document: Id<Document>) -> Transcript {
        Transcript {
            document,
            text: Arc::from(""),
            turns: Arc::from([]),
            label: 0,
            selection: None,
            rows: Rows::default(),
            coded: Coded::default(),
            looks: Looks::default(),
            codeline: Vec::new(),
            revision: None,
            done: 0,
            layout: Layout::default(),
            top: 0,
            follow: false,
            goal: None,
            codebook: None,
            focus: None,
            uncoded: false,
            numbered: false,
            lines: Vec::new(),
            progress: (0, 0),
            subject: Subject::default(),
            jumps: Jumps::default(),
            find: Find::default(),
        }
    }

    /// The same, standing on a stretch: where a report or a search leads.
    #[must_use]
    pub fn at(document: Id<Document>, span: Span) -> Transcript {
        let mut transcript = Transcript::new(document);
        transcript.find.go_to = Some(span);
        transcript
    }

    /// The same, with hits of a search to be shown and walked.
    #[must_use]
    pub fn with_hits(mut self, hits: Vec<Span>) -> Transcript {
        self.find.given = hits;
        self
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> Id<Document> {
        self.document
    }

    fn ground(&self) -> Ground<'_> {
        Ground {
            text: &self.text,
            turns: &self.turns,
        }
    }

    /// Where one stands and what is selected.
    #[must_use]
    pub fn selection(&self) -> Selection {
        self.selection
            .unwrap_or_else(|| Selection::new(self.ground()))
    }

    /// Changes where one stands, and brings it into sight.
    fn select(&mut self, change: impl FnOnce(&mut Selection, Ground<'_>)) {
        let mut selection = self.selection();
        change(&mut selection, self.ground());
        self.selection = Some(selection);
        self.follow = true;
        self.goal = None;
    }

    /// Catches up with the document's words: they never change, but may be erased.
    fn read(&mut self, desk: &Desk) {
        let Some(document) = desk.study().document(self.document) else {
            (self.text, self.turns, self.coded) = (Arc::from(""), Arc::from([]), Coded::default());
            self.rows = Rows::default();
            return;
        };
        if !Arc::ptr_eq(&self.text, &document.text) {
            self.text = document.text.clone();
            self.turns = document.turns().clone();
            self.label = self.widest_label(document);
            self.lines = std::iter::once(0)
                .chain(self.text.match_indices('\n').map(|(at, _)| at as u32 + 1))
                .collect();
            self.rows = Rows::default();
            self.find.again(&self.text);
        }
        self.coded = Coded::new(desk.study(), self.document);
        // Without known informants every turn counts.
        let known = document
            .body
            .speakers
            .iter()
            .any(|speaker| speaker.informant.is_some());
        let spoken = self
            .turns
            .iter()
            .filter(|turn| !known || document.informant(turn).is_some());
        self.progress = self.coded.progress(spoken.map(|turn| turn.words));
    }

    fn widest_label(&self, document: &Document) -> usize {
        // The first turns tell who speaks; a label that comes later is cut.
        self.turns
            .iter()
            .take(200)
            .filter_map(|turn| document.label(turn))
            .map(wrap::width)
            .max()
            .unwrap_or(0)
    }

    /// Scrolls so that the word one stands on is in sight, with a few rows around it.
    fn bring_into_sight(&mut self) {
        let height = self.layout.text.height as usize;
        let extent = self.selection().extent();
        let last = self.rows.at(extent.end.saturating_sub(1));
        let first = self
            .rows
            .at(extent.start)
            .max((last + 1).saturating_sub(height));
        let around = (height / 6).min(4);
        let (least, most) = (
            (last + 1 + around).saturating_sub(height),
            first.saturating_sub(around),
        );
        if self.top < least || self.top > most {
            // Far away: the middle of the screen; near: as little as needed.
            let far = self.top.abs_diff(least.min(most)) > height;
            self.top = if far {
                first.saturating_sub(height / 3)
            } else {
                self.top.clamp(least.min(most), most.max(least.min(most)))
            };
        }
    }

    fn last_top(&self) -> usize {
        self.rows
            .len()
            .saturating_sub(self.layout.text.height as usize / 2)
    }

    /// The codings that meet the rows in sight, or end just before them.
    fn near(&self) -> Near {
        let rows = self.rows.window(self.top, self.layout.text.height as usize);
        let (start, end) = (
            rows.first().map_or(0, |row| row.span.start),
            rows.last().map_or(0, |row| row.span.end),
        );
        self.coded.near(Span {
            start: start.saturating_sub(1),
            end,
        })
    }

    /// The look of a code's signs, dimmed when another code is in focus.
    fn ink_style(&self, canvas: &Canvas<'_>, code: usize) -> ratatui::style::Style {
        let ink = &self.coded.codes[code];
        if self.focus.is_some_and(|focus| focus != ink.id) {
            canvas.style(Meaning::Rule)
        } else {
            self.looks.sign(code)
        }
    }

    /// The place in the text that a cell shows.
    fn byte_at(&self, at: Position) -> Option<usize> {
        let text = self.layout.text;
        let row = self.top + at.y.checked_sub(text.y)? as usize;
        self.rows.byte(
            &self.text,
            row.min(self.rows.len().checked_sub(1)?),
            at.x.saturating_sub(text.x) as usize,
        )
    }
}

impl View for Transcript {
    fn settle(&mut self, desk: &Desk, area: Rect) {
        let changed =
            self.revision.replace(desk.study().revision()) != Some(desk.study().revision());
        if changed {
            self.read(desk);
        }
        if std::mem::replace(&mut self.done, desk.done()) != desk.done()
            && let Some(selection) = &mut self.selection
        {
            // What was extended has been coded, condensed or judged: the next move begins anew.
            selection.end_extending();
        }
        self.looks.settle(desk.theme, &self.coded.codes, changed);
        if self.selection.is_none()
            && let Some(place) = desk.place(self.document)
        {
            self.select(|selection, ground| selection.go(ground.word(place.start)));
        }
        let codebook = self.codebook.unwrap_or(area.width >= layout::WIDE);
        let lines = if self.numbered { self.lines.len() } else { 0 };
        let layout = Layout::new(area, self.turns.len(), lines, self.label, codebook);
        let resized = std::mem::replace(&mut self.layout, layout) != layout;
        if self.rows.columns != layout.text.width {
            let shown = self.rows.get(self.top).map(|row| row.span.start);
            self.rows = Rows::new(&self.text, &self.turns, layout.text.width);
            self.top = shown.map_or(0, |at| self.rows.at(at));
            self.follow = true;
        }
        if changed || resized {
            self.codeline = self
                .coded
                .codeline(&self.rows, layout.codeline.height as usize);
        }
        if let Some(span) = self.find.go_to.take() {
            self.select(|selection, ground| selection.choose(ground, span));
        }
        self.subject = std::mem::take(&mut self.subject).settled(self, desk.study(), changed);
        if std::mem::take(&mut self.follow) {
            self.bring_into_sight();
        }
        self.top = self.top.min(self.last_top());
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, _: Rect) {
        if self.turns.is_empty() {
            let why = if desk.study().document(self.document).is_some() {
                "The words of this document have been erased.".to_owned()
            } else {
                format!(
                    "This document is no longer in the study; {} goes back.",
                    desk.key("back")
                )
            };
            canvas.put(
                self.layout.text.x,
                self.layout.text.y,
                canvas.area().right(),
                &why,
                canvas.style(Meaning::Quiet),
            );
            return;
        }
        let near = self.near();
        pane::draw(self, desk, &near, canvas);
        margin::draw(self, &near, canvas);
        margin::draw_codeline(self, canvas);
        codebook::draw(self, desk, canvas);
        card::draw(self, desk, canvas);
    }

    fn whereabouts(&self, desk: &Desk) -> String {
        let title = desk
            .study()
            .document(self.document)
            .map_or("", |document| document.body.title.as_str());
        let turn = self.ground().turn(self.selection().cursor.start) + 1;
        let read = (self.top + self.layout.text.height as usize).min(self.rows.len()) * 100
            / self.rows.len().max(1);
        let extends = if self.selection().extends() {
            " · extending"
        } else {
            ""
        };
        let (coded, all) = self.progress;
        // Where there is little room, what is said needs it more.
        let progress = if self.layout.codeline.x >= 100 {
            format!(" · {coded} of {all} turns coded")
        } else {
            String::new()
        };
        let time = desk
            .study()
            .document(self.document)
            .and_then(|document| document.time_of(turn - 1));
        let time = time
            .map(|time| format!(" at {}", number::clock(time)))
            .unwrap_or_default();
        format!(
            "{} · turn {turn} of {}{time} · {read} %{progress}{extends}",
            harmless::one_line(title),
            self.turns.len()
        )
    }

    fn leave(&self, desk: &mut Desk) {
        desk.keep_place(self.document, self.selection().cursor);
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk) {
        let Layout {
            text,
            codeline,
            codebook,
            ..
        } = self.layout;
        match mouse.did {
            Did::Wheel(rows) => self.scroll(rows as isize),
            Did::Press if codebook.contains(mouse.at) => self.code_at_row(mouse.at.y, desk),
            Did::Press | Did::Drag if codeline.contains(mouse.at) && !self.turns.is_empty() => {
                let row = (mouse.at.y - codeline.y) as usize
                    * self.rows.len().max(codeline.height as usize)
                    / codeline.height.max(1) as usize;
                self.jumps.leave(self.selection().extent());
                self.top = row.min(self.last_top());
            }
            Did::Press if text.contains(mouse.at) => {
                let Some(at) = self.byte_at(mouse.at) else {
                    return;
                };
                self.select(|selection, ground| {
                    let word = ground.word(at as u32);
                    // A click on the word one stands on takes its sentence, one more its turn.
                    if word == selection.cursor {
                        selection.grow(ground);
                    } else {
                        selection.clear();
                        selection.go(word);
                    }
                });
                self.follow = false;
            }
            Did::Drag if text.contains(mouse.at) => {
                let Some(at) = self.byte_at(mouse.at) else {
                    return;
                };
                self.select(|selection, ground| {
                    if !selection.extends() {
                        selection.toggle_extending();
                    }
                    selection.go(ground.word(at as u32));
                });
            }
            _ => {}
        }
    }
}
