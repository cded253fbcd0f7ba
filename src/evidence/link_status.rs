//! How a link stands after its tests: what a drawing of the theory shows by the style of a line.
//!
//! It is the quick reading by the plan, within the link alone, and no verdict: what
//! a proposal says of the same tests weighs more and takes longer, and goes before it.

use super::{Balance, Evidence, NumericStatus, TestTally, assessment, numeric_status};
use crate::study::Study;

/// How a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkStatus {
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

impl LinkStatus {
    /// All of them.
    pub const ALL: [LinkStatus; 5] = [
        LinkStatus::Supported,
        LinkStatus::Fragile,
        LinkStatus::NotShown,
        LinkStatus::Contrary,
        LinkStatus::Untested,
    ];

    /// The words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LinkStatus::Supported => "supported",
            LinkStatus::Fragile => "supported, fragile",
            LinkStatus::NotShown => "not shown",
            LinkStatus::Contrary => "contrary",
            LinkStatus::Untested => "untested",
        }
    }

    /// How the link of this evidence stands, and how many of its tests are shown, by the plan.
    #[must_use]
    pub fn of(study: &Study, evidence: &Evidence<'_>) -> (LinkStatus, usize) {
        if evidence.tests.planned(study.plan().unit).is_empty() {
            let Balance {
                supports,
                contradicts,
                ..
            } = evidence.balance();
            return (
                if contradicts > supports {
                    LinkStatus::Contrary
                } else {
                    LinkStatus::Untested
                },
                0,
            );
        }
        let weighing = assessment::assess_quickly(study, evidence.link, &evidence.tests);
        let tally = TestTally::of(&weighing.tests, evidence.link.expected);
        (
            LinkStatus::from(numeric_status::of_link(&weighing, tally, study.alpha)),
            tally.shown,
        )
    }
}

/// What the weighed tests say, in the words of a drawing. Signs that differ show no relation.
impl From<NumericStatus> for LinkStatus {
    fn from(numbers: NumericStatus) -> LinkStatus {
        match numbers {
            NumericStatus::Supported | NumericStatus::Shown => LinkStatus::Supported,
            NumericStatus::Fragile => LinkStatus::Fragile,
            NumericStatus::NotShown
            | NumericStatus::Imprecise
            | NumericStatus::Slight
            | NumericStatus::Mixed => LinkStatus::NotShown,
            NumericStatus::Contrary => LinkStatus::Contrary,
            NumericStatus::Untested | NumericStatus::NotTestable => LinkStatus::Untested,
        }
    }
}
