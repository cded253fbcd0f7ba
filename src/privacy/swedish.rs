//! Swedish personnummer and samordningsnummer: year, month and day of birth, a serial number, and a
//! Luhn check digit (Skatteverket). From the year somebody turns a hundred, a plus replaces the
//! hyphen.

use super::context::{LazyRegex, NumberContext, pattern};
use super::date::{is_day, is_short_day};
use super::number::{GroupSeparator, NumberCandidate, NumberEdge, find_numbers, same};
use super::{Detector, DetectorFn, PersonalDataKind};
use std::sync::LazyLock;

pub(super) const DETECTOR: Detector = Detector {
    kind: PersonalDataKind::SwedishNumber,
    find: DetectorFn::Runs(|text, runs| find_numbers(text, runs, is_one)),
};

static SAID: LazyRegex = LazyLock::new(|| {
    pattern(r"(?:personn\p{L}*|pers\.? ?nr|pnr|samordningsn\p{L}*)[\p{L}\s.:#=()-]{0,20}$")
});

fn is_one(number: &NumberCandidate, context: &NumberContext<'_>) -> bool {
    let shapes: [&[usize]; 8] = [
        &[10],
        &[12],
        &[6, 4],
        &[8, 4],
        &[2, 2, 2, 4],
        &[4, 2, 2, 4],
        &[2, 6, 4],
        &[2, 8],
    ];
    if !(number.single || shapes.contains(&&number.shape[..]))
        || number.plus
        || number.before == NumberEdge::Tight
        || number.after == NumberEdge::Tight
        || !is_bare(&number.digits)
    {
        return false;
    }
    let main = number.gaps.last();
    let signs = main.is_none_or(|main| {
        matches!(
            main.sign,
            GroupSeparator::Blank
                | GroupSeparator::Break
                | GroupSeparator::Dash
                | GroupSeparator::Plus
        )
    });
    let between = number.gaps.split_last().is_none_or(|(_, between)| {
        same(
            between,
            &[
                GroupSeparator::Blank,
                GroupSeparator::Break,
                GroupSeparator::Dash,
                GroupSeparator::Dot,
                GroupSeparator::Slash,
            ],
        )
    });
    let signed =
        main.is_some_and(|main| matches!(main.sign, GroupSeparator::Dash | GroupSeparator::Plus));
    let announced = || context.follows(&SAID);
    // `20240301 1230` is a date and time.
    let long = number.digits.len() == 12;
    let moment =
        long && number.part(0..4) > 2011 && number.part(8..10) < 24 && number.part(10..12) < 60;
    let loose = || {
        let glued = number.before == NumberEdge::Letters || number.after == NumberEdge::Letters;
        (!glued || context.is_glued_to_word())
            && number.edges_are(&[NumberEdge::Free, NumberEdge::Line, NumberEdge::Letters])
            && !context.measures()
            && !context.is_of_records()
    };
    signs && between && (announced() || !context.is_of_things() && !moment && (signed || loose()))
}

/// For ten or twelve digits without context, as in a column of a table.
pub(super) fn is_bare(digits: &str) -> bool {
    let part = |range: std::ops::Range<usize>| {
        digits
            .get(range)
            .and_then(|digits| digits.parse::<i16>().ok())
            .unwrap_or(-1)
    };
    let (year, rest) = match digits.len() {
        10 => (part(0..2), 2),
        12 => (part(0..4), 4),
        _ => return false,
    };
    // A samordningsnummer adds 60 to the day.
    let (month, day) = (part(rest..rest + 2), part(rest + 2..rest + 4));
    let day = if day > 60 { day - 60 } else { day };
    let there = if rest == 2 {
        is_short_day(year, month, day)
    } else {
        (1850..2100).contains(&year) && is_day(year, month, day)
    };
    there && luhn(&digits[digits.len() - 10..])
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0') << (place % 2);
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}
