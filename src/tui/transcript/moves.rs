//! Moving and selecting by keys.

use super::TranscriptView;
use crate::text::Span;
use crate::tui::context::AppContext;

impl TranscriptView {
    /// Moves to the next or previous word.
    pub(super) fn by_word(&mut self, forward: bool) {
        self.update_selection(|selection, document_text| {
            selection.move_to(document_text.word_beside(selection.cursor, forward))
        });
    }

    /// Moves down or up by rows.
    pub(super) fn by_row(&mut self, by: isize) {
        let cursor = self.selection().cursor;
        let row = self.rows.at(cursor.start);
        let column = self
            .goal
            .unwrap_or_else(|| self.rows.column(&self.text, row, cursor.start));
        let mut to = row
            .saturating_add_signed(by)
            .min(self.rows.len().saturating_sub(1));
        // Skip the empty row between two turns.
        while self.rows.get(to).is_some_and(|row| row.span.is_empty())
            && to > 0
            && to + 1 < self.rows.len()
        {
            to = to.saturating_add_signed(by.signum());
        }
        let Some(at) = self.rows.byte(&self.text, to, column) else {
            return;
        };
        self.update_selection(|selection, document_text| {
            let word = document_text.word(at as u32);
            // A word broken over two rows is on both.
            let stuck = word == cursor && to != row;
            selection.move_to(if stuck {
                document_text.word_beside(cursor, by > 0)
            } else {
                word
            });
        });
        self.goal = Some(column);
    }

    /// Moves the text and the cursor half a screen down or up.
    pub(super) fn by_half(&mut self, down: bool) {
        let half = (self.layout.text.height / 2).max(1) as isize;
        let by = if down { half } else { -half };
        self.by_row(by);
        self.top = self.top.saturating_add_signed(by).min(self.last_top());
    }

