//! Whether two nominal variables are associated alike in all strata: the log-linear model without a
//! three-way interaction.
//!
//! The generalised Cochran–Mantel–Haenszel tests (Landis, Heyman & Koch 1978) of association within
//! strata.
//!
//! Within each stratum the margins are fixed. Summed over strata is the excess over expectation of
//! the scores (correlation), of each row's mean score, or of each cell (general association). An
//! association of opposite direction in different strata cancels out.
//!
//! Whether ordered answers are correlated equally strongly in several strata.

use super::Homogeneity;
use crate::stats::correlation::{quadratic, spearman};
use crate::stats::error::StatsError;
use crate::stats::estimate::{Estimate, Interval, Test};
use crate::stats::table::Table;
use serde::Serialize;

/// Iterations of proportional fitting before it is abandoned.
const MAX_ITERATIONS: u32 = 5_000;

/// Pearson's chi-square of the counts against those with common odds ratios in all strata (Bartlett
/// 1935; fitted by Deming & Stephan's iterative proportional fitting). Empty rows, columns and
/// strata are left out.
pub fn same_association(strata: &[Table]) -> Result<Homogeneity, StatsError> {
    let strata: Vec<&Table> = strata.iter().filter(|t| t.n() > 0.0).collect();
    let Some(first) = strata.first() else {
        return Err(StatsError::Empty);
    };
    let (rows, columns, k) = (first.rows(), first.columns(), strata.len());
    if strata
        .iter()
        .any(|t| t.rows() != rows || t.columns() != columns)
    {
        return Err(StatsError::Shape);
    }
    let used = |total: &dyn Fn(usize) -> f64, n: usize| {
        (0..n).filter(|i| total(*i) > 0.0).collect::<Vec<usize>>()
    };
    let kept_rows = used(
        &|i| strata.iter().map(|t| t.row(i).iter().sum::<f64>()).sum(),
        rows,
    );
    let kept_columns = used(
        &|j| {
            strata
                .iter()
                .map(|t| (0..rows).map(|i| t.at(i, j)).sum::<f64>())
                .sum()
        },
        columns,
    );
    let (r, c) = (kept_rows.len(), kept_columns.len());
    if r < 2 || c < 2 || k < 2 {
        return Err(if k < 2 {
            StatsError::TooFew { n: k, need: 2 }
        } else {
            StatsError::OneCategory {
                rows: r,
                columns: c,
            }
        });
    }
    let cell = |at: usize| strata[at / (r * c)].at(kept_rows[at / c % r], kept_columns[at % c]);
    let observed: Vec<f64> = (0..r * c * k).map(cell).collect();
    let key = |at: usize, margin: usize| match margin {
        0 => at % (r * c),
        1 => at / (r * c) * r + at / c % r,
        _ => at / (r * c) * c + at % c,
    };
    let sizes = [r * c, k * r, k * c];
    let sums = |cells: &[f64], margin: usize| {
        let mut sums = vec![0.0; sizes[margin]];
        cells
            .iter()
            .enumerate()
            .for_each(|(at, x)| sums[key(at, margin)] += x);
        sums
    };
    let targets: Vec<Vec<f64>> = (0..3).map(|margin| sums(&observed, margin)).collect();
    // An empty margin gives zero fitted counts, each of which costs a degree of freedom.
    let empty = |margin: usize| targets[margin].iter().filter(|t| **t == 0.0).count();
    if (0..3).any(|margin| empty(margin) > 0) {
        return Err(StatsError::Separated);
    }
    let mut fitted = vec![1.0; observed.len()];
    for round in 0..=MAX_ITERATIONS {
        let before = fitted.clone();
        for (margin, target) in targets.iter().enumerate() {
            let now = sums(&fitted, margin);
            fitted
                .iter_mut()
                .enumerate()
                .for_each(|(at, x)| *x *= target[key(at, margin)] / now[key(at, margin)]);
        }
        let moved = fitted
            .iter()
            .zip(&before)
            .map(|(a, b)| (a - b).abs() / a.max(1e-9))
            .fold(0.0, f64::max);
        if moved < 1e-12 {
            break;
        }
        if round == MAX_ITERATIONS {
            return Err(StatsError::NotConverged);
        }
    }
    let statistic = observed
        .iter()
        .zip(&fitted)
        .map(|(o, e)| (o - e).powi(2) / e)
        .sum();
    let df = u32::try_from((r - 1) * (c - 1) * (k - 1)).map_err(|_| StatsError::TooLarge)?;
    let n = observed.iter().sum();
    let test = Test::chi_square(
        statistic,
        df,
        n,
        "Pearson's chi-square against one association in all strata (Bartlett 1935)",
    );
    Ok(Homogeneity::from(test))
}

