//! Finnish henkilötunnus: date of birth, a sign for the century, a serial number, and a check
//! character of modulus 31 (dvv.fi; signs B–F and U–Y since 2023).

use super::context::{LazyRegex, pattern};
use super::date::is_day;
use super::{Detector, DetectorFn, PersonalDataKind};
use std::sync::LazyLock;

pub(super) const DETECTOR: Detector = Detector {
    kind: PersonalDataKind::FinnishNumber,
    find: DetectorFn::NearDigits(find),
};

const CHECK: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";

static PATTERN: LazyRegex = LazyLock::new(|| {
    pattern(
        r"(?i)([0-9]{2})[ .]?([0-9]{2})[ .]?([0-9]{2})[ \n]{0,2}([-+ABCDEFYXWVU])[ \n]{0,2}([0-9]{3})[ \n]?([0-9A-FHJ-NPR-Y])",
    )
});

fn find(text: &str) -> Vec<std::ops::Range<usize>> {
    let Some(pattern) = PATTERN.as_ref() else {
        return Vec::new();
    };
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(place) = pattern.captures_at(text, at) {
        let Some(whole) = place.get(0) else { break };
        at = whole.start() + 1;
        let before = text[..whole.start()].chars().next_back();
        let after = text[whole.end()..].chars().next();
        let alone = !before.is_some_and(|c| c.is_ascii_digit())
            && !after.is_some_and(char::is_alphanumeric);
        if alone && is_one(&place) {
            ranges.push(whole.range());
            at = whole.end();
        }
    }
    ranges
}

fn is_one(place: &regex::Captures<'_>) -> bool {
    let part = |group: usize| place.get(group).map_or("", |part| part.as_str());
    let number = |group: usize| part(group).parse::<i16>().unwrap_or(-1);
    let century = match part(4).to_ascii_uppercase().as_str() {
        "+" => 1800,
        "-" | "Y" | "X" | "W" | "V" | "U" => 1900,
        _ => 2000,
    };
    let digits = format!("{}{}{}{}", part(1), part(2), part(3), part(5));
    let check = digits
        .parse::<usize>()
        .ok()
        .and_then(|all| CHECK.get(all % 31));
    let written = part(6).bytes().next().map(|byte| byte.to_ascii_uppercase());
    number(5) >= 2 && is_day(century + number(3), number(2), number(1)) && check.copied() == written
}
