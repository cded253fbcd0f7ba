//! The same people asked twice: McNemar, Bowker and Stuart–Maxwell for tables, the difference of
//! two paired shares, and Cochran's Q for several yes/no items.
//!
//! These tests are about change; for agreement see `agreement`. Ordered answers are compared by
//! `signed_rank`.

use super::distributions;
use super::error::StatsError;
use super::estimate::Test;
use super::estimate::{Estimate, Interval};
use super::table::Table;
use serde::Serialize;

/// McNemar's test of a square table of two answers by the same people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct McNemar {
    /// Large-sample test without correction: McNemar 1947 for 2 × 2, Bowker 1948 beyond.
    pub asymptotic: Test,
    /// The same with Edwards's (1948) correction, 2 × 2 only.
    pub corrected: Option<Test>,
    /// Exact binomial p of the changes, 2 × 2 with whole counts only, 0 to 1.
    pub exact_p: Option<f64>,
    /// Mid-p version of the exact p (Fagerland, Lydersen & Laake 2013), 0 to 1.
    pub mid_p: Option<f64>,
}

/// McNemar's (or Bowker's) test. The table keeps its empty categories, since both sides share them.
pub fn mcnemar(table: &Table) -> Result<McNemar, StatsError> {
    let k = table.rows();
    if k != table.columns() || k < 2 {
        return Err(StatsError::NotSquare);
    }
    let n = table.n();
    if n <= 0.0 {
        return Err(StatsError::Empty);
    }
    // Pairs of categories without changes between them are left out with their degree of freedom (R
    // gives NaN there).
    let (mut statistic, mut df) = (0.0, 0);
    for i in 0..k {
        for j in 0..i {
            let (up, down) = (table.at(i, j), table.at(j, i));
            if up + down > 0.0 {
                statistic += (up - down).powi(2) / (up + down);
                df += 1;
            }
        }
    }
    if df == 0 {
        return Err(StatsError::NoDifference);
    }
    if k > 2 {
        let asymptotic =
            Test::chi_square(statistic, df, n, "Symmetry of a square table (Bowker 1948)");
        return Ok(McNemar {
            asymptotic,
            corrected: None,
            exact_p: None,
            mid_p: None,
        });
    }
    let asymptotic = Test::chi_square(statistic, 1, n, "McNemar 1947, without correction");
    let (b, c) = (table.at(0, 1), table.at(1, 0));
    let corrected = ((b - c).abs() - 1.0).max(0.0).powi(2) / (b + c);
    let corrected = if b == c { 0.0 } else { corrected };
    let corrected = Some(Test::chi_square(
        corrected,
        1,
        n,
        "McNemar with correction (Edwards 1948)",
    ));
    let (exact_p, mid_p) = match table.whole() {
        Ok(x) => {
            let (p, mid) = binomial_half(x[1].min(x[2]), x[1] + x[2]);
            (Some(p), Some(mid))
        }
        Err(_) => (None, None),
    };
    Ok(McNemar {
        asymptotic,
        corrected,
        exact_p,
        mid_p,
    })
}

/// Tests whether the shares of the categories are the same in rows and columns (Stuart 1955,
/// Maxwell 1970); for 2 × 2 it is McNemar's test.
///
/// Bowker's test is stricter: it asks whether as many people moved from each category to each other
/// as back. Categories without any moves are left out.
pub fn stuart_maxwell(table: &Table) -> Result<Test, StatsError> {
    let k = table.rows();
    if k != table.columns() || k < 2 {
        return Err(StatsError::NotSquare);
    }
    let n = table.n();
    if n <= 0.0 {
        return Err(StatsError::Empty);
    }
    let moved = |i: usize| {
        (0..k)
            .filter(|j| *j != i)
            .map(|j| table.at(i, j) + table.at(j, i))
            .sum::<f64>()
    };
    let used: Vec<usize> = (0..k).filter(|i| moved(*i) > 0.0).collect();
    if used.is_empty() {
        return Err(StatsError::NoDifference);
    }
    // Categories without moves between them form separate groups, and each group costs one degree
    // of freedom.
    let (mut statistic, mut df) = (0.0, 0);
    let mut left = used;
    while let Some(first) = left.pop() {
        let mut group = vec![first];
        let mut at = 0;
        while let Some(&here) = group.get(at) {
            let (joined, apart): (Vec<usize>, Vec<usize>) = left
                .iter()
                .partition(|other| table.at(here, **other) + table.at(**other, here) > 0.0);
            group.extend(joined);
            left = apart;
            at += 1;
        }
        let kept = &group[1..];
        let gap: Vec<f64> = kept
            .iter()
            .map(|&i| (0..k).map(|j| table.at(i, j) - table.at(j, i)).sum())
            .collect();
        let spread = kept.iter().map(|&i| {
            kept.iter()
                .map(|&j| {
                    if i == j {
                        moved(i)
                    } else {
                        -(table.at(i, j) + table.at(j, i))
                    }
                })
                .collect()
        });
        let solved = solve(spread.collect(), gap.clone()).ok_or(StatsError::NoVariance)?;
        statistic += gap.iter().zip(solved).map(|(a, b)| a * b).sum::<f64>();
        df += kept.len();
    }
    let df = u32::try_from(df).map_err(|_| StatsError::TooLarge)?;
    Ok(Test::chi_square(
        statistic,
        df,
        n,
        "Marginal homogeneity (Stuart 1955, Maxwell 1970)",
    ))
}

