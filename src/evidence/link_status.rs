//! The status of a link by its tests, which drawings of the theory show as the style of a line.
//!
//! It is a quick reading by the plan within the link alone and no verdict. A proposal weighs the
//! same tests more thoroughly, takes longer, and takes precedence.

use super::{Balance, Evidence, NumericStatus, TestTally, assessment, numeric_status};
use crate::study::Study;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkStatus {
    /// Shown by the plan, with tests agreeing in sign, and partly shown by the stricter reading.
    Supported,
    /// Shown by the plan, with doubts.
    Fragile,
    /// Tested, and not shown by the plan.
    NotShown,
    /// The numbers go against the expected direction; or there are none, and more quotes contradict
    /// the link than support it.
    Contrary,
    Untested,
}

impl LinkStatus {
    pub const ALL: [LinkStatus; 5] = [
        LinkStatus::Supported,
        LinkStatus::Fragile,
        LinkStatus::NotShown,
        LinkStatus::Contrary,
        LinkStatus::Untested,
    ];

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

    /// The status by the plan, and the number of tests shown.
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

/// Simplified for a drawing. Tests of opposite sign show no relation.
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
