//! Reads words from the text itself: for what is not indexed, for quotes that are parts of turns,
//! and for the exact spans of matches.

use super::stem::{StemCache, StemLanguage};
use super::text_clause::{Match, ReadWord, TextClause, WordBuffer};
use super::turns::TurnRecord;
use super::word::{WordIter, WordPrefilter, fold_letters};
use crate::text::Span;

/// Reuses its buffers between texts.
#[derive(Default)]
pub struct WordReader {
    buffer: WordBuffer,
    pub stems: StemCache,
    /// Whether to fold å/ø/æ; set per query.
    pub folds: bool,
}

impl WordReader {
    /// Calls `found` for each match of a clause in the part of a turn inside `clip`. A word must
    /// lie entirely inside.
    pub fn read(
        &mut self,
        text: &str,
        turn: Span,
        clip: Span,
        language: Option<StemLanguage>,
        clauses: &[TextClause],
        mut found: impl FnMut(usize, Match),
    ) {
        let Some(clip) = turn.intersection(clip) else {
            return;
        };
        // Regular expressions need no words.
        if clauses
            .iter()
            .any(|clause| !matches!(clause, TextClause::Pattern(_)))
        {
            self.read_filtered(text, turn, clip, TextClause::prefilter(clauses, language));
        }
        for (number, clause) in clauses.iter().enumerate() {
            for place in clause.matches(
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

    /// The words of the part of a turn inside `clip`, and the stem cache for working with them.
    pub fn words(&mut self, text: &str, turn: Span, clip: Span) -> (&WordBuffer, &mut StemCache) {
        self.read_filtered(text, turn, clip, WordPrefilter::KEEP_ALL);
        (&self.buffer, &mut self.stems)
    }

    fn read_filtered(&mut self, text: &str, turn: Span, clip: Span, prefilter: WordPrefilter) {
        self.buffer.words.clear();
        self.buffer.forms.clear();
        let clip = turn.intersection(clip).unwrap_or(Span {
            start: turn.start,
            end: turn.start,
        });
        let (start, end) = (clip.start as usize, clip.end as usize);
        let whole = widen(text, turn, clip);
        let mut words = WordIter::new(whole.text(text));
        while let Some((bytes, form)) = words.next_filtered(&prefilter) {
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
                    number: words.passed(),
                    start: from,
                    end: to,
                    form: (at, self.buffer.forms.len()),
                });
            }
        }
    }

    /// Like `read`, for every turn that a span overlaps.
    pub fn read_across(
        &mut self,
        text: &str,
        turns: &[TurnRecord],
        span: Span,
        language: Option<StemLanguage>,
        clauses: &[TextClause],
        mut found: impl FnMut(usize, Match),
    ) {
        for place in turns {
            self.read(text, place.words, span, language, clauses, &mut found);
        }
    }
}

/// Extends `clip` to white space, so that a word cut by its ends is seen whole and not mistaken for
/// another. A line feed after a soft hyphen does not separate words.
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
