//! International bank account numbers, validated by check digits and by each country's length and
//! format.

use super::context::{LazyRegex, pattern};
use super::{Detector, DetectorFn, PersonalDataKind};
use iban::Iban;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) const DETECTOR: Detector = Detector {
    kind: PersonalDataKind::Iban,
    find: DetectorFn::NearDigits(find),
};

static BEGINS: LazyRegex =
    LazyLock::new(|| pattern(r"(?i)[A-Z]{2}[ -]?[0-9][ ]?[0-9][ \n.-]{0,2}[A-Z0-9]"));

/// Lengths over all countries.
const SHORTEST: usize = 15;
const LONGEST: usize = 34;

fn find(text: &str) -> Vec<Range<usize>> {
    let Some(begins) = BEGINS.as_ref() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(place) = begins.find_at(text, at) {
        at = place.start() + 1;
        if let Some(end) = end(text, place.start()) {
            found.push(place.start()..end);
            at = end;
        }
    }
    found
}

/// The end of the number that begins at `start`, if there is one.
fn end(text: &str, start: usize) -> Option<usize> {
    let mut written = String::with_capacity(LONGEST);
    let mut ends = Vec::new();
    let mut signs = 0;
    for (offset, c) in text[start..].char_indices() {
        match c {
            'A'..='Z' | 'a'..='z' | '0'..='9' => {
                written.push(c.to_ascii_uppercase());
                ends.push(start + offset + 1);
                signs = 0;
                if written.len() == LONGEST {
                    break;
                }
            }
            ' ' | '-' | '\n' | '.' | '/' if signs < 3 => signs += 1,
            _ => break,
        }
    }
    let whole = |length: &usize| {
        !text[ends[length - 1]..]
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_digit())
    };
    let is_one = |length: &usize| {
        written
            .get(..*length)
            .is_some_and(|written| written.parse::<Iban>().is_ok())
    };
    (SHORTEST..=written.len())
        .rev()
        .find(|length| whole(length) && is_one(length))
        .map(|length| ends[length - 1])
}