/// The three alternatives, from the narrowest to the widest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Generalised {
    /// Rows and columns rise together: for ordered × ordered.
    pub correlation: Result<Test, StatsError>,
    /// The mean column score differs between rows: for groups × ordered.
    pub row_means: Result<Test, StatsError>,
    /// The mean row score differs between columns.
    pub column_means: Result<Test, StatsError>,
    /// Any association: for nominal × nominal.
    pub general: Result<Test, StatsError>,
}

/// All three, over tables of one shape with their scores; strata in which nothing can vary are left
/// out.
pub fn generalised(strata: &[Table]) -> Result<Generalised, StatsError> {
    let Some(first) = strata.first() else {
        return Err(StatsError::Empty);
    };
    let (rows, columns) = (first.rows(), first.columns());
    if strata
        .iter()
        .any(|t| t.rows() != rows || t.columns() != columns)
    {
        return Err(StatsError::Shape);
    }
    let telling: Vec<&Table> = strata
        .iter()
        .filter(|t| t.testable().is_ok() && t.n() > 1.0)
        .collect();
    if telling.is_empty() {
        let whole = strata.iter().find_map(|t| t.testable().err());
        return Err(whole.unwrap_or(StatsError::Empty));
    }
    let units = |n: usize| -> Vec<Vec<f64>> {
        (0..n.saturating_sub(1))
            .map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect())
            .collect()
    };
    let (row_scores, column_scores) = (
        vec![first.row_scores().to_vec()],
        vec![first.column_scores().to_vec()],
    );
    Ok(Generalised {
        correlation: excess(
            &telling,
            &row_scores,
            &column_scores,
            "Cochran–Mantel–Haenszel, correlation (Landis et al. 1978)",
        ),
        row_means: excess(
            &telling,
            &units(rows),
            &column_scores,
            "Cochran–Mantel–Haenszel, row mean scores (Landis et al. 1978)",
        ),
        column_means: excess(
            &telling,
            &row_scores,
            &units(columns),
            "Cochran–Mantel–Haenszel, column mean scores (Landis et al. 1978)",
        ),
        general: excess(
            &telling,
            &units(rows),
            &units(columns),
            "Cochran–Mantel–Haenszel, general association (Landis et al. 1978)",
        ),
    })
}

/// The test of Σ over strata of (row vector ⊗ column vector) · (observed − expected), for all pairs
/// of vectors.
fn excess(
    strata: &[&Table],
    rows: &[Vec<f64>],
    columns: &[Vec<f64>],
    method: &'static str,
) -> Result<Test, StatsError> {
    let size = rows.len() * columns.len();
    let (mut sum, mut variance, mut n) = (vec![0.0; size], vec![0.0; size * size], 0.0);
    for table in strata {
        let (row_totals, column_totals, total) =
            (table.row_totals(), table.column_totals(), table.n());
        n += total;
        let (row, column) = (
            spread(rows, &row_totals, total),
            spread(columns, &column_totals, total),
        );
        let factor = total * total / (total - 1.0);
        let k = columns.len();
        for at in 0..size {
            let (a, b) = (&rows[at / k], &columns[at % k]);
            let expected = |i: usize, j: usize| row_totals[i] * column_totals[j] / total;
            for (i, row_score) in a.iter().enumerate() {
                for (j, column_score) in b.iter().enumerate() {
                    sum[at] += row_score * column_score * (table.at(i, j) - expected(i, j));
                }
            }
            for other in 0..size {
                let (m, l) = (rows.len(), columns.len());
                variance[at * size + other] +=
                    factor * row[(at / k) * m + other / k] * column[(at % k) * l + other % k];
            }
        }
    }
    let (statistic, rank) = quadratic(&variance, &sum);
    if rank == 0 {
        return Err(StatsError::NoVariance);
    }
    Ok(Test::chi_square(
        statistic,
        u32::try_from(rank).map_err(|_| StatsError::TooLarge)?,
        n,
        method,
    ))
}

/// Covariances of vectors of scores over a margin.
fn spread(vectors: &[Vec<f64>], totals: &[f64], n: f64) -> Vec<f64> {
    let mean = |v: &[f64]| v.iter().zip(totals).map(|(s, t)| s * t).sum::<f64>() / n;
    let means: Vec<f64> = vectors.iter().map(|v| mean(v)).collect();
    let cell = |a: usize, b: usize| {
        let both = vectors[a].iter().zip(&vectors[b]).zip(totals);
        both.map(|((x, y), t)| (x - means[a]) * (y - means[b]) * t)
            .sum::<f64>()
            / n
    };
    (0..vectors.len().pow(2))
        .map(|at| cell(at / vectors.len(), at % vectors.len()))
        .collect()
}

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
    StatsError::require_at_least(2, each.len())?;
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
    estimate.interval = Some(Interval::new(
        low,
        high,
        a.level,
        "from both intervals (Zou 2007)",
    ));
    Ok(estimate)
}
