//! US Social Security numbers, by the rules for area, group and serial number (ssa.gov): no check
//! digit.

use super::context::{Context, Pattern, pattern};
use super::number::{Edge, Number, Sign, numbers};
use super::{Detector, Find, Kind};
use std::sync::LazyLock;

pub(super) const DETECTOR: Detector = Detector {
    kind: Kind::AmericanNumber,
    find: Find::Runs(|text, runs| numbers(text, runs, is_one)),
};

static SAID: Pattern =
    LazyLock::new(|| pattern(r"(?:ssn|social security|soc\.? ?sec)[\p{L}\s.:#=()-]{0,20}$"));
/// Printed in advertisements, and never anybody's since.
const PRINTED: [&str; 2] = ["078051120", "219099999"];

fn is_one(number: &Number, context: &Context<'_>) -> bool {
    let (area, group, serial) = (number.part(0..3), number.part(3..5), number.part(5..9));
    let ruled = number.digits.len() == 9
        && area > 0
        && area != 666
        && area < 900
        && group > 0
        && serial > 0;
    if !ruled
        || number.plus
        || number.before == Edge::Tight
        || number.after == Edge::Tight
        || PRINTED.contains(&&*number.digits)
    {
        return false;
    }
    let said = || context.says(&SAID);
    if number.shape != [3, 2, 4] || number.breaks > 1 {
        return said();
    }
    let parted = number.divided_by(&[Sign::Dash]) && !number.stands(&[Edge::Letters])
        || number.divided_by(&[Sign::Blank]) && number.is_alone() && !context.measures();
    parted && !context.is_of_things() && !context.is_of_records() || said()
}
