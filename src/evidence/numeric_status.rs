//! The status of a link, or of one of its tests, by the numbers: a fixed vocabulary.
//!
//! "Supported" is reserved for links. It means that the plan shows a relation, that its tests agree
//! in sign, and that part of it withstands the stricter reading. What is not shown is no evidence
//! of absence: only with a declared smallest effect of interest can a relation that is at most
//! slight be told from data that are too imprecise.

use super::assessment::{AssessedTest, LinkAssessment};
use super::signs::SignAgreement;
use super::tally::TestTally;
use crate::stats::estimate;
use crate::study::{plan::TestUnit, theory::ExpectedDirection};
use serde::Serialize;

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, strum::Display, strum::IntoStaticStr,
)]
#[serde(into = "&'static str")]
pub enum NumericStatus {
    /// Of a link: shown by the plan, signs agree, and part of it withstands the stricter reading.
    #[strum(to_string = "supported")]
    Supported,
    /// Of a link: shown by the plan, but the stricter reading or an item that runs against the
    /// others leaves doubt.
    #[strum(to_string = "supported, fragile")]
    Fragile,
    /// Of a link: shown, with tests of opposite sign.
    #[strum(to_string = "signs differ")]
    Mixed,
    /// Of one test: shown by the plan.
    #[strum(to_string = "shown")]
    Shown,
    /// Shown against the expected direction.
    #[strum(to_string = "contrary")]
    Contrary,
    /// Whatever relation exists is below the smallest effect of interest.
    #[strum(to_string = "at most slight")]
    Slight,
    /// Not shown, and an effect above the smallest effect of interest is possible.
    #[strum(to_string = "too imprecise to say")]
    Imprecise,
    /// Not shown, and no smallest effect of interest was declared.
    #[strum(to_string = "not shown")]
    NotShown,
    /// No test was made.
    #[strum(to_string = "untested")]
    Untested,
    /// The data do not allow a test.
    #[strum(to_string = "not testable")]
    NotTestable,
}

impl NumericStatus {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns whether a relation was shown in the expected direction.
    #[must_use]
    pub fn is_shown(self) -> bool {
        matches!(
            self,
            NumericStatus::Supported | NumericStatus::Fragile | NumericStatus::Shown
        )
    }

    /// Returns whether a test was made and showed nothing.
    #[must_use]
    pub fn shows_nothing(self) -> bool {
        matches!(
            self,
            NumericStatus::NotShown | NumericStatus::Imprecise | NumericStatus::Slight
        )
    }
}

#[must_use]
pub fn of_link(weighing: &LinkAssessment<'_>, tally: TestTally, level: f64) -> NumericStatus {
    let counted = || {
        weighing
            .tests
            .iter()
            .filter(|test| test.circular.is_none() && test.planned.is_some())
    };
    if tally.run == 0 {
        return if weighing.tests.is_empty()
            && (weighing.plan.unit == TestUnit::Pairs || weighing.pairs.is_empty())
        {
            NumericStatus::Untested
        } else {
            NumericStatus::NotTestable
        };
    }
    if against(weighing) {
        return NumericStatus::Mixed;
    }
    let shown = || counted().filter(|test| test.shown());
    let slight: Vec<Option<bool>> = counted().map(AssessedTest::slight).collect();
    if slight.iter().all(|slight| *slight == Some(true)) {
        return NumericStatus::Slight;
    }
    if !tally.shows(&weighing.plan, level) {
        // A curved relation is neither slight nor imprecise.
        let imprecise = slight.contains(&Some(false)) && !has_shape(weighing, level);
        return if imprecise {
            NumericStatus::Imprecise
        } else {
            NumericStatus::NotShown
        };
    }
    let signs = SignAgreement::of(shown().map(|test| &test.test));
    let directed = signs.rising + signs.falling > 0;
    match weighing.link.expected {
        _ if !signs.agree() => return NumericStatus::Mixed,
        ExpectedDirection::Positive if directed && !signs.rises() => {
            return NumericStatus::Contrary;
        }
        ExpectedDirection::Negative if directed && signs.rises() => return NumericStatus::Contrary,
        _ => {}
    }
    let one_way = signs.rising == 0 || signs.falling == 0;
    let indices = shown()
        .filter_map(|test| test.test.indices.as_deref())
        .flatten();
    let SignAgreement {
        items, doubtful, ..
    } = &weighing.signs;
    let coherent = items.is_empty()
        && doubtful.is_empty()
        && indices
            .into_iter()
            .all(|index| index.reversed.is_empty() && index.doubtful.is_empty());
    if one_way && coherent && weighing.signs.agree() && tally.adjusted > 0 {
        NumericStatus::Supported
    } else {
        NumericStatus::Fragile
    }
}

/// Returns whether an index averages items that run against each other, and so has no meaning.
fn against(weighing: &LinkAssessment<'_>) -> bool {
    let indices = weighing
        .tests
        .iter()
        .filter_map(|test| test.test.indices.as_deref());
    indices.flatten().any(|index| !index.conflicting.is_empty())
}

/// Returns whether Pearson's chi-square shows any pair of the link, by Holm within the link: a
/// curved relation is no reason to remove the link.
#[must_use]
pub fn has_shape(weighing: &LinkAssessment<'_>, level: f64) -> bool {
    let own = weighing
        .pairs
        .iter()
        .map(|test| test.crosstab.pearson().ok().map(|test| test.p));
    let indices = weighing
        .tests
        .iter()
        .filter(|test| test.test.indices.is_some())
        .map(AssessedTest::shape);
    estimate::holm(&own.chain(indices).collect::<Vec<_>>())
        .into_iter()
        .flatten()
        .any(|p| p < level)
}
