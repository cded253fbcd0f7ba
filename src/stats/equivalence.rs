//! Is an effect at most slight? Whether it lies within a bound that was called the smallest of
//! interest.
//!
//! Two one-sided tests (Schuirmann 1987): the effect is shown to be inside ±bound at level α when
//! the interval at 1 − 2α lies inside, which is the same statement twice. The bound must come from
//! a person and be declared before the data are looked at: nothing here proposes one. That
//! something was *not shown* is no evidence that it is slight (Lakens 2017).

use super::distributions;
use super::error::{StatsError, Warning};
use super::estimate::{Estimate, Interval};
use super::shares::{DecidingTest, ShareComparison, TwoProportions};
use super::table::Table;
use serde::Serialize;

/// Combined verdict of a test and an equivalence bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EquivalenceVerdict {
    /// The test is significant, and the effect may reach the bound.
    Shown,
    /// Any effect is within the bound, even if a large sample detects it.
    AtMostSlight,
    /// Neither: there may be no effect, or one beyond the bound.
    TooImprecise,
}

impl EquivalenceVerdict {
    /// The verdict for a test with p-value `p` at level `alpha`; `inside` tells whether the effect
    /// was shown to be within the bound.
    pub fn of(p: f64, alpha: f64, inside: bool) -> EquivalenceVerdict {
        if inside {
            EquivalenceVerdict::AtMostSlight
        } else if p <= alpha {
            EquivalenceVerdict::Shown
        } else {
            EquivalenceVerdict::TooImprecise
        }
    }
}

/// Two one-sided tests of an effect against ±bound.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Equivalence {
    /// The effect.
    pub value: f64,
    /// The smallest effect of interest, above 0, in the unit of the effect.
    pub bound: f64,
    /// The interval at 1 − 2α that belongs to the two tests.
    pub interval: Interval,
    /// One-sided p of "at or below −bound"; `None` if the measure has no sign.
    pub p_low: Option<f64>,
    /// One-sided p of "at or above the bound".
    pub p_high: f64,
    /// The larger of the two: p of "not within the bound".
    pub p: f64,
    /// The level of each one-sided test.
    pub alpha: f64,
    /// Number of answers.
    pub n: f64,
    /// Name and source.
    pub method: &'static str,
    /// Caveats.
    pub warnings: Vec<Warning>,
}

impl Equivalence {
    /// Returns whether the effect was shown to be within the bound.
    pub fn inside(&self) -> bool {
        self.p <= self.alpha
    }
}

/// Returns whether an interval is entirely within ±bound, ends excluded.
pub fn inside(interval: &Interval, bound: f64) -> bool {
    interval.low > -bound && interval.high < bound
}

/// Two one-sided tests of a difference of two shares, by the score test (Farrington & Manning 1990)
/// with the variance of Miettinen & Nurminen (1985); each side is (yes, of).
pub fn share_difference(
    first: (u64, u64),
    second: (u64, u64),
    bound: f64,
    alpha: f64,
) -> Result<Equivalence, StatsError> {
    let two = two(first, second)?;
    check(bound, alpha)?;
    if bound >= 1.0 {
        return Err(StatsError::Range);
    }
    let z = |value: f64| two.z(ShareComparison::Difference, value);
    let (p_low, p_high) = (
        distributions::normal(z(-bound)),
        distributions::normal(-z(bound)),
    );
    let level = 1.0 - 2.0 * alpha;
    let Estimate {
        value, interval, ..
    } = two.compared(ShareComparison::Difference, DecidingTest::by_score(level));
    Ok(Equivalence {
        value,
        bound,
        interval: interval.ok_or(StatsError::NoVariance)?,
        p_low: Some(p_low),
        p_high,
        p: p_low.max(p_high),
        alpha,
        n: (first.1 + second.1) as f64,
        method: "Two one-sided score tests of a difference of shares (Farrington & Manning 1990)",
        warnings: Vec::new(),
    })
}

/// Two one-sided tests of Pearson's r from `n` people, on Fisher's z.
pub fn pearson(r: f64, n: f64, bound: f64, alpha: f64) -> Result<Equivalence, StatsError> {
    let method = "Two one-sided tests of r on Fisher's z (Lakens 2017)";
    transformed(r, (n, 3.0), |n| (1.0 / n).sqrt(), (bound, alpha), method)
}

/// Two one-sided tests of Spearman's rho from `n` people, on Fisher's z with the variance of Bonett
/// & Wright (2000).
pub fn spearman(rho: f64, n: f64, bound: f64, alpha: f64) -> Result<Equivalence, StatsError> {
    let method = "Two one-sided tests of rho on Fisher's z (Bonett & Wright 2000)";
    transformed(
        rho,
        (n, 3.0),
        |n| ((1.0 + rho * rho / 2.0) / n).sqrt(),
        (bound, alpha),
        method,
    )
}

