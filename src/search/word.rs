//! Words as search compares them.
//!
//! A word is a run of letters, digits and combining marks; an apostrophe between two letters
//! belongs to it. Words are compared by their *form*: [folded](folding) and in lower case. The text
//! itself is never changed: a word knows the bytes it came from.

use crate::text::boundary::{is_apostrophe, is_invisible, is_letter, is_plain};
use crate::text::folding;
use crate::text::folding::FoldMode;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Forms are truncated to this length, well below the longest term that the index accepts, so that
/// no word is dropped.
const MAX_FORM_BYTES: usize = 512;

/// Iterates over the words of a text, reusing its buffer.
#[derive(Clone, Debug)]
pub struct WordIter<'t> {
    text: &'t str,
    at: usize,
    form: String,
    passed: usize,
}

impl<'t> WordIter<'t> {
    pub fn new(text: &'t str) -> WordIter<'t> {
        WordIter {
            text,
            at: 0,
            form: String::new(),
            passed: 0,
        }
    }

    /// How many words have been passed, including those left out.
    pub fn passed(&self) -> usize {
        self.passed
    }

    /// Byte range and form of the next word.
    pub fn next(&mut self) -> Option<(Range<usize>, &str)> {
        let start = self.start()?;
        self.form.clear();
        let (mut at, mut end) = (start, start);
        let mut is_simple = true;
        loop {
            // Most letters need no folding and are copied in runs.
            let plain = plain_letters(&self.text.as_bytes()[at..]);
            if plain > 0 {
                let before = self.form.len();
                self.form.push_str(&self.text[at..at + plain]);
                self.form[before..].make_ascii_lowercase();
                at += plain;
                end = at;
            }
            if self.text.as_bytes().get(at).is_none_or(is_end) {
                break;
            }
            let Some(c) = self.text[at..].chars().next() else {
                break;
            };
            let next = at + c.len_utf8();
            if is_invisible(c) {
                at = if c == '\u{ad}'
                    && self.text[next..].starts_with('\n')
                    && self.continues(next + 1)
                {
                    next + 1
                } else {
                    next
                };
                continue;
            } else if is_apostrophe(c) && self.continues(next) {
                self.form.push('\'');
            } else if !c.is_ascii() && (is_letter(c) || is_combining_mark(c)) {
                is_simple &= is_plain(c);
                self.form.extend(c.to_lowercase());
            } else {
                break;
            }
            (at, end) = (next, next);
        }
        self.at = end;
        self.passed += 1;
        if !is_simple {
            let folded = folding::fold(&self.text[start..end], FoldMode::IgnoreCase);
            self.form.clear();
            self.form.extend(
                folded
                    .chars()
                    .filter(|c| c.is_alphanumeric() || is_combining_mark(*c) || *c == '\''),
            );
        }
        if self.form.len() > MAX_FORM_BYTES {
            let cut = (0..=MAX_FORM_BYTES)
                .rev()
                .find(|at| self.form.is_char_boundary(*at))
                .unwrap_or(0);
            self.form.truncate(cut);
        }
        Some((start..end, &self.form))
    }

    /// The next word that passes a prefilter.
    pub fn next_filtered(&mut self, prefilter: &WordPrefilter) -> Option<(Range<usize>, &str)> {
        let bytes = self.text.as_bytes();
        loop {
            let start = self.start()?;
            let length = plain_letters(&bytes[start..]);
            let is_simple = bytes.get(start + length).is_none_or(is_end);
            if !is_simple || prefilter.keeps(bytes[start], length) {
                self.at = start;
                break;
            }
            self.at = start + length;
            self.passed += 1;
        }
        self.next()
    }

    fn start(&self) -> Option<usize> {
        let mut at = self.at;
        loop {
            let byte = self.text.as_bytes().get(at)?;
            if byte.is_ascii() {
                if byte.is_ascii_alphanumeric() {
                    return Some(at);
                }
                at += 1;
            } else {
                let c = self.text[at..].chars().next()?;
                if plain_letters(&self.text.as_bytes()[at..]) > 0 || is_letter(c) {
                    return Some(at);
                }
                at += c.len_utf8();
            }
        }
    }

    fn continues(&self, at: usize) -> bool {
        self.text[at..]
            .chars()
            .find(|c| !is_invisible(*c))
            .is_some_and(is_letter)
    }
}

/// A cheap filter by first letter and length, applied before the form of a word is built: most
/// words of a text do not match the query.
#[derive(Clone, Copy, Debug)]
pub struct WordPrefilter {
    /// One bit for each ASCII first letter to keep; words with any other first letter are always
    /// kept.
    firsts: u128,
    /// Words of more bytes than this are kept.
    length: usize,
}

impl WordPrefilter {
    pub const KEEP_ALL: WordPrefilter = WordPrefilter {
        firsts: u128::MAX,
        length: 0,
    };

    /// Keeps only the words that [`WordIter::next_filtered`] cannot judge.
    pub const KEEP_NONE: WordPrefilter = WordPrefilter {
        firsts: 0,
        length: usize::MAX,
    };

    /// Also keeps words that begin with the same letter as `form`.
    pub fn keep_like(&mut self, form: &str) {
        match form.bytes().next() {
            Some(first) if first.is_ascii() => self.firsts |= 1 << first,
            Some(_) => {}
            None => *self = WordPrefilter::KEEP_ALL,
        }
    }

    /// Also keeps words of more than `bytes` bytes.
    pub fn keep_longer(&mut self, bytes: usize) {
        self.length = self.length.min(bytes);
    }

