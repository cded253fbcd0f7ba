//! Words and sentences around a place, for the hand that selects text.
//!
//! Everything looks at a neighbourhood of the place, never at the whole text:
//! selecting a word in a million-word transcript costs what it costs in a
//! short one.

use super::Span;
use unicode_segmentation::UnicodeSegmentation;

/// How far around a place the segmenter looks, in bytes.
const REACH: usize = 4096;

/// The word at byte `at`, or the next one; the last one at the end. Words only:
/// punctuation and white space are skipped. `None` when `within` has no word.
#[must_use]
pub fn word_at(text: &str, within: Span, at: usize) -> Option<Span> {
    let near = neighbourhood(text, within, at);
    let words = words(text, near);
    words.iter().find(|word| word.end as usize > at).or(words.last()).copied()
}

/// The first word that begins after byte `at`.
#[must_use]
pub fn word_after(text: &str, within: Span, at: usize) -> Option<Span> {
    words(text, neighbourhood(text, within, at)).into_iter().find(|word| word.start as usize > at)
}

/// The last word that ends at or before byte `at`.
#[must_use]
pub fn word_before(text: &str, within: Span, at: usize) -> Option<Span> {
    words(text, neighbourhood(text, within, at)).into_iter().rfind(|word| word.end as usize <= at)
}

/// The sentence at byte `at`, without white space at its ends.
#[must_use]
pub fn sentence_at(text: &str, within: Span, at: usize) -> Option<Span> {
    let sentences = sentences(text, neighbourhood(text, within, at));
    sentences.iter().find(|sentence| sentence.end as usize > at).or(sentences.last()).copied()
}

/// The words of a stretch, without punctuation.
#[must_use]
pub fn words(text: &str, within: Span) -> Vec<Span> {
    let start = within.start as usize;
    within.text(text).unicode_word_indices().map(|(offset, word)| Span::of(start + offset, start + offset + word.len())).collect()
}

/// The sentences of a stretch (Unicode Standard Annex 29).
#[must_use]
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    let start = within.start as usize;
    within
        .text(text)
        .split_sentence_bound_indices()
        .filter_map(|(offset, sentence)| Span::of(start + offset, start + offset + sentence.len()).trim(text))
        .collect()
}

/// How many words a stretch has.
#[must_use]
pub fn count_words(words: &str) -> usize {
    words.unicode_words().count()
}

/// The part of `within` around `at`, cut at white space.
fn neighbourhood(text: &str, within: Span, at: usize) -> Span {
    let bytes = text.as_bytes();
    let at = at.clamp(within.start as usize, within.end as usize);
    let blank = |place: &usize| bytes.get(*place).is_some_and(u8::is_ascii_whitespace);
    let low = at.saturating_sub(REACH).max(within.start as usize);
    let high = (at + REACH).min(within.end as usize);
    let start = if low == within.start as usize { low } else { (low..at).find(blank).unwrap_or(within.start as usize) };
    let end = if high == within.end as usize { high } else { (at..high).rev().find(blank).unwrap_or(within.end as usize) };
    Span::of(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Jeg så, øh, mig selv. Udefra! 👩‍👧 Ja.";

    fn all() -> Span {
        Span::of(0, TEXT.len())
    }

    #[test]
    fn words_skip_punctuation() {
        assert_eq!(word_at(TEXT, all(), 4).unwrap().text(TEXT), "så");
        assert_eq!(word_after(TEXT, all(), 4).unwrap().text(TEXT), "øh");
        assert_eq!(word_before(TEXT, all(), 4).unwrap().text(TEXT), "Jeg");
        assert_eq!(word_at(TEXT, all(), TEXT.len()).unwrap().text(TEXT), "Ja");
    }

    #[test]
    fn sentences_are_trimmed() {
        assert_eq!(sentence_at(TEXT, all(), 6).unwrap().text(TEXT), "Jeg så, øh, mig selv.");
        assert_eq!(sentence_at(TEXT, all(), TEXT.len()).unwrap().text(TEXT), "👩‍👧 Ja.");
    }

    #[test]
    fn a_long_paragraph_gives_the_same_words_as_a_short_one() {
        let text = "så godt ".repeat(20_000);
        let within = Span::of(0, text.len());
        let at = text.len() / 9 * 4 + 1;
        let word = word_at(&text, within, at).unwrap();
        assert!(["så", "godt"].contains(&word.text(&text)));
        assert!(word.end as usize > at && (word.start as usize) < at + 9);
    }
}
