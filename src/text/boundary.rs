//! Words and sentences around a place, for the hand that selects text.
//!
//! Everything looks at a neighbourhood of the place, never at the whole text:
//! selecting a word in a million-word transcript costs what it costs in a
//! short one.

use super::Span;
use unicode_segmentation::UnicodeSegmentation;

/// How far around a place the segmenter looks, in bytes.
const SEARCH_RADIUS: usize = 4096;

/// The word at byte `at`, or the next one; the last one at the end. Words only:
/// punctuation and white space are skipped. `None` when `within` has no word.
#[must_use]
pub fn word_at(text: &str, within: Span, at: usize) -> Option<Span> {
    let found =
        each_word(text, from_word_start(text, within, at)).find(|word| word.end as usize > at);
    found.or_else(|| each_word(text, neighbourhood(text, within, at)).next_back())
}

/// The first word that begins after byte `at`.
#[must_use]
pub fn word_after(text: &str, within: Span, at: usize) -> Option<Span> {
    each_word(text, from_word_start(text, within, at)).find(|word| word.start as usize > at)
}

/// The last word that ends at or before byte `at`.
#[must_use]
pub fn word_before(text: &str, within: Span, at: usize) -> Option<Span> {
    each_word(text, neighbourhood(text, within, at)).rfind(|word| word.end as usize <= at)
}

/// The sentence at byte `at`, without white space at its ends.
#[must_use]
pub fn sentence_at(text: &str, within: Span, at: usize) -> Option<Span> {
    let sentences = sentences(text, neighbourhood(text, within, at));
    sentences
        .iter()
        .find(|sentence| sentence.end as usize > at)
        .or(sentences.last())
        .copied()
}

/// The words of a stretch, without punctuation.
#[must_use]
pub fn words(text: &str, within: Span) -> Vec<Span> {
    each_word(text, within).collect()
}

/// The words of a stretch, found one by one.
fn each_word(text: &str, within: Span) -> impl DoubleEndedIterator<Item = Span> {
    let start = within.start as usize;
    within
        .text(text)
        .unicode_word_indices()
        .map(move |(offset, word)| Span::of(start + offset, start + offset + word.len()))
}

/// The sentences of a stretch (Unicode Standard Annex 29).
#[must_use]
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    let start = within.start as usize;
    within
        .text(text)
        .split_sentence_bound_indices()
        .filter_map(|(offset, sentence)| {
            Span::of(start + offset, start + offset + sentence.len()).trim(text)
        })
        .collect()
}

/// How many words a stretch has.
#[must_use]
pub fn count_words(words: &str) -> usize {
    words.unicode_words().count()
}

/// The part of `within` around `at`, cut at white space.
fn neighbourhood(text: &str, within: Span, at: usize) -> Span {
    let at = at.clamp(within.start as usize, within.end as usize);
    let low = at.saturating_sub(SEARCH_RADIUS).max(within.start as usize);
    let start = if low == within.start as usize {
        low
    } else {
        (low..at)
            .find(|at| blank(text, *at))
            .unwrap_or(within.start as usize)
    };
    Span::of(start, from_word_start(text, within, at).end as usize)
}

/// The part of `within` behind `at`, cut at white space: no word reaches over
/// white space, so it begins where the word at `at` does, or before.
fn from_word_start(text: &str, within: Span, at: usize) -> Span {
    let at = at.clamp(within.start as usize, within.end as usize);
    let start = (within.start as usize..at)
        .rev()
        .find(|at| blank(text, *at))
        .unwrap_or(within.start as usize);
    let high = (at + SEARCH_RADIUS).min(within.end as usize);
    let end = if high == within.end as usize {
        high
    } else {
        (at..high)
            .rev()
            .find(|at| blank(text, *at))
            .unwrap_or(within.end as usize)
    };
    Span::of(start, end)
}

fn blank(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_whitespace)
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

    proptest::proptest! {
        #[test]
        fn a_word_is_found_near_its_place_as_among_all(text in "([a-zå ]{0,9}[,.!?'’ \n-]|3.14|👩‍👧|日本|e\u{301}|🇩🇰🇸🇪){0,12}", part in 0.0..=1.0) {
            let within = Span::of(0, text.len());
            let all = words(&text, within);
            let at = (0..=(text.len() as f64 * part) as usize).rfind(|at| text.is_char_boundary(*at)).unwrap();
            let at_it = all.iter().find(|word| word.end as usize > at).or(all.last()).copied();
            proptest::prop_assert_eq!(word_at(&text, within, at), at_it);
            proptest::prop_assert_eq!(word_after(&text, within, at), all.iter().find(|word| word.start as usize > at).copied());
            proptest::prop_assert_eq!(word_before(&text, within, at), all.iter().rfind(|word| word.end as usize <= at).copied());
        }
    }

    #[test]
    fn sentences_are_trimmed() {
        assert_eq!(
            sentence_at(TEXT, all(), 6).unwrap().text(TEXT),
            "Jeg så, øh, mig selv."
        );
        assert_eq!(
            sentence_at(TEXT, all(), TEXT.len()).unwrap().text(TEXT),
            "👩‍👧 Ja."
        );
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
