//! Line wrapping that maps every cell back to its byte.
//!
//! ratatui's own wrapping starts from the front on every frame and cannot tell which byte a cell
//! shows. Here a line *is* a span, so that selecting, colouring and clicking all refer to the text.

use super::{Span, sanitize};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Width of a grapheme in terminal cells, once control characters are made harmless.
#[must_use]
pub fn grapheme_width(grapheme: &str) -> usize {
    match grapheme.as_bytes() {
        [b'\n'] => 0,
        [_] => 1,
        _ if grapheme.chars().any(|c| sanitize::visible_char(c) != c) => grapheme.chars().count(),
        _ => UnicodeWidthStr::width(grapheme),
    }
}

/// Width of a text in terminal cells.
#[must_use]
pub fn width(text: &str) -> usize {
    if is_single_width(text) {
        text.chars().count()
    } else {
        text.graphemes(true).map(grapheme_width).sum()
    }
}

/// Returns whether every character is a grapheme of one cell. Danish and its neighbours then skip
/// the segmentation rules for all other scripts.
#[must_use]
pub fn is_single_width(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || text.chars().all(is_letter)
}

/// The graphemes of a text: start, grapheme, and width in terminal cells.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    text.grapheme_indices(true)
        .map(|(at, grapheme)| (at, grapheme, grapheme_width(grapheme)))
}

/// Breaks `within` into lines of at most `columns` cells and passes each to `line`. Lines break at
/// spaces, which stay at the end of the line and may exceed it; a word longer than a line is cut
/// between graphemes; a line feed ends a line. An empty span gives no line.
pub fn wrap(text: &str, within: Span, columns: usize, mut line: impl FnMut(Span)) {
    let columns = columns.max(2);
    let mut start = within.start as usize;
    for part in within.text(text).split('\n') {
        wrap_part(
            text,
            Span::of(start, start + part.len()),
            columns,
            &mut line,
        );
        start += part.len() + 1;
    }
}

fn wrap_part(text: &str, part: Span, columns: usize, line: &mut impl FnMut(Span)) {
    let (mut start, end) = (part.start as usize, part.end as usize);
    let words = part.text(text);
    if words.is_ascii() {
        // One byte is one cell: search backwards from the line's end for a space.
        let bytes = text.as_bytes();
        while end - start > columns {
            let limit = start + columns;
            let cut = if bytes[limit] == b' ' {
                Some(limit)
            } else {
                bytes[start..limit]
                    .iter()
                    .rposition(|b| *b == b' ')
                    .map(|at| start + at)
            };
            let mut next = cut.unwrap_or(limit);
            while next < end && bytes[next] == b' ' {
                next += 1;
            }
            if next <= start {
                next = limit;
            }
            line(Span::of(start, next));
            start = next;
        }
        if start < end {
            line(Span::of(start, end));
        }
        return;
    }
    if words.chars().all(is_letter) {
        wrap_plain(text, part, columns, line)
    } else {
        wrap_any(text, part, columns, line)
    }
}

/// [`wrap_part`] for any script.
fn wrap_any(text: &str, part: Span, columns: usize, line: &mut impl FnMut(Span)) {
    let (mut start, end) = (part.start as usize, part.end as usize);
    let mut used = 0;
    // End of the last space, and the cells used up to there.
    let mut after_blank: Option<(usize, usize)> = None;
    for (offset, grapheme) in part.text(text).grapheme_indices(true) {
        let at = part.start as usize + offset;
        let blank = grapheme == " " || grapheme == "\t";
        let wide = grapheme_width(grapheme);
        // Runs twice if the text after the space is itself too long with this grapheme.
        while !blank && used + wide > columns && at > start {
            let (cut, cells_before) = after_blank
                .take()
                .filter(|(cut, _)| *cut > start)
                .unwrap_or((at, used));
            line(Span::of(start, cut));
            start = cut;
            used -= cells_before;
        }
        used += wide;
        if blank {
            after_blank = Some((at + grapheme.len(), used));
        }
    }
    if start < end {
        line(Span::of(start, end));
    }
}

/// Returns whether a character is a grapheme of one cell: letters and marks of European languages,
/// and box-drawing characters.
fn is_letter(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{2500}'..='\u{25fc}')
}

/// [`wrap_part`] where every character takes one cell.
fn wrap_plain(text: &str, part: Span, columns: usize, line: &mut impl FnMut(Span)) {
    let mut start = part.start as usize;
    let mut used = 0;
    // End of the last space, and the cells used up to there.
    let mut after_blank = None;
    for (offset, c) in part.text(text).char_indices() {
        let at = part.start as usize + offset;
        if c != ' ' && used >= columns {
            let (cut, cells_before) = after_blank.take().unwrap_or((at, used));
            line(Span::of(start, cut));
            start = cut;
            used -= cells_before;
            if used >= columns {
                // The word after the space fills a line by itself.
                line(Span::of(start, at));
                start = at;
                used = 0;
            }
        }
        used += 1;
        if c == ' ' {
            after_blank = Some((at + 1, used));
        }
    }
    if start < part.end as usize {
        line(Span::of(start, part.end as usize));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, columns: usize) -> Vec<&str> {
        let mut out = Vec::new();
        wrap(text, Span::of(0, text.len()), columns, |line| {
            out.push(line.text(text))
        });
        out
    }

    #[test]
    fn breaks_at_blanks_and_inside_long_words() {
        assert_eq!(
            lines("the quick brown fox", 10),
            ["the quick ", "brown fox"]
        );
        assert_eq!(
            lines("så hurtig en brun ræv", 10),
            ["så hurtig ", "en brun ", "ræv"]
        );
        assert_eq!(lines("abcdefghijkl", 5), ["abcde", "fghij", "kl"]);
        assert_eq!(lines("æøåæøåæ", 3), ["æøå", "æøå", "æ"]);
        assert_eq!(lines("one\ntwo", 10), ["one", "two"]);
    }

    #[test]
    fn every_plain_letter_is_a_grapheme_of_one_cell_and_harmless() {
        let letters: String = (' '..='\u{ffff}').filter(|c| is_letter(*c)).collect();
        assert!(letters.contains("xyz") && letters.contains('å') && letters.contains('█'));
        assert!(
            letters
                .graphemes(true)
                .all(|grapheme| grapheme.chars().count() == 1 && grapheme_width(grapheme) == 1)
        );
        assert!(letters.chars().all(|c| sanitize::visible_char(c) == c));
    }

    proptest! {
        #[test]
        fn plain_text_breaks_the_same_the_short_way(text in "[a-cæøå –…│◆]{0,60}", columns in 2usize..12) {
            let whole = Span::of(0, text.len());
            let (mut short, mut long) = (Vec::new(), Vec::new());
            wrap_plain(&text, whole, columns, &mut |line| short.push(line));
            wrap_any(&text, whole, columns, &mut |line| long.push(line));
            prop_assert_eq!(short, long);
        }

        #[test]
        fn every_byte_is_in_one_line_and_no_line_is_too_wide(text in "[a-cæ👩日 \n\u{301}]{0,60}", columns in 2usize..12) {
            let mut at = 0;
            wrap(&text, Span::of(0, text.len()), columns, |line| {
                // Only line feeds are between lines.
                assert!(text[at..line.start as usize].chars().all(|c| c == '\n'));
                assert!(width(line.text(&text).trim_end_matches(' ')) <= columns, "{:?}", line.text(&text));
                at = line.end as usize;
            });
            prop_assert!(text[at..].chars().all(|c| c == '\n'));
        }
    }
}
