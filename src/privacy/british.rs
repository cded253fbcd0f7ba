//! British National Insurance numbers, validated by the rules for their letters (gov.uk, NIM39110).
//! They have no check digit.

use super::context::{LazyRegex, pattern};
use super::{Detector, DetectorFn, PersonalDataKind, near_digits::ceil};
use std::sync::LazyLock;

pub(super) const DETECTOR: Detector = Detector {
    kind: PersonalDataKind::BritishNumber,
    find: DetectorFn::NearDigits(find),
};

static PATTERN: LazyRegex = LazyLock::new(|| {
    let gap = r"(?:[ ]?[-./]?[ \n]?)";
    pattern(&format!(
        r"(?i)([A-CEGHJ-PR-TW-Z][ ]?[A-CEGHJ-NPR-TW-Z]){gap}([0-9]{{2}}){gap}([0-9]{{2}}){gap}([0-9]{{2}})(?:{gap}([A-D]))?"
    ))
});
/// Prefixes that are never issued.
const NONE: [&str; 7] = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

fn find(text: &str) -> Vec<std::ops::Range<usize>> {
    let Some(pattern) = PATTERN.as_ref() else {
        return Vec::new();
    };
    let places = pattern
        .captures_iter(text)
        .filter(|place| is_one(text, place));
    places
        .filter_map(|place| place.get(0))
        .map(|whole| whole.range())
        .collect()
}

fn is_one(text: &str, place: &regex::Captures<'_>) -> bool {
    let (Some(whole), Some(letters)) = (place.get(0), place.get(1)) else {
        return false;
    };
    let prefix: String = letters.as_str().chars().filter(|c| *c != ' ').collect();
    let before = text[..whole.start()].chars().next_back();
    let after = text[whole.end()..].chars().next();
    let glued = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if glued(before) || glued(after) || NONE.contains(&&*prefix.to_ascii_uppercase()) {
        return false;
    }
    let written = whole.as_str();
    let announced = {
        let from = ceil(text, whole.start().saturating_sub(40));
        let before = text[from..whole.start()].to_lowercase();
        ["national insurance", "nino", "ni number", "ni no", "n.i."]
            .iter()
            .any(|words| before.contains(words))
    };
    let capitals = !written.chars().any(|c| c.is_ascii_lowercase());
    let small = !written.chars().any(|c| c.is_ascii_uppercase());
    let tight = !written.contains([' ', '\n']);
    // In `er 12 34 56 a` the letters are words, and without the final letter two capitals are an
    // abbreviation.
    announced
        || place.get(5).is_some() && (capitals && !letters.as_str().contains(' ') || small && tight)
}
