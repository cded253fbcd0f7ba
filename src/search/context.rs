//! What stands around a passage: the rest of its turn, and the turns before and
//! after. A quote is understood from the question it answers.

use crate::study::Document;
use crate::text::Span;

/// A stretch beside a passage, by one speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContextTurn {
    /// The number of its turn, from 0.
    pub turn: usize,
    /// Its words: a whole turn, or the rest of the turn that the passage is cut from.
    pub words: Span,
}

/// What stands around a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassageContext {
    /// Before it, in reading order.
    pub before: Vec<ContextTurn>,
    /// After it, in reading order.
    pub after: Vec<ContextTurn>,
}

impl PassageContext {
    /// The rest of the turns that `span` meets, and so many turns on either side;
    /// nothing when no turn is asked for.
    #[must_use]
    pub fn around(document: &Document, span: Span, turns: usize) -> PassageContext {
        let all = document.turns();
        if turns == 0 || all.is_empty() {
            return PassageContext::default();
        }
        let (first, last) = (
            document.turn_at(span.start as usize),
            document.turn_at(span.end.saturating_sub(1) as usize),
        );
        let whole = |turn: usize| ContextTurn {
            turn,
            words: all[turn].words,
        };
        let rest = |turn: usize, words: Span| {
            let words = if words.start < words.end {
                words.trim(&document.text)
            } else {
                None
            };
            words.map(|words| ContextTurn { turn, words })
        };
        let mut before: Vec<ContextTurn> =
            (first.saturating_sub(turns)..first).map(whole).collect();
        before.extend(rest(
            first,
            Span {
                start: all[first].words.start,
                end: span.start,
            },
        ));
        let mut after: Vec<ContextTurn> = rest(
            last,
            Span {
                start: span.end,
                end: all[last].words.end,
            },
        )
        .into_iter()
        .collect();
        after.extend((last + 1..(last + 1 + turns).min(all.len())).map(whole));
        PassageContext { before, after }
    }
}
