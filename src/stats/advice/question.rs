//! The request for advice: the expected direction, the level, and the family of the test.
//!
//! It contains only what advice depends on besides the table, which carries the meaning of its two
//! sides itself.

use crate::stats::exact::Effort;
use serde::Serialize;

/// The direction expected by the theory.
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

/// The family of a test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Family {
    /// Number of this test within the family, from 1.
    pub position: usize,
    /// p-values of the other tests of the family; `None` for those that could not be computed.
    pub others: Vec<Option<f64>>,
    /// All tests made in the study, including this one and those not retained.
    pub in_study: usize,
}

/// Everything that advice depends on besides the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdviceRequest {
    /// The expected direction.
    pub expected: Expectation,
    /// The level of significance, 0 to 1 (usually 0.05).
    pub alpha: f64,
    /// The smallest effect of interest, as a correlation (0 to 1), if declared in advance.
    pub smallest: Option<f64>,
    /// Number of people asked who did not answer one of the two questions.
    pub missing: usize,
    /// The other tests.
    pub family: Option<Family>,
    /// Budget and seed of exact tests.
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
