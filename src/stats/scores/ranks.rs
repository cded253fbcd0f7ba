//! and 1.

use super::{ScoreTest, Summary, summaries};
use crate::stats::distributions;
use crate::stats::error::{StatsError, Warning};
use crate::stats::estimate::{Estimate, Interval};
use serde::Serialize;

/// With more pairs the median difference is not computed.
const MOST_PAIRS: usize = 9_000_000;

/// Two groups compared by ranks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TwoRanks {
    /// The groups.
    pub groups: [Summary; 2],
    /// Probability that someone of the first group scores higher than someone of the second, ties
    /// counting half, 0 to 1.
    pub superiority: Estimate,
    /// Median of all differences between someone of the first and someone of the second group, in
    /// the unit of the scores; `None` if there are too many pairs.
    pub shift: Option<Estimate>,
    /// U of the first group: pairs in which it is higher, ties counting half.
    pub u: f64,
    /// Mann and Whitney's test with correction for ties, without continuity correction.
    pub test: ScoreTest,
}

/// Mann and Whitney's (1947) test of two groups of scores.
/// An error when a group is empty, or all scores are the same.
pub fn mann_whitney(first: &[f64], second: &[f64]) -> Result<TwoRanks, StatsError> {
    let groups: [Summary; 2] = summaries(&[first, second], 1)?
        .try_into()
        .map_err(|_| StatsError::Shape)?;
    let all: Vec<f64> = first.iter().chain(second).copied().collect();
    let (n, m) = (first.len() as f64, second.len() as f64);
    let size = n + m;
    let ranks = midranks(&all);
    let u = ranks.iter().take(first.len()).sum::<f64>() - n * (n + 1.0) / 2.0;
    let variance = n * m / 12.0 * ((size + 1.0) - ties(&all) / (size * (size - 1.0)));
    if variance.is_nan() || variance <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let z = (u - n * m / 2.0) / variance.sqrt();
    let method = "Mann–Whitney U with ties (1947)";
    let test = ScoreTest {
        statistic: z,
        df: None,
        df_within: None,
        p: distributions::normal_two_sided(z),
        n: size,
        method,
    };
    Ok(TwoRanks {
        superiority: superiority(u / (n * m), n, m),
        shift: shift(first, second),
        u,
        test,
        groups,
    })
}

/// The probability of superiority with the score interval of Newcombe (2006, method 5), whose width
/// is not zero at
fn superiority(value: f64, n: f64, m: f64) -> Estimate {
    let mut estimate = Estimate::bare(value, n + m, "Probability of superiority, U/(n₁n₂)");
    let z = distributions::normal_quantile(0.975);
    let middle = (n + m) / 2.0;
    let spread = |t: f64| {
        (t * (1.0 - t) * (1.0 + (middle - 1.0) * ((1.0 - t) / (2.0 - t) + t / (1.0 + t))) / (n * m))
            .max(0.0)
            .sqrt()
    };
    let end = |from: f64, to: f64| {
        // Compatible at `from`, where value and t agree; not beyond some t before `to`.
        let (mut near, mut far) = (from, to);
        for _ in 0..200 {
            let t = 0.5 * (near + far);
            if (value - t).abs() <= z * spread(t) {
                near = t
            } else {
                far = t
            }
        }
        0.5 * (near + far)
    };
    let low = if value <= 0.0 { 0.0 } else { end(value, 0.0) };
    let high = if value >= 1.0 { 1.0 } else { end(value, 1.0) };
    estimate.interval = Some(Interval::new(low, high, 0.95, "Newcombe 2006, method 5"));
    estimate
}

/// Hodges and Lehmann's (1963) shift, with the interval that belongs to the large-sample rank test.
fn shift(first: &[f64], second: &[f64]) -> Option<Estimate> {
    let pairs = first
        .len()
        .checked_mul(second.len())
        .filter(|pairs| *pairs <= MOST_PAIRS)?;
    let mut differences: Vec<f64> = first
        .iter()
        .flat_map(|a| second.iter().map(move |b| a - b))
        .collect();
    differences.sort_unstable_by(f64::total_cmp);
    let half = pairs / 2;
    let value = if pairs % 2 == 1 {
        differences[half]
    } else {
        0.5 * (differences[half - 1] + differences[half])
    };
    let (n, m) = (first.len() as f64, second.len() as f64);
    let mut estimate = Estimate::bare(value, n + m, "Median difference (Hodges & Lehmann 1963)");
    let back = distributions::normal_quantile(0.975) * (n * m * (n + m + 1.0) / 12.0).sqrt();
    let from = (n * m / 2.0 - back).floor();
    if from >= 1.0 {
        let at = from as usize - 1;
        let (low, high) = (differences[at], differences[pairs - 1 - at]);
        estimate.interval = Some(Interval {
            low,
            high,
            level: 0.95,
            method: "ordered differences, large-sample (Lehmann 1975)",
        });
    } else {
        estimate.warnings.push(Warning::SmallSample { n: n + m });
    }
    Some(estimate)
}

