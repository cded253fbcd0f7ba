//! Maps spans of a text to a corrected version of it.
//!
//! Texts are compared token by token. A token is a word or a punctuation mark; white space is
//! ignored, so that different line breaks change nothing, and so are differences in how the same
//! letters are encoded ([`super::folding`]). Which tokens are equal is computed by the caller,
//! where a clock can limit the time, and passed in. Nothing is mapped by similarity: a span without
//! any words left has no counterpart.

use super::Span;
use super::folding::{FoldMode, FoldedText, equal_folded, fold};
use memchr::memmem;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

/// Words and punctuation marks of a text, in order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Span> {
    let all = text
        .split_word_bound_indices()
        .filter(|(_, token)| !token.trim().is_empty());
    all.map(|(at, token)| Span::of(at, at + token.len()))
        .collect()
}

/// A text and its corrected version, with the tokens they have in common.
#[derive(Clone, Debug)]
pub struct Alignment {
    old: TokenizedText,
    new: TokenizedText,
    /// For each token of the old text: the equal token of the new text.
    partners: Vec<Option<u32>>,
    /// Number of tokens of the new text that are also in the old one.
    kept_tokens: usize,
}

#[derive(Clone, Debug)]
struct TokenizedText {
    text: Arc<str>,
    tokens: Vec<Span>,
}

/// Counterpart of a span in the corrected version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlignedSpan {
    /// The same words, apart from white space.
    Same(Span),
    /// At least half of the words by their letters, including what was inserted between them.
    Changed(Span),
    /// None.
    Gone,
}

/// Shorter runs of words are not searched for elsewhere, since they recur by chance.
const MIN_UNIQUE_WORDS: usize = 3;

impl Alignment {
    /// `same` are the ranges of tokens that are equal in both texts, in order.
    #[must_use]
    pub fn new(old: Arc<str>, new: Arc<str>, same: &[(Range<usize>, Range<usize>)]) -> Alignment {
        let old = TokenizedText {
            tokens: tokens(&old),
            text: old,
        };
        let new = TokenizedText {
            tokens: tokens(&new),
            text: new,
        };
        let mut partners = vec![None; old.tokens.len()];
        let mut kept = 0;
        for (place, partner) in same
            .iter()
            .flat_map(|(from, to)| from.clone().zip(to.clone()))
        {
            let alike = |a: &Span, b: &Span| {
                equal_folded(a.text(&old.text), b.text(&new.text), FoldMode::KeepLayout)
            };
            if old
                .tokens
                .get(place)
                .zip(new.tokens.get(partner))
                .is_some_and(|(a, b)| alike(a, b))
            {
                partners[place] = u32::try_from(partner).ok();
                kept += 1;
            }
        }
        Alignment {
            old,
            new,
            partners,
            kept_tokens: kept,
        }
    }

    /// The text before the correction.
    #[must_use]
    pub fn old_text(&self) -> &Arc<str> {
        &self.old.text
    }

    /// The text after the correction.
    #[must_use]
    pub fn new_text(&self) -> &Arc<str> {
        &self.new.text
    }

    /// Number of tokens of the new text, and how many of them the old one had.
    #[must_use]
    pub fn kept_tokens(&self) -> (usize, usize) {
        (self.new.tokens.len(), self.kept_tokens)
    }

    /// Maps a span of the old text to the new one.
    #[must_use]
    pub fn align(&self, span: Span) -> AlignedSpan {
        let inside = self.old.within(span);
        if inside.is_empty() {
            return AlignedSpan::Gone;
        }
        let partner = |place: usize| self.partners[place].map(|partner| partner as usize);
        if let Some(first) = self.find_contiguous(inside.clone()) {
            return self.snapped(
                self.begin(span, inside.start, first),
                self.end(span, inside.end - 1, first + inside.len() - 1),
                true,
            );
        }
        if let Some(elsewhere) = self.find_moved(span, inside.clone()) {
            return AlignedSpan::Same(elsewhere);
        }
        let letters = |places: &mut dyn Iterator<Item = usize>| -> usize {
            let words = places
                .map(|place| self.old.tokens[place])
                .filter(|token| is_word(token.text(&self.old.text)));
            words.map(Span::len).sum()
        };
        let all = letters(&mut inside.clone());
        let left = letters(&mut inside.clone().filter(|place| partner(*place).is_some()));
        if left == 0 || left * 2 < all {
            return AlignedSpan::Gone;
        }
        let found: Vec<(usize, usize)> = inside
            .clone()
            .filter_map(|place| Some((place, partner(place)?)))
            .collect();
        let (Some(first), Some(last)) = (found.first(), found.last()) else {
            return AlignedSpan::Gone;
        };
        // A replacement for the first or last words belongs to the quote if it ends where they did.
        let room = inside.len() + MIN_UNIQUE_WORDS;
        let start = match first {
            (place, at) if *place == inside.start => self.begin(span, *place, *at),
            (_, at) => {
                let before = if inside.start == 0 {
                    Some(0)
                } else {
                    partner(inside.start - 1).map(|before| before + 1)
                };
                let from = before
                    .filter(|before| before <= at && at - before <= room)
                    .unwrap_or(*at);
                self.new.tokens[from].start as usize
            }
        };
        let end = match last {
            (place, at) if *place + 1 == inside.end => self.end(span, *place, *at),
            (_, at) => {
                let after = if inside.end == self.partners.len() {
                    Some(self.new.tokens.len())
                } else {
                    partner(inside.end)
                };
                let to = after
                    .filter(|after| after > at && after - at <= room)
                    .map_or(*at, |after| after - 1);
                self.new.tokens[to].end as usize
            }
        };
        self.snapped(start, end, false)
    }

