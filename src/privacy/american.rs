//! US Social Security numbers, validated by the rules for area, group and serial number (ssa.gov).
//! They have no check digit.

use super::context::{LazyRegex, NumberContext, pattern};
use super::number::{GroupSeparator, NumberCandidate, NumberEdge, find_numbers};
use super::{Detector, DetectorFn, PersonalDataKind};
use std::sync::LazyLock;

pub(super) const DETECTOR: Detector = Detector {
    kind: PersonalDataKind::AmericanNumber,
    find: DetectorFn::Runs(|text, runs| find_numbers(text, runs, is_one)),
};

static SAID: LazyRegex =
    LazyLock::new(|| pattern(r"(?:ssn|social security|soc\.? ?sec)[\p{L}\s.:#=()-]{0,20}$"));
/// Numbers published in advertisements, which are never issued.
const PRINTED: [&str; 2] = ["078051120", "219099999"];

fn is_one(number: &NumberCandidate, context: &NumberContext<'_>) -> bool {
    let (area, group, serial) = (number.part(0..3), number.part(3..5), number.part(5..9));
    let ruled = number.digits.len() == 9
        && area > 0
        && area != 666
        && area < 900
        && group > 0
        && serial > 0;
    if !ruled
        || number.plus
        || number.before == NumberEdge::Tight
        || number.after == NumberEdge::Tight
        || PRINTED.contains(&&*number.digits)
    {
        return false;
    }
    let announced = || context.follows(&SAID);
    if number.shape != [3, 2, 4] || number.breaks > 1 {
        return announced();
    }
    let parted = number.divided_by(&[GroupSeparator::Dash])
        && !number.edges_are(&[NumberEdge::Letters])
        || number.divided_by(&[GroupSeparator::Blank]) && number.is_alone() && !context.measures();
    parted && !context.is_of_things() && !context.is_of_records() || announced()
}
