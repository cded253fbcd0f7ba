//! Danish CPR numbers: date of birth and four digits.
//!
//! Only the date is validated: since 2007 numbers are issued that fail the modulus 11 check
//! (cpr.dk).

use super::context::{LazyRegex, NumberContext, pattern};
use super::date::is_day;
use super::number::{GroupSeparator, NumberCandidate, NumberEdge, find_numbers, same};
use super::{Detector, DetectorFn, PersonalDataKind};
use std::sync::LazyLock;

pub(super) const DETECTOR: Detector = Detector {
    kind: PersonalDataKind::Cpr,
    find: DetectorFn::Runs(|text, runs| find_numbers(text, runs, is_one)),
};

static SAID: LazyRegex = LazyLock::new(|| {
    pattern(
        r"(?:cpr|personn\p{L}*|pers\.? ?nr|p-?nr|fødselsn\p{L}*|identitetsn\p{L}*)[\p{L}\s.:#=()/-]{0,20}$",
    )
});

/// For digits without context, as in a column of a table.
pub(super) fn is_bare(digits: &str) -> bool {
    digits.len() == 10 && is_date(digits)
}

fn is_one(number: &NumberCandidate, context: &NumberContext<'_>) -> bool {
    if number.plus
        || number.edges_are(&[NumberEdge::Tight])
        || number.before == NumberEdge::Tight
        || number.after == NumberEdge::Tight
    {
        return false;
    }
    let announced = || context.follows(&SAID);
    if number.shape == [10] {
        let glued = number.before == NumberEdge::Letters || number.after == NumberEdge::Letters;
        let beside = number.before == NumberEdge::Number || number.after == NumberEdge::Number;
        return is_date(&number.digits)
            && (announced()
                || !glued_wrongly(glued, context)
                    && !beside
                    && !number.single
                    && !context.measures()
                    && !context.is_of_things()
                    && !context.is_of_records());
    }
    let Some(places) = CprDateGroups::of(number, &announced) else {
        return false;
    };
    let (between, serial) = (&number.gaps[..places.date - 1], &number.gaps[places.date..]);
    let main = number.gaps[places.date - 1];
    let year_behind = {
        let serial = number.part(number.digits.len() - 4..number.digits.len());
        (1950..2036).contains(&serial)
    };
    let even = same(
        between,
        &[
            GroupSeparator::Blank,
            GroupSeparator::Dash,
            GroupSeparator::Dot,
            GroupSeparator::Slash,
            GroupSeparator::Stop,
            GroupSeparator::Break,
        ],
    ) && same(serial, &[GroupSeparator::Blank, GroupSeparator::Break]);
    let lonely_letter = number.after == NumberEdge::Letters && context.letters_behind() < 2;
    if !places.is_date(number) || !even || lonely_letter {
        return false;
    }
    match main.sign {
        GroupSeparator::Dash | GroupSeparator::Slash => {
            // `01.01.90 - 1995` is a period.
            let time = !between.is_empty()
                && main.spaced
                && year_behind
                && same(
                    between,
                    &[
                        GroupSeparator::Dot,
                        GroupSeparator::Slash,
                        GroupSeparator::Dash,
                    ],
                );
            let stroke = main.sign == GroupSeparator::Slash && !between.is_empty();
            !context.is_of_things() && (!(time || stroke || context.measures()) || announced())
        }
        GroupSeparator::Blank | GroupSeparator::Break => {
            let dated = same(
                between,
                &[
                    GroupSeparator::Dot,
                    GroupSeparator::Dash,
                    GroupSeparator::Slash,
                ],
            ) && !year_behind;
            let plain = (same(between, &[GroupSeparator::Blank, GroupSeparator::Break]) || dated)
                && serial.is_empty()
                && number.is_alone();
            let counts = || context.measures() || context.is_of_things() || context.is_of_records();
            plain && !number.single && !number.is_column() && !counts() || announced()
        }
        GroupSeparator::Dot => {
            number.digits.starts_with('0')
                && between.is_empty()
                && number.is_alone()
                && !context.measures()
                || announced()
        }
        GroupSeparator::Stop | GroupSeparator::Plus | GroupSeparator::Bracket => announced(),
    }
}

fn glued_wrongly(glued: bool, context: &NumberContext<'_>) -> bool {
    glued && !context.is_glued_to_word()
}

/// The digit groups that form the date.
struct CprDateGroups {
    /// Number of groups.
    date: usize,
    /// Where day, month and year end among the digits.
    cuts: [usize; 3],
}

impl CprDateGroups {
    fn of(number: &NumberCandidate, said: &dyn Fn() -> bool) -> Option<CprDateGroups> {
        let all = number.digits.len();
        let mut digits = 0;
        let date = 1 + number.shape.iter().position(|length| {
            digits += length;
            digits + 4 == all
        })?;
        let cuts = match number.shape[..date] {
            [6] | [2, 2, 2] | [4, 2] | [2, 4] => [2, 4, 6],
            [8] | [2, 2, 4] => [2, 4, 8],
            [day @ (1 | 2), month @ (1 | 2), 2] => [day, day + month, day + month + 2],
            [day @ (1 | 2), month @ (1 | 2), 4] => [day, day + month, day + month + 4],
            _ => return None,
        };
        let serial = &number.shape[date..];
        // Five pairs are ambiguous without a hyphen or a word for CPR numbers.
        let parted = serial == [2, 2] || serial == [1, 1, 1, 1];
        let whole = serial == [4]
            || parted && (number.gaps[date - 1].sign == GroupSeparator::Dash || said());
        whole.then_some(CprDateGroups { date, cuts })
    }

    fn is_date(&self, number: &NumberCandidate) -> bool {
        let [day, month, year] = self.cuts;
        let (day, month, year) = (
            number.part(0..day),
            number.part(day..month),
            number.part(month..year),
        );
        let serial = number.part(number.digits.len() - 4..number.digits.len());
        if self.cuts[2] - self.cuts[1] == 4 {
            return (1850..2100).contains(&year) && is_day(year, month, day);
        }
        is_day(century(year, serial) + year, month, day)
    }
}

/// True if the first six digits are a date in the century given by the seventh.
fn is_date(digits: &str) -> bool {
    let part = |range: std::ops::Range<usize>| {
        digits
            .get(range)
            .and_then(|digits| digits.parse::<i16>().ok())
            .unwrap_or(-1)
    };
    let (day, month, year, serial) = (part(0..2), part(2..4), part(4..6), part(6..10));
    is_day(century(year, serial) + year, month, day)
}

/// The century encoded in the seventh digit (cpr.dk).
fn century(year: i16, serial: i16) -> i16 {
    match (serial / 1_000, year) {
        (0..=3, _) => 1900,
        (4 | 9, 0..=36) => 2000,
        (4 | 9, _) => 1900,
        (_, 0..=57) => 2000,
        _ => 1800,
    }
}
