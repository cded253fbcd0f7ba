//! Cohen's kappa: agreement of two coders beyond what their margins give by chance.
//!
//! With one dominant category kappa can be near zero although coders nearly always agree; then a warning carries the plain share
//! of agreement. For more than two coders or missing codes see `krippendorff`.

use super::estimate::{Estimate, Interval};
use super::table::Table;
use super::why::{Warning, Why};
use serde::Serialize;

/// How much partial agreement counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weights {
    /// Same category or nothing (Cohen 1960).
    Unweighted,
    /// 1 − |i − j|/(k − 1) (Cicchetti & Allison 1971).
    Linear,
    /// 1 − (i − j)²/(k − 1)² (Fleiss & Cohen 1973).
    Quadratic,
}

/// Cohen's kappa, at most 1, with the standard error of Fleiss, Cohen & Everitt (1969); the table must be square.
pub fn kappa(table: &Table, weights: Weights) -> Result<Estimate, Why> {
    let k = table.rows();
    if k != table.columns() || k < 2 {
        return Err(Why::NotSquare);
    }
    let n = table.n();
    if n <= 0.0 {
        return Err(Why::Empty);
    }
    let share = |totals: Vec<f64>| -> Vec<f64> { totals.into_iter().map(|t| t / n).collect() };
    let (rows, columns) = (share(table.row_totals()), share(table.column_totals()));
    let weight = |i: usize, j: usize| {
        let apart = i.abs_diff(j) as f64 / (k - 1) as f64;
        match weights {
            Weights::Unweighted => f64::from(u8::from(i == j)),
            Weights::Linear => 1.0 - apart,
            Weights::Quadratic => 1.0 - apart * apart,
        }
    };
    let cells = || (0..k).flat_map(|i| (0..k).map(move |j| (i, j)));
    let seen: f64 = cells().map(|(i, j)| weight(i, j) * table.at(i, j) / n).sum();
    let chance: f64 = cells().map(|(i, j)| weight(i, j) * rows[i] * columns[j]).sum();
    if 1.0 - chance <= 1e-12 {
        return Err(Why::OneValue);
    }
    let value = (seen - chance) / (1.0 - chance);
    let row_mean: Vec<f64> = (0..k).map(|i| (0..k).map(|j| weight(i, j) * columns[j]).sum()).collect();
    let column_mean: Vec<f64> = (0..k).map(|j| (0..k).map(|i| weight(i, j) * rows[i]).sum()).collect();
    let squares: f64 =
        cells().map(|(i, j)| table.at(i, j) / n * (weight(i, j) - (row_mean[i] + column_mean[j]) * (1.0 - value)).powi(2)).sum();
    let variance = (squares - (value - chance * (1.0 - value)).powi(2)) / (n * (1.0 - chance).powi(2));
    let method = match weights {
        Weights::Unweighted => "Cohen's kappa (1960)",
        Weights::Linear => "Weighted kappa, linear weights (Cicchetti & Allison 1971)",
        Weights::Quadratic => "Weighted kappa, quadratic weights (Fleiss & Cohen 1973)",
    };
    let mut estimate = Estimate::bare(value, n, method);
    let ase = variance.max(0.0).sqrt();
    estimate.ase = Some(ase);
    estimate.interval = Some(Interval::wald(value, ase, 0.95, (-1.0, 1.0), "Fleiss, Cohen & Everitt 1969"));
    let agreement = (0..k).map(|i| table.at(i, i)).sum::<f64>() / n;
    if rows.iter().chain(&columns).any(|p| *p > 0.9) {
        estimate.warnings.push(Warning::Prevalence { agreement });
    }
    Ok(estimate)
}
