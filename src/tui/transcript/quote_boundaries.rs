//! Quote boundaries: moving one, and selecting the words between two codings.

use super::TranscriptView;
use crate::study::{Coding, Command, Id};
use crate::text::Span;
use crate::tui::context::AppContext;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteBoundary {
    Start,
    End,
}

impl TranscriptView {
    /// Moves an end of the current quote by a word, outwards or inwards.
    pub(super) fn move_boundary(
        &mut self,
        edge: QuoteBoundary,
        more: bool,
        context: &mut AppContext,
    ) {
        let Some(span) = self.current_quote() else {
            context.notify(format!(
                "Nothing is coded here; {} goes to the next coding",
                context.key_for("next_coding")
            ));
            return;
        };
        let document_text = self.document_text();
        let (first, last) = (
            document_text.word(span.start),
            document_text.last_word(span),
        );
        let (from, beside) = match edge {
            QuoteBoundary::Start => (first, document_text.word_beside(first, !more)),
            QuoteBoundary::End => (last, document_text.word_beside(last, more)),
        };
        if more && !document_text.same_speaker(from.start, beside.start) {
            let key = context.key_for("quote_to_selection");
            context.notify(format!(
                "Somebody else speaks beyond this; {key} gives a quote the selected words"
            ));
            return;
        }
        let to = match edge {
            QuoteBoundary::Start => Span {
                start: beside.start,
                end: span.end,
            },
            QuoteBoundary::End => Span {
                start: span.start,
                end: beside.end,
            },
        };
        if to == span || to.start >= to.end || (!more && first == last) {
            context.notify(if more {
                "There are no more words".to_owned()
            } else {
                format!(
                    "A quote has at least one word; {} removes the coding",
                    context.key_for("uncode")
                )
            });
            return;
        }
        self.move_quote(span, to, context);
    }

    /// Gives the quote under the selection the extent of the selection.
    pub(super) fn quote_to_selection(&mut self, context: &mut AppContext) {
        let Some(chosen) = self.selection().selected else {
            context.notify("Select the new words of the quote; then = moves its boundary there");
            return;
        };
        // The quote with the largest overlap relative to its length.
        let likeness = |span: Span| {
            let common = span.intersection(chosen).map_or(0, Span::len);
            common * 1000 / span.union(chosen).len().max(1)
        };
        let quotes = self
            .codings
            .meeting(chosen)
            .into_iter()
            .map(|mark| self.codings.marks[mark].span);
        match quotes.max_by_key(|span| likeness(*span)) {
            Some(span) => self.move_quote(span, chosen, context),
            None => context.notify("Nothing is coded among the selected words"),
        }
    }

    fn move_quote(&mut self, from: Span, to: Span, context: &mut AppContext) {
        let codings = self.movable(from, context);
        if context.perform(Command::MoveBoundary { codings, span: to }) {
            self.update_selection(|selection, document_text| {
                selection.clear();
                selection.select(document_text, to);
            });
        }
    }

    /// The user's own codings of these words; those of other coders only if there are none.
    fn movable(&self, span: Span, context: &AppContext) -> Vec<Id<Coding>> {
        let coder = context.session().author().coder.clone();
        let all: Vec<_> = self
            .codes_of(span)
            .map(|mark| &self.codings.marks[mark])
            .collect();
        let own: Vec<Id<Coding>> = all
            .iter()
            .filter(|mark| mark.coder == coder)
            .map(|mark| mark.id)
            .collect();
        if own.is_empty() {
            all.iter().map(|mark| mark.id).collect()
        } else {
            own
        }
    }

    /// Selects the words between the previous and the next coding, within the turn.
    pub(super) fn between_codings(&mut self, context: &mut AppContext) {
        let cursor = self.selection().cursor;
        let turn = self.document_text().whole_turn(cursor.start);
        let mut gap = turn;
        for mark in self.codings.meeting(turn) {
            let span = self.codings.marks[mark].span;
            if span.overlaps(cursor) {
                let key = context.key_for("next_uncoded");
                context.notify(format!("This word is coded; go to one that is not, {key} finds the next turn without a coding"));
                return;
            }
            if span.end <= cursor.start {
                gap.start = gap.start.max(span.end);
            } else {
                gap.end = gap.end.min(span.start);
            }
        }
        if let Some(gap) = gap.trim(&self.text) {
            self.update_selection(|selection, document_text| {
                selection.clear();
                selection.select(document_text, gap);
            });
        }
    }
}
