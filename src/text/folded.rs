//! Text as it is compared: one folded form, with a map back.
//!
//! The same word is written in many ways: composed or not, with a ligature of a
//! PDF, a soft hyphen of a word processor, a non-breaking hyphen or space, in
//! full width, with letters nobody sees. The folded form is NFKC with all hyphens
//! and dashes one (`-`), all spaces one, all apostrophes one (`'`) and invisible
//! letters gone. `å`, `ø` and `æ` stay what they are. Whatever is found in it is
//! told as a [`Span`] of the text itself, which is never changed.
//!
//! What is set above the line stays (`10²` is not 102, and the mark of a note is
//! no part of the word before it), and so do fractions: `10½` is not 101/2.

use super::Span;
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::{
    IsNormalized, UnicodeNormalization,
    char::{canonical_combining_class, decompose_compatible, is_combining_mark},
    is_nfkc_quick,
};

/// What the folded form leaves out beside what it always does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folding {
    /// Capitals, line breaks and runs of spaces are kept: for what is told by its shape, such as a number.
    Shape,
    /// Capitals are kept; spaces and line breaks in a row are one space: for words that are quoted.
    Quote,
    /// As a quote, in small letters: for words whatever their capitals.
    Words,
}

impl Folding {
    fn lowers(self) -> bool {
        self == Folding::Words
    }

    fn joins_spaces(self) -> bool {
        self != Folding::Shape
    }
}

/// A text and its folded form.
#[derive(Clone, Debug)]
pub struct Folded<'t> {
    original: &'t str,
    text: Cow<'t, str>,
    /// Where the two do not go side by side, in order.
    pieces: Vec<Piece>,
}

/// A stretch of the folded form that is not as long as what it stands for.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Where it begins in the folded form.
    at: u32,
    /// How long it is there; 0 for what is left out.
    length: u32,
    /// What it stands for.
    from: u32,
    to: u32,
}

impl Piece {
    fn end(&self) -> usize {
        (self.at + self.length) as usize
    }
}

impl<'t> Folded<'t> {
    /// Folds a text.
    #[must_use]
    pub fn new(original: &'t str, folding: Folding) -> Folded<'t> {
        if is_folded(original, folding) {
            return Folded { original, text: Cow::Borrowed(original), pieces: Vec::new() };
        }
        let mut folder = Folder { folding, out: String::with_capacity(original.len()), pieces: Vec::new() };
        folder.fold(original);
        Folded { original, text: Cow::Owned(folder.out), pieces: folder.pieces }
    }

    /// The folded form.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What some bytes of the folded form stand for, widened to whole graphemes of the text.
    #[must_use]
    pub fn back(&self, range: Range<usize>) -> Span {
        let (start, end) = (self.start(range.start), self.end(range.end));
        match Span::snap(self.original, start..end.min(self.original.len())) {
            Ok(span) => span,
            Err(_) => Span::of(start.min(self.original.len()), start.min(self.original.len())),
        }
    }

    fn start(&self, at: usize) -> usize {
        match self.pieces.partition_point(|piece| piece.at as usize <= at).checked_sub(1).map(|last| self.pieces[last]) {
            None => at,
            Some(piece) if at < piece.end() => piece.from as usize,
            Some(piece) => piece.to as usize + at - piece.end(),
        }
    }

    fn end(&self, at: usize) -> usize {
        match self.pieces.partition_point(|piece| (piece.at as usize) < at).checked_sub(1).map(|last| self.pieces[last]) {
            None => at,
            Some(piece) if at <= piece.end() => piece.to as usize,
            Some(piece) => piece.to as usize + at - piece.end(),
        }
    }
}

/// The folded form of a text.
#[must_use]
pub fn fold(text: &str, folding: Folding) -> Cow<'_, str> {
    Folded::new(text, folding).text
}

/// Whether two texts are the same but for how their letters are written.
#[must_use]
pub fn are_same(one: &str, other: &str, folding: Folding) -> bool {
    one == other || fold(one, folding) == fold(other, folding)
}

/// Whether a letter is not seen and means nothing: soft hyphens, joiners and
/// zero-width spaces, marks of direction, byte-order marks, variation selectors, fillers.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c >= '\u{ad}'
        && matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a sign is written for an apostrophe.
#[must_use]
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{b4}' | '\u{2bb}' | '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '\u{ff07}' | '\u{ff40}'
    )
}

