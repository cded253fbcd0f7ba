//! How a link stands after its tests: what a drawing of the theory shows by the style of a line.
//!
//! It is the quick reading by the plan, within the link alone, and no verdict: what
//! a proposal says of the same tests weighs more and takes longer, and goes before it.

use super::{Balance, Evidence, Numbers, Tally, numbers, weighing};
use crate::study::Study;

/// How a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// The plan shows it, its tests agree in sign, and some of it holds by the stricter reading.
    Supported,
    /// The plan shows it, with doubt left.
    Fragile,
    /// It was tested, and the plan shows nothing.
    NotShown,
    /// The numbers go against the direction expected, or, without numbers,
    /// more quotes contradict it than support it.
    Contrary,
    /// Nothing was tested.
    Untested,
}

impl Reading {
    /// All of them.
    pub const ALL: [Reading; 5] = [
        Reading::Supported,
        Reading::Fragile,
        Reading::NotShown,
        Reading::Contrary,
        Reading::Untested,
    ];

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

    /// How the link of this evidence stands, and how many of its tests are shown, by the plan.
    #[must_use]
    pub fn of(study: &Study, evidence: &Evidence<'_>) -> (Reading, usize) {
        if evidence.tests.planned(study.plan().unit).is_empty() {
            let Balance {
                supports,
                contradicts,
                ..
            } = evidence.balance();
            return (
                if contradicts > supports {
                    Reading::Contrary
                } else {
                    Reading::Untested
                },
                0,
            );
        }
        let weighing = weighing::quick(study, evidence.link, &evidence.tests);
        let tally = Tally::of(&weighing.tests, evidence.link.expected);
        (
            Reading::from(numbers::of_link(&weighing, tally, study.alpha)),
            tally.shown,
        )
    }
}

/// What the weighed tests say, in the words of a drawing. Signs that differ show no relation.
impl From<Numbers> for Reading {
    fn from(numbers: Numbers) -> Reading {
        match numbers {
            Numbers::Supported | Numbers::Shown => Reading::Supported,
            Numbers::Fragile => Reading::Fragile,
            Numbers::NotShown | Numbers::Imprecise | Numbers::Slight | Numbers::Mixed => {
                Reading::NotShown
            }
            Numbers::Contrary => Reading::Contrary,
            Numbers::Untested | Numbers::NotTestable => Reading::Untested,
        }
    }
}