/// Several groups compared by ranks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ManyRanks {
    /// The groups.
    pub groups: Vec<Summary>,
    /// Rank epsilon squared, H/(n − 1): the share of the variance of ranks between groups, 0 to 1.
    pub epsilon_squared: Estimate,
    /// Kruskal and Wallis's test with correction for ties.
    pub test: ScoreTest,
}

/// Kruskal and Wallis's (1952) test of several groups of scores.
/// An error when a group is empty, or all scores are the same.
pub fn kruskal_wallis(groups: &[&[f64]]) -> Result<ManyRanks, StatsError> {
    let group_summaries = summaries(groups, 1)?;
    let all: Vec<f64> = groups
        .iter()
        .flat_map(|group| group.iter().copied())
        .collect();
    let n = all.len() as f64;
    let untied = 1.0 - ties(&all) / (n * n * n - n);
    if untied.is_nan() || untied <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let ranks = midranks(&all);
    let (mut sum, mut from) = (0.0, 0);
    for group in groups {
        let excess: f64 = ranks[from..from + group.len()]
            .iter()
            .map(|rank| rank - (n + 1.0) / 2.0)
            .sum();
        sum += excess * excess / group.len() as f64;
        from += group.len();
    }
    let h = 12.0 * sum / (n * (n + 1.0)) / untied;
    let df = u32::try_from(groups.len() - 1).map_err(|_| StatsError::TooLarge)?;
    let test = ScoreTest {
        statistic: h,
        df: Some(f64::from(df)),
        df_within: None,
        p: distributions::chi_square(h, df),
        n,
        method: "Kruskal–Wallis H with ties (1952)",
    };
    Ok(ManyRanks {
        epsilon_squared: epsilon_squared(h, df, n),
        test,
        groups: group_summaries,
    })
}

/// Rank epsilon squared with the 90 % interval of the noncentral chi-square, which matches a test
/// at .05 (Steiger 2004): it includes 0 if the test is not significant. The degrees of freedom are
/// added (Smithson 2003), as they are part of H too, so that the estimate is inside.
fn epsilon_squared(h: f64, df: u32, n: f64) -> Estimate {
    let mut estimate = Estimate::bare(
        (h / (n - 1.0)).min(1.0),
        n,
        "Rank epsilon squared, H/(n − 1)",
    );
    let (low, high) = distributions::limits(h, df, 0.9);
    let df = f64::from(df);
    let low = if low <= 0.0 {
        0.0
    } else {
        ((low + df) / (n - 1.0)).min(1.0)
    };
    let high = ((high + df) / (n - 1.0)).min(1.0);
    estimate.interval = Some(Interval::new(
        low,
        high,
        0.9,
        "noncentral chi-square + df (Smithson 2003)",
    ));
    estimate
}

/// The rank of each score, averaged over ties.
#[must_use]
pub fn midranks(scores: &[f64]) -> Vec<f64> {
    let order = sorted(scores);
    let mut ranks = vec![0.0; scores.len()];
    let mut from = 0;
    while from < order.len() {
        let to = from
            + order[from..]
                .iter()
                .take_while(|at| same(scores[**at], scores[order[from]]))
                .count();
        for at in &order[from..to] {
            ranks[*at] = (from + to + 1) as f64 / 2.0;
        }
        from = to;
    }
    ranks
}

/// Σ (t³ − t) over the sizes of tied groups.
fn ties(scores: &[f64]) -> f64 {
    let order = sorted(scores);
    let (mut sum, mut from) = (0.0, 0);
    while from < order.len() {
        let count = order[from..]
            .iter()
            .take_while(|at| same(scores[**at], scores[order[from]]))
            .count();
        sum += (count as f64).powi(3) - count as f64;
        from += count;
    }
    sum
}

fn sorted(scores: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    order
}

/// Treats zeros of either sign as equal.
fn same(a: f64, b: f64) -> bool {
    a == b
}
