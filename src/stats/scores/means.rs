//! Groups compared by means without assuming equal variances (Welch): the usual choice for scores
//! that are means of several items, which are nearly normal even in small groups.
//!
//! Correlation of two scores: closeness to a line (Pearson), or to any monotone curve (Spearman).

use super::{ScoreTest, Summary, finite, long_tail, midranks, summaries};
use crate::stats::distributions;
use crate::stats::error::{StatsError, Warning};
use crate::stats::estimate::{Estimate, Interval};
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
/// An error when a group has fewer than two people, or no score varies.
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
    difference.interval = Some(Interval::new(
        value - reach,
        value + reach,
        0.95,
        "Welch 1947",
    ));
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
    let reach = distributions::normal_quantile(0.975) * error;
    estimate.ase = Some(error);
    estimate.interval = Some(Interval::new(
        g - reach,
        g + reach,
        0.95,
        "Hedges & Olkin 1985",
    ));
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
/// An error when a group has fewer than two people, or does not vary.
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
    let y = distributions::beta_quantile(2.0 * p - 1.0, 0.5, df / 2.0);
    (df * y / (1.0 - y)).sqrt()
}

/// A correlation with its test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Correlation {
    /// The correlation, −1 to 1, with its interval.
    pub estimate: Estimate,
    /// Whether it differs from 0: Student's t with n − 2 degrees of freedom.
    pub test: ScoreTest,
}

/// Pearson's r; interval by Fisher's (1915) z.
/// An error when there are fewer than three pairs, or one side does not vary.
pub fn pearson(x: &[f64], y: &[f64]) -> Result<Correlation, StatsError> {
    let r = product_moment(x, y)?;
    let mut found = with(
        r,
        x.len(),
        1.0,
        (
            "Pearson's r",
            "Fisher z (1915)",
            "t of Pearson's r, n − 2 degrees of freedom",
        ),
    );
    found
        .estimate
        .warnings
        .extend([x, y].map(long_tail).into_iter().flatten().next());
    Ok(found)
}

/// Spearman's rho with midranks; interval by Bonett and Wright (2000).
/// An error when there are fewer than three pairs, or one side does not vary.
pub fn spearman(x: &[f64], y: &[f64]) -> Result<Correlation, StatsError> {
    finite(x)?;
    finite(y)?;
    let rho = product_moment(&midranks(x), &midranks(y))?;
    let names = (
        "Spearman's rho, midranks (1904)",
        "Bonett & Wright 2000",
        "t of Spearman's rho, n − 2 degrees of freedom",
    );
    Ok(with(rho, x.len(), 1.0 + rho * rho / 2.0, names))
}

fn with(
    r: f64,
    n: usize,
    factor: f64,
    names: (&'static str, &'static str, &'static str),
) -> Correlation {
    let mut estimate = Estimate::bare(r, n as f64, names.0);
    if n > 3 && r.abs() < 1.0 {
        let reach = distributions::normal_quantile(0.975) * (factor / (n as f64 - 3.0)).sqrt();
        let (low, high) = ((r.atanh() - reach).tanh(), (r.atanh() + reach).tanh());
        estimate.interval = Some(Interval::new(low, high, 0.95, names.1));
    } else {
        estimate.warnings.push(Warning::SmallSample { n: n as f64 });
    }
    let df = n as f64 - 2.0;
    let t = if r.abs() >= 1.0 {
        r.signum() * f64::INFINITY
    } else {
        r * (df / (1.0 - r * r)).sqrt()
    };
    Correlation {
        estimate,
        test: ScoreTest::student(t, df, n, names.2),
    }
}

fn product_moment(x: &[f64], y: &[f64]) -> Result<f64, StatsError> {
    if x.len() != y.len() {
        return Err(StatsError::Shape);
    }
    StatsError::require_at_least(3, x.len())?;
    finite(x)?;
    finite(y)?;
    let centred = |values: &[f64]| -> Vec<f64> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| value - mean).collect()
    };
    let (x, y) = (centred(x), centred(y));
    let sum = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let scale = sum(&x, &x).sqrt() * sum(&y, &y).sqrt();
    if scale.is_nan() || scale <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    Ok((sum(&x, &y) / scale).clamp(-1.0, 1.0))
}
