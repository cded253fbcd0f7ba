//! Context of a passage: the rest of its turn, and the turns before and after. A quote is often
//! only understood from the question it answers.

use crate::study::Document;
use crate::text::Span;

/// Text beside a passage, within one turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContextTurn {
    /// Index of the turn, from 0.
    pub turn: usize,
    /// The whole turn, or what is left of the turn that the passage was cut from.
    pub words: Span,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassageContext {
    /// In reading order.
    pub before: Vec<ContextTurn>,
    /// In reading order.
    pub after: Vec<ContextTurn>,
}

impl PassageContext {
    /// The rest of the turns that `span` overlaps, and `turns` turns on either side. Empty if
    /// `turns` is 0.
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
