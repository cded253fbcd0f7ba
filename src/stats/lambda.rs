//! Goodman and Kruskal's lambda: how much one answer helps to predict the other.
//!
//! Lambda is often 0 although the variables are related (if the same category is the best
//! prediction everywhere). It is provided because users of SPSS expect it, and is no test.

use super::error::StatsError;
use super::estimate::{Estimate, Interval};
use super::table::Table;

/// Lambda predicting the column variable, 0 to 1 (Goodman & Kruskal 1954, ASE1 1963).
pub fn lambda_column(table: &Table) -> Result<Estimate, StatsError> {
    reduction(
        table,
        &[GuessedSide::Columns],
        "Lambda, column dependent (Goodman & Kruskal 1954)",
    )
}

/// Lambda predicting the row variable, 0 to 1.
pub fn lambda_row(table: &Table) -> Result<Estimate, StatsError> {
    reduction(
        &table.transposed(),
        &[GuessedSide::Columns],
        "Lambda, row dependent (Goodman & Kruskal 1954)",
    )
}

/// Symmetric lambda, 0 to 1.
pub fn lambda_symmetric(table: &Table) -> Result<Estimate, StatsError> {
    reduction(
        table,
        &[GuessedSide::Columns, GuessedSide::Rows],
        "Lambda, symmetric (Goodman & Kruskal 1954)",
    )
}

/// The variable being predicted.
#[derive(Clone, Copy, PartialEq)]
enum GuessedSide {
    Columns,
    Rows,
}

/// Index of the first largest value.
fn mode(values: impl Iterator<Item = f64>) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (i, x) in values.enumerate() {
        if x > best.1 {
            best = (i, x);
        }
    }
    best.0
}

/// Proportional reduction of prediction errors (A − B)/(kn − B), and its ASE1 by the delta method
/// (with the modes held fixed).
fn reduction(
    table: &Table,
    sides: &[GuessedSide],
    method: &'static str,
) -> Result<Estimate, StatsError> {
    let table = table.testable()?;
    let (r, c, n) = (table.rows(), table.columns(), table.n());
    // For every cell: how often it is a correct prediction given the other side (with), and without
    // it (without).
    let (mut with, mut without) = (vec![0.0; r * c], vec![0.0; r * c]);
    for side in sides {
        let overall = match side {
            GuessedSide::Columns => mode(table.column_totals().into_iter()),
            GuessedSide::Rows => mode(table.row_totals().into_iter()),
        };
        for i in 0..r {
            for j in 0..c {
                let (guess, own) = match side {
                    GuessedSide::Columns => (mode(table.row(i).iter().copied()), j),
                    GuessedSide::Rows => (mode((0..r).map(|k| table.at(k, j))), i),
                };
                with[i * c + j] += f64::from(u8::from(guess == own));
                without[i * c + j] += f64::from(u8::from(overall == own));
            }
        }
    }
    let sum =
        |marks: &[f64]| -> f64 { table.observed().iter().zip(marks).map(|(x, m)| x * m).sum() };
    let (a, b, k) = (sum(&with), sum(&without), sides.len() as f64);
    let wrong = k * n - b;
    if wrong <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let value = (a - b) / wrong;
    let gradient = |m: usize| ((with[m] - without[m]) - value * (k - without[m])) / wrong;
    let variance: f64 = table
        .observed()
        .iter()
        .enumerate()
        .map(|(m, x)| x * gradient(m).powi(2))
        .sum();
    let mut estimate = Estimate::bare(value, n, method);
    // At 0 and 1 the large-sample distribution is degenerate, and there is no valid interval.
    if value > 0.0 && value < 1.0 {
        let ase = variance.sqrt();
        estimate.ase = Some(ase);
        estimate.interval = Some(Interval::wald(
            value,
            ase,
            0.95,
            (0.0, 1.0),
            "estimate ± 1.96 ASE1",
        ));
    }
    Ok(estimate)
}
