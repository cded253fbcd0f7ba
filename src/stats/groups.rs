//! Groups compared on an ordered answer, with many ties: Kruskal–Wallis for several groups,
//! Mann–Whitney for two.
//!
//! Rows are groups, columns the ordered answers. Both compare ranks rather than means, and assume
//! only order.

use super::correlation::midranks;
use super::distributions;
use super::error::StatsError;
use super::estimate::Test;
use super::estimate::{Estimate, Interval};
use super::shares::{DecidingTest, root};
use super::table::Table;
use serde::Serialize;

/// Largest number of groups for which all orders are searched for the maximum.
const MOST_GROUPS: usize = 10;

/// Kruskal and Wallis's (1952) H with correction for ties.
pub fn kruskal_wallis(table: &Table) -> Result<Test, StatsError> {
    let small = answered(table)?;
    let (n, groups) = (small.n(), small.row_totals());
    let ranks = midranks(&small.column_totals());
    let untied = 1.0 - ties(&small.column_totals()) / (n * n * n - n);
    if untied.is_nan() || untied <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let mean = (n + 1.0) / 2.0;
    let sum: f64 = (0..small.rows())
        .map(|i| {
            let excess: f64 = small
                .row(i)
                .iter()
                .zip(&ranks)
                .map(|(x, r)| x * (r - mean))
                .sum();
            excess * excess / groups[i]
        })
        .sum();
    let df = u32::try_from(small.rows() - 1).map_err(|_| StatsError::TooLarge)?;
    Ok(Test::chi_square(
        12.0 * sum / (n * (n + 1.0)) / untied,
        df,
        n,
        "Kruskal–Wallis H with ties (1952)",
    )
    .warned(table.reservations()))
}

/// Two groups compared on an ordered answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MannWhitney {
    /// U of the first group: pairs in which its answer is higher, ties counting half.
    pub u: f64,
    /// Normal test with correction for ties, without continuity correction (SPSS's).
    pub test: Test,
    /// With continuity correction (R's default).
    pub corrected: Test,
    /// Probability that an answer of the first group is higher than one of the second, ties
    /// counting half, 0 to 1.
    pub superiority: Estimate,
}

/// Mann and Whitney's (1947) U of a table with two non-empty rows.
pub fn mann_whitney(table: &Table) -> Result<MannWhitney, StatsError> {
    let small = answered(table)?;
    if small.rows() != 2 {
        return Err(StatsError::NotTwoByTwo);
    }
    let n = small.n();
    let groups = small.row_totals();
    let ranks = midranks(&small.column_totals());
    let sum: f64 = small.row(0).iter().zip(&ranks).map(|(x, r)| x * r).sum();
    let u = sum - groups[0] * (groups[0] + 1.0) / 2.0;
    let product = groups[0] * groups[1];
    let variance = product / 12.0 * ((n + 1.0) - ties(&small.column_totals()) / (n * (n - 1.0)));
    if variance.is_nan() || variance <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let excess = u - product / 2.0;
    let pulled = if excess == 0.0 {
        0.0
    } else {
        excess - 0.5 * excess.signum()
    };
    let warnings = table.reservations();
    let plain = Test::normal(
        excess / variance.sqrt(),
        n,
        "Mann–Whitney U with ties (1947)",
    );
    let corrected = Test::normal(
        pulled / variance.sqrt(),
        n,
        "Mann–Whitney U with ties, continuity-corrected",
    );
    Ok(MannWhitney {
        u,
        test: plain.warned(warnings.clone()),
        corrected: corrected.warned(warnings),
        superiority: superiority(&small, DecidingTest::by_score(0.95))?,
    })
}

/// Probability that an answer of the first group is higher than one of the second, ties counting
/// half, 0 to 1, with the interval that agrees with the deciding test.
///
/// Newcombe's (2006, Stat. Med. 25:559, method 5) score interval, with the variance reduced by the
/// tie correction of U: at one half it is Mann and Whitney's test.
pub fn superiority(table: &Table, decided: DecidingTest) -> Result<Estimate, StatsError> {
    let small = table.testable()?;
    if small.rows() != 2 {
        return Err(StatsError::NotTwoByTwo);
    }
    let (n, groups) = (small.n(), small.row_totals());
    let ranks = midranks(&small.column_totals());
    let sum: f64 = small.row(0).iter().zip(&ranks).map(|(x, r)| x * r).sum();
    let product = groups[0] * groups[1];
    let value = (sum - groups[0] * (groups[0] + 1.0) / 2.0) / product;
    let untied = 1.0 - ties(&small.column_totals()) / (n * n * n - n);
    if untied.is_nan() || untied <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let variance = |at: f64| {
        let pairs = (1.0 - at) / (2.0 - at) + at / (1.0 + at);
        untied * at * (1.0 - at) / product * (1.0 + (n / 2.0 - 1.0) * pairs)
    };
    let (far, near) = decided.critical_values((value - 0.5) / variance(0.5).sqrt());
    let (down, up) = if value > 0.5 {
        (near, far)
    } else {
        (far, near)
    };
    let passes = |at: f64, reach: f64| (value - at) * (value - at) > reach * reach * variance(at);
    let mut estimate = Estimate::bare(value, n, "Probability of superiority, U/(n₁n₂)");
    estimate.interval = Some(Interval {
        low: 1.0 - root(1.0 - value, 1.0, |at| passes(1.0 - at, down)),
        high: root(value, 1.0, |at| passes(at, up)),
        level: decided.level,
        method: if near == far {
            "score interval (Newcombe 2006, method 5), with ties"
        } else {
            "score interval (Newcombe 2006, method 5), with ties, its end towards one half by the exact p"
        },
    });
    Ok(estimate)
}

