//! Agreement in sign of the tests of a link: whether more at one end goes with more, or with less,
//! at the other.
//!
//! Two tests that show opposite directions do not support a link twice: either an item is reversed,
//! or the claim is too broad. Signs are weighted by strength, so that a test near 0 matters little.
//! Only tests with a direction have a sign: both sides are ordered, or binary with a declared yes.

use super::composite_index::{self, ConflictingItems};
use super::tests::{self, IndicatorTest};
use crate::stats::ordinal;
use crate::study::{Dataset, Id, Link, Study};

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
#[must_use]
pub fn signed(test: &IndicatorTest<'_>) -> Option<f64> {
    match &test.scores {
        Some(scores) => scores.signed(),
        None => ordinal::tau_b(&test.crosstab.table)
            .ok()
            .map(|tau| tau.value),
    }
}

impl SignAgreement {
    #[must_use]
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
    #[must_use]
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
    #[must_use]
    pub fn agree(&self) -> bool {
        let (up, down) = self.strength;
        up.max(down) >= AGREEMENT_SHARE * (up + down)
    }

    /// Returns whether positive tests outweigh negative ones.
    #[must_use]
    pub fn rises(&self) -> bool {
        self.strength.0 >= self.strength.1
    }

    /// "8 rise, 1 falls"; `None` if no test has a direction.
    #[must_use]
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
