//! Whether two nominal variables are associated alike in all strata: the log-linear model without a
//! three-way interaction.

use super::Homogeneity;
use crate::stats::error::StatsError;
use crate::stats::table::Table;
use crate::stats::test::Test;

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
