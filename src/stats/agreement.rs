//! Cohen's kappa: agreement of two coders beyond what their margins give by chance.
//!
//! With one dominant category kappa can be near zero although coders nearly always agree; a warning
//! then gives the plain share of agreement. For more than two coders or missing codes see
//! `krippendorff`.

use super::error::{StatsError, Warning};
use super::estimate::{Estimate, Interval};
use super::table::Table;
use super::tail;
use serde::Serialize;

/// Credit for partial agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KappaWeights {
    /// No credit for near misses (Cohen 1960).
    Unweighted,
    /// 1 − |i − j|/(k − 1) (Cicchetti & Allison 1971).
    Linear,
    /// 1 − (i − j)²/(k − 1)² (Fleiss & Cohen 1973).
    Quadratic,
}

fn raw(table: &Table, weights: KappaWeights) -> Result<RawKappa, StatsError> {
    let k = table.rows();
    if k != table.columns() || k < 2 {
        return Err(StatsError::NotSquare);
    }
    let n = table.n();
    if n <= 0.0 {
        return Err(StatsError::Empty);
    }
    let share = |totals: Vec<f64>| -> Vec<f64> { totals.into_iter().map(|t| t / n).collect() };
    let (rows, columns) = (share(table.row_totals()), share(table.column_totals()));
    let weight = |i: usize, j: usize| {
        let apart = i.abs_diff(j) as f64 / (k - 1) as f64;
        match weights {
            KappaWeights::Unweighted => f64::from(u8::from(i == j)),
            KappaWeights::Linear => 1.0 - apart,
            KappaWeights::Quadratic => 1.0 - apart * apart,
        }
    };
    let cells = || (0..k).flat_map(|i| (0..k).map(move |j| (i, j)));
    let seen: f64 = cells()
        .map(|(i, j)| weight(i, j) * table.at(i, j) / n)
        .sum();
    let chance: f64 = cells()
        .map(|(i, j)| weight(i, j) * rows[i] * columns[j])
        .sum();
    if 1.0 - chance <= 1e-12 {
        return Err(StatsError::OneValue);
    }
    let value = (seen - chance) / (1.0 - chance);
    let row_mean: Vec<f64> = (0..k)
        .map(|i| (0..k).map(|j| weight(i, j) * columns[j]).sum())
        .collect();
    let column_mean: Vec<f64> = (0..k)
        .map(|j| (0..k).map(|i| weight(i, j) * rows[i]).sum())
        .collect();
    let squares: f64 = cells()
        .map(|(i, j)| {
            table.at(i, j) / n
                * (weight(i, j) - (row_mean[i] + column_mean[j]) * (1.0 - value)).powi(2)
        })
        .sum();
    let variance =
        (squares - (value - chance * (1.0 - value)).powi(2)) / (n * (1.0 - chance).powi(2));
    let method = match weights {
        KappaWeights::Unweighted => "Cohen's kappa (1960)",
        KappaWeights::Linear => "Weighted kappa, linear weights (Cicchetti & Allison 1971)",
        KappaWeights::Quadratic => "Weighted kappa, quadratic weights (Fleiss & Cohen 1973)",
    };
    Ok(RawKappa {
        value,
        ase: variance.max(0.0).sqrt(),
        n,
        rows,
        columns,
        method,
    })
}

/// Kappa with its standard error, both from the observed table.
struct RawKappa {
    value: f64,
    ase: f64,
    n: f64,
    rows: Vec<f64>,
    columns: Vec<f64>,
    method: &'static str,
}

/// Method of the interval if there is no disagreement.
pub(super) const NO_DISAGREEMENT: &str =
    "largest share of cases at random that leaves no disagreement with probability .025";

/// The smallest agreement beyond chance compatible with `n` cases without a disagreement, if a
/// random case agrees by chance with probability `chance`.
pub(super) fn without_disagreement(n: f64, chance: f64) -> f64 {
    1.0 - ((1.0 - 0.025_f64.powf(1.0 / n)) / (1.0 - chance)).min(1.0)
}

/// The interval on the scale of Fisher's z, for the table with four cases added: two distributed by
/// chance over the margins, and two on which both agree.
///
/// The usual `kappa ± 1.96 ASE` covers .76 to .91 at N = 10 to 31 and calls perfect agreement in
/// ten cases certain. Adding cases towards the middle corrects that as it does for a proportion
/// (Agresti & Coull 1998); simulated coverage is in docs/coverage.md.
fn interval(table: &Table, weights: KappaWeights, value: f64) -> Option<Interval> {
    let (rows, columns, n, k) = (
        table.row_totals(),
        table.column_totals(),
        table.n(),
        table.rows(),
    );
    if (0..k).all(|i| table.at(i, i) == rows[i] && rows[i] == columns[i]) {
        let chance: f64 = rows.iter().map(|r| r * r / (n * n)).sum();
        return Some(Interval {
            low: without_disagreement(n, chance),
            high: 1.0,
            level: 0.95,
            method: NO_DISAGREEMENT,
        });
    }
    let mut cells = table.observed().to_vec();
    for i in 0..k {
        for j in 0..k {
            cells[i * k + j] += 2.0 * rows[i] * columns[j] / (n * n);
        }
        cells[i * k + i] += (rows[i] + columns[i]) / n;
    }
    let added = raw(&Table::new(k, k, cells).ok()?, weights).ok()?;
    let centre = added.value.clamp(-0.999_999, 0.999_999);
    let reach =
        tail::normal_quantile(0.975) * added.ase * ((n + 4.0) / n).sqrt() / (1.0 - centre * centre);
    let end = |z: f64| (centre.atanh() + z).tanh();
    let method = "Fisher z with two cases of chance and two of agreement added";
    Some(Interval {
        low: end(-reach).min(value),
        high: end(reach).max(value),
        level: 0.95,
        method,
    })
}

/// Cohen's kappa, at most 1, with the standard error of Fleiss, Cohen & Everitt (1969); the table
/// must be square.
pub fn kappa(table: &Table, weights: KappaWeights) -> Result<Estimate, StatsError> {
    let RawKappa {
        value,
        ase,
        n,
        rows,
        columns,
        method,
    } = raw(table, weights)?;
    let k = table.rows();
    let mut estimate = Estimate::bare(value, n, method);
    estimate.ase = Some(ase);
    estimate.interval = interval(table, weights, value);
    let agreement = (0..k).map(|i| table.at(i, i)).sum::<f64>() / n;
    if rows.iter().chain(&columns).any(|p| *p > 0.9) {
        estimate.warnings.push(Warning::Prevalence { agreement });
    }
    Ok(estimate)
}
