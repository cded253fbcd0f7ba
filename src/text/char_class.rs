//! Character classes for comparing text: invisible characters, the many forms of hyphens and
//! apostrophes, and combining marks ([`super::folding`]).

use unicode_normalization::{
    IsNormalized, UnicodeNormalization,
    char::{canonical_combining_class, decompose_compatible, is_combining_mark},
    is_nfkc_quick,
};

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
