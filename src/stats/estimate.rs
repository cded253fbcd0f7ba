//! An estimate with its interval, sample size and method.
//!
//! Every measure in the library is returned as an [`Estimate`], so that no screen can show a number
//! without its context. P-values are in the result types of the tests.

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
    /// The interval `value ± z·ase`, clipped to `[least, most]`.
    pub(crate) fn wald(
        value: f64,
        ase: f64,
        level: f64,
        bounds: (f64, f64),
        method: &'static str,
    ) -> Self {
        let z = super::tail::normal_quantile(0.5 + level / 2.0);
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
