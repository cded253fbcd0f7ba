//! What the numbers say of a link, or one test of it: the fixed words.
//!
//! "Supported" is kept for links: it says that the plan shows a relation, that its tests agree in
//! sign, and that the stricter reading leaves some of it. What is not shown is no evidence of
//! absence; only with a smallest effect of interest can it be told whether there is at most little,
//! or whether these answers cannot say.

use super::assessment::{AssessedTest, LinkAssessment};
use super::signs::SignAgreement;
use super::tally::TestTally;
use crate::stats::family;
use crate::study::{plan::TestUnit, theory::ExpectedDirection};
use serde::Serialize;
use std::fmt;

/// The word for what the numbers say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum NumericStatus {
    /// Of a link: shown by the plan, signs agree, and some of it holds by the stricter reading.
    #[serde(rename = "supported")]
    Supported,
    /// Of a link: shown by the plan, but the stricter reading or an item that goes another way
    /// leaves doubt.
    #[serde(rename = "supported, fragile")]
    Fragile,
    /// Of a link: shown, but some of it rises and some of it falls.
    #[serde(rename = "signs differ")]
    Mixed,
    /// Of one test: shown by the plan.
    #[serde(rename = "shown")]
    Shown,
    /// Shown against the direction expected.
    #[serde(rename = "contrary")]
    Contrary,
    /// Whatever there is lies below the smallest effect of interest.
    #[serde(rename = "at most slight")]
    Slight,
    /// Nothing is shown, and more than the smallest effect of interest may be there.
    #[serde(rename = "too imprecise to say")]
    Imprecise,
    /// Nothing is shown, and no smallest effect of interest was declared.
    #[serde(rename = "not shown")]
    NotShown,
    /// Nobody has tested it.
    #[serde(rename = "untested")]
    Untested,
    /// The data cannot say.
    #[serde(rename = "not testable")]
    NotTestable,
}

impl NumericStatus {
    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            NumericStatus::Supported => "supported",
            NumericStatus::Fragile => "supported, fragile",
            NumericStatus::Mixed => "signs differ",
            NumericStatus::Shown => "shown",
            NumericStatus::Contrary => "contrary",
            NumericStatus::Slight => "at most slight",
            NumericStatus::Imprecise => "too imprecise to say",
            NumericStatus::NotShown => "not shown",
            NumericStatus::Untested => "untested",
            NumericStatus::NotTestable => "not testable",
        }
    }

    /// Whether a relation was shown in the direction expected.
    #[must_use]
    pub fn is_shown(self) -> bool {
        matches!(
            self,
            NumericStatus::Supported | NumericStatus::Fragile | NumericStatus::Shown
        )
    }

    /// Whether a test was made and showed nothing.
    #[must_use]
    pub fn shows_nothing(self) -> bool {
        matches!(
            self,
            NumericStatus::NotShown | NumericStatus::Imprecise | NumericStatus::Slight
        )
    }
}

/// The word for a link whose tests have been weighed.
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
        // What bends is neither slight nor imprecise.
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

/// Whether an index is made of items that go against each other, so that it is the mean of nothing.
fn against(weighing: &LinkAssessment<'_>) -> bool {
    let indices = weighing
        .tests
        .iter()
        .filter_map(|test| test.test.indices.as_deref());
    indices.flatten().any(|index| !index.conflicting.is_empty())
}

/// Whether Pearson's chi-square shows something in any pair of a link, by Holm within the link: a
/// relation that bends is none that may be removed.
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
    family::holm(&own.chain(indices).collect::<Vec<_>>())
        .into_iter()
        .flatten()
        .any(|p| p < level)
}

impl fmt::Display for NumericStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
