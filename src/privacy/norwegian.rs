//! Norwegian fødselsnummer and D-nummer: date of birth, a serial number, and two check digits of
//! modulus 11 (Skatteetaten).

use super::context::NumberContext;
use super::date::is_short_day;
use super::number::{GroupSeparator, NumberCandidate, NumberEdge, find_numbers};
use super::{Detector, DetectorFn, PersonalDataKind};

pub(super) const DETECTOR: Detector = Detector {
    kind: PersonalDataKind::NorwegianNumber,
    find: DetectorFn::Runs(|text, runs| find_numbers(text, runs, is_one)),
};

fn is_one(number: &NumberCandidate, context: &NumberContext<'_>) -> bool {
    let shapes: [&[usize]; 9] = [
        &[11],
        &[6, 5],
        &[2, 2, 2, 5],
        &[6, 3, 2],
        &[6, 2, 3],
        &[2, 2, 2, 3, 2],
        &[2, 2, 2, 2, 3],
        &[2, 2, 7],
        &[4, 2, 5],
    ];
    let laid_out = number.single || shapes.contains(&&number.shape[..]);
    let signs = number.gaps.iter().all(|gap| {
        matches!(
            gap.sign,
            GroupSeparator::Blank
                | GroupSeparator::Break
                | GroupSeparator::Dash
                | GroupSeparator::Dot
                | GroupSeparator::Stop
                | GroupSeparator::Slash
        )
    });
    laid_out
        && signs
        && !number.plus
        && number.before != NumberEdge::Tight
        && number.after != NumberEdge::Tight
        && is_bare(&number.digits)
        && !context.is_of_things()
}

/// For digits without context, as in a column of a table.
pub(super) fn is_bare(digits: &str) -> bool {
    let digits: Vec<u8> = digits.bytes().map(|digit| digit - b'0').collect();
    if digits.len() != 11 {
        return false;
    }
    let two = |at: usize| i16::from(digits[at] * 10 + digits[at + 1]);
    // A D-nummer adds 40 to the day; test numbers add 40 or 80 to the month.
    let day = if two(0) > 40 { two(0) - 40 } else { two(0) };
    let month = match two(2) {
        month @ 81.. => month - 80,
        month @ 41..=80 => month - 40,
        month => month,
    };
    let check = |weights: &[u16]| {
        let sum: u16 = digits
            .iter()
            .zip(weights)
            .map(|(digit, weight)| u16::from(*digit) * weight)
            .sum();
        (11 - sum % 11) % 11
    };
    let (first, second) = (
        check(&[3, 7, 6, 1, 8, 9, 4, 5, 2]),
        check(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]),
    );
    is_short_day(two(4), month, day)
        && first == u16::from(digits[9])
        && second == u16::from(digits[10])
}