/// Rank epsilon squared H/(n − 1), 0 to 1: the share of the ranks' variance that lies between
/// groups (Tomczak & Tomczak 2014).
pub fn epsilon_squared(table: &Table, decided: DecidingTest) -> Result<Estimate, StatsError> {
    let test = kruskal_wallis(table)?;
    let (df, degrees) = (test.df.unwrap_or(1), test.n - 1.0);
    let value = (test.statistic / degrees).clamp(0.0, 1.0);
    let (low, high) = distributions::unified(test.statistic, df, decided.level);
    // Ties and unequal group sizes keep it below 1 for any answers with these margins.
    let apart = most_apart(&table.testable()?).and_then(|apart| kruskal_wallis(&apart));
    let most = apart.map_or(1.0, |test| (test.statistic / degrees).min(1.0));
    let (low, high) = (
        (low / degrees).min(value),
        (high / degrees).min(most).max(value),
    );
    let mut estimate = Estimate::bare(value, test.n, "Rank epsilon squared, H/(n − 1)");
    estimate.interval = Some(Interval {
        low: decided.end_above_nothing(low, value),
        high,
        level: decided.level,
        method: "limits of the noncentral chi-square (Steiger 2004), with unequal tails near 0",
    });
    Ok(estimate)
}

/// The table with the same margins in which the groups differ most: groups occupy consecutive
/// ranks, in the order with the largest sum of squares between them. Fails if there are too many
/// groups to search.
fn most_apart(small: &Table) -> Result<Table, StatsError> {
    let (groups, answers) = (small.row_totals(), small.column_totals());
    if groups.len() > MOST_GROUPS {
        return Err(StatsError::TooLarge);
    }
    let ranks = midranks(&answers);
    // Distributes a group of `size` answers over the ranks from `from` on.
    let fill = |from: f64, size: f64| -> Vec<f64> {
        let mut below = 0.0;
        let share = |total: &f64| {
            let (start, end) = (from.max(below), (from + size).min(below + total));
            below += total;
            (end - start).max(0.0)
        };
        answers.iter().map(share).collect()
    };
    let sum = |row: &[f64]| {
        row.iter()
            .zip(&ranks)
            .map(|(x, rank)| x * rank)
            .sum::<f64>()
    };
    let of = |set: usize| {
        groups
            .iter()
            .enumerate()
            .filter(|(at, _)| set & (1 << at) != 0)
            .map(|(_, size)| size)
            .sum::<f64>()
    };
    let all = 1_usize << groups.len();
    // For each set of groups placed first: the best sum, and which group of the set comes last.
    let mut best = vec![(0.0_f64, 0_usize); all];
    for set in 1..all {
        best[set] = (0..groups.len())
            .filter(|at| set & (1 << at) != 0)
            .map(|at| {
                let before = set & !(1 << at);
                let ranks = sum(&fill(of(before), groups[at]));
                (best[before].0 + ranks * ranks / groups[at], at)
            })
            .fold((f64::NEG_INFINITY, 0), |most, next| {
                if next.0 > most.0 { next } else { most }
            });
    }
    let mut rows = vec![Vec::new(); groups.len()];
    let mut set = all - 1;
    while set != 0 {
        let at = best[set].1;
        set &= !(1 << at);
        rows[at] = fill(of(set), groups[at]);
    }
    Table::new(groups.len(), answers.len(), rows.concat())?
        .with_sides(small.row_side().clone(), small.column_side().clone())
}

/// The testable table, if its columns are ordered or binary.
fn answered(table: &Table) -> Result<Table, StatsError> {
    let small = table.testable()?;
    if small.columns() == 2 || small.column_side().is_ordered() {
        Ok(small)
    } else {
        Err(StatsError::NoOrder)
    }
}

/// Σ (t³ − t) over the sizes of tied groups.
fn ties(totals: &[f64]) -> f64 {
    totals.iter().map(|t| t * t * t - t).sum()
}
