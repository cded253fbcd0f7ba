//! Selects the stretches worth searching: most of a transcript has no digits.

use std::ops::Range;

/// Bytes included on each side of a place.
const BESIDE: usize = 96;

/// Bytes searched for the end of a word beyond that.
const WORD: usize = 160;

/// Merges the surroundings of places, which must be in order, into stretches. None begins or ends
/// within a word, unless the word is absurdly long.
pub(super) fn stretches(
    text: &str,
    places: impl Iterator<Item = Range<usize>>,
) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for place in places {
        match stretches.last_mut() {
            // Already covered.
            Some(last) if place.end + BESIDE <= last.end => {}
            Some(last) if place.start <= last.end + BESIDE => last.end = end(text, place.end),
            _ => stretches.push(start(text, place.start)..end(text, place.end)),
        }
    }
    stretches
}

/// The character boundary at or before a byte.
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// The character boundary at or after a byte.
pub(super) fn ceil(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}

fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\n')
}

fn start(text: &str, place: usize) -> usize {
    let near = floor(text, place.saturating_sub(BESIDE));
    let far = floor(text, near.saturating_sub(WORD));
    text.as_bytes()[far..near]
        .iter()
        .rposition(is_blank)
        .map_or(far, |at| far + at + 1)
}

fn end(text: &str, place: usize) -> usize {
    let near = ceil(text, (place + BESIDE).min(text.len()));
    let far = ceil(text, (near + WORD).min(text.len()));
    text.as_bytes()[near..far]
        .iter()
        .position(is_blank)
        .map_or(far, |at| near + at)
}

pub(super) fn digits(text: &str) -> Vec<Range<usize>> {
    let places = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| byte.is_ascii_digit());
    stretches(text, places.map(|(at, _)| at..at + 1))
}
