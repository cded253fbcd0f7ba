//! Reading words off the text itself: for what the index has not read, for
//! quotes that are parts of turns, and for the exact places of matches.

use super::stem::{StemCache, StemLanguage};
use super::text_clause::{Match, ReadWord, TextClause, WordBuffer};
use super::turns::TurnRecord;
use super::word::{WordIter, WordPrefilter, fold_letters};
use crate::text::Span;

/// A reader that keeps its store between texts.
#[derive(Default)]
pub struct WordReader {
    buffer: WordBuffer,
    /// The stemmers.
    pub stems: StemCache,
    /// Whether letters are folded, which is so for one query at a time.
    pub folds: bool,
}

impl WordReader {
    /// For each leaf, where it holds in the part of a turn's words that lies in
    /// `clip`. A word counts when it lies wholly inside.
    pub fn read(
        &mut self,
        text: &str,
        turn: Span,
        clip: Span,
        language: Option<StemLanguage>,
        leaves: &[TextClause],
        mut found: impl FnMut(usize, Match),
    ) {
        let Some(clip) = turn.intersection(clip) else {
            return;
        };
        // A pattern reads the text itself.
        if leaves
            .iter()
            .any(|leaf| !matches!(leaf, TextClause::Pattern(_)))
        {
            self.read_filtered(text, turn, clip, TextClause::prefilter(leaves, language));
        }
        for (number, leaf) in leaves.iter().enumerate() {
            for place in leaf.matches(
                text,
                (clip.start as usize, clip.end as usize),
                &self.buffer,
                language,
                &mut self.stems,
            ) {
                found(number, place);
            }
        }
    }

    /// The words of the part of a turn that lies in `clip`, and the stemmers to go on with.
    pub fn words(&mut self, text: &str, turn: Span, clip: Span) -> (&WordBuffer, &mut StemCache) {
        self.read_filtered(text, turn, clip, WordPrefilter::KEEP_ALL);
        (&self.buffer, &mut self.stems)
    }

    /// Reads the words of a part that a sieve keeps.
    fn read_filtered(&mut self, text: &str, turn: Span, clip: Span, sieve: WordPrefilter) {
        self.buffer.words.clear();
        self.buffer.forms.clear();
        let clip = turn.intersection(clip).unwrap_or(Span {
            start: turn.start,
            end: turn.start,
        });
        let (start, end) = (clip.start as usize, clip.end as usize);
        let whole = widen(text, turn, clip);
        let mut words = WordIter::new(whole.text(text));
        while let Some((bytes, form)) = words.next_filtered(&sieve) {
            let (from, to) = (
                whole.start as usize + bytes.start,
                whole.start as usize + bytes.end,
            );
            if from >= start && to <= end {
                let at = self.buffer.forms.len();
                if self.folds && !form.is_ascii() {
                    self.buffer.forms.push_str(&fold_letters(form));
                } else {
                    self.buffer.forms.push_str(form);
                }
                self.buffer.words.push(ReadWord {
                    start: from,
                    end: to,
                    form: (at, self.buffer.forms.len()),
                });
            }
        }
    }

    /// The same over every turn that a span meets.
    pub fn read_across(
        &mut self,
        text: &str,
        turns: &[TurnRecord],
        span: Span,
        language: Option<StemLanguage>,
        leaves: &[TextClause],
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