    fn keeps(&self, first: u8, length: usize) -> bool {
        !first.is_ascii()
            || self.firsts >> first.to_ascii_lowercase() & 1 == 1
            || length > self.length
    }
}

/// Length of the run of letters and digits at the front that need no table to fold: ASCII, and the
/// lower-case letters of Latin-1 with `å`, `ø` and `æ`.
fn plain_letters(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match &bytes[at..] {
            [byte, ..] if byte.is_ascii_alphanumeric() => at += 1,
            [0xc3, 0x9f..=0xb6 | 0xb8..=0xbf, ..] => at += 2,
            _ => return at,
        }
    }
}

/// Returns whether this byte, after plain letters, ends a word: it neither begins something that
/// may be an apostrophe nor a letter that needs folding.
fn is_end(byte: &u8) -> bool {
    byte.is_ascii() && !matches!(byte, b'\'' | b'`')
}

pub fn forms(text: &str) -> Vec<String> {
    let mut words = WordIter::new(text);
    let mut forms = Vec::new();
    while let Some((_, form)) = words.next() {
        forms.push(form.to_owned());
    }
    forms
}

/// Folds text that is compared by its characters rather than by words, such as a theme or a name.
pub fn fold(text: &str) -> String {
    folding::fold(text, FoldMode::IgnoreCase).into_owned()
}

/// Folds letters of a form or of folded text: `å` to `aa`, `ø` and `ö` to `oe`, `æ` and `ä` to
/// `ae`, and other letters to the base letter.
pub fn fold_letters(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for c in form.chars() {
        match c {
            'å' => out.push_str("aa"),
            'ø' | 'ö' => out.push_str("oe"),
            'æ' | 'ä' => out.push_str("ae"),
            c if c.is_ascii() => out.push(c),
            c => {
                for part in std::iter::once(c)
                    .nfd()
                    .filter(|part| !is_combining_mark(*part))
                {
                    if part == 'ø' {
                        out.push_str("oe")
                    } else {
                        out.push(part)
                    }
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_apostrophes_soft_hyphens_and_composition_do_not_matter() {
        assert_eq!(forms("It’s IT'S"), ["it's", "it's"]);
        assert_eq!(forms("rela\u{ad}tion RELATION"), ["relation", "relation"]);
        assert_eq!(forms("a\u{30a}l ål ÅL A\u{30a}L"), ["ål"; 4]);
        assert_eq!(forms("relations\u{ad}\ndannelse"), ["relationsdannelse"]);
    }

    #[test]
    fn one_word_however_its_letters_are_written() {
        assert_eq!(
            forms("The oﬃce oﬃce ＯＦＦＩＣＥ of\u{200b}\u{ad}fice"),
            ["the", "office", "office", "office", "office"]
        );
        assert_eq!(forms("e\u{2011}mail e-mail e–mail")[..2], forms("e–mail"));
        assert_eq!(
            forms("It`s it´s itʼs it\u{ad}’\u{ad}s ’its’"),
            ["it's", "it's", "it's", "it's", "its"]
        );
        assert_eq!(
            forms("Word™ note¹ 10½ 5㎏ ①"),
            ["word", "note", "10½", "5kg", "1"]
        );
    }

    proptest::proptest! {
        #[test]
        fn the_words_of_a_text_are_those_of_its_folded_form(
            text in "([a-cåæøA-CÅ1']|\u{301}|\u{30a}|\u{ad}|\u{200b}|[ﬁﬃﬂĳ]|[ＡＢ１]|[’´`]|[²½™①]|[ \u{a0}\u{2011}–.…\n-]|각|ß|İ|ﻼ){0,20}"
        ) {
            proptest::prop_assert_eq!(forms(&text), forms(&folding::fold(&text, FoldMode::KeepLayout)), "{:?}", text);
        }
    }

    #[test]
    fn letters_are_never_folded() {
        assert_eq!(
            forms("får far fær for før"),
            ["får", "far", "fær", "for", "før"]
        );
    }

    #[test]
    fn letters_are_plain_when_asked() {
        assert_eq!(
            ["århus", "før", "schön", "læse", "idé", "tro"].map(fold_letters),
            ["aarhus", "foer", "schoen", "laese", "ide", "tro"]
        );
    }

    #[test]
    fn plain_letters_are_what_the_tables_say() {
        for c in '\0'..'\u{100}' {
            let text = c.to_string();
            let is_small =
                c.is_alphanumeric() && c.to_lowercase().to_string() == text && text.nfc().eq([c]);
            let is_plain = c.is_ascii_alphanumeric() || 'ß' <= c && is_small;
            assert_eq!(
                plain_letters(text.as_bytes()),
                if is_plain { text.len() } else { 0 },
                "{c:?}"
            );
        }
        assert_eq!(plain_letters("Lærer7×".as_bytes()), "Lærer7".len());
    }

    #[test]
    fn punctuation_parts_words() {
        assert_eq!(
            forms("ph.d. e-mail 'word' (ja) 3,5 slut.Ny"),
            ["ph", "d", "e", "mail", "word", "ja", "3", "5", "slut", "ny"]
        );
        assert!(forms("… – !? 👩‍👧").is_empty());
    }

    #[test]
    fn a_word_knows_its_bytes() {
        let text = "“A\u{30a}l\u{ad}e\u{301}!”";
        let mut words = WordIter::new(text);
        let (bytes, form) = words
            .next()
            .map(|(bytes, form)| (bytes, form.to_owned()))
            .unwrap();
        assert_eq!(&text[bytes], "A\u{30a}l\u{ad}e\u{301}");
        assert_eq!(form, "ålé");
        assert!(words.next().is_none());
    }

    #[test]
    fn an_endless_word_is_cut() {
        assert_eq!(forms(&"æ".repeat(2000))[0].len(), MAX_FORM_BYTES);
    }
}
