//! Telephone numbers: the national formats of Denmark, Norway, Sweden, Germany, the United Kingdom
//! and the USA, and international numbers of any country.
//!
//! Phone numbers have no check digit, so grouping and context decide: behind `tlf.` almost any
//! grouping is accepted, behind `uge` almost none. A numbering-plan library (libphonenumber's port
//! adds 3 MB) knows which numbers are issued, but neither how people group digits nor whether a
//! number counts something.

use super::context::{LazyRegex, NumberContext, pattern};
use super::date::{is_day, is_short_day, is_year};
use super::number::{GroupSeparator, NumberCandidate, NumberEdge, find_numbers};
use super::{Detector, DetectorFn, PersonalDataKind};
use std::sync::LazyLock;

pub(super) const DETECTOR: Detector = Detector {
    kind: PersonalDataKind::Phone,
    find: DetectorFn::Runs(|text, runs| find_numbers(text, runs, is_one)),
};

/// Text before a phone number.
static SAID: LazyRegex = LazyLock::new(|| {
    pattern(
        r"(?:^|[^\p{L}])(?:tlf|telf|tel|telefon\p{L}*|telephone|mobil\p{L}*|mob|phone|cell|cellphone|handy\p{L}*|fax|rufnummer|ring|ringe|ringer|ringet|ringa|kald|call|called|anruf\p{L}*|erreichbar|sms|sms'e|whatsapp|signal|mobilepay|hotline|nå\p{L}*|reach|dial|kontakt\p{L}*|contact)[\p{L}\s.:,#=()'-]{0,28}$|(?:mit|mitt|min|his|hans|hendes|hennes|my|her|meine|privat\p{L}*) (?:nummer|number|nr)[\p{L}\s.:]{0,12}$",
    )
});

/// Text behind a phone number.
static SAID_BEHIND: LazyRegex = LazyLock::new(|| {
    pattern(
        r"^[\s,]{0,2}\(?(?:mobil|mob\.|tlf|telefon|cell|phone|handy|fax|er mit nummer|is my (?:cell|mobile|phone|number)|ist meine nummer|är mitt nummer)",
    )
});

/// True if the digits begin with a country code (ITU-T E.164).
fn has_country(digits: &str) -> bool {
    const TWO: [&str; 43] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
        "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
        "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95",
    ];
    let three = [
        "21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50", "59", "67", "68",
        "69", "80", "85", "87", "88", "96", "97", "98", "99",
    ];
    digits.starts_with(['1', '7'])
        || digits
            .get(..2)
            .is_some_and(|two| TWO.contains(&two) || three.contains(&two))
}

fn is_one(number: &NumberCandidate, context: &NumberContext<'_>) -> bool {
    if number.before == NumberEdge::Tight
        || number.after == NumberEdge::Tight
        || !brackets_close(number)
    {
        return false;
    }
    let signed = number
        .gaps
        .iter()
        .any(|gap| matches!(gap.sign, GroupSeparator::Plus | GroupSeparator::Stop));
    // A decimal such as `0.0392896436553`.
    let decimal = !number.plus
        && number.shape[0] == 1
        && number
            .gaps
            .first()
            .is_some_and(|gap| gap.sign == GroupSeparator::Dot);
    if signed
        || decimal
        || number
            .digits
            .bytes()
            .all(|digit| digit == number.digits.as_bytes()[0])
    {
        return false;
    }
    let length = number.digits.len();
    if number.plus {
        return (8..=15).contains(&length)
            && has_country(&number.digits)
            && !context.is_of_things();
    }
    if number.is_column() || is_times(number) {
        return false;
    }
    let announced = is_said(number) && (context.follows(&SAID) || context.precedes(&SAID_BEHIND));
    let glued = number.before == NumberEdge::Letters || number.after == NumberEdge::Letters;
    if announced {
        return !context.is_of_things()
            && (number.after != NumberEdge::Letters || context.is_glued_to_word());
    }
    if glued || !number.is_alone() || number.single {
        return false;
    }
    let shaped = is_abroad(number) || is_nordic(number) || is_trunk(number) || is_american(number);
    shaped && !context.measures() && !context.is_of_records() && !context.is_of_things()
}

