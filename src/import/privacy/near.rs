//! The parts of a text that are worth a closer look: most of what people say holds no digit.

use std::ops::Range;

/// Bytes beside a place that belong to it.
const BESIDE: usize = 96;

/// Stretches around some places, which come in order; none begins or ends within a word.
pub(super) fn stretches(text: &str, places: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for place in places {
        let (mut start, mut end) = (place.start.saturating_sub(BESIDE), (place.end + BESIDE).min(text.len()));
        let blank = |byte: &u8| matches!(byte, b' ' | b'\n');
        start = text.as_bytes()[..start].iter().rposition(blank).map_or(0, |at| at + 1);
        end = text.as_bytes()[end..].iter().position(blank).map_or(text.len(), |at| end + at);
        match stretches.last_mut() {
            Some(last) if last.end >= start => last.end = last.end.max(end),
            _ => stretches.push(start..end),
        }
    }
    stretches
}

/// Stretches around all digits.
pub(super) fn digits(text: &str) -> Vec<Range<usize>> {
    let places = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit());
    stretches(text, places.map(|(at, _)| at..at + 1))
}
