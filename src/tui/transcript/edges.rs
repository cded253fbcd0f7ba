//! Where quotes begin and end: moving a boundary, and selecting what lies
//! between two codings.

use super::Transcript;
use crate::study::{Coding, Command, Id};
use crate::text::Span;
use crate::tui::desk::Desk;

/// One end of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Where it begins.
    Start,
    /// Where it ends.
    End,
}

impl Transcript {
    /// Moves an end of the quote one stands on by a word: so that it has one more, or one less.
    pub(super) fn move_edge(&mut self, edge: Edge, more: bool, desk: &mut Desk) {
        let Some(span) = self.quote_here() else {
            desk.say(format!(
                "Nothing is coded here; {} goes to the next coding",
                desk.key("next_coding")
            ));
            return;
        };
        let ground = self.ground();
        let (first, last) = (ground.word(span.start), ground.last_word(span));
        let (from, beside) = match edge {
            Edge::Start => (first, ground.word_beside(first, !more)),
            Edge::End => (last, ground.word_beside(last, more)),
        };
        if more && !ground.same_speaker(from.start, beside.start) {
            let key = desk.key("quote_to_selection");
            desk.say(format!(
                "Another speaks beyond; {key} gives a quote the selected words"
            ));
            return;
        }
        let to = match edge {
            Edge::Start => Span {
                start: beside.start,
                end: span.end,
            },
            Edge::End => Span {
                start: span.start,
                end: beside.end,
            },
        };
        if to == span || to.start >= to.end || (!more && first == last) {
            desk.say(if more {
                "There is no word beyond".to_owned()
            } else {
                format!(
                    "A quote has at least a word; {} takes the coding away",
                    desk.key("uncode")
                )
            });
            return;
        }
        self.move_quote(span, to, desk);
    }

    /// Gives the quote that lies under the selection the selected words.
    pub(super) fn quote_to_selection(&mut self, desk: &mut Desk) {
        let Some(chosen) = self.selection().chosen else {
            desk.say("Select the words the quote is to have; then = moves its boundary there");
            return;
        };
        // The quote that has most in common with the selection, for its length.
        let likeness = |span: Span| {
            let common = span.meet(chosen).map_or(0, Span::len);
            common * 1000 / span.cover(chosen).len().max(1)
        };
        let quotes = self
            .coded
            .meeting(chosen)
            .into_iter()
            .map(|mark| self.coded.marks[mark].span);
        match quotes.max_by_key(|span| likeness(*span)) {
            Some(span) => self.move_quote(span, chosen, desk),
            None => desk.say("Nothing is coded among the selected words"),
        }
    }

    fn move_quote(&mut self, from: Span, to: Span, desk: &mut Desk) {
        let codings = self.movable(from, desk);
        if desk.perform(Command::MoveBoundary { codings, span: to }) {
            self.select(|selection, ground| {
                selection.clear();
                selection.choose(ground, to);
            });
        }
    }

    /// One's own codings of these words; those of others only where none is one's own.
    fn movable(&self, span: Span, desk: &Desk) -> Vec<Id<Coding>> {
        let coder = desk.session().author().coder.clone();
        let all: Vec<_> = self
            .codes_of(span)
            .map(|mark| &self.coded.marks[mark])
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

    /// Selects the words between the codings before and after, within the turn.
    pub(super) fn between_codings(&mut self, desk: &mut Desk) {
        let cursor = self.selection().cursor;
        let turn = self.ground().whole_turn(cursor.start);
        let mut gap = turn;
        for mark in self.coded.meeting(turn) {
            let span = self.coded.marks[mark].span;
            if span.overlaps(cursor) {
                let key = desk.key("next_uncoded");
                desk.say(format!("This word is coded; go to one that is not, {key} finds the next turn without a coding"));
                return;
            }
            if span.end <= cursor.start {
                gap.start = gap.start.max(span.end);
            } else {
                gap.end = gap.end.min(span.start);
            }
        }
        if let Some(gap) = gap.trim(&self.text) {
            self.select(|selection, ground| {
                selection.clear();
                selection.choose(ground, gap);
            });
        }
    }
}
