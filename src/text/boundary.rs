//! Word and sentence boundaries around a position, for selecting text.
//!
//! Only the neighbourhood of the position is examined: selecting a word costs the same in a
//! transcript of a million words as in a short one.
//!
//! Character classes for comparing text: invisible characters, the many forms of hyphens and
//! apostrophes, and combining marks ([`super::folding`]).

use super::Span;
use unicode_normalization::char::{
    canonical_combining_class, decompose_compatible, is_combining_mark,
};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
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

/// Returns whether a character is invisible and without meaning: soft hyphens, joiners and
/// zero-width spaces, direction marks, byte-order marks, variation selectors, fillers.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c >= '\u{ad}'
        && matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Returns whether a character is used as an apostrophe.
#[must_use]
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{b4}'
            | '\u{2bb}'
            | '\u{2bc}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{201b}'
            | '\u{2032}'
            | '\u{ff07}'
            | '\u{ff40}'
    )
}

/// Returns whether a character is used as a hyphen or a dash.
#[must_use]
pub fn is_hyphen(c: char) -> bool {
    c == '-'
        || c >= '\u{2010}'
            && matches!(
                c,
                '\u{2010}'
                    ..='\u{2015}'
                        | '\u{2043}'
                        | '\u{2212}'
                        | '\u{2e3a}'
                        | '\u{2e3b}'
                        | '\u{fe31}'
                        | '\u{fe32}'
                        | '\u{fe58}'
                        | '\u{fe63}'
                        | '\u{ff0d}'
            )
}

/// Returns whether a character folds to letters or digits of a word. Includes symbols made of
/// letters, such as `㎏`.
#[must_use]
pub fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    if c.is_alphanumeric() {
        return !is_raised(c) && !is_apostrophe(c);
    }
    // Letterlike, enclosed and squared symbols.
    let is_sign = matches!(c, '\u{2100}'..='\u{218f}' | '\u{2460}'..='\u{24ff}' | '\u{3200}'..='\u{33ff}' | '\u{1f100}'..='\u{1f2ff}');
    is_sign && !is_raised(c) && std::iter::once(c).nfkc().any(char::is_alphanumeric)
}

/// Returns whether a character folds to itself (apart from case) whatever is next to it, except
/// combining marks.
#[must_use]
pub fn is_plain(c: char) -> bool {
    c < '\u{300}' && !is_special(c)
}

/// Exceptions among the first characters of the tables: those that do not fold to themselves, or
/// depend on their neighbours.
fn is_special(c: char) -> bool {
    matches!(c, '\t' | '\u{b}'..='\r' | '`' | '\u{80}'..='\u{ba}' | '\u{132}' | '\u{133}' | '\u{13f}' | '\u{140}' | '\u{149}'
        | '\u{17f}' | '\u{1c4}'..='\u{1cc}' | '\u{1f1}'..='\u{1f3}' | '\u{2b0}'..='\u{2bc}' | '\u{2d8}'..='\u{2dd}' | '\u{2e0}'..='\u{2e4}')
}

/// Returns whether a character is a superscript.
fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{207f}' | '™' | '℠')
}

/// Returns whether a character is never folded.
pub(super) fn is_never_folded(c: char) -> bool {
    is_raised(c) || matches!(c, '¼' | '½' | '¾' | '\u{2150}'..='\u{215f}' | '\u{2189}')
}

/// Returns whether these bytes may begin a combining mark, or an invisible character before one.
pub(super) fn may_begin_mark(bytes: &[u8]) -> bool {
    match bytes {
        [] | [0..=0x7f | 0xc3..=0xcb, ..] => false,
        [0xc2, next, ..] => *next == 0xad,
        // Dashes, quotation marks, the ellipsis.
        [0xe2, 0x80, next, ..] => !matches!(next, 0x90..=0xa6),
        _ => true,
    }
}

/// Unifies apostrophes, hyphens and spaces.
pub(super) fn canonical_char(c: char) -> char {
    match c {
        c if is_apostrophe(c) => '\'',
        c if is_hyphen(c) => '-',
        '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Returns whether a character may combine with the previous one.
pub(super) fn combines_with_previous(c: char) -> bool {
    // These ranges contain no marks: punctuation, symbols and Chinese characters.
    if c < '\u{300}'
        || matches!(c, '\u{2000}'..='\u{20cf}' | '\u{2100}'..='\u{2cff}' | '\u{3400}'..='\u{9fff}')
    {
        return false;
    }
    let mut first = None;
    decompose_compatible(c, |part| {
        first.get_or_insert(part);
    });
    let first = first.unwrap_or(c);
    is_combining_mark(first)
        || canonical_combining_class(first) != 0
        || is_nfkc_quick(std::iter::once(first)) != IsNormalized::Yes
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
