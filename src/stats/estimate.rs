//! An estimate with its interval, sample size and method.
//!
//! Every measure in the library is returned as an [`Estimate`], so that no screen can show a number
//! without its context. P-values are in the result types of the tests.
//!
//! The result of a large-sample test: a statistic, its p-value, and what it was computed from.
//!
//! Exact and simulated p-values have their own result types (see `exact`).
//!
//! Multiple testing: p-values adjusted within a family declared by the researcher.
//!
//! A test that could not be computed (`None`) is not a member of the family.

use super::distributions;
use super::error::Warning;
use serde::Serialize;

/// A range of values compatible with the data at a stated level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end, in the unit of the estimate.
    pub low: f64,
    /// Upper end, in the unit of the estimate; may be infinite for ratios.
    pub high: f64,
    /// Nominal coverage, 0 to 1 (0.95 for the usual interval).
    pub level: f64,
    /// How the interval was computed, with its source.
    pub method: &'static str,
}

impl Interval {
    pub(crate) const fn new(low: f64, high: f64, level: f64, method: &'static str) -> Self {
        Interval {
            low,
            high,
            level,
            method,
        }
    }

    /// The interval `value ± z·ase`, clipped to `[least, most]`.
    pub(crate) fn wald(
        value: f64,
        ase: f64,
        level: f64,
        bounds: (f64, f64),
        method: &'static str,
    ) -> Self {
        let z = super::distributions::normal_quantile(0.5 + level / 2.0);
        let (least, most) = bounds;
        Interval {
            low: (value - z * ase).max(least),
            high: (value + z * ase).min(most),
            level,
            method,
        }
    }

    /// Returns whether the value is in the interval, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// A measure with its interval, its sample size and its method.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimate {
    /// The point estimate, in the unit and range the method states.
    pub value: f64,
    /// The interval, when the method has one for these data.
    pub interval: Option<Interval>,
    /// Large-sample standard error that does not assume independence (ASE1 in SPSS).
    pub ase: Option<f64>,
    /// Observations (sum of weights) behind the estimate.
    pub n: f64,
    /// Name and source of the measure.
    pub method: &'static str,
    /// Caveats.
    pub warnings: Vec<Warning>,
}

impl Estimate {
    /// An estimate without an interval.
    pub(crate) fn bare(value: f64, n: f64, method: &'static str) -> Self {
        Estimate {
            value,
            interval: None,
            ase: None,
            n,
            method,
            warnings: Vec::new(),
        }
    }
}

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
            distributions::chi_square(statistic, df),
            distributions::chi_square_log(statistic, df),
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
        let log_p = distributions::chi_square_log(z * z, 1);
        Test {
            statistic: z,
            df: None,
            p: distributions::normal_two_sided(z),
            log_p,
            n,
            method,
            warnings: Vec::new(),
        }
    }

    /// A statistic referred to Student's t with `df` degrees of freedom, two-sided.
    pub(crate) fn student(t: f64, df: u32, n: f64, method: &'static str) -> Test {
        let p = distributions::student_two_sided(t, f64::from(df));
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

/// Holm's (1979) step-down adjustment.
pub fn holm(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p);
    let mut adjusted = vec![None; p.len()];
    let (m, mut most) = (order.len(), 0.0_f64);
    for (rank, &(index, value)) in order.iter().enumerate() {
        most = most.max((m - rank) as f64 * value).min(1.0);
        adjusted[index] = Some(most);
    }
    adjusted
}

/// Benjamini and Hochberg's (1995) step-up adjustment.
pub fn benjamini_hochberg(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p);
    let mut adjusted = vec![None; p.len()];
    let (m, mut least) = (order.len(), 1.0_f64);
    for (rank, &(index, value)) in order.iter().enumerate().rev() {
        least = least.min(m as f64 / (rank + 1) as f64 * value);
        adjusted[index] = Some(least);
    }
    adjusted
}

/// The p-values that exist, ascending, with their indices.
fn ascending(p: &[Option<f64>]) -> Vec<(usize, f64)> {
    let exists = |(i, v): (usize, &Option<f64>)| v.filter(|x| !x.is_nan()).map(|x| (i, x));
    let mut order: Vec<(usize, f64)> = p.iter().enumerate().filter_map(exists).collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    order
}

/// Probability of at least one p ≤ `alpha` among `m` independent tests if all null hypotheses are
/// true.
pub fn chance_of_any(m: usize, alpha: f64) -> f64 {
    -(m as f64 * (-alpha).ln_1p()).exp_m1()
}

/// Expected number of p ≤ `alpha` among `m` tests if all null hypotheses are true.
pub fn expected_by_chance(m: usize, alpha: f64) -> f64 {
    m as f64 * alpha
}
