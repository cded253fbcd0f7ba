//! Pearson's chi-square of a weighted, clustered table (Rao & Scott 1984).

use super::Sample;
use crate::stats::correlation::Cholesky;
use crate::stats::distributions::fisher_f;
use crate::stats::error::StatsError;
use crate::stats::estimate::Test;
use serde::Serialize;

/// The test, with first- and second-order correction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RaoScott {
    /// Second order: F with fractional degrees of freedom (Satterthwaite), the one to report.
    pub f: f64,
    /// Degrees of freedom of the numerator.
    pub df: f64,
    /// Degrees of freedom of the denominator.
    pub residual_df: f64,
    /// Its p-value, 0 to 1.
    pub p: f64,
    /// First order: chi-square divided by the mean design effect.
    pub first_order: Test,
    /// The mean design effect of the interactions: the ratio of their variance to that under simple
    /// random sampling.
    pub design_effect: f64,
    /// Number of people who answered.
    pub answers: usize,
    /// Kish's effective sample size.
    pub effective: f64,
    /// Number of clusters, or of people.
    pub clusters: usize,
    /// Name and source.
    pub method: &'static str,
}

/// Rao and Scott's test; empty rows and columns are left out.
pub fn rao_scott(sample: &Sample<'_>) -> Result<RaoScott, StatsError> {
    let table = sample.table()?;
    table.testable()?;
    let kept = |totals: Vec<f64>| {
        (0..totals.len())
            .filter(|i| totals[*i] > 0.0)
            .collect::<Vec<usize>>()
    };
    let (rows, columns) = (kept(table.row_totals()), kept(table.column_totals()));
    let n = table.n();
    let share = |(i, j): (usize, usize)| table.at(i, j) / n;
    let (last_row, last_column) = (rows[rows.len() - 1], columns[columns.len() - 1]);
    let pairs: Vec<(usize, usize)> = rows[..rows.len() - 1]
        .iter()
        .flat_map(|i| columns[..columns.len() - 1].iter().map(move |j| (*i, *j)))
        .collect();
    // Double differences of cells, divided by their shares, span the interactions.
    let corners = |(i, j): (usize, usize)| {
        [
            ((i, j), 1.0),
            ((i, last_column), -1.0),
            ((last_row, j), -1.0),
            ((last_row, last_column), 1.0),
        ]
    };
    let over = |cell: (usize, usize)| {
        if share(cell) > 0.0 {
            1.0 / share(cell)
        } else {
            0.0
        }
    };
    let k = pairs.len();
    let mut plain = vec![0.0; k * k];
    for (a, one) in pairs.iter().enumerate() {
        for (b, other) in pairs.iter().enumerate() {
            let other = corners(*other);
            plain[a * k + b] = corners(*one)
                .into_iter()
                .map(|(cell, sign)| {
                    other
                        .iter()
                        .filter(|(c, _)| *c == cell)
                        .map(|(_, s)| s * sign * over(cell))
                        .sum::<f64>()
                })
                .sum::<f64>()
                / n;
        }
    }
    let means: Vec<f64> = pairs
        .iter()
        .map(|pair| {
            corners(*pair)
                .iter()
                .map(|(c, s)| s * over(*c) * share(*c))
                .sum()
        })
        .collect();
    let add = |at: usize| {
        let (own, mean) = (corners(pairs[at]), means[at]);
        move |cell: (usize, usize)| {
            own.iter()
                .filter(|(c, _)| *c == cell)
                .map(|(c, s)| s * over(*c))
                .sum::<f64>()
                - mean
        }
    };
    let adds: Vec<_> = (0..k).map(add).collect();
    let adds: Vec<&dyn Fn((usize, usize)) -> f64> = adds
        .iter()
        .map(|f| f as &dyn Fn((usize, usize)) -> f64)
        .collect();
    let designed = sample.covariance(&adds);
    let factor = Cholesky::of(&plain, k).ok_or(StatsError::NoVariance)?;
    let effects: Vec<Vec<f64>> = (0..k)
        .map(|b| factor.solve(&(0..k).map(|a| designed[a * k + b]).collect::<Vec<f64>>()))
        .collect();
    let trace: f64 = (0..k).map(|a| effects[a][a]).sum();
    let square: f64 = (0..k)
        .flat_map(|a| (0..k).map(move |b| (a, b)))
        .map(|(a, b)| effects[a][b] * effects[b][a])
        .sum();
    if !(trace > 0.0 && square > 0.0) {
        return Err(StatsError::NoVariance);
    }
    let expected = table.expected();
    let pearson: f64 = table
        .observed()
        .iter()
        .zip(&expected)
        .filter(|(_, e)| **e > 0.0)
        .map(|(o, e)| (o - e).powi(2) / e)
        .sum();
    let (f, df) = (pearson / trace, trace * trace / square);
    let residual_df = df * sample.df();
    let mean = trace / k as f64;
    let first = Test::chi_square(
        pearson / mean,
        u32::try_from(k).map_err(|_| StatsError::TooLarge)?,
        n,
        "Rao & Scott 1981, first order",
    );
    Ok(RaoScott {
        f,
        df,
        residual_df,
        p: fisher_f(f, df, residual_df),
        first_order: first,
        design_effect: mean,
        answers: sample.answers(),
        effective: sample.effective(),
        clusters: sample.clusters(),
        method: "Rao–Scott chi-square, second order (Rao & Scott 1984; Thomas & Rao 1987), F",
    })
}
