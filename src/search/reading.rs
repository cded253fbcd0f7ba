//! Reading words off the text itself: for what the index has not read, for
//! quotes that are parts of turns, and for the exact places of matches.

use super::leaf::{Leaf, Match, Read, Stretch};
use super::stem::{Language, Stems};
use super::turns::Place;
use super::word::{Sieve, Words, plain};
use crate::text::Span;

/// A reader that keeps its store between texts.
#[derive(Default)]
pub struct Reader {
    stretch: Stretch,
    /// The stemmers.
    pub stems: Stems,
    /// Whether letters are folded, which is so for one query at a time.
    pub folds: bool,
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
        // A pattern reads the text itself.
        if leaves.iter().any(|leaf| !matches!(leaf, Leaf::Pattern(_))) {
            self.sifted(text, turn, clip, Leaf::sieve(leaves, language));
        }
        for (number, leaf) in leaves.iter().enumerate() {
            for place in leaf.matches(
                text,
                (clip.start as usize, clip.end as usize),
                &self.stretch,
                language,
                &mut self.stems,
            ) {
                found(number, place);
            }
        }
    }

    /// The words of the part of a turn that lies in `clip`, and the stemmers to go on with.
    pub fn words(&mut self, text: &str, turn: Span, clip: Span) -> (&Stretch, &mut Stems) {
        self.sifted(text, turn, clip, Sieve::OPEN);
        (&self.stretch, &mut self.stems)
    }

    /// Reads the words of a part that a sieve keeps.
    fn sifted(&mut self, text: &str, turn: Span, clip: Span, sieve: Sieve) {
        self.stretch.words.clear();
        self.stretch.forms.clear();
        let clip = turn.meet(clip).unwrap_or(Span {
            start: turn.start,
            end: turn.start,
        });
        let (start, end) = (clip.start as usize, clip.end as usize);
        let whole = widen(text, turn, clip);
        let mut words = Words::new(whole.text(text));
        while let Some((bytes, form)) = words.next_of(&sieve) {
            let (from, to) = (
                whole.start as usize + bytes.start,
                whole.start as usize + bytes.end,
            );
            if from >= start && to <= end {
                let at = self.stretch.forms.len();
                if self.folds && !form.is_ascii() {
                    self.stretch.forms.push_str(&plain(form));
                } else {
                    self.stretch.forms.push_str(form);
                }
                self.stretch.words.push(Read {
                    start: from,
                    end: to,
                    form: (at, self.stretch.forms.len()),
                });
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
    let before = Span {
        start: turn.start,
        end: clip.start,
    }
    .text(text);
    let after = Span {
        start: clip.end,
        end: turn.end,
    }
    .text(text);
    let parts = |read: &str, c: char| c.is_whitespace() && !(c == '\n' && read.ends_with('\u{ad}'));
    let left = before
        .char_indices()
        .rfind(|(at, c)| parts(&before[..*at], *c))
        .map_or(before.len(), |(at, c)| before.len() - at - c.len_utf8());
    let right = after.char_indices().find(|(at, c)| {
        parts(
            if *at == 0 {
                clip.text(text)
            } else {
                &after[..*at]
            },
            *c,
        )
    });
    let right = right.map_or(after.len(), |(at, _)| at);
    Span::of(clip.start as usize - left, clip.end as usize + right)
}
