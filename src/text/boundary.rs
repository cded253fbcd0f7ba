//! Word and sentence boundaries around a position, for selecting text.
//!
//! Only the neighbourhood of the position is examined: selecting a word costs the same in a
//! transcript of a million words as in a short one.

use super::Span;
use unicode_segmentation::UnicodeSegmentation;

/// Bytes examined on either side of a position.
const SEARCH_RADIUS: usize = 4096;

/// The word at byte `at`, otherwise the next one, or the last one at the end. Punctuation and white
/// space are skipped. `None` if `within` contains no word.
#[must_use]
pub fn word_at(text: &str, within: Span, at: usize) -> Option<Span> {
    let found =
        each_word(text, from_word_start(text, within, at)).find(|word| word.end as usize > at);
    found.or_else(|| each_word(text, neighbourhood(text, within, at)).next_back())
}

/// The first word beginning after byte `at`.
#[must_use]
pub fn word_after(text: &str, within: Span, at: usize) -> Option<Span> {
    each_word(text, from_word_start(text, within, at)).find(|word| word.start as usize > at)
}

/// The last word ending at or before byte `at`.
#[must_use]
pub fn word_before(text: &str, within: Span, at: usize) -> Option<Span> {
    each_word(text, neighbourhood(text, within, at)).rfind(|word| word.end as usize <= at)
}

/// The sentence at byte `at`, without surrounding white space.
#[must_use]
pub fn sentence_at(text: &str, within: Span, at: usize) -> Option<Span> {
    let sentences = sentences(text, neighbourhood(text, within, at));
    sentences
        .iter()
        .find(|sentence| sentence.end as usize > at)
        .or(sentences.last())
        .copied()
}

/// The words of a span, without punctuation.
#[must_use]
pub fn words(text: &str, within: Span) -> Vec<Span> {
    each_word(text, within).collect()
}

/// Lazily, from either end.
fn each_word(text: &str, within: Span) -> impl DoubleEndedIterator<Item = Span> {
    let start = within.start as usize;
    within
        .text(text)
        .unicode_word_indices()
        .map(move |(offset, word)| Span::of(start + offset, start + offset + word.len()))
}

/// The sentences of a span (Unicode Standard Annex 29).
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

/// Number of words.
#[must_use]
pub fn count_words(words: &str) -> usize {
    words.unicode_words().count()
}

/// The part of `within` around `at`, delimited by white space.
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

/// The part of `within` from `at` on, extended back to white space: no word contains white space,
/// so it begins at or before the word at `at`.
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
