//! Folds text for comparison, with a mapping back to the original.
//!
//! The same word can be encoded in many ways: composed or decomposed, with a ligature from a PDF, a
//! soft hyphen from a word processor, a non-breaking hyphen or space, in full width, with invisible
//! characters. The folded form is NFKC with all hyphens and dashes as `-`, all spaces as one, all
//! apostrophes as `'`, and without invisible characters. `å`, `ø` and `æ` are preserved. Matches in
//! it are returned as a [`Span`] of the original text, which is never changed.
//!
//! Superscripts are preserved (`10²` is not 102, and a footnote mark is not part of the word before
//! it), and so are fractions: `10½` is not 101/2.

use super::Span;
use super::text_folder::{TextFolder, plain};
use std::borrow::Cow;
use std::ops::Range;

/// What the folded form leaves out in addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldMode {
    /// Nothing: keeps case, line breaks and runs of spaces, for patterns that depend on layout,
    /// such as numbers.
    KeepLayout,
    /// Keeps case and collapses white space and line breaks to one space: for quoted words.
    KeepCase,
    /// Like `KeepCase`, in lower case: for words whatever their case.
    IgnoreCase,
}

impl FoldMode {
    pub(super) fn lowers(self) -> bool {
        self == FoldMode::IgnoreCase
    }

    pub(super) fn joins_spaces(self) -> bool {
        self != FoldMode::KeepLayout
    }
}

/// A text and its folded form.
#[derive(Clone, Debug)]
pub struct FoldedText<'t> {
    original: &'t str,
    text: Cow<'t, str>,
    /// Places where the two differ in length, in order.
    pieces: Vec<FoldedPiece>,
}

/// A piece of the folded form whose length differs from the original.
#[derive(Clone, Copy, Debug)]
pub(super) struct FoldedPiece {
    /// Start in the folded form.
    pub(super) at: u32,
    /// Length in the folded form; 0 for text left out.
    pub(super) length: u32,
    /// Start in the original.
    pub(super) from: u32,
    pub(super) to: u32,
}

impl FoldedPiece {
    fn end(&self) -> usize {
        (self.at + self.length) as usize
    }
}

impl<'t> FoldedText<'t> {
    /// Folds a text.
    #[must_use]
    pub fn new(original: &'t str, folding: FoldMode) -> FoldedText<'t> {
        let is_small =
            || !folding.lowers() || !original.bytes().any(|byte| byte.is_ascii_uppercase());
        if plain(original.as_bytes(), folding, false).0 == original.len() && is_small() {
            return FoldedText {
                original,
                text: Cow::Borrowed(original),
                pieces: Vec::new(),
            };
        }
        let mut folder = TextFolder {
            folding,
            out: String::with_capacity(original.len()),
            pieces: Vec::new(),
        };
        folder.fold(original);
        FoldedText {
            original,
            text: Cow::Owned(folder.out),
            pieces: folder.pieces,
        }
    }

    /// The folded form.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Maps a range of the folded form to the original, widened to whole graphemes.
    #[must_use]
    pub fn original_span(&self, range: Range<usize>) -> Span {
        let (start, end) = (self.start(range.start), self.end(range.end));
        match Span::snap(self.original, start..end.min(self.original.len())) {
            Ok(span) => span,
            Err(_) => Span::of(
                start.min(self.original.len()),
                start.min(self.original.len()),
            ),
        }
    }

    fn start(&self, at: usize) -> usize {
        match self
            .pieces
            .partition_point(|piece| piece.at as usize <= at)
            .checked_sub(1)
            .map(|last| self.pieces[last])
        {
            None => at,
            Some(piece) if at < piece.end() => piece.from as usize,
            Some(piece) => piece.to as usize + at - piece.end(),
        }
    }

    fn end(&self, at: usize) -> usize {
        match self
            .pieces
            .partition_point(|piece| (piece.at as usize) < at)
            .checked_sub(1)
            .map(|last| self.pieces[last])
        {
            None => at,
            Some(piece) if at <= piece.end() => piece.to as usize,
            Some(piece) => piece.to as usize + at - piece.end(),
        }
    }
}

/// The folded form of a text, without the mapping.
#[must_use]
pub fn fold(text: &str, folding: FoldMode) -> Cow<'_, str> {
    FoldedText::new(text, folding).text
}

