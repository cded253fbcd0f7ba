//! Groups compared by means without assuming equal variances (Welch): the usual choice for scores
//! that are means of several items, which are nearly normal even in small groups.

use super::{ScoreTest, Summary, summaries};
use crate::stats::error::{StatsError, Warning};
use crate::stats::estimate::{Estimate, Interval};
use crate::stats::tail;
use serde::Serialize;
use statrs::function::gamma::ln_gamma;

/// Two groups compared by their means.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TwoMeans {
    /// The groups.
    pub groups: [Summary; 2],
    /// Mean of the first minus mean of the second, with Welch's interval.
    pub difference: Estimate,
    /// The difference in pooled standard deviations, corrected for few people: Hedges' g.
    pub hedges_g: Estimate,
    /// Welch's t.
    pub test: ScoreTest,
}

/// Welch's (1947) t-test.
///
/// # Errors
/// When a group has fewer than two people, or no score varies.
pub fn welch_t(first: &[f64], second: &[f64]) -> Result<TwoMeans, StatsError> {
    let groups: [Summary; 2] = summaries(&[first, second], 2)?
        .try_into()
        .map_err(|_| StatsError::Shape)?;
    let [a, b] = &groups;
    let (n, m) = (a.n as f64, b.n as f64);
    let (u, v) = (a.sd * a.sd / n, b.sd * b.sd / m);
    if u + v <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let df = (u + v).powi(2) / (u * u / (n - 1.0) + v * v / (m - 1.0));
    let (value, error) = (a.mean - b.mean, (u + v).sqrt());
    let mut difference = Estimate::bare(value, n + m, "Difference of means");
    let reach = student_quantile(0.975, df) * error;
    difference.ase = Some(error);
    difference.interval = Some(Interval {
        low: value - reach,
        high: value + reach,
        level: 0.95,
        method: "Welch 1947",
    });
    let pooled = (((n - 1.0) * a.sd * a.sd + (m - 1.0) * b.sd * b.sd) / (n + m - 2.0)).sqrt();
    let test = ScoreTest::student(value / error, df, a.n + b.n, "Welch's t (1947)");
    let hedges_g = hedges(value / pooled, n, m);
    Ok(TwoMeans {
        difference,
        hedges_g,
        test,
        groups,
    })
}

/// Hedges' (1981) g with its exact correction; large-sample interval of Hedges and Olkin (1985).
fn hedges(d: f64, n: f64, m: f64) -> Estimate {
    let df = n + m - 2.0;
    let correction =
        (ln_gamma(df / 2.0) - (df / 2.0).ln() / 2.0 - ln_gamma((df - 1.0) / 2.0)).exp();
    let g = d * correction;
    let mut estimate = Estimate::bare(g, n + m, "Hedges' g (1981)");
    let error = ((n + m) / (n * m) + g * g / (2.0 * (n + m))).sqrt();
    let reach = tail::normal_quantile(0.975) * error;
    estimate.ase = Some(error);
    estimate.interval = Some(Interval {
        low: g - reach,
        high: g + reach,
        level: 0.95,
        method: "Hedges & Olkin 1985",
    });
    if n + m < 20.0 {
        estimate.warnings.push(Warning::SmallSample { n: n + m });
    }
    estimate
}

/// Several groups compared by their means.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ManyMeans {
    /// The groups.
    pub groups: Vec<Summary>,
    /// Welch's F.
    pub test: ScoreTest,
}

/// Welch's (1951) analysis of variance, without assuming equal variances.
///
/// # Errors
/// When a group has fewer than two people, or does not vary.
pub fn welch_anova(groups: &[&[f64]]) -> Result<ManyMeans, StatsError> {
    let groups = summaries(groups, 2)?;
    if groups.iter().any(|group| group.sd <= 0.0) {
        return Err(StatsError::NoVariance);
    }
    let k = groups.len() as f64;
    let weights: Vec<f64> = groups
        .iter()
        .map(|group| group.n as f64 / (group.sd * group.sd))
        .collect();
    let all: f64 = weights.iter().sum();
    let mean = groups
        .iter()
        .zip(&weights)
        .map(|(group, w)| w * group.mean)
        .sum::<f64>()
        / all;
    let between = groups
        .iter()
        .zip(&weights)
        .map(|(group, w)| w * (group.mean - mean).powi(2))
        .sum::<f64>()
        / (k - 1.0);
    let lack: f64 = groups
        .iter()
        .zip(&weights)
        .map(|(group, w)| (1.0 - w / all).powi(2) / (group.n as f64 - 1.0))
        .sum::<f64>()
        / (k * k - 1.0);
    let f = between / (1.0 + 2.0 * (k - 2.0) * lack);
    let n = groups.iter().map(|group| group.n).sum();
    let test = ScoreTest::fisher(
        f,
        k - 1.0,
        1.0 / (3.0 * lack),
        n,
        "Welch's analysis of variance (1951)",
    );
    Ok(ManyMeans { test, groups })
}

/// The t with P(T ≤ t) = p for Student's t, 0.5 < p < 1.
pub(crate) fn student_quantile(p: f64, df: f64) -> f64 {
    // P(|T| ≥ t) = I_x(df/2, 1/2) with x = df/(df + t²). Solved in the other tail, 1 − x, which is
    // small if t is.
    let y = tail::beta_quantile(2.0 * p - 1.0, 0.5, df / 2.0);
    (df * y / (1.0 - y)).sqrt()
}