/// Whether a sign is written for a hyphen or a dash.
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

/// Whether a letter or digit of a word, as it is folded: also signs made of letters, such as `㎏`.
#[must_use]
pub fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    if c.is_alphanumeric() {
        return !is_raised(c) && !is_apostrophe(c);
    }
    // Letterlike, enclosed and squared signs.
    let is_sign =
        matches!(c, '\u{2100}'..='\u{218f}' | '\u{2460}'..='\u{24ff}' | '\u{3200}'..='\u{33ff}' | '\u{1f100}'..='\u{1f2ff}');
    is_sign && !is_raised(c) && std::iter::once(c).nfkc().any(char::is_alphanumeric)
}

/// Whether a letter is folded to itself, capitals apart, whatever stands beside it but marks.
#[must_use]
pub fn is_plain(c: char) -> bool {
    c < '\u{300}' && !is_special(c)
}

/// Of the first letters of the tables, those that are not folded to themselves or may not be taken by themselves.
fn is_special(c: char) -> bool {
    matches!(c, '\t' | '\u{b}'..='\r' | '`' | '\u{80}'..='\u{ba}' | '\u{132}' | '\u{133}' | '\u{13f}' | '\u{140}' | '\u{149}'
        | '\u{17f}' | '\u{1c4}'..='\u{1cc}' | '\u{1f1}'..='\u{1f3}' | '\u{2b0}'..='\u{2bc}' | '\u{2d8}'..='\u{2dd}' | '\u{2e0}'..='\u{2e4}')
}

/// What stays as it is: set above the line, and fractions.
fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{207f}' | '™' | '℠')
}

fn stays(c: char) -> bool {
    is_raised(c) || matches!(c, '¼' | '½' | '¾' | '\u{2150}'..='\u{215f}' | '\u{2189}')
}

/// A quick look: whether a text is its own folded form. In doubt it says no.
fn is_folded(text: &str, folding: Folding) -> bool {
    let bytes = text.as_bytes();
    let mut blank = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' if blank && folding.joins_spaces() => return false,
            b'\n' if folding.joins_spaces() => return false,
            b'\t' | 0xb..=b'\r' | b'`' => return false,
            b'A'..=b'Z' if folding.lowers() => return false,
            0..=0x7f => at += 1,
            // Letters of Latin-1 that are composed.
            0xc3 if bytes.get(at + 1).is_some_and(|next| !folding.lowers() || *next >= 0x9f) => at += 2,
            // “ and ”.
            0xe2 if bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0x9c | 0x9d)) => at += 3,
            _ => return false,
        }
        blank = *byte == b' ';
    }
    true
}

struct Folder {
    folding: Folding,
    out: String,
    pieces: Vec<Piece>,
}

impl Folder {
    fn fold(&mut self, text: &str) {
        let mut at = 0;
        while at < text.len() {
            at += self.plain(&text[at..]);
            let mut chars = text[at..].char_indices();
            let Some((_, first)) = chars.next() else { break };
            if is_invisible(first) {
                let next = at + first.len_utf8();
                at = self.left_out(text, at, next, first == '\u{ad}');
                continue;
            }
            // Marks belong to the letter before them, also behind what nobody sees.
            let mut end = at + first.len_utf8();
            let mut marked = false;
            for (offset, c) in chars {
                if is_invisible(c) {
                    continue;
                } else if first.is_control() || !goes_with(c) {
                    break;
                }
                (marked, end) = (true, at + offset + c.len_utf8());
            }
            self.letter(first, &text[at..end], at, marked);
            at = end;
        }
    }

    /// Takes what may be taken many letters at a time, and says how many bytes that was.
    fn plain(&mut self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let joins = self.folding.joins_spaces();
        let plain = |byte: &u8| match byte {
            b' ' | b'\n' => !joins,
            b'\t' | 0xb..=b'\r' | b'`' => false,
            byte => byte.is_ascii(),
        };
        let mut length = bytes.iter().position(|byte| !plain(byte)).unwrap_or(bytes.len());
        // The last one may have marks.
        if bytes.get(length).is_some_and(|byte| !byte.is_ascii()) {
            length = length.saturating_sub(1);
        }
        let from = self.out.len();
        self.out.push_str(&text[..length]);
        if self.folding.lowers() {
            self.out[from..].make_ascii_lowercase();
        }
        length
    }

