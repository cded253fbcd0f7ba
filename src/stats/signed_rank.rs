//! Two measurements of the same people: Wilcoxon's signed ranks, and the mean difference with
//! Student's t.
//!
//! Ranks are those of the absolute changes, so steps must be comparable. Exact p-values enumerate
//! all signs of the observed ranks, including ties (Wilcoxon 1945). People who did not change are
//! uninformative about the direction; Wilcoxon drops them before ranking, Pratt (1959) afterwards.
//! The result states which was done.

use super::distributions;
use super::error::{StatsError, Warning};
use super::estimate::Test;
use super::estimate::{Estimate, Interval};
use serde::Serialize;

/// Treatment of people who did not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ZeroHandling {
    /// Dropped before ranking (Wilcoxon 1945), as in R, SPSS and jamovi.
    Wilcoxon,
    /// Ranked, and dropped afterwards (Pratt 1959).
    Pratt,
}

/// Largest number of people for the exact test.
const MOST_EXACT: usize = 300;

/// Wilcoxon's signed-rank test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignedRank {
    /// Sum of the ranks of those who rose.
    pub up: f64,
    /// Sum of the ranks of those who fell.
    pub down: f64,
    /// Number of people who rose, fell and did not change.
    pub moved: (usize, usize, usize),
    /// Treatment of those who did not change.
    pub zeros: ZeroHandling,
    /// Large-sample test with correction for ties, without continuity correction.
    pub test: Test,
    /// Exact two-sided p given the ranks, for up to 300 people who changed, 0 to 1.
    pub exact_p: Option<f64>,
    /// Matched-pairs rank-biserial correlation (Kerby 2014), −1 to 1: the share of ranks that rose
    /// minus the share that fell.
    pub effect: Estimate,
}

impl SignedRank {
    /// The exact p if there is one, otherwise the large-sample p.
    pub fn p(&self) -> f64 {
        self.exact_p.unwrap_or(self.test.p)
    }
}

/// The test of differences, after minus before.
pub fn signed_rank(differences: &[f64], zeros: ZeroHandling) -> Result<SignedRank, StatsError> {
    if differences.is_empty() {
        return Err(StatsError::Empty);
    }
    if differences.iter().any(|d| !d.is_finite()) {
        return Err(StatsError::Range);
    }
    // Differences of decimals (0.3 − 0.1 and 0.2) must tie despite rounding errors.
    let mut sizes: Vec<f64> = differences.iter().map(|d| rounded(*d)).collect();
    let stayed = sizes.iter().filter(|d| **d == 0.0).count();
    if zeros == ZeroHandling::Wilcoxon {
        sizes.retain(|d| *d != 0.0);
    }
    if stayed == differences.len() {
        return Err(StatsError::NoDifference);
    }
    sizes.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    let mut ranks = vec![0.0; sizes.len()];
    let mut from = 0;
    while from < sizes.len() {
        let same = sizes[from..]
            .iter()
            .take_while(|d| d.abs() == sizes[from].abs())
            .count();
        ranks[from..from + same].fill(from as f64 + (same as f64 + 1.0) / 2.0);
        from += same;
    }
    let sum = |keep: fn(f64) -> bool| -> f64 {
        sizes
            .iter()
            .zip(&ranks)
            .filter(|(d, _)| keep(**d))
            .map(|(_, r)| r)
            .sum()
    };
    let (up, down) = (sum(|d| d > 0.0), sum(|d| d < 0.0));
    let moving: Vec<f64> = sizes
        .iter()
        .zip(&ranks)
        .filter(|(d, _)| **d != 0.0)
        .map(|(_, r)| *r)
        .collect();
    let count = |keep: fn(&&f64) -> bool| sizes.iter().filter(keep).count();
    let moved = (count(|d| **d > 0.0), count(|d| **d < 0.0), stayed);
    let squares: f64 = moving.iter().map(|r| r * r).sum();
    let z = (up - down) / squares.sqrt();
    let method = match zeros {
        ZeroHandling::Wilcoxon => "Wilcoxon signed-rank test (1945), no change left out",
        ZeroHandling::Pratt => "Wilcoxon signed-rank test, no change ranked (Pratt 1959)",
    };
    let exact_p = (moving.len() <= MOST_EXACT).then(|| exact(&moving, up.min(down)));
    let test = Test::normal(z, moving.len() as f64, method);
    let effect = biserial((up, down), squares, exact_p.unwrap_or(test.p));
    Ok(SignedRank {
        up,
        down,
        moved,
        zeros,
        test,
        exact_p,
        effect,
    })
}

