//! How a link stands after its tests: what a drawing of the theory shows by the style of a line.
//!
//! It is the quick reading of the counts, each test by itself, and no verdict: what
//! a proposal says of the same tests weighs more and takes longer, and goes before it.

use super::{Balance, Evidence};
use crate::stats::{advice::Status, ordinal};
use crate::study::{Study, dataset::Level, theory::Expected};

/// How a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// Half of its tests or more have p below the study's level.
    Supported,
    /// Some of its tests have, but fewer than half.
    Fragile,
    /// It was tested, and no test has.
    NotShown,
    /// The numbers go against the direction expected, or, without numbers,
    /// more quotes contradict it than support it.
    Contrary,
    /// Nothing was tested.
    Untested,
}

impl Reading {
    /// All of them.
    pub const ALL: [Reading; 5] = [Reading::Supported, Reading::Fragile, Reading::NotShown, Reading::Contrary, Reading::Untested];

    /// The words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Reading::Supported => "supported",
            Reading::Fragile => "supported, fragile",
            Reading::NotShown => "not shown",
            Reading::Contrary => "contrary",
            Reading::Untested => "untested",
        }
    }

    /// How the link of this evidence stands.
    #[must_use]
    pub fn of(study: &Study, evidence: &Evidence<'_>) -> Reading {
        let tests = &evidence.tests.tests;
        if tests.is_empty() {
            let Balance { supports, contradicts, .. } = evidence.balance();
            return if contradicts > supports { Reading::Contrary } else { Reading::Untested };
        }
        let significant: Vec<_> = tests.iter().filter(|test| test.is_significant(study.alpha)).collect();
        let wanted = match evidence.link.expected {
            Expected::Positive => Some(1.0),
            Expected::Negative => Some(-1.0),
            Expected::None | Expected::Unstated => None,
        };
        let against = significant.iter().filter(|test| {
            let ordered = test.crosstab.row.level != Level::Nominal && test.crosstab.column.level != Level::Nominal;
            let direction = ordinal::tau_b(&test.crosstab.table).ok().filter(|_| ordered);
            direction.zip(wanted).is_some_and(|(tau, wanted)| tau.value * wanted < 0.0)
        });
        let against = against.count();
        match significant.len() {
            0 => Reading::NotShown,
            all if against * 2 > all => Reading::Contrary,
            all if (all - against) * 2 >= tests.len() => Reading::Supported,
            _ => Reading::Fragile,
        }
    }
}

/// What the weighed tests say, in the words of a drawing.
impl From<Status> for Reading {
    fn from(status: Status) -> Reading {
        match status {
            Status::Supported | Status::Shown => Reading::Supported,
            Status::Fragile => Reading::Fragile,
            Status::NotShown | Status::Slight | Status::Imprecise => Reading::NotShown,
            Status::Contrary => Reading::Contrary,
            Status::Untested | Status::NotTestable => Reading::Untested,
        }
    }
}
