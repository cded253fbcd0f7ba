//! Reading words off the text itself: for what the index has not read, for
//! quotes that are parts of turns, and for the exact places of matches.

use super::leaf::{Leaf, Match, Read, Stretch};
use super::stem::{Language, Stems};
use super::turns::Place;
use super::word::Words;
use crate::text::Span;

/// A reader that keeps its store between texts.
#[derive(Default)]
pub struct Reader {
    stretch: Stretch,
    /// The stemmers.
    pub stems: Stems,
}

impl Reader {
    /// For each leaf, where it holds in the part of a turn's words that lies in
    /// `clip`. A word counts when it lies wholly inside.
    pub fn read(
        &mut self,
        text: &str,
        turn: Span,
        clip: Span,
        language: Option<Language>,
        leaves: &[Leaf],
        mut found: impl FnMut(usize, Match),
    ) {
        let Some(clip) = turn.meet(clip) else { return };
        let (start, end) = (clip.start as usize, clip.end as usize);
        self.stretch.words.clear();
        self.stretch.forms.clear();
        let whole = widen(text, turn, clip);
        let mut words = Words::new(&text[whole.range()]);
        while let Some((bytes, form)) = words.next() {
            let (from, to) = (whole.start as usize + bytes.start, whole.start as usize + bytes.end);
            if from >= start && to <= end {
                let at = self.stretch.forms.len();
                self.stretch.forms.push_str(form);
                self.stretch.words.push(Read { start: from, end: to, form: (at, at + form.len()) });
            }
        }
        for (number, leaf) in leaves.iter().enumerate() {
            for place in leaf.matches(text, (start, end), &self.stretch, language, &mut self.stems) {
                found(number, place);
            }
        }
    }

    /// The same over every turn that a span meets.
    pub fn read_across(
        &mut self,
        text: &str,
        turns: &[Place],
        span: Span,
        language: Option<Language>,
        leaves: &[Leaf],
        mut found: impl FnMut(usize, Match),
    ) {
        for place in turns {
            self.read(text, place.words, span, language, leaves, &mut found);
        }
    }
}

/// `clip` widened to white space, so that a word it cuts is seen whole and so
/// not taken for another word. A line feed after a soft hyphen parts no words.
fn widen(text: &str, turn: Span, clip: Span) -> Span {
    let parts = |at: usize, c: char| c.is_whitespace() && !(c == '\n' && text[..at].ends_with('\u{ad}'));
    let (low, high) = (turn.start as usize, turn.end as usize);
    let before = &text[low..clip.start as usize];
    let start = before.char_indices().rfind(|(at, c)| parts(low + at, *c)).map_or(low, |(at, c)| low + at + c.len_utf8());
    let after = clip.end as usize;
    let end = text[after..high].char_indices().find(|(at, c)| parts(after + at, *c)).map_or(high, |(at, _)| after + at);
    Span::of(start, end)
}