    /// Scrolls the text by rows. The cursor stays in view, unless words are selected.
    pub(super) fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by).min(self.last_top());
        let selection = self.selection();
        let sight = (
            self.top,
            (self.top + self.layout.text.height as usize)
                .min(self.rows.len())
                .saturating_sub(1),
        );
        let row = self
            .rows
            .at(selection.cursor.start)
            .clamp(sight.0, sight.1.max(sight.0));
        if selection.selected.is_none()
            && row != self.rows.at(selection.cursor.start)
            && let Some(row) = self.rows.get(row)
        {
            self.update_selection(|selection, document_text| {
                selection.move_to(document_text.word(row.span.start))
            });
            self.follow = false;
        }
    }

    /// Moves to the beginning of the next turn; backwards, of this turn and then of earlier ones.
    pub(super) fn by_turn(&mut self, forward: bool) {
        self.update_selection(|selection, document_text| {
            let at = selection.cursor.start;
            let turn = document_text.turn(at);
            let start = |turn: usize| document_text.turns.get(turn).map(|turn| turn.words.start);
            let to = match (forward, turn) {
                (true, turn) => start(turn + 1),
                (false, turn)
                    if start(turn)
                        .is_some_and(|start| document_text.word(start) != selection.cursor) =>
                {
                    start(turn)
                }
                (false, turn) => turn.checked_sub(1).and_then(start),
            };
            if let Some(to) = to {
                selection.move_to(document_text.word(to));
            }
        });
    }

    /// Moves to the first or the last word of the document.
    pub(super) fn ends(&mut self, last: bool) {
        self.jump(|selection, document_text| {
            let at = if last {
                document_text.text.len().saturating_sub(1) as u32
            } else {
                0
            };
            selection.move_to(document_text.word(at));
        });
    }

    /// Selects the current sentence; again, the next one of the same speaker.
    pub(super) fn sentence(&mut self, forward: bool, context: &mut AppContext) {
        self.unit(forward, context, |document_text, at| {
            document_text.sentence(at)
        });
    }

    /// Selects the current turn; again, the next one of the same speaker.
    pub(super) fn turn(&mut self, forward: bool, context: &mut AppContext) {
        self.unit(forward, context, |document_text, at| {
            document_text.whole_turn(at)
        });
    }

    /// Extends only as long as the same person speaks: an extra key press must never code an answer
    /// together with the next question.
    fn unit(
        &mut self,
        forward: bool,
        context: &mut AppContext,
        unit: impl Fn(super::DocumentText<'_>, u32) -> Span,
    ) {
        let (selection, document_text) = (self.selection(), self.document_text());
        let here = unit(document_text, selection.cursor.start);
        let there = match selection.selected {
            Some(chosen) if chosen.contains(here) => {
                let edge = if forward {
                    document_text.last_word(here)
                } else {
                    document_text.word(here.start)
                };
                let beside = document_text.word_beside(edge, forward);
                document_text
                    .same_speaker(edge.start, beside.start)
                    .then(|| unit(document_text, beside.start))
            }
            _ => Some(here),
        };
        match there {
            Some(there) => self.update_selection(|selection, document_text| {
                selection.select(document_text, there)
            }),
            None if forward => context.notify(format!(
                "The turn ends here; {} goes to the next turn",
                context.key_for("next_turn")
            )),
            None => context.notify(format!(
                "The turn begins here; {} goes to the previous turn",
                context.key_for("turn_before")
            )),
        }
    }

    /// Selects the next or previous coded stretch.
    pub(super) fn by_coding(&mut self, forward: bool, context: &mut AppContext) {
        let selection = self.selection();
        // With the cursor on the first word of a quote, that quote is next.
        let from = selection.selected.unwrap_or(Span {
            start: selection.cursor.start,
            end: u32::MAX,
        });
        match self.codings.neighbour(from, forward, self.focus) {
            Some(span) => self.update_selection(|selection, document_text| {
                selection.clear();
                selection.select(document_text, span);
            }),
            None => {
                let of = self.focus.map(|code| {
                    format!(
                        " of {}",
                        crate::text::sanitize::sanitize_line(context.study().code_name(code))
                    )
                });
                let side = if forward { "after" } else { "before" };
                context.notify(format!("No coding{} {side} this", of.unwrap_or_default()));
            }
        }
    }

    /// Moves to the informants' next turn without a coding.
    pub(super) fn uncoded(&mut self, context: &mut AppContext) {
        let from = self.document_text().turn(self.selection().cursor.start) + 1;
        let document = context.study().document(self.document);
        let found = self.turns.iter().skip(from).find(|turn| {
            document.is_none_or(|document| document.informant(turn).is_some())
                && self.codings.meeting(turn.words).is_empty()
        });
        match found.map(|turn| turn.words.start) {
            Some(at) => self.jump(|selection, document_text| {
                selection.clear();
                selection.move_to(document_text.word(at));
            }),
            None => context.notify("Every informant's turn after this one has a coding"),
        }
    }

    /// Moves to the last coded words of the document: where the coder left off.
    pub(super) fn last_coded(&mut self, context: &mut AppContext) {
        match self.codings.marks.iter().map(|mark| mark.span.end).max() {
            Some(end) => self.jump(|selection, document_text| {
                selection.clear();
                selection.move_to(document_text.last_word(Span {
                    start: end.saturating_sub(1),
                    end,
                }));
            }),
            None => context.notify("Nothing is coded in this document"),
        }
    }

    /// Clears the selection; without a selection, clears the text to find.
    pub(super) fn clear(&mut self) {
        if self.selection().selected.is_none() {
            self.find = super::FindState::default();
        }
        self.update_selection(|selection, _| selection.clear());
    }

    /// Opens the next or previous document of the study.
    pub(super) fn open_neighbour(&mut self, forward: bool, context: &mut AppContext) {
        let ids: Vec<_> = context
            .study()
            .documents()
            .map(|document| document.id)
            .collect();
        let place = ids.iter().position(|id| *id == self.document);
        let next = place.and_then(|place| {
            if forward {
                place.checked_add(1)
            } else {
                place.checked_sub(1)
            }
        });
        match next.and_then(|place| ids.get(place)) {
            Some(id) => {
                super::View::on_leave(self, context);
                *self = TranscriptView {
                    codebook: self.codebook,
                    focus: self.focus,
                    ..TranscriptView::new(*id)
                };
            }
            None => context.notify(if forward {
                "This is the last document"
            } else {
                "This is the first document"
            }),
        }
    }

    /// Toggles highlighting of uncoded parts.
    pub(super) fn toggle_uncoded(&mut self, context: &mut AppContext) {
        self.uncoded = !self.uncoded;
        let (coded, all) = self.progress;
        let key = context.key_for("uncoded");
        context.notify(if self.uncoded {
            format!(
                "Coded words are dimmed; {} of {all} turns have no coding. {key} shows all again",
                all - coded
            )
        } else {
            "Coded words are shown again".to_owned()
        });
    }

    /// Shows or hides the codebook beside the text.
    pub(super) fn toggle_codebook(&mut self, _: &mut AppContext) {
        self.codebook = Some(self.layout.codebook.width == 0);
    }
}