/// Rounded to twelve digits: more than any answer has, and fewer than a subtraction corrupts.
fn rounded(difference: f64) -> f64 {
    if difference == 0.0 {
        return 0.0;
    }
    let scale = 10_f64.powi(11 - difference.abs().log10().floor().clamp(-280.0, 280.0) as i32);
    let near = (difference * scale).round() / scale;
    if difference.abs() < 1e-12 { 0.0 } else { near }
}

/// 2 · P(smaller sum ≤ `low`) over all equally likely signs of the ranks.
fn exact(ranks: &[f64], low: f64) -> f64 {
    // Doubled ranks are integers even if tied.
    let doubled: Vec<usize> = ranks.iter().map(|r| (2.0 * r).round() as usize).collect();
    let whole: usize = doubled.iter().sum();
    let mut chance = vec![0.0; whole + 1];
    chance[0] = 1.0;
    let mut reached = 0;
    for rank in doubled {
        for sum in (0..=reached).rev() {
            let half = 0.5 * chance[sum];
            chance[sum] = half;
            chance[sum + rank] += half;
        }
        reached += rank;
    }
    let last = (2.0 * low).round() as usize;
    (2.0 * chance[..=last].iter().sum::<f64>()).min(1.0)
}

/// The rank-biserial correlation with the interval that inverts the large-sample test.
///
/// If every rank is positive with the same probability, the sum has the mean and variance of a
/// proportion of `n` = (Σr)²/Σr² answers, so Wilson's (1927) interval with that n is the inverted
/// test. Where the exact p disagrees about 0, the interval is adjusted to it.
fn biserial((up, down): (f64, f64), squares: f64, p: f64) -> Estimate {
    let sum = up + down;
    let (share, n) = (up / sum, sum * sum / squares);
    let z = distributions::normal_quantile(0.975);
    let centre = share + z * z / (2.0 * n);
    let reach = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    let back = |x: f64| (2.0 * x / scale - 1.0).clamp(-1.0, 1.0);
    let (mut low, mut high, mut method) = (
        back(centre - reach),
        back(centre + reach),
        "signed-rank test inverted",
    );
    if p > 0.05 && (low > 0.0 || high < 0.0) {
        (low, high, method) = (
            low.min(0.0),
            high.max(0.0),
            "signed-rank test inverted, held to the exact p",
        );
    } else if p <= 0.05 && low <= 0.0 && high >= 0.0 {
        // Significant by the exact test but not quite by the large-sample one: the interval ends at
        // 0.
        if share > 0.5 {
            low = 0.0
        } else {
            high = 0.0
        }
        method = "signed-rank test inverted, held to the exact p";
    }
    let mut estimate = Estimate::bare(
        2.0 * share - 1.0,
        n,
        "Matched-pairs rank-biserial correlation (Kerby 2014)",
    );
    estimate.interval = Some(Interval::new(low, high, 0.95, method));
    if n < 6.0 {
        estimate
            .warnings
            .push(Warning::SmallSample { n: n.round() });
    }
    estimate
}

/// The mean difference with its interval and test by Student's t (1908).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeanChange {
    /// The mean of the differences, in the unit of the answers.
    pub mean: Estimate,
    /// Mean difference over the standard deviation of the differences (Cohen's d_z).
    pub standardised: f64,
    /// The test.
    pub test: Test,
}

/// Student's t of differences, after minus before.
pub fn mean_change(differences: &[f64]) -> Result<MeanChange, StatsError> {
    let n = differences.len();
    if n < 2 {
        return Err(StatsError::TooFew { n, need: 2 });
    }
    let count = n as f64;
    let mean = differences.iter().sum::<f64>() / count;
    let variance = differences.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (count - 1.0);
    if variance.is_nan() || variance <= 1e-24 * mean * mean {
        return Err(if mean == 0.0 {
            StatsError::NoDifference
        } else {
            StatsError::NoVariance
        });
    }
    let (spread, df) = (
        variance.sqrt(),
        u32::try_from(n - 1).map_err(|_| StatsError::TooLarge)?,
    );
    let error = spread / count.sqrt();
    let reach = super::planning::student_quantile(0.975, f64::from(df)) * error;
    let mut estimate = Estimate::bare(mean, count, "Mean difference");
    estimate.ase = Some(error);
    estimate
        .warnings
        .extend(super::scores::long_tail(differences));
    estimate.interval = Some(Interval::new(
        mean - reach,
        mean + reach,
        0.95,
        "Student's t (1908)",
    ));
    Ok(MeanChange {
        mean: estimate,
        standardised: mean / spread,
        test: Test::student(mean / error, df, count, "Paired t-test (Student 1908)"),
    })
}