/// Solves a symmetric positive definite system by elimination.
fn solve(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let n = right.len();
    for i in 0..n {
        let pivot = rows[i][i];
        if pivot <= 1e-12 {
            return None;
        }
        for below in i + 1..n {
            let factor = rows[below][i] / pivot;
            let above = rows[i].clone();
            for (cell, above) in rows[below].iter_mut().zip(above).skip(i) {
                *cell -= factor * above;
            }
            right[below] -= factor * right[i];
        }
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| rows[i][j] * right[j]).sum();
        right[i] = (right[i] - known) / rows[i][i];
    }
    Some(right)
}

/// The change of a share among `n` people, of whom `gained` are in it only afterwards and `lost`
/// only before.
///
/// The interval inverts the score test (Tango 1998), which is McNemar's at 0. The mid-p is slightly
/// larger than McNemar's p in a few tables (4 against 0, 15 against 6 …); the interval is then
/// adjusted so that both agree about 0.
pub fn share_change(n: u64, gained: u64, lost: u64, level: f64) -> Result<Estimate, StatsError> {
    if n == 0 {
        return Err(StatsError::Empty);
    }
    if gained.checked_add(lost).is_none_or(|moved| moved > n) || !(level > 0.0 && level < 1.0) {
        return Err(StatsError::Range);
    }
    let (count, up, down) = (n as f64, gained as f64, lost as f64);
    let value = (up - down) / count;
    let z = |delta: f64| {
        // The maximum-likelihood share of those who lost it if the change is exactly delta: the
        // root of a quadratic.
        let (a, b, c) = (
            2.0 * count,
            -up - down + (2.0 * count - up + down) * delta,
            -down * delta * (1.0 - delta),
        );
        let least = (-delta).max(0.0);
        let share = (((b * b - 4.0 * a * c).max(0.0).sqrt() - b) / (2.0 * a)).max(least);
        let variance = count * (2.0 * share + delta * (1.0 - delta));
        let apart = up - down - count * delta;
        if apart == 0.0 {
            0.0
        } else {
            apart / variance.max(0.0).sqrt()
        }
    };
    let most = distributions::normal_quantile(0.5 + level / 2.0);
    let end = |far: f64| {
        let (mut near, mut far) = (value, far);
        for _ in 0..200 {
            let middle = 0.5 * (near + far);
            if z(middle).abs() <= most {
                near = middle;
            } else {
                far = middle;
            }
        }
        0.5 * (near + far)
    };
    let (mut low, mut high, mut method) = (end(-1.0), end(1.0), "score (Tango 1998)");
    let (_, mid_p) = binomial_half(gained.min(lost), gained + lost);
    if mid_p > 1.0 - level && (low > 0.0 || high < 0.0) {
        (low, high, method) = (
            low.min(0.0),
            high.max(0.0),
            "score (Tango 1998), held to the mid-p",
        );
    }
    let mut estimate = Estimate::bare(value, count, "Difference of paired shares");
    estimate.interval = Some(Interval::new(low, high, level, method));
    Ok(estimate)
}

/// The sign test of `up` against `down`: exact p and mid-p, 0 to 1.
pub fn sign_test(up: u64, down: u64) -> Result<(f64, f64), StatsError> {
    if up + down == 0 {
        return Err(StatsError::NoDifference);
    }
    Ok(binomial_half(up.min(down), up + down))
}

/// Two-sided exact p and mid-p of `k` (the smaller side) of `n` fair coin flips.
fn binomial_half(k: u64, n: u64) -> (f64, f64) {
    // P(X ≤ k) by the regularised beta function; the point probability as a difference of logs.
    let (successes, count) = (k as f64, n as f64);
    let point = (statrs::function::gamma::ln_gamma(count + 1.0)
        - statrs::function::gamma::ln_gamma(successes + 1.0)
        - statrs::function::gamma::ln_gamma(count - successes + 1.0)
        - count * std::f64::consts::LN_2)
        .exp();
    let below = if k >= n {
        1.0
    } else {
        statrs::function::beta::beta_reg(count - successes, successes + 1.0, 0.5)
    };
    (
        (2.0 * below).min(1.0),
        (2.0 * below - point).clamp(0.0, 1.0),
    )
}

/// Cochran's (1950) Q: whether several yes/no items, answered by the same people, have the same
/// share of yes.
///
/// One row per person, one value per item; all rows must have the same length and no gaps.
pub fn cochran_q(rows: &[Vec<bool>]) -> Result<Test, StatsError> {
    let k = rows.first().map_or(0, Vec::len);
    if rows.iter().any(|r| r.len() != k) {
        return Err(StatsError::Shape);
    }
    StatsError::require_at_least(2, k)?;
    let count = |r: &Vec<bool>| r.iter().filter(|x| **x).count() as f64;
    let columns: Vec<f64> = (0..k)
        .map(|j| rows.iter().filter(|r| r[j]).count() as f64)
        .collect();
    let total: f64 = columns.iter().sum();
    let size = k as f64;
    let below = size * total - rows.iter().map(|r| count(r).powi(2)).sum::<f64>();
    if below <= 0.0 {
        return Err(StatsError::NoDifference);
    }
    let above = (size - 1.0) * (size * columns.iter().map(|t| t * t).sum::<f64>() - total * total);
    let df = u32::try_from(k - 1).map_err(|_| StatsError::TooLarge)?;
    Ok(Test::chi_square(
        above / below,
        df,
        rows.len() as f64,
        "Cochran's Q (1950)",
    ))
}
