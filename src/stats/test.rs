//! The result of a large-sample test: a statistic, its p-value, and what it was computed from.
//!
//! Exact and simulated p-values have their own result types (see `exact`).

use super::error::Warning;
use super::tail;
use serde::Serialize;

/// A large-sample test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Test {
    /// The test statistic, in the unit the method states.
    pub statistic: f64,
    /// Degrees of freedom, when the reference distribution has them.
    pub df: Option<u32>,
    /// Two-sided p-value, 0 to 1.
    pub p: f64,
    /// Natural logarithm of `p`, finite even where `p` underflows (for normal and chi-square
    /// tests).
    pub log_p: f64,
    /// Observations (sum of weights).
    pub n: f64,
    /// Name and source.
    pub method: &'static str,
    /// Caveats.
    pub warnings: Vec<Warning>,
}

impl Test {
    /// A statistic referred to chi-square with `df` degrees of freedom.
    pub(crate) fn chi_square(statistic: f64, df: u32, n: f64, method: &'static str) -> Test {
        let (p, log_p) = (
            tail::chi_square(statistic, df),
            tail::chi_square_log(statistic, df),
        );
        Test {
            statistic,
            df: Some(df),
            p,
            log_p,
            n,
            method,
            warnings: Vec::new(),
        }
    }

    /// A statistic referred to the standard normal distribution, two-sided.
    pub(crate) fn normal(z: f64, n: f64, method: &'static str) -> Test {
        let log_p = tail::chi_square_log(z * z, 1);
        Test {
            statistic: z,
            df: None,
            p: tail::normal_two_sided(z),
            log_p,
            n,
            method,
            warnings: Vec::new(),
        }
    }

    /// A statistic referred to Student's t with `df` degrees of freedom, two-sided.
    pub(crate) fn student(t: f64, df: u32, n: f64, method: &'static str) -> Test {
        let p = tail::student_two_sided(t, f64::from(df));
        Test {
            statistic: t,
            df: Some(df),
            p,
            log_p: p.max(f64::MIN_POSITIVE).ln(),
            n,
            method,
            warnings: Vec::new(),
        }
    }

    /// Adds caveats.
    pub(crate) fn warned(mut self, warnings: Vec<Warning>) -> Test {
        self.warnings = warnings;
        self
    }
}