    /// The first occurrence of these tokens as a run in the new text. One token that is equal in
    /// both leads there: which of several equal words the comparison picked is arbitrary, so its
    /// neighbours decide.
    fn find_contiguous(&self, inside: Range<usize>) -> Option<usize> {
        let mut firsts: Vec<usize> = inside
            .clone()
            .filter_map(|place| (self.partners[place]? as usize).checked_sub(place - inside.start))
            .collect();
        firsts.sort_unstable();
        let mut runs: Vec<(usize, usize)> = firsts
            .chunk_by(|a, b| a == b)
            .map(|run| (run.len(), run[0]))
            .collect();
        runs.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        let holds = |(_, first): &(usize, usize)| {
            inside.clone().enumerate().all(|(nth, place)| {
                let there = self
                    .new
                    .tokens
                    .get(first + nth)
                    .map(|token| token.text(&self.new.text));
                there.is_some_and(|there| {
                    equal_folded(
                        there,
                        self.old.tokens[place].text(&self.old.text),
                        FoldMode::KeepLayout,
                    )
                })
            })
        };
        runs.into_iter().find(holds).map(|(_, first)| first)
    }

    /// Start of a span in the new text, as far into its first token as in the old one.
    fn begin(&self, span: Span, place: usize, partner: usize) -> usize {
        let (old, new) = (self.old.tokens[place], self.new.tokens[partner]);
        let before = Span {
            start: old.start,
            end: span.start.max(old.start),
        }
        .text(&self.old.text);
        new.start as usize + self.offset_in_token(before, new)
    }

    fn end(&self, span: Span, place: usize, partner: usize) -> usize {
        let (old, new) = (self.old.tokens[place], self.new.tokens[partner]);
        if span.end >= old.end {
            return new.end as usize;
        }
        new.start as usize
            + self.offset_in_token(
                Span {
                    start: old.start,
                    end: span.end,
                }
                .text(&self.old.text),
                new,
            )
    }

    /// Offset in a token of the new text that corresponds to `beginning`, whose letters may be
    /// encoded differently.
    fn offset_in_token(&self, beginning: &str, token: Span) -> usize {
        let written = token.text(&self.new.text);
        if beginning.is_empty() || written.starts_with(beginning) {
            return beginning.len();
        }
        FoldedText::new(written, FoldMode::KeepLayout)
            .original_span(0..fold(beginning, FoldMode::KeepLayout).len())
            .end as usize
    }

    fn snapped(&self, start: usize, end: usize, same: bool) -> AlignedSpan {
        match Span::snap(&self.new.text, start..end) {
            Ok(span) if same => AlignedSpan::Same(span),
            Ok(span) => AlignedSpan::Changed(span),
            Err(_) => AlignedSpan::Gone,
        }
    }

    /// Finds words that were moved unchanged: they occur once in either text, and replaced
    /// something else at their new position.
    fn find_moved(&self, span: Span, inside: Range<usize>) -> Option<Span> {
        let words = span.text(&self.old.text).trim();
        let telling = inside
            .filter(|place| is_word(self.old.tokens[*place].text(&self.old.text)))
            .count();
        if telling < MIN_UNIQUE_WORDS {
            return None;
        }
        let finder = memmem::Finder::new(words.as_bytes());
        let only = |text: &str| {
            let mut found = finder.find_iter(text.as_bytes());
            found.next().filter(|_| found.next().is_none())
        };
        only(&self.old.text)?;
        let start = only(&self.new.text)?;
        let found = Span::snap(&self.new.text, start..start + words.len())
            .ok()
            .filter(|found| found.len() == words.len())?;
        let there = self.new.within(found);
        let taken: HashSet<usize> = self
            .partners
            .iter()
            .flatten()
            .map(|place| *place as usize)
            .filter(|place| there.contains(place))
            .collect();
        (taken.len() * 2 <= there.len()).then_some(found)
    }
}

