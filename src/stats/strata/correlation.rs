//! Whether ordered answers are correlated equally strongly in several strata.

use super::Homogeneity;
use crate::stats::correlation::spearman;
use crate::stats::error::StatsError;
use crate::stats::estimate::{Estimate, Interval};
use crate::stats::table::Table;
use crate::stats::test::Test;
use serde::Serialize;

/// Spearman's rho in each stratum, and whether they are equal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Correlations {
    /// In the order of the strata.
    pub each: Vec<Result<Estimate, StatsError>>,
    /// Cochran's Q of their Fisher z.
    pub homogeneity: Result<Homogeneity, StatsError>,
    /// First minus second, for two strata.
    pub difference: Result<Estimate, StatsError>,
}

/// Spearman's rho of each table and their comparison; each z has the variance (1 + ρ²/2)/(n − 3) of
/// Bonett & Wright (2000). Strata of fewer than five answers are left out.
pub fn correlations(strata: &[Table]) -> Correlations {
    compare(strata.iter().map(spearman).collect())
}

/// Compares correlations from any sample sizes.
fn compare(each: Vec<Result<Estimate, StatsError>>) -> Correlations {
    let telling: Vec<&Estimate> = each
        .iter()
        .flatten()
        .filter(|r| r.n >= 5.0 && r.value.abs() < 1.0)
        .collect();
    let difference = match telling.as_slice() {
        [one, two] => difference(one, two, "Difference of Spearman's rho"),
        _ => Err(StatsError::TooFew {
            n: telling.len(),
            need: 2,
        }),
    };
    Correlations {
        homogeneity: heterogeneity(&telling).map(Homogeneity::from),
        difference,
        each,
    }
}

/// Q = Σ w (z − z̄)².
fn heterogeneity(each: &[&Estimate]) -> Result<Test, StatsError> {
    if each.len() < 2 {
        return Err(StatsError::TooFew {
            n: each.len(),
            need: 2,
        });
    }
    let weight = |r: &Estimate| (r.n - 3.0) / (1.0 + r.value * r.value / 2.0);
    let total: f64 = each.iter().map(|r| weight(r)).sum();
    let mean = each
        .iter()
        .map(|r| weight(r) * r.value.atanh())
        .sum::<f64>()
        / total;
    let q = each
        .iter()
        .map(|r| weight(r) * (r.value.atanh() - mean).powi(2))
        .sum();
    let df = u32::try_from(each.len() - 1).map_err(|_| StatsError::TooLarge)?;
    let n = each.iter().map(|r| r.n).sum();
    Ok(Test::chi_square(
        q,
        df,
        n,
        "Q of Fisher's z of Spearman's rho (Bonett & Wright 2000)",
    ))
}

/// The difference of two independent estimates, with an interval from their own intervals (Zou
/// 2007).
pub fn difference(
    one: &Estimate,
    two: &Estimate,
    method: &'static str,
) -> Result<Estimate, StatsError> {
    let (Some(a), Some(b)) = (&one.interval, &two.interval) else {
        return Err(StatsError::TooFew {
            n: one.n.min(two.n) as usize,
            need: 5,
        });
    };
    let value = one.value - two.value;
    let mut estimate = Estimate::bare(value, one.n + two.n, method);
    let low = value - (one.value - a.low).hypot(b.high - two.value);
    let high = value + (a.high - one.value).hypot(two.value - b.low);
    estimate.interval = Some(Interval {
        low,
        high,
        level: a.level,
        method: "from both intervals (Zou 2007)",
    });
    Ok(estimate)
}
