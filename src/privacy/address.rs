//! Street addresses: a street name and a number. Reported as a hint that never refuses anything,
//! since streets cannot be listed and some words only look like one.

use super::context::{LazyRegex, pattern};
use super::{Detector, DetectorFn, PersonalDataKind};
use std::ops::Range;
use std::sync::LazyLock;

pub(super) const DETECTOR: Detector = Detector {
    kind: PersonalDataKind::Address,
    find: DetectorFn::NearDigits(find),
};

/// The number behind the name: `Nørregade 12`, `Karl Johans gate 5 B`, `Hauptstr. 3`.
static BEHIND: LazyRegex = LazyLock::new(|| {
    let glued = r"gade|vej|vejen|allé|alle|plads|stræde|torv|torvet|boulevard|boulevarden|vænge|vænget|parken|haven|bakken|toften|marken|krogen|skrænten|bakke|draget|brynet|hegnet|lunden|ageren|dalen|engen|kæret|løkken|mosen|stien|svinget|vangen|kajen|broen|højen|leddet|sletten|gatan|gata|vägen|väg|gränd|torget|stigen|backen|gate|gaten|veien|vei|veg|vegen|svingen|straße|strasse|str\.|weg|platz|allee|gasse|ufer|damm|markt|reihe|katu|tie|kuja|polku";
    // Lower-case words count only behind a name in the genitive: `alle 12`, `have 30` and `på vej
    // 3` are no streets.
    let small = r"gate|gata|vei|veg|väg|plass|torg|gade|vej|allé|alle|plads|boulevard|stræde|torv";
    let large = r"Gade|Vej|Allé|Alle|Plads|Boulevard|Gata|Gate|Straße|Strasse|Str\.|Weg|Platz|Allee|Torv|Stræde|Have|Markt|Reihe";
    let named = r"\p{Lu}[\p{L}'.-]";
    pattern(&format!(
        r"(?:{named}*(?:{glued})|(?:{named}*[ ]){{0,2}}{named}*s[ ](?:{small})|{named}+(?:[ ]\p{{L}}[\p{{L}}'.-]*){{0,2}}[ ](?:{large}))[ \n]{{1,2}}(?:nr\.?[ ]?)?[0-9]{{1,3}}(?:[ ]?[A-Za-z])?(?:[^\p{{L}}0-9]|$)"
    ))
});
/// The number before the name: `12 High Street`, `221B Baker Street`.
static BEFORE: LazyRegex = LazyLock::new(|| {
    pattern(
        r"(?:^|[^\p{L}0-9.,])([0-9]{1,5}[A-Za-z]?,?[ ](?:\p{Lu}[\p{L}'.-]*[ \n]){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Way|Crescent|Square|Terrace|Gardens|Boulevard|Blvd|Grove|Hill|Mews|Row|Parkway|Highway|Place|Walk|Green|Park|Rise|Quay|View))(?:[^\p{L}]|$)",
    )
});

/// Words that end like a street but are none.
const NONE: [&str; 21] = [
    "motorvej",
    "landevej",
    "omvej",
    "adgangsvej",
    "udvej",
    "genvej",
    "studievej",
    "karrierevej",
    "indkørselsvej",
    "vejen",
    "haven",
    "parken",
    "marken",
    "strategi",
    "kategorie",
    "umweg",
    "ausweg",
    "heimweg",
    "motorväg",
    "omväg",
    "arbejdsplads",
];
/// Second halves of such words.
const NONE_ENDS: [&str; 8] = [
    "arbejdsplads",
    "læreplads",
    "praktikplads",
    "arbeitsplatz",
    "legeplads",
    "karrierevej",
    "motorvej",
    "byggeplads",
];

fn find(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for place in BEHIND.iter().flat_map(|pattern| pattern.find_iter(text)) {
        let words = place.as_str();
        let whole = words.trim_end_matches(|c: char| !c.is_alphanumeric());
        let street = words
            .split([' ', '\n'])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let before = text[..place.start()].chars().next_back();
        let none = NONE.contains(&&*street) || NONE_ENDS.iter().any(|end| street.ends_with(end));
        // Part of a year or an amount.
        let goes_on = text[place.start() + whole.len()..]
            .trim_start_matches([' ', '.', ','])
            .starts_with("procent");
        if !none && !goes_on && !before.is_some_and(char::is_alphanumeric) {
            ranges.push(place.start()..place.start() + whole.len());
        }
    }
    ranges.extend(
        BEFORE
            .iter()
            .flat_map(|pattern| pattern.captures_iter(text))
            .filter_map(|place| place.get(1))
            .map(|place| place.range()),
    );
    ranges
}
