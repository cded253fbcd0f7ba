//! One document, to read and to code: where researchers spend their weeks.
//!
//! The document is wrapped into rows once per width (`rows`) and its codings are indexed once per
//! revision of the study (`coding_index`); drawing a frame costs what is visible, whatever the
//! length of the document.

mod actions;
mod card;
mod coding;
mod coding_index;
mod jumps;
mod layout;
mod moves;
mod notes;
mod pane;
mod quote_boundaries;
mod reading_actions;
mod selection;
mod suggestions;

pub use actions::ACTIONS;
pub use coding::{choices, rules};
pub use notes::{ask_condensation, citation};
pub use reading_actions::READING_ACTIONS;

use super::canvas::Canvas;
use super::context::AppContext;
use super::key::{Mouse, MouseKind};
use super::theme::StyleRole;
use super::view::View;
use crate::study::{Code, Document, Id};
use crate::text::{Span, Turn, number, sanitize, wrap};
use crate::tui::route::ViewKind;
use card::CardSubject;
use coding_index::{CodeStyles, CodingIndex, VisibleCodings};
use jumps::FindState;
use jumps::JumpHistory;
use layout::TextRows;
use layout::TranscriptLayout;
use ratatui::layout::{Position, Rect};
use selection::{DocumentText, Selection};
use std::sync::Arc;

pub struct TranscriptView {
    document: Id<Document>,
    text: Arc<str>,
    turns: Arc<[Turn]>,
    /// Width of the widest speaker's label.
    label: usize,
    selection: Option<Selection>,
    rows: TextRows,
    codings: CodingIndex,
    code_styles: CodeStyles,
    minimap: Vec<Option<usize>>,
    /// Revision the codings were indexed at.
    revision: Option<u64>,
    /// The context's number of commands at the last move.
    commands_done: u64,
    layout: TranscriptLayout,
    /// First visible row.
    top: usize,
    /// Scroll to the current word at the next update.
    follow: bool,
    /// Preferred column when moving up and down.
    goal: Option<usize>,
    /// Whether the codebook is shown; `None` decides by width.
    codebook: Option<bool>,
    /// The code that is highlighted among all others.
    focus: Option<Id<Code>>,
    /// Highlights what is not coded.
    uncoded: bool,
    /// Shows line numbers.
    numbered: bool,
    /// Byte offset of each line of the source text.
    lines: Vec<u32>,
    /// Coded turns of informants, and all their turns.
    progress: (usize, usize),
    /// The quote described by the card.
    subject: CardSubject,
    jumps: JumpHistory,
    find: FindState,
}

impl TranscriptView {
    pub fn new(document: Id<Document>) -> TranscriptView {
        TranscriptView {
            document,
            text: Arc::from(""),
            turns: Arc::from([]),
            label: 0,
            selection: None,
            rows: TextRows::default(),
            codings: CodingIndex::default(),
            code_styles: CodeStyles::default(),
            minimap: Vec::new(),
            revision: None,
            commands_done: 0,
            layout: TranscriptLayout::default(),
            top: 0,
            follow: false,
            goal: None,
            codebook: None,
            focus: None,
            uncoded: false,
            numbered: false,
            lines: Vec::new(),
            progress: (0, 0),
            subject: CardSubject::default(),
            jumps: JumpHistory::default(),
            find: FindState::default(),
        }
    }

    /// Opens the document at a stretch, coming from a report or a search, with the hits to step
    /// through.
    pub fn opened(document: Id<Document>, span: Option<Span>, hits: Vec<Span>) -> TranscriptView {
        let mut transcript = TranscriptView::new(document);
        transcript.find.pending_span = span;
        transcript.find.search_hits = hits;
        transcript
    }

    pub fn document(&self) -> Id<Document> {
        self.document
    }