/// Returns whether two texts differ only in how their letters are encoded.
#[must_use]
pub fn equal_folded(one: &str, other: &str, folding: FoldMode) -> bool {
    one == other || fold(one, folding) == fold(other, folding)
}

/// Occurrences of quoted words in a text, by their folded forms.
#[must_use]
pub fn find_quoted(text: &str, words: &str) -> Vec<Span> {
    let (folded, words) = (
        FoldedText::new(text, FoldMode::KeepCase),
        fold(words, FoldMode::KeepCase),
    );
    let words = words.trim();
    let found = folded
        .text()
        .match_indices(words)
        .filter(|_| !words.is_empty());
    found
        .map(|(start, words)| folded.original_span(start..start + words.len()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::boundary::{
        combines_with_previous, is_invisible, is_never_folded, is_plain, may_begin_mark,
    };
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;
    use unicode_segmentation::UnicodeSegmentation;

    const ALL: [FoldMode; 3] = [
        FoldMode::KeepLayout,
        FoldMode::KeepCase,
        FoldMode::IgnoreCase,
    ];

    /// What words in real files are made of.
    const SIGNS: &str = "[aeoxåøæÅØ1 \n\t.'`-]|\u{301}|\u{30a}|\u{308}|\u{ad}|\u{ad}\n|\u{200b}|\u{200d}|\u{2060}|\u{feff}|\u{fe0f}|\u{200f}\
        |[\u{2010}-\u{2015}\u{2212}\u{fe58}\u{ff0d}]|[\u{a0}\u{2009}\u{202f}\u{3000}]|[ﬁﬃﬂﬅĳ]|[’‘´ʼ]|[ＡＢ１＠]|[½²™…¨①㎏]|각|ᄀ\u{1161}\u{11a8}|👩\u{200d}👧|🇩🇰|Å|[İẞΣς]|ﷺ";

    #[test]
    fn one_spelling_for_all_of_them() {
        for (written, plain) in [
            ("So\u{ad}fie", "Sofie"),
            ("So\u{200b}f\u{2060}ie\u{feff}", "Sofie"),
            ("Soﬁe oﬃce", "Sofie office"),
            ("Mu\u{308}ller", "Müller"),
            (
                "010190\u{2011}1234 010190–1234 010190\u{a0}1234",
                "010190-1234 010190-1234 010190 1234",
            ),
            ("ＡＢ１２＠", "AB12@"),
            ("it’s don´t", "it's don't"),
            ("relations\u{ad}\ndannelse", "relationsdannelse"),
            (
                "cafe\u{301}\u{ad}\nerne 각\u{301}\u{ad}\n각 a\u{ad}\n\u{ad}b",
                "caféerne 각\u{301}각 ab",
            ),
            ("\u{202b}ab\u{202c}", "ab"),
            ("Aa\u{30a}rhus Århus", "Aårhus Århus"),
        ] {
            assert_eq!(fold(written, FoldMode::KeepLayout), plain, "{written:?}");
        }
        assert_eq!(fold("ÅSE  Ø\n\nÆ", FoldMode::IgnoreCase), "åse ø æ");
        assert_eq!(fold("Ase Åse\n Ø", FoldMode::KeepCase), "Ase Åse Ø");
        for stays in ["10½ m² Word™ note¹", "får far fær för", "“ja”", "a - b\nc"] {
            assert_eq!(fold(stays, FoldMode::KeepLayout), stays);
        }
    }

    #[test]
    fn what_is_found_lies_in_the_text() {
        let text = "\u{feff}Ann: So\u{ad}ﬁe, Mu\u{308}ller\u{200b} 👩\u{200d}👧!";
        let folded = FoldedText::new(text, FoldMode::IgnoreCase);
        let of = |words: &str| {
            let at = folded.text().find(words).unwrap();
            folded.original_span(at..at + words.len()).text(text)
        };
        assert_eq!(folded.text(), "ann: sofie, müller 👩👧!");
        assert_eq!(
            [
                of("ann"),
                of("sofie"),
                of("f"),
                of("müller"),
                of("👧"),
                of(", "),
                of("!")
            ],
            [
                "Ann",
                "So\u{ad}ﬁe",
                "ﬁ",
                "Mu\u{308}ller",
                "👩\u{200d}👧",
                ", ",
                "!"
            ]
        );
        assert_eq!(folded.original_span(3..3).len(), 0);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in proptest::collection::vec(SIGNS, 0..12).prop_map(|parts| parts.concat()), any in "\\PC{0,12}") {
            for text in [text, any] {
                for folding in ALL {
                    let once = fold(&text, folding).into_owned();
                    prop_assert_eq!(&once, &fold(&once, folding), "{:?} {:?}", &text, folding);
                }
            }
        }

        #[test]
        fn every_place_leads_back_to_whole_letters_that_say_the_same(
            text in proptest::collection::vec(SIGNS, 0..9).prop_map(|parts| parts.concat()),
            any in "\\PC{0,9}",
        ) {
            for (text, usual) in [(text, true), (any, false)] {
                let bounds: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
                for folding in ALL {
                    let folded = FoldedText::new(&text, folding);
                    let places: Vec<usize> = folded.text().char_indices().map(|(at, _)| at).chain([folded.text().len()]).collect();
                    for (nth, start) in places.iter().enumerate() {
                        for end in &places[nth + 1..] {
                            let span = folded.original_span(*start..*end);
                            prop_assert!(bounds.contains(&(span.start as usize)) && bounds.contains(&(span.end as usize)), "{:?} {:?}", &text, span);
                            let (found, wanted) = (fold(span.text(&text), folding), &folded.text()[*start..*end]);
                            prop_assert!(found.contains(wanted), "{:?} {:?} {:?} {:?} {:?}", &text, folding, span, found, wanted);
                            // No more than the letters it touches: the span covers the first and
                            // the last one entirely.
                            let letters: Vec<usize> = span.text(&text).graphemes(true).map(|letter| fold(letter, folding).len()).collect();
                            let whole = usual && !span.text(&text).chars().any(is_invisible);
                            if let [first, between @ .., last] = letters.as_slice() && whole && first + last + between.iter().sum::<usize>() == found.len() {
                                prop_assert!(wanted.len() > between.iter().sum(), "{:?} {:?}", &text, span);
                            }
                        }
                    }
                }
            }
        }

        #[test]
        fn plain_text_is_unchanged(text in "[ -_a-~æøåéüÆØÅ“”\n]{0,40}") {
            let folded = FoldedText::new(&text, FoldMode::KeepLayout);
            prop_assert_eq!(folded.text(), &text);
            prop_assert!(matches!(folded.text, Cow::Borrowed(_)));
            let mut slow = TextFolder { folding: FoldMode::KeepLayout, out: String::new(), pieces: Vec::new() };
            slow.fold(&text);
            prop_assert_eq!((slow.out.as_str(), slow.pieces.len()), (text.as_str(), 0));
        }
    }

    #[test]
    fn the_quick_looks_are_what_the_tables_say() {
        for c in '\0'..='\u{ffff}' {
            let text = c.to_string();
            for folding in ALL {
                let mut slow = TextFolder {
                    folding,
                    out: String::new(),
                    pieces: Vec::new(),
                };
                slow.fold(&text);
                if let Cow::Borrowed(quick) = fold(&text, folding) {
                    assert_eq!(slow.out, quick, "{c:?}");
                }
                if is_plain(c) && !is_never_folded(c) && folding == FoldMode::KeepLayout {
                    assert_eq!(
                        (slow.out.as_str(), text.nfkc().collect::<String>().as_str()),
                        (text.as_str(), text.as_str()),
                        "{c:?}"
                    );
                }
            }
            assert!(
                may_begin_mark(text.as_bytes()) || !combines_with_previous(c) && !is_invisible(c),
                "{c:?}"
            );
            if c < '\u{3400}' && !is_never_folded(c) && !combines_with_previous(c) {
                // A character that does not combine with the one before it does not change it.
                let after: String = format!("a{c}").nfkc().collect();
                assert_eq!(after, format!("a{}", text.nfkc()), "{c:?}");
            }
        }
    }
}