/// Brackets must be balanced, with an opening one before a group.
fn brackets_close(number: &NumberCandidate) -> bool {
    number
        .gaps
        .iter()
        .all(|gap| gap.sign != GroupSeparator::Bracket)
        || number.range.len() > number.digits.len()
}

/// Accepts almost any grouping, for use behind a word for a phone.
fn is_said(number: &NumberCandidate) -> bool {
    let length = number.digits.len();
    let abroad =
        number.shape[0] > 1 && number.digits.starts_with("00") && has_country(&number.digits[2..]);
    let home = match length {
        7 => number.shape == [3, 4],
        8 => number
            .digits
            .starts_with(['2', '3', '4', '5', '6', '7', '8', '9', '0']),
        9..=12 => true,
        13..=15 => abroad,
        _ => false,
    };
    // In `ring den 01.02.2024` the digits are a date.
    home && !is_date(number) && !is_years(number)
}

/// International without a plus: `0045 20 30 40 50`, `45 20304050`.
fn is_abroad(number: &NumberCandidate) -> bool {
    let digits = &number.digits;
    if let Some(rest) = digits.strip_prefix("00").filter(|_| number.shape[0] > 1) {
        let nordic = (rest.starts_with("45") || rest.starts_with("47")) && rest.len() == 10;
        return nordic || has_country(rest) && (10..=13).contains(&rest.len());
    }
    let nordic = (digits.starts_with("45") || digits.starts_with("47")) && digits.len() == 10;
    // Five pairs may be five numbers, unless the country code is set apart.
    let set_off = number
        .gaps
        .first()
        .is_some_and(|gap| matches!(gap.sign, GroupSeparator::Bracket | GroupSeparator::Dash));
    let rest = number.shape.get(1..).unwrap_or_default();
    nordic
        && number.shape[0] == 2
        && (rest == [8]
            || rest == [4, 4]
            || set_off && rest == [2, 2, 2, 2] && number.gaps[1].sign != GroupSeparator::Dash)
}

/// Eight digits, Danish or Norwegian.
fn is_nordic(number: &NumberCandidate) -> bool {
    if number.digits.len() != 8
        || number.digits.starts_with(['0', '1'])
        || is_date(number)
        || is_years(number)
    {
        return false;
    }
    // A round number is an amount, and two lines of digits alone are two numbers.
    if number.digits.ends_with("0000") || number.breaks > 0 && number.whole_lines {
        return false;
    }
    let even = number.divided_by(&[
        GroupSeparator::Blank,
        GroupSeparator::Dash,
        GroupSeparator::Dot,
        GroupSeparator::Slash,
    ]);
    let by_blank = number.divided_by(&[GroupSeparator::Blank, GroupSeparator::Dash]);
    match number.shape[..] {
        [8] => true,
        [2, 2, 2, 2] => even && !is_series(number),
        [4, 4] => by_blank && !is_range(number),
        [2, 2, 4] => by_blank,
        [4, 2, 2] => number.divided_by(&[GroupSeparator::Blank]),
        // Norwegian 412 34 567; an amount would be grouped by three from the end.
        [3, 2, 3] => by_blank,
        _ => false,
    }
}

/// An area code with a leading zero, as in Sweden, Germany and the United Kingdom.
fn is_trunk(number: &NumberCandidate) -> bool {
    let digits = number.digits.as_bytes();
    let length = digits.len();
    if digits[0] != b'0'
        || digits[1] == b'0'
        || number.shape == [3, 2, 4]
        || is_date(number)
        || number.shape.len() > 6
    {
        return false;
    }
    let signs = [
        GroupSeparator::Blank,
        GroupSeparator::Dash,
        GroupSeparator::Slash,
        GroupSeparator::Bracket,
        GroupSeparator::Break,
    ];
    if !number.gaps.iter().all(|gap| signs.contains(&gap.sign)) {
        return false;
    }
    // The area code is set apart, or the groups are longer than those of a date.
    let parted = number.gaps.first().is_some_and(|gap| {
        matches!(
            gap.sign,
            GroupSeparator::Dash | GroupSeparator::Slash | GroupSeparator::Bracket
        )
    });
    match number.shape[..] {
        // Sweden: 07x mobile. Germany: 015–017 mobile. United Kingdom: eleven digits.
        [_] => {
            let mobile = matches!(digits[1], b'7') && (10..=11).contains(&length)
                || digits[1] == b'1'
                    && matches!(digits[2], b'5' | b'6' | b'7')
                    && (11..=12).contains(&length);
            let area = match digits[1] {
                b'1' => digits[2] != b'0',
                b'2' => matches!(digits[2], b'0' | b'3' | b'4' | b'8' | b'9'),
                other => matches!(other, b'3' | b'8'),
            };
            let landline = area && (length == 11 || length == 10 && digits[1] != b'1');
            mobile || landline
        }
        [first, ..] if parted => {
            let least = if first == 2 { 8 } else { 9 };
            (2..=5).contains(&first) && (least..=12).contains(&length)
        }
        [2..=5, rest, ..] => {
            (9..=12).contains(&length)
                && rest >= 2
                && (number.shape.iter().any(|length| *length > 2))
        }
        [1, 2..=4, ..] => {
            number
                .gaps
                .iter()
                .any(|gap| gap.sign == GroupSeparator::Slash)
                && (9..=12).contains(&length)
        }
        _ => false,
    }
}

