//! The status of a link, or of one of its tests, by the numbers: a fixed vocabulary.
//!
//! "Supported" is reserved for links. It means that the plan shows a relation, that its tests agree
//! in sign, and that part of it withstands the stricter reading. What is not shown is no evidence
//! of absence: only with a declared smallest effect of interest can a relation that is at most
//! slight be told from data that are too imprecise.
//!
//! Agreement in sign of the tests of a link: whether more at one end goes with more, or with less,
//! at the other.
//!
//! Two tests that show opposite directions do not support a link twice: either an item is reversed,
//! or the claim is too broad. Signs are weighted by strength, so that a test near 0 matters little.
//! Only tests with a direction have a sign: both sides are ordered, or binary with a declared yes.

use super::assessment::{AssessedTest, LinkAssessment};
use super::composite_index::ConflictingItems;
use super::pairs::TestTally;
use super::tests::IndicatorTest;
use super::{composite_index, tests};
use crate::stats::{estimate, ordinal};
use crate::study::plan::TestUnit;
use crate::study::theory::ExpectedDirection;
use crate::study::{Dataset, Id, Link, Study};
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
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns whether a relation was shown in the expected direction.
    pub fn is_shown(self) -> bool {
        matches!(
            self,
            NumericStatus::Supported | NumericStatus::Fragile | NumericStatus::Shown
        )
    }

    /// Returns whether a test was made and showed nothing.
    pub fn shows_nothing(self) -> bool {
        matches!(
            self,
            NumericStatus::NotShown | NumericStatus::Imprecise | NumericStatus::Slight
        )
    }
}

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

/// Share of the total strength that must be on one side.
const AGREEMENT_SHARE: f64 = 0.75;

/// A small correlation (Cohen 1988).
const SMALL_CORRELATION: f64 = 0.1;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct SignAgreement {
    /// Number of positive tests.
    pub rising: usize,
    /// Number of negative tests.
    pub falling: usize,
    /// Total strength of positive and of negative tests: sums of tau-b, rho and comparable
    /// measures.
    strength: (f64, f64),
    /// Items of an end that clearly fall where its other items rise.
    pub items: Vec<String>,
    /// Items of an end that may be reversed: not clearly, but more than slightly, or with tests
    /// that run against the others' as well.
    pub doubtful: Vec<String>,
}

/// Signed strength of a test, −1 to 1; `None` without a direction.
pub fn signed(test: &IndicatorTest<'_>) -> Option<f64> {
    match &test.scores {
        Some(scores) => scores.signed(),
        None => ordinal::tau_b(&test.crosstab.table)
            .ok()
            .map(|tau| tau.value),
    }
}

impl SignAgreement {
    pub fn of<'a, 'b: 'a>(tests: impl Iterator<Item = &'a IndicatorTest<'b>>) -> SignAgreement {
        let mut signs = SignAgreement::default();
        for value in tests.filter_map(signed) {
            if value > 0.0 {
                signs.rising += 1;
                signs.strength.0 += value;
            } else if value < 0.0 {
                signs.falling += 1;
                signs.strength.1 -= value;
            }
        }
        signs
    }

    /// With the items of each end that run against the others of the same end.
    pub fn of_link(study: &Study, link: &Link, tests: &[IndicatorTest<'_>]) -> SignAgreement {
        let mut signs = SignAgreement::of(tests.iter());
        let mut seen: Vec<Id<Dataset>> = Vec::new();
        for dataset in tests.iter().map(|test| test.dataset) {
            if seen.contains(&dataset.id) {
                continue;
            }
            seen.push(dataset.id);
            for end in [link.from, link.to] {
                let places: Vec<usize> = tests::variables(study, end)
                    .iter()
                    .filter(|(known, _)| known.id == dataset.id)
                    .map(|(_, at)| *at)
                    .collect();
                if places.len() > 1 {
                    let ConflictingItems { falling, below } =
                        composite_index::conflicting_items(study, dataset, &places);
                    signs.items.extend(falling);
                    let rises = signs.rises();
                    let doubtful = |(item, value): &(String, f64)| {
                        let own = tests
                            .iter()
                            .filter(|test| test.dataset.id == dataset.id && test.is_of(item));
                        *value <= -SMALL_CORRELATION || SignAgreement::of(own).rises() != rises
                    };
                    signs
                        .doubtful
                        .extend(below.into_iter().filter(doubtful).map(|(item, _)| item));
                }
            }
        }
        signs
    }

    /// Returns whether three quarters or more of the strength is on one side.
    pub fn agree(&self) -> bool {
        let (up, down) = self.strength;
        up.max(down) >= AGREEMENT_SHARE * (up + down)
    }

    /// Returns whether positive tests outweigh negative ones.
    pub fn rises(&self) -> bool {
        self.strength.0 >= self.strength.1
    }

    /// "8 rise, 1 falls"; `None` if no test has a direction.
    pub fn in_words(&self) -> Option<String> {
        match (self.rising, self.falling) {
            (0, 0) => None,
            (1, 0) => Some("the one with a direction rises".into()),
            (0, 1) => Some("the one with a direction falls".into()),
            (2, 0) => Some("both rise".into()),
            (0, 2) => Some("both fall".into()),
            (up, 0) => Some(format!("all {up} with a direction rise")),
            (0, down) => Some(format!("all {down} with a direction fall")),
            (up, down) => Some(format!("{}, {}", verb(up, "rise"), verb(down, "fall"))),
        }
    }
}

/// "1 rises", "2 rise".
pub(crate) fn verb(count: usize, verb: &str) -> String {
    format!("{count} {verb}{}", if count == 1 { "s" } else { "" })
}
