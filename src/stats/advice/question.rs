//! What is asked of a table: the direction expected, the level, and the company the test keeps.
//!
//! Only what advice depends on beside the table, which says itself what its two sides mean. Where a
//! question comes from, and who asked it, belongs to the study.

use crate::stats::exact::Effort;
use serde::Serialize;

/// The direction that the theory expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expectation {
    /// Higher goes with higher.
    Rising,
    /// Higher goes with lower.
    Falling,
    /// Some relation, of any shape.
    Any,
}

/// The tests among which this one is counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Family {
    /// Which test of the family this is, from 1.
    pub position: usize,
    /// p-values of the other tests of the family; `None` for those that could not be made.
    pub others: Vec<Option<f64>>,
    /// All tests made in the study, this one and those not kept included.
    pub in_study: usize,
}

/// Everything that advice needs besides the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdviceRequest {
    /// The expected direction.
    pub expected: Expectation,
    /// The level of significance, 0 to 1 (usually 0.05).
    pub alpha: f64,
    /// The smallest relation that matters, as a correlation (0 to 1), when one was declared before
    /// looking.
    pub smallest: Option<f64>,
    /// Those who were asked and whose answer to one of the two is missing.
    pub missing: usize,
    /// The other tests.
    pub family: Option<Family>,
    /// What exact tests may cost, and the seed.
    pub effort: Effort,
}

impl Default for AdviceRequest {
    /// No expectation, level .05, and no family.
    fn default() -> AdviceRequest {
        AdviceRequest {
            expected: Expectation::Any,
            alpha: 0.05,
            smallest: None,
            missing: 0,
            family: None,
            effort: Effort::default(),
        }
    }
}
