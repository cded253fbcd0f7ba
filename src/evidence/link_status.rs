//! The status of a link by its tests, which drawings of the theory show as the style of a line.
//!
//! It is a quick reading by the plan within the link alone and no verdict. A proposal weighs the
//! same tests more thoroughly, takes longer, and takes precedence.

use super::{Balance, Evidence, NumericStatus, TestTally, assessment, numeric_status};
use crate::study::Study;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
pub enum LinkStatus {
    /// Shown by the plan, with tests agreeing in sign, and partly shown by the stricter reading.
    #[strum(to_string = "supported")]
    Supported,
    /// Shown by the plan, with doubts.
    #[strum(to_string = "supported, fragile")]
    Fragile,
    /// Tested, and not shown by the plan.
    #[strum(to_string = "not shown")]
    NotShown,
    /// The numbers go against the expected direction; or there are none, and more quotes contradict
    /// the link than support it.
    #[strum(to_string = "contrary")]
    Contrary,
    #[strum(to_string = "untested")]
    Untested,
}

impl LinkStatus {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
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
