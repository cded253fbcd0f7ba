//! Times of the recording, as written in transcripts.

use crate::text::Span;
use regex::Regex;
use std::sync::LazyLock;

/// A time: `0:05`, `00:00:05.123`, `01:02:03-4`, or a range, of which the start counts.
///
/// Some programs omit leading zeros: `0:1:34.80`.
pub(super) const TIME: &str = r"(?:\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,3}|(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,:]\d{1,3}|-\d\b)?)(?:[ \t]*(?:-->|[-–—]|to)[ \t]*(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,:]\d{1,3})?)?";

static STAMP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"#(?:{TIME})#|[\[({{](?:\d{{1,3}}:\d{{1,3}}:\d{{2}}(?:[.,:]\d{{1,3}}|-\d)?|\d{{1,3}}:\d{{2}}[.,]\d{{1,3}}|\d{{1,2}}:\d{{2}})[\])}}]"
    ))
    .ok()
});

/// Times within the words, such as `#00:00:05-2#` or `[00:01:02]`, with their milliseconds.
pub(super) fn stamps(text: &str, within: Span) -> Vec<(Span, u64)> {
    let Some(pattern) = STAMP.as_ref() else {
        return Vec::new();
    };
    let words = within.text(text);
    if !words.contains(['#', '[', '(', '{']) || !words.contains(':') {
        return Vec::new();
    }
    let at = within.start as usize;
    let found = pattern.find_iter(words);
    found
        .filter_map(|stamp| {
            Some((
                Span::of(at + stamp.start(), at + stamp.end()),
                milliseconds(stamp.as_str())?,
            ))
        })
        .collect()
}

/// The first time in a stamp, in milliseconds.
pub(super) fn milliseconds(stamp: &str) -> Option<u64> {
    let stamp = stamp.trim_matches(|c: char| !c.is_ascii_digit());
    let end = stamp
        .find(|c: char| !(c.is_ascii_digit() || ":.,".contains(c)))
        .unwrap_or(stamp.len());
    let mut tenths = stamp[end..]
        .strip_prefix('-')
        .and_then(|rest| rest.chars().next())
        .and_then(|c| c.to_digit(10))
        .unwrap_or(0);
    if stamp[end..].len() > 2 {
        // `0:05-0:09` is a range, but `0:05-2` means five seconds and two tenths.
        tenths = 0;
    }
    let (clock, fraction) = match stamp[..end].split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, fraction),
        None => (&stamp[..end], ""),
    };
    let mut parts: Vec<u64> = clock
        .split(':')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    // A fourth part counts frames, whose length depends on the camera.
    parts.truncate(3);
    let seconds = match parts.as_slice() {
        [hours, minutes, seconds] => (hours * 60 + minutes) * 60 + seconds,
        [minutes, seconds] => minutes * 60 + seconds,
        _ => return None,
    };
    let thousandths = format!("{fraction:0<3}")
        .get(..3)
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0);
    Some(seconds * 1_000 + thousandths + u64::from(tenths) * 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_milliseconds() {
        for (stamp, time) in [
            ("0:05", 5_000),
            ("#00:00:05-2#", 5_200),
            ("01:02:03,4", 3_723_400),
            ("0:05-0:09", 5_000),
            ("61:00", 3_660_000),
        ] {
            assert_eq!(milliseconds(stamp), Some(time), "{stamp}");
        }
        let text = "Yes #00:00:05-2# and (00:00:07) no [laughs] (7)";
        let times: Vec<u64> = stamps(text, Span::of(0, text.len()))
            .into_iter()
            .map(|(_, time)| time)
            .collect();
        assert_eq!(times, [5_200, 7_000]);
    }
}