/// Two one-sided tests of a measure between −1 and 1 that has a standard error (tau-b, gamma,
/// Somers' d), on Fisher's z.
pub fn measure(estimate: &Estimate, bound: f64, alpha: f64) -> Result<Equivalence, StatsError> {
    let ase = estimate.ase.ok_or(StatsError::NoVariance)?;
    if ase <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let value = estimate.value;
    let method = "Two one-sided tests on Fisher's z with ASE1";
    let mut result = transformed(
        value,
        (estimate.n, 0.0),
        |_| ase / (1.0 - value * value),
        (bound, alpha),
        method,
    )?;
    result.warnings = estimate.warnings.clone();
    Ok(result)
}

/// A single one-sided test of Cramér's V, which has no sign: whether its upper limit (noncentral
/// chi-square) is below the bound.
pub fn cramers_v(table: &Table, bound: f64, alpha: f64) -> Result<Equivalence, StatsError> {
    check(bound, alpha)?;
    if bound >= 1.0 {
        return Err(StatsError::Range);
    }
    let small = table.testable()?;
    let test = super::chisq::pearson(&small)?;
    let scale = test.n * (small.rows().min(small.columns()) - 1) as f64;
    let p = 1.0 - distributions::survival(test.statistic, test.df, scale * bound * bound);
    let v = |lambda: f64| (lambda / scale).sqrt();
    let (low, high) = distributions::limits(test.statistic, test.df, 1.0 - 2.0 * alpha);
    Ok(Equivalence {
        value: v(test.statistic),
        bound,
        interval: Interval::new(v(low), v(high), 1.0 - 2.0 * alpha, "noncentral chi-square"),
        p_low: None,
        p_high: p,
        p,
        alpha,
        n: test.n,
        method: "One-sided test of V's upper end, noncentral chi-square (Wellek 2010)",
        warnings: table.reservations(),
    })
}

/// Tests on Fisher's z; `error` gives the standard error for n − `less`.
fn transformed(
    value: f64,
    (n, less): (f64, f64),
    error: impl Fn(f64) -> f64,
    (bound, alpha): (f64, f64),
    method: &'static str,
) -> Result<Equivalence, StatsError> {
    check(bound, alpha)?;
    if n <= less {
        return Err(StatsError::TooFew {
            n: n.max(0.0) as usize,
            need: less as usize + 1,
        });
    }
    if !(-1.0..=1.0).contains(&value) || bound >= 1.0 {
        return Err(StatsError::Range);
    }
    if value.abs() >= 1.0 {
        return Err(StatsError::NoVariance);
    }
    let (z, edge, error) = (value.atanh(), bound.atanh(), error(n - less));
    let (p_low, p_high) = (
        distributions::normal((z + edge) / error),
        distributions::normal((edge - z) / error),
    );
    let reach = distributions::normal_quantile(1.0 - alpha) * error;
    let (low, high) = ((z - reach).tanh(), (z + reach).tanh());
    Ok(Equivalence {
        value,
        bound,
        interval: Interval::new(low, high, 1.0 - 2.0 * alpha, "Fisher z"),
        p_low: Some(p_low),
        p_high,
        p: p_low.max(p_high),
        alpha,
        n,
        method,
        warnings: Vec::new(),
    })
}

/// Refuses bounds and levels out of range.
fn check(bound: f64, alpha: f64) -> Result<(), StatsError> {
    let fine = bound > 0.0 && bound.is_finite() && alpha > 0.0 && alpha < 0.5;
    if fine { Ok(()) } else { Err(StatsError::Range) }
}

/// Two groups with answers, each as (yes, of).
fn two(first: (u64, u64), second: (u64, u64)) -> Result<TwoProportions, StatsError> {
    if first.1 == 0 || second.1 == 0 {
        return Err(StatsError::Empty);
    }
    if first.0 > first.1 || second.0 > second.1 {
        return Err(StatsError::Shape);
    }
    Ok(TwoProportions {
        hits: [first.0 as f64, second.0 as f64],
        sizes: [first.1 as f64, second.1 as f64],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_findings() {
        assert_eq!(
            EquivalenceVerdict::of(0.001, 0.05, true),
            EquivalenceVerdict::AtMostSlight
        );
        assert_eq!(
            EquivalenceVerdict::of(0.001, 0.05, false),
            EquivalenceVerdict::Shown
        );
        assert_eq!(
            EquivalenceVerdict::of(0.3, 0.05, false),
            EquivalenceVerdict::TooImprecise
        );
    }

    #[test]
    fn impossible_bounds_are_refused() {
        assert_eq!(
            share_difference((3, 10), (4, 10), 0.0, 0.05),
            Err(StatsError::Range)
        );
        assert_eq!(
            share_difference((3, 10), (4, 10), 1.0, 0.05),
            Err(StatsError::Range)
        );
        assert_eq!(
            share_difference((3, 0), (4, 10), 0.1, 0.05),
            Err(StatsError::Empty)
        );
        assert_eq!(pearson(1.0, 20.0, 0.2, 0.05), Err(StatsError::NoVariance));
        assert_eq!(
            pearson(0.1, 3.0, 0.2, 0.05),
            Err(StatsError::TooFew { n: 3, need: 4 })
        );
    }
}
