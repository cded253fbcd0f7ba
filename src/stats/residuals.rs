//! Residuals: the cells in which the table departs from independence.
//!
//! Adjusted residuals are approximately standard normal under independence, so a cell beyond ±1.96
//! stands out by itself; among many cells some will, which is why the threshold for a whole table
//! is stricter. They are no test of the table.

use super::error::StatsError;
use super::table::Table;
use super::tail;
use serde::Serialize;

/// Three kinds of residuals, row by row, in the shape of the table including its empty rows and
/// columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Residuals {
    /// Observed − expected, in answers.
    pub raw: Vec<f64>,
    /// (observed − expected) / √expected (Pearson residuals; "standardised" in SPSS); 0 where
    /// nothing is expected.
    pub standardised: Vec<f64>,
    /// Divided by their standard error (Haberman 1973), approximately standard normal; 0 where
    /// nothing is expected.
    pub adjusted: Vec<f64>,
    /// Absolute adjusted residual that a cell must exceed for a 5 % error over all cells
    /// (Bonferroni).
    pub threshold: f64,
}

/// Raw, standardised and adjusted residuals; not testable below 2 × 2.
pub fn residuals(table: &Table) -> Result<Residuals, StatsError> {
    let small = table.testable()?;
    let (n, rows, columns, expected) = (
        table.n(),
        table.row_totals(),
        table.column_totals(),
        table.expected(),
    );
    let mut result = Residuals {
        raw: Vec::with_capacity(expected.len()),
        standardised: Vec::with_capacity(expected.len()),
        adjusted: Vec::with_capacity(expected.len()),
        threshold: tail::normal_quantile(1.0 - 0.025 / small.observed().len() as f64),
    };
    for (index, (&o, &e)) in table.observed().iter().zip(&expected).enumerate() {
        let (i, j) = (index / table.columns(), index % table.columns());
        let raw = o - e;
        let own = e * (1.0 - rows[i] / n) * (1.0 - columns[j] / n);
        result.raw.push(raw);
        result
            .standardised
            .push(if e > 0.0 { raw / e.sqrt() } else { 0.0 });
        result
            .adjusted
            .push(if own > 0.0 { raw / own.sqrt() } else { 0.0 });
    }
    Ok(result)
}