impl TokenizedText {
    /// The tokens that a span overlaps.
    fn within(&self, span: Span) -> Range<usize> {
        let from = self.tokens.partition_point(|token| token.end <= span.start);
        let to = self.tokens.partition_point(|token| token.start < span.end);
        from..to.max(from)
    }
}

fn is_word(token: &str) -> bool {
    token.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens in common by a plain longest common subsequence.
    fn aligned(old: &str, new: &str) -> Alignment {
        let (a, b) = (tokens(old), tokens(new));
        let alike =
            |i: usize, j: usize| equal_folded(a[i].text(old), b[j].text(new), FoldMode::KeepLayout);
        let mut longest = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                longest[i][j] = if alike(i, j) {
                    longest[i + 1][j + 1] + 1
                } else {
                    longest[i + 1][j].max(longest[i][j + 1])
                };
            }
        }
        let (mut i, mut j, mut found) = (0, 0, Vec::new());
        while i < a.len() && j < b.len() {
            if alike(i, j) {
                found.push((i..i + 1, j..j + 1));
                (i, j) = (i + 1, j + 1);
            } else if longest[i + 1][j] >= longest[i][j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
        Alignment::new(old.into(), new.into(), &found)
    }

    /// The counterpart of `words`, with `=` in front if it is the same.
    fn becomes(old: &str, words: &str, new: &str) -> String {
        let start = old.find(words).unwrap();
        match aligned(old, new).align(Span::of(start, start + words.len())) {
            AlignedSpan::Same(span) => format!("={}", span.text(new)),
            AlignedSpan::Changed(span) => span.text(new).to_owned(),
            AlignedSpan::Gone => String::new(),
        }
    }

    #[test]
    fn words_that_are_the_same_keep_their_extent() {
        assert_eq!(
            becomes(
                "A: ja.\n\nB: så gik det.",
                "så gik",
                "Title\nA: ja, ja.\nB: så\ngik det."
            ),
            "=så\ngik"
        );
        assert_eq!(
            becomes(
                "en 👩\u{200d}👧 ud",
                "👩\u{200d}👧",
                "og en 👩\u{200d}👧 ud"
            ),
            "=👩\u{200d}👧"
        );
        assert_eq!(
            becomes("velkommen hjem", "kommen", "et velkommen hjem"),
            "=kommen",
            "also from within a word"
        );
    }

    #[test]
    fn another_apostrophe_or_composition_is_no_change() {
        let (old, new) = (
            "A: it’s the of\u{ad}ﬁce, Mu\u{308}ller",
            "A: so it's the office, Müller",
        );
        assert_eq!(
            becomes(old, "it’s the of\u{ad}ﬁce", new),
            "=it's the office"
        );
        assert_eq!(
            becomes(old, "ﬁce, Mu\u{308}", new),
            "=fice, Mü",
            "also from within a word"
        );
    }

    #[test]
    fn words_that_changed_partly_keep_the_nearest_reliable_extent() {
        assert_eq!(
            becomes(
                "I: I think it was godo. Yes",
                "I think it was godo.",
                "I: I think it was good. Yes"
            ),
            "I think it was good."
        );
        assert_eq!(
            becomes(
                "x taht was very hard y",
                "taht was very hard",
                "x that was really very hard y"
            ),
            "that was really very hard"
        );
        assert_eq!(
            becomes("one two three four five", "two three four", "one two three"),
            "two three"
        );
        assert_eq!(
            becomes("one two three four five", "three four five", "four five"),
            "four five"
        );
    }

    #[test]
    fn words_that_are_gone_have_no_place() {
        assert_eq!(becomes("one two three four", "two three", "one four"), "");
        assert_eq!(
            becomes("I was happy there", "was happy", "I sang there"),
            ""
        );
        assert_eq!(becomes("a   b", "   ", "a b"), "");
    }

    #[test]
    fn words_that_were_moved_are_found_when_they_stand_once() {
        let (old, new) = (
            "so it was hard then. And the rest of it stays as it is.",
            "And the rest of it stays as it is. So it was hard then.",
        );
        assert_eq!(becomes(old, "it was hard then", new), "=it was hard then");
        assert_eq!(
            becomes("ja ja nej da hvad er det", "ja ja", "hvad er det ja ja"),
            "",
            "too little to tell"
        );
    }
}
