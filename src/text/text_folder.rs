//! Builds the folded form of a text, with the pieces whose length differs from the original.

use super::boundary::{
    canonical_char, combines_with_previous, is_apostrophe, is_hyphen, is_invisible, is_letter,
    is_never_folded, is_plain, may_begin_mark,
};
use super::folding::{FoldMode, FoldedPiece};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Length of the prefix that is its own folded form (apart from case), and start of its last
/// character. Most text is like this and is copied in runs. `blank` tells whether a space comes
/// before.
pub(super) fn plain(bytes: &[u8], folding: FoldMode, mut blank: bool) -> (usize, usize) {
    let (joins, lowers) = (folding.joins_spaces(), folding.lowers());
    let (mut at, mut last) = (0, 0);
    loop {
        let length = match &bytes[at..] {
            [b' ', ..] if joins && blank => break,
            [b'\n', ..] if joins => break,
            [b'\t' | 0xb..=b'\r' | b'`', ..] => break,
            [0..=0x7f, ..] => 1,
            // Letters of Latin-1, which are composed.
            [0xc3, next, ..] if !lowers || *next >= 0x9f => 2,
            // “ and ”.
            [0xe2, 0x80, 0x9c | 0x9d, ..] => 3,
            _ => break,
        };
        blank = bytes[at] == b' ';
        (last, at) = (at, at + length);
    }
    (at, last)
}

pub(super) struct TextFolder {
    pub(super) folding: FoldMode,
    pub(super) out: String,
    pub(super) pieces: Vec<FoldedPiece>,
}

impl TextFolder {
    pub(super) fn fold(&mut self, text: &str) {
        let mut at = 0;
        while at < text.len() {
            at += self.plain(&text[at..]);
            let mut chars = text[at..].char_indices();
            let Some((_, first)) = chars.next() else {
                break;
            };
            if is_invisible(first) {
                let next = at + first.len_utf8();
                at = self.skip_invisible(text, at, next, first == '\u{ad}');
                continue;
            }
            // Combining marks belong to the character before them, even after an invisible one.
            let mut end = at + first.len_utf8();
            let mut marked = false;
            if may_begin_mark(&text.as_bytes()[end..]) && !first.is_control() {
                for (offset, c) in chars {
                    if is_invisible(c) {
                        continue;
                    } else if !combines_with_previous(c) {
                        break;
                    }
                    (marked, end) = (true, at + offset + c.len_utf8());
                }
            }
            self.letter(first, &text[at..end], at, marked);
            at = end;
        }
    }

    /// Copies a run of plain text, and returns its length in bytes.
    fn plain(&mut self, text: &str) -> usize {
        let (end, last) = plain(text.as_bytes(), self.folding, self.out.ends_with(' '));
        // The last character may be followed by combining marks.
        let length = if may_begin_mark(&text.as_bytes()[end..]) {
            last
        } else {
            end
        };
        let from = self.out.len();
        self.out.push_str(&text[..length]);
        if self.folding.lowers() {
            self.out[from..].make_ascii_lowercase();
        }
        length
    }

    /// Leaves out `at..next`, and a line break after a soft hyphen inside a word. Returns where to
    /// continue.
    fn skip_invisible(&mut self, text: &str, at: usize, next: usize, soft: bool) -> usize {
        // A combining mark does not end a word.
        let before = self.out.chars().rev().find(|c| !is_combining_mark(*c));
        let rest = text[next..]
            .strip_prefix('\n')
            .filter(|_| soft && before.is_some_and(char::is_alphanumeric));
        let broken = rest.is_some_and(|rest| {
            rest.chars()
                .find(|c| !is_invisible(*c))
                .is_some_and(is_letter)
        });
        let to = if broken { next + 1 } else { next };
        self.piece(self.out.len(), at, to);
        to
    }

    /// Folds one character with its combining marks.
    fn letter(&mut self, first: char, written: &str, at: usize, marked: bool) {
        let from = self.out.len();
        if !marked && first < '\u{2000}' && is_plain(first) && !first.is_whitespace() {
            if self.folding.lowers() {
                self.out.extend(first.to_lowercase());
            } else {
                self.out.push(first);
            }
        } else if !marked && first.is_whitespace() {
            let space = if matches!(first, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}') {
                '\n'
            } else {
                ' '
            };
            if !self.folding.joins_spaces() {
                self.out.push(space);
            } else if !self.out.ends_with(' ') {
                self.out.push(' ');
            }
        } else if !marked && (is_hyphen(first) || is_apostrophe(first)) {
            self.out.push(canonical_char(first));
        } else if !marked && first == '…' {
            self.out.push_str("...");
        } else {
            self.composed(first, written);
        }
        let simple = !marked
            && self.out.len() - from == written.len()
            && self.out[from..].chars().nth(1).is_none();
        if !simple {
            self.piece(from, at, at + written.len());
        }
    }

    fn composed(&mut self, first: char, written: &str) {
        let from = self.out.len();
        let lowers = self.folding.lowers();
        let (kept, marks) = if is_never_folded(first) {
            written.split_at(first.len_utf8())
        } else {
            ("", written)
        };
        let mut letters: String = marks
            .chars()
            .filter(|c| !is_invisible(*c))
            .map(canonical_char)
            .collect();
        // Lower-case letters may have other compositions than capitals.
        for _ in 0..4 {
            let mut next = String::with_capacity(letters.len());
            for c in letters
                .nfkc()
                .filter(|c| !is_invisible(*c))
                .map(canonical_char)
            {
                if lowers {
                    next.extend(c.to_lowercase())
                } else {
                    next.push(c)
                }
            }
            if next == letters {
                break;
            }
            letters = next;
        }
        self.out.push_str(kept);
        self.out.push_str(&letters);
        // A space inside, as of a symbol that stands for several words, merges with a space before
        // it.
        if self.folding.joins_spaces()
            && self.out[from..].starts_with(' ')
            && self.out[..from].ends_with(' ')
        {
            self.out.remove(from);
        }
    }

    fn piece(&mut self, at: usize, from: usize, to: usize) {
        let short = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        self.pieces.push(FoldedPiece {
            at: short(at),
            length: short(self.out.len() - at),
            from: short(from),
            to: short(to),
        });
    }
}
