//! Dates of birth, recognised by a word for birth: `født 3. maj 1971`, `geb. 03.05.1971`, `DOB:
//! 5/3/71`.

use super::context::{LazyRegex, pattern};
use super::date::{is_day, is_short_day};
use super::{Detector, DetectorFn, PersonalDataKind};
use regex::Captures;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) const DETECTOR: Detector = Detector {
    kind: PersonalDataKind::BirthDate,
    find: DetectorFn::NearDigits(find),
};

/// Words for birth in Danish, Norwegian, Swedish, German, English and Finnish.
const BORN: &str = r"født|fødd|fødes|fødsels\p{L}*|född|föddes|födelse\p{L}*|född\p{L}*|geboren\p{L}*|geburts\p{L}*|geb\.?[- ]?dat\.?|geb\.|born|birth\p{L}*|date of birth|d\.?o\.?b\.?|syntynyt|syntymä\p{L}*|synt\.|f\.";
/// First letters of month names in these languages.
const MONTHS: [(&str, i16); 25] = [
    ("jan", 1),
    ("jän", 1),
    ("feb", 2),
    ("mar", 3),
    ("mär", 3),
    ("mrz", 3),
    ("apr", 4),
    ("maj", 5),
    ("mai", 5),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("okt", 10),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("des", 12),
    ("dez", 12),
    ("tammik", 1),
    ("helmik", 2),
    ("touko", 5),
    ("kesä", 6),
    ("joulu", 12),
];
const MONTH: &str = r"(?:jan(?:uary?i?|uar)?|jän(?:ner)?|feb(?:ruary?i?|ruar)?|marts?|mars|march|märz|mrz|apr(?:il)?|maj|mai|may|jun[ie]?|june|juni|jul[iy]?|aug(?:ust|usti)?|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[csz](?:ember)?)\.?";

/// A date in figures or words.
static DAY: LazyLock<String> = LazyLock::new(|| {
    let gap = r"[\s]{1,3}";
    format!(
        r"(?:(?P<iso>[0-9]{{4}})[-./](?P<isom>[0-9]{{1,2}})[-./](?P<isod>[0-9]{{1,2}})|(?P<d>[0-9]{{1,2}})[ ]?[-./ ][ \n]?(?P<m>[0-9]{{1,2}})[ ]?[-./ ][ \n]?(?P<y>[0-9]{{4}}|[0-9]{{2}})|(?P<dd>[0-9]{{1,2}})(?:\.|st|nd|rd|th|te|de|die|:?[ae])?(?:{gap}|-)?(?:of )?(?P<word>{MONTH})(?:{gap}|,{gap}|-|)(?:i )?'?(?P<yy>[0-9]{{4}}|[0-9]{{2}})|(?P<word2>{MONTH}){gap}(?P<dd2>[0-9]{{1,2}})(?:st|nd|rd|th)?,?{gap}(?P<yy2>[0-9]{{4}})|(?P<all>[0-9]{{8}}|[0-9]{{6}}))"
    )
});
/// The word before the date; no end of a sentence and no other number in between.
static FORWARD: LazyRegex = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:^|[^\p{{L}}])(?:{BORN})(?P<between>[^0-9.?!;]{{0,40}}?(?:\bd\.[ ]?)?[^0-9.?!;]{{0,3}})(?P<day>{})(?:[^0-9]|$)",
        &*DAY
    ))
});
/// The date before the word.
static BACKWARD: LazyRegex = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:^|[^0-9])(?P<day>{})[^0-9.?!;]{{0,25}}(?:født|född|geboren|geb\.|born|fødselsdag|födelsedag|birthday|geburtstag)",
        &*DAY
    ))
});

fn find(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for pattern in [&FORWARD, &BACKWARD] {
        let Some(pattern) = pattern.as_ref() else {
            continue;
        };
        let days = pattern
            .captures_iter(text)
            .filter(|place| is_date(place))
            .filter_map(|place| place.name("day").map(|day| day.range()));
        for day in days {
            if !ranges
                .iter()
                .any(|known| known.start < day.end && day.start < known.end)
            {
                ranges.push(day);
            }
        }
    }
    ranges
}

fn is_date(place: &Captures<'_>) -> bool {
    let number = |name: &str| {
        place
            .name(name)
            .and_then(|part| part.as_str().parse::<i16>().ok())
    };
    let there = |year: i16, month: i16, day: i16| {
        if year < 100 {
            is_short_day(year, month, day)
        } else {
            (1850..2100).contains(&year) && is_day(year, month, day)
        }
    };
    let worded = |word: &str, day: &str, year: &str| {
        let word = place.name(word)?.as_str().to_lowercase();
        let month = MONTHS.iter().find(|(begin, _)| word.starts_with(begin))?.1;
        Some(there(number(year)?, month, number(day)?))
    };
    if let (Some(year), Some(month), Some(day)) = (number("iso"), number("isom"), number("isod")) {
        return there(year, month, day);
    }
    if let (Some(one), Some(other), Some(year)) = (number("d"), number("m"), number("y")) {
        // American dates have the month first; some formats begin with the year.
        return there(year, other, one)
            || there(year, one, other)
            || there(one, other, year.min(31));
    }
    if let Some(all) = place.name("all").map(|all| all.as_str()) {
        let part = |range: Range<usize>| {
            all.get(range)
                .and_then(|part| part.parse::<i16>().ok())
                .unwrap_or(-1)
        };
        return match all.len() {
            6 => {
                there(part(4..6), part(2..4), part(0..2))
                    || there(part(0..2), part(2..4), part(4..6))
            }
            _ => {
                there(part(0..4), part(4..6), part(6..8))
                    || there(part(4..8), part(2..4), part(0..2))
            }
        };
    }
    worded("word", "dd", "yy")
        .or_else(|| worded("word2", "dd2", "yy2"))
        .unwrap_or(false)
}