    /// Leaves out `at..next`, and a line break behind a soft hyphen inside a word; says where to go on.
    fn left_out(&mut self, text: &str, at: usize, next: usize, soft: bool) -> usize {
        let rest =
            text[next..].strip_prefix('\n').filter(|_| soft && self.out.chars().next_back().is_some_and(char::is_alphanumeric));
        let broken = rest.is_some_and(|rest| rest.chars().next().is_some_and(is_letter));
        let to = if broken { next + 1 } else { next };
        self.piece(self.out.len(), at, to);
        to
    }

    /// Takes one letter, with its marks.
    fn letter(&mut self, first: char, written: &str, at: usize, marked: bool) {
        let from = self.out.len();
        if !marked && first < '\u{2000}' && is_plain(first) && !first.is_whitespace() {
            if self.folding.lowers() {
                self.out.extend(first.to_lowercase());
            } else {
                self.out.push(first);
            }
        } else if !marked && first.is_whitespace() {
            let space = if matches!(first, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}') { '\n' } else { ' ' };
            if !self.folding.joins_spaces() {
                self.out.push(space);
            } else if !self.out.ends_with(' ') {
                self.out.push(' ');
            }
        } else {
            self.composed(first, written);
        }
        let simple = !marked && self.out.len() - from == written.len() && self.out[from..].chars().nth(1).is_none();
        if !simple {
            self.piece(from, at, at + written.len());
        }
    }

    fn composed(&mut self, first: char, written: &str) {
        let from = self.out.len();
        let lowers = self.folding.lowers();
        let (kept, marks) = if stays(first) { written.split_at(first.len_utf8()) } else { ("", written) };
        let mut letters: String = marks.chars().filter(|c| !is_invisible(*c)).map(one_for_all).collect();
        // Small letters may have other compositions than capitals.
        for _ in 0..4 {
            let mut next = String::with_capacity(letters.len());
            for c in letters.nfkc().filter(|c| !is_invisible(*c)).map(one_for_all) {
                if lowers { next.extend(c.to_lowercase()) } else { next.push(c) }
            }
            if next == letters {
                break;
            }
            letters = next;
        }
        self.out.push_str(kept);
        self.out.push_str(&letters);
        // A space inside, as of a sign that stands for several words, is one with a space before it.
        if self.folding.joins_spaces() && self.out[from..].starts_with(' ') && self.out[..from].ends_with(' ') {
            self.out.remove(from);
        }
    }

    fn piece(&mut self, at: usize, from: usize, to: usize) {
        let short = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        self.pieces.push(Piece { at: short(at), length: short(self.out.len() - at), from: short(from), to: short(to) });
    }
}

