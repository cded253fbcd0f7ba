//! The generalised Cochran–Mantel–Haenszel tests (Landis, Heyman & Koch 1978) of association within
//! strata.
//!
//! Within each stratum the margins are fixed. Summed over strata is the excess over expectation of
//! the scores (correlation), of each row's mean score, or of each cell (general association). An
//! association of opposite direction in different strata cancels out.

use crate::stats::error::StatsError;
use crate::stats::linear::quadratic;
use crate::stats::table::Table;
use crate::stats::test::Test;
use serde::Serialize;

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