    fn document_text(&self) -> DocumentText<'_> {
        DocumentText {
            text: &self.text,
            turns: &self.turns,
        }
    }

    /// The current word and the selection.
    pub fn selection(&self) -> Selection {
        self.selection
            .unwrap_or_else(|| Selection::new(self.document_text()))
    }

    /// Changes the selection and scrolls to it.
    fn update_selection(&mut self, change: impl FnOnce(&mut Selection, DocumentText<'_>)) {
        let mut selection = self.selection();
        change(&mut selection, self.document_text());
        self.selection = Some(selection);
        self.follow = true;
        self.goal = None;
    }

    /// Loads the text again: it never changes, but may be erased.
    fn read(&mut self, context: &AppContext) {
        let Some(document) = context.study().document(self.document) else {
            (self.text, self.turns, self.codings) =
                (Arc::from(""), Arc::from([]), CodingIndex::default());
            self.rows = TextRows::default();
            return;
        };
        if !Arc::ptr_eq(&self.text, &document.text) {
            self.text = document.text.clone();
            self.turns = document.turns().clone();
            self.label = self.widest_label(document);
            self.lines = std::iter::once(0)
                .chain(self.text.match_indices('\n').map(|(at, _)| at as u32 + 1))
                .collect();
            self.rows = TextRows::default();
            self.find.again(&self.text);
        }
        self.codings = CodingIndex::new(context.study(), self.document);
        // If no informants are known, every turn counts.
        let known = document
            .body
            .speakers
            .iter()
            .any(|speaker| speaker.informant.is_some());
        let spoken = self
            .turns
            .iter()
            .filter(|turn| !known || document.informant(turn).is_some());
        self.progress = self.codings.progress(spoken.map(|turn| turn.words));
    }

    fn widest_label(&self, document: &Document) -> usize {
        // The first turns usually show all speakers; a longer label that comes later is cut.
        self.turns
            .iter()
            .take(200)
            .filter_map(|turn| document.label(turn))
            .map(wrap::width)
            .max()
            .unwrap_or(0)
    }

    /// Scrolls the current word into view, with a few rows around it.
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
            // Centre a distant target; scroll no more than needed to a near one.
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

    /// The codings that meet the visible rows, or end just before them.
    fn visible_codings(&self) -> VisibleCodings {
        let rows = self.rows.window(self.top, self.layout.text.height as usize);
        let (start, end) = (
            rows.first().map_or(0, |row| row.span.start),
            rows.last().map_or(0, |row| row.span.end),
        );
        self.codings.visible_codings(Span {
            start: start.saturating_sub(1),
            end,
        })
    }

    /// Style of a code's signs, dimmed while another code is focused.
    fn badge_style(&self, canvas: &Canvas<'_>, code: usize) -> ratatui::style::Style {
        let ink = &self.codings.codes[code];
        if self.focus.is_some_and(|focus| focus != ink.id) {
            canvas.style(StyleRole::Rule)
        } else {
            self.code_styles.sign(code)
        }
    }

    /// The byte offset shown at a screen position.
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

impl View for TranscriptView {
    fn kind(&self) -> ViewKind {
        ViewKind::Transcript
    }

    fn is_kept(&self) -> bool {
        false
    }

    fn copy_selection(&mut self, context: &mut AppContext) -> bool {
        let selected = self.selection().is_selected();
        if selected {
            self.copy(context);
        }
        selected
    }

    fn update(&mut self, context: &AppContext, area: Rect) {
        let changed =
            self.revision.replace(context.study().revision()) != Some(context.study().revision());
        if changed {
            self.read(context);
        }
        if std::mem::replace(&mut self.commands_done, context.commands_done())
            != context.commands_done()
            && let Some(selection) = &mut self.selection
        {
            // What was extended has been coded, condensed or judged: the next move starts a new
            // selection.
            selection.end_extending();
        }
        self.code_styles
            .update(context.theme, &self.codings.codes, changed);
        if self.selection.is_none()
            && let Some(place) = context.saved_position(self.document)
        {
            self.update_selection(|selection, document_text| {
                selection.move_to(document_text.word(place.start))
            });
        }
        let codebook = self.codebook.unwrap_or(area.width >= layout::WIDE);
        let lines = if self.numbered { self.lines.len() } else { 0 };
        let layout = TranscriptLayout::new(area, self.turns.len(), lines, self.label, codebook);
        let resized = std::mem::replace(&mut self.layout, layout) != layout;
        if self.rows.columns != layout.text.width {
            let shown = self.rows.get(self.top).map(|row| row.span.start);
            self.rows = TextRows::new(&self.text, &self.turns, layout.text.width);
            self.top = shown.map_or(0, |at| self.rows.at(at));
            self.follow = true;
        }
        if changed || resized {
            self.minimap = self
                .codings
                .minimap(&self.rows, layout.minimap.height as usize);
        }
        if let Some(span) = self.find.pending_span.take() {
            self.update_selection(|selection, document_text| selection.select(document_text, span));
        }
        self.subject = std::mem::take(&mut self.subject).updated(self, context.study(), changed);
        if std::mem::take(&mut self.follow) {
            self.bring_into_sight();
        }
        self.top = self.top.min(self.last_top());
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, _: Rect) {
        if self.turns.is_empty() {
            let why = if context.study().document(self.document).is_some() {
                "The words of this document have been erased.".to_owned()
            } else {
                format!(
                    "This document is no longer in the study; {} goes back.",
                    context.key_for("back")
                )
            };
            canvas.put(
                self.layout.text.x,
                self.layout.text.y,
                canvas.area().right(),
                &why,
                canvas.style(StyleRole::Muted),
            );
            return;
        }
        let near = self.visible_codings();
        pane::draw(self, context, &near, canvas);
        layout::draw(self, &near, canvas);
        layout::draw_minimap(self, canvas);
        card::draw_codebook(self, context, canvas);
        card::draw(self, context, canvas);
    }

    fn status_text(&self, context: &AppContext) -> String {
        let title = context
            .study()
            .document(self.document)
            .map_or("", |document| document.body.title.as_str());
        let turn = self.document_text().turn(self.selection().cursor.start) + 1;
        let read = (self.top + self.layout.text.height as usize).min(self.rows.len()) * 100
            / self.rows.len().max(1);
        let extends = if self.selection().extends() {
            " · extending"
        } else {
            ""
        };
        let (coded, all) = self.progress;
        // On a narrow screen the message needs the room.
        let progress = if self.layout.minimap.x >= 100 {
            format!(" · {coded} of {all} turns coded")
        } else {
            String::new()
        };
        let time = context
            .study()
            .document(self.document)
            .and_then(|document| document.time_of(turn - 1));
        let time = time
            .map(|time| format!(" at {}", number::clock(time)))
            .unwrap_or_default();
        format!(
            "{} · turn {turn} of {}{time} · {read} %{progress}{extends}",
            sanitize::sanitize_line(title),
            self.turns.len()
        )
    }

    fn on_leave(&self, context: &mut AppContext) {
        context.save_position(self.document, self.selection().cursor);
    }

    fn handle_mouse(&mut self, mouse: Mouse, context: &mut AppContext) {
        let TranscriptLayout {
            text,
            minimap: codeline,
            codebook,
            ..
        } = self.layout;
        match mouse.kind {
            MouseKind::Wheel(rows) => self.scroll(rows as isize),
            MouseKind::Press if codebook.contains(mouse.at) => {
                self.code_at_row(mouse.at.y, context)
            }
            MouseKind::Press | MouseKind::Drag
                if codeline.contains(mouse.at) && !self.turns.is_empty() =>
            {
                let row = (mouse.at.y - codeline.y) as usize
                    * self.rows.len().max(codeline.height as usize)
                    / codeline.height.max(1) as usize;
                self.jumps.push(self.selection().extent());
                self.top = row.min(self.last_top());
            }
            MouseKind::Press if text.contains(mouse.at) => {
                let Some(at) = self.byte_at(mouse.at) else {
                    return;
                };
                self.update_selection(|selection, document_text| {
                    let word = document_text.word(at as u32);
                    // A click on the current word selects its sentence, one more its turn.
                    if word == selection.cursor {
                        selection.grow(document_text);
                    } else {
                        selection.clear();
                        selection.move_to(word);
                    }
                });
                self.follow = false;
            }
            MouseKind::Drag if text.contains(mouse.at) => {
                let Some(at) = self.byte_at(mouse.at) else {
                    return;
                };
                self.update_selection(|selection, document_text| {
                    if !selection.extends() {
                        selection.toggle_extending();
                    }
                    selection.move_to(document_text.word(at as u32));
                });
            }
            _ => {}
        }
    }
}