/// The one sign for all that are written for an apostrophe, a hyphen or a space.
fn one_for_all(c: char) -> char {
    match c {
        c if is_apostrophe(c) => '\'',
        c if is_hyphen(c) => '-',
        '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Whether a letter may become one with the letter before it.
fn goes_with(c: char) -> bool {
    // Among these are no marks: punctuation and signs, Chinese characters.
    if c < '\u{300}' || matches!(c, '\u{2000}'..='\u{20cf}' | '\u{2100}'..='\u{2cff}' | '\u{3400}'..='\u{9fff}') {
        return false;
    }
    let mut first = None;
    decompose_compatible(c, |part| {
        first.get_or_insert(part);
    });
    let first = first.unwrap_or(c);
    is_combining_mark(first) || canonical_combining_class(first) != 0 || is_nfkc_quick(std::iter::once(first)) != IsNormalized::Yes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    const ALL: [Folding; 3] = [Folding::Shape, Folding::Quote, Folding::Words];

    /// What words of real files are written with.
    const SIGNS: &str = "[aeoxåøæÅØ1 \n\t.'`-]|\u{301}|\u{30a}|\u{308}|\u{ad}|\u{ad}\n|\u{200b}|\u{200d}|\u{2060}|\u{feff}|\u{fe0f}|\u{200f}\
        |[\u{2010}-\u{2015}\u{2212}\u{fe58}\u{ff0d}]|[\u{a0}\u{2009}\u{202f}\u{3000}]|[ﬁﬃﬂﬅĳ]|[’‘´ʼ]|[ＡＢ１＠]|[½²™…¨①㎏]|각|ᄀ\u{1161}\u{11a8}|👩\u{200d}👧|🇩🇰|Å|[İẞΣς]|ﷺ";

    #[test]
    fn one_spelling_for_all_of_them() {
        for (written, plain) in [
            ("So\u{ad}fie", "Sofie"),
            ("So\u{200b}f\u{2060}ie\u{feff}", "Sofie"),
            ("Soﬁe oﬃce", "Sofie office"),
            ("Mu\u{308}ller", "Müller"),
            ("010190\u{2011}1234 010190–1234 010190\u{a0}1234", "010190-1234 010190-1234 010190 1234"),
            ("ＡＢ１２＠", "AB12@"),
            ("it’s don´t", "it's don't"),
            ("relations\u{ad}\ndannelse", "relationsdannelse"),
            ("\u{202b}ab\u{202c}", "ab"),
            ("Aa\u{30a}rhus Århus", "Aårhus Århus"),
        ] {
            assert_eq!(fold(written, Folding::Shape), plain, "{written:?}");
        }
        assert_eq!(fold("ÅSE  Ø\n\nÆ", Folding::Words), "åse ø æ");
        assert_eq!(fold("Ase Åse\n Ø", Folding::Quote), "Ase Åse Ø");
        for stays in ["10½ m² Word™ note¹", "får far fær för", "“ja”", "a - b\nc"] {
            assert_eq!(fold(stays, Folding::Shape), stays);
        }
    }

    #[test]
    fn what_is_found_lies_in_the_text() {
        let text = "\u{feff}Ann: So\u{ad}ﬁe, Mu\u{308}ller\u{200b} 👩\u{200d}👧!";
        let folded = Folded::new(text, Folding::Words);
        let of = |words: &str| {
            let at = folded.text().find(words).unwrap();
            folded.back(at..at + words.len()).text(text)
        };
        assert_eq!(folded.text(), "ann: sofie, müller 👩👧!");
        assert_eq!(
            [of("ann"), of("sofie"), of("f"), of("müller"), of("👧"), of(", "), of("!")],
            ["Ann", "So\u{ad}ﬁe", "ﬁ", "Mu\u{308}ller", "👩\u{200d}👧", ", ", "!"]
        );
        assert_eq!(folded.back(3..3).len(), 0);
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
                    let folded = Folded::new(&text, folding);
                    let places: Vec<usize> = folded.text().char_indices().map(|(at, _)| at).chain([folded.text().len()]).collect();
                    for (nth, start) in places.iter().enumerate() {
                        for end in &places[nth + 1..] {
                            let span = folded.back(*start..*end);
                            prop_assert!(bounds.contains(&(span.start as usize)) && bounds.contains(&(span.end as usize)), "{:?} {:?}", &text, span);
                            let (found, wanted) = (fold(span.text(&text), folding), &folded.text()[*start..*end]);
                            prop_assert!(found.contains(wanted), "{:?} {:?} {:?} {:?} {:?}", &text, folding, span, found, wanted);
                            // No more than the letters it touches: what it stands for reaches into the first and the last.
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
            let folded = Folded::new(&text, Folding::Shape);
            prop_assert_eq!(folded.text(), &text);
            prop_assert!(matches!(folded.text, Cow::Borrowed(_)));
            let mut slow = Folder { folding: Folding::Shape, out: String::new(), pieces: Vec::new() };
            slow.fold(&text);
            prop_assert_eq!((slow.out.as_str(), slow.pieces.len()), (text.as_str(), 0));
        }
    }

    #[test]
    fn the_quick_looks_are_what_the_tables_say() {
        for c in '\0'..='\u{ffff}' {
            let text = c.to_string();
            for folding in ALL {
                let mut slow = Folder { folding, out: String::new(), pieces: Vec::new() };
                slow.fold(&text);
                if is_folded(&text, folding) {
                    assert_eq!(slow.out, text, "{c:?}");
                }
                if is_plain(c) && !stays(c) && folding == Folding::Shape {
                    assert_eq!(
                        (slow.out.as_str(), text.nfkc().collect::<String>().as_str()),
                        (text.as_str(), text.as_str()),
                        "{c:?}"
                    );
                }
            }
            if c < '\u{3400}' && !stays(c) && !goes_with(c) {
                // What does not go with the letter before it is not changed by it.
                let after: String = format!("a{c}").nfkc().collect();
                assert_eq!(after, format!("a{}", text.nfkc()), "{c:?}");
            }
        }
    }
}
