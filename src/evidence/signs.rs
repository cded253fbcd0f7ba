//! Whether the tests of a link agree in sign: whether what is more at one end goes with more, or
//! with less, at the other.
//!
//! Two tests that show a relation in opposite directions do not support one link twice: an item is
//! reversed, or the link says too much. Signs are weighed by strength, so that a test near 0 weighs
//! little either way. Only tests with a direction have a sign: both sides in order, or of two
//! answers with a declared yes.

use super::composite_index::{self, ConflictingItems};
use super::tests::{self, IndicatorTest};
use crate::stats::ordinal;
use crate::study::{Dataset, Id, Link, Study};

/// The share of the strength that must lie on one side.
const AGREEMENT_SHARE: f64 = 0.75;

/// The size of a correlation that is called small (Cohen 1988).
const SMALL_CORRELATION: f64 = 0.1;

/// How the tests of a link agree in sign.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SignAgreement {
    /// Tests that rise.
    pub rising: usize,
    /// Tests that fall.
    pub falling: usize,
    /// Their strength on each side: the sum of tau-b, rho and what is like them.
    strength: (f64, f64),
    /// Items of an end that clearly fall where its others rise.
    pub items: Vec<String>,
    /// Items of an end that may be reversed: not clearly, but more than slightly, or their tests go
    /// against the others' too.
    pub doubtful: Vec<String>,
}

/// The strength of a test with its sign, −1 to 1; `None` when it has no direction.
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
    /// The signs of some tests.
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

    /// The signs of all tests of a link, with the items of each end that go against the others of
    /// the same end.
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

    /// Whether three quarters or more of the strength lie on one side.
    #[must_use]
    pub fn agree(&self) -> bool {
        let (up, down) = self.strength;
        up.max(down) >= AGREEMENT_SHARE * (up + down)
    }

    /// Whether more of the strength rises.
    #[must_use]
    pub fn rises(&self) -> bool {
        self.strength.0 >= self.strength.1
    }

    /// "8 rise, 1 falls"; nothing when none has a direction.
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