/// Three, three and four digits, possibly with a leading 1.
fn is_american(number: &NumberCandidate) -> bool {
    let (shape, rest) = match number.shape[..] {
        [1, 3, 3, 4] if number.digits.starts_with('1') => (true, &number.digits[1..]),
        [3, 3, 4] => (true, &number.digits[..]),
        _ => (false, ""),
    };
    let starts = |at: usize| rest.as_bytes().get(at).is_some_and(|digit| *digit >= b'2');
    let blank = number.divided_by(&[GroupSeparator::Blank]);
    shape && starts(0) && (starts(3) || !blank)
}

/// Dates: 2024-03-01, 01.02.2024, 20240301, and 24-12-98 followed by an hour.
fn is_date(number: &NumberCandidate) -> bool {
    let dated = match number.shape[..] {
        [8] | [4, 4] | [2, 2, 4] | [4, 2, 2] => true,
        [2, 2, 2, 2] => number.gaps.first().is_some_and(|gap| {
            matches!(
                gap.sign,
                GroupSeparator::Dash | GroupSeparator::Dot | GroupSeparator::Slash
            )
        }),
        _ => false,
    };
    let part = |range| number.part(range);
    let forward = is_year(part(0..4)) && is_day(part(0..4), part(4..6), part(6..8));
    let backward = is_year(part(4..8))
        && (is_day(part(4..8), part(2..4), part(0..2))
            || is_day(part(4..8), part(0..2), part(2..4)));
    let short = number.shape == [2, 2, 2, 2]
        && number.gaps[0] == number.gaps[1]
        && number.gaps[1] != number.gaps[2];
    dated && (forward || backward || short && is_short_day(part(4..6), part(2..4), part(0..2)))
}

/// Two years.
fn is_years(number: &NumberCandidate) -> bool {
    number.digits.len() == 8 && is_year(number.part(0..4)) && is_year(number.part(4..8))
}

/// A short range: 2345-2399.
fn is_range(number: &NumberCandidate) -> bool {
    let (from, to) = (number.part(0..4), number.part(4..8));
    number.divided_by(&[GroupSeparator::Dash]) && from < to && to - from < 200
}

/// A sequence such as 22 23 24 25, or similar measurements such as 72 75 81 78.
fn is_series(number: &NumberCandidate) -> bool {
    let pairs = [0, 2, 4, 6].map(|at| number.part(at..at + 2));
    let step = pairs[1] - pairs[0];
    let even = matches!(step, 1 | 2 | 5) && pairs.windows(2).all(|pair| pair[1] - pair[0] == step);
    let (least, most) = (pairs.iter().min(), pairs.iter().max());
    even || least
        .zip(most)
        .is_some_and(|(least, most)| most - least <= 12)
}

/// A time range: 09.30-10.15.
fn is_times(number: &NumberCandidate) -> bool {
    let signs: Vec<GroupSeparator> = number.gaps.iter().map(|gap| gap.sign).collect();
    let time = |at: usize| number.part(at..at + 2) < 25 && number.part(at + 2..at + 4) < 60;
    number.shape == [2, 2, 2, 2]
        && signs[0] == GroupSeparator::Dot
        && signs[2] == GroupSeparator::Dot
        && signs[1] != GroupSeparator::Dot
        && time(0)
        && time(4)
}
