//! Pearson's chi-square test of independence, with the figures that SPSS prints under it.
//!
//! The p-value is asymptotic. Warnings say when the table is too sparse for it; exact p-values are
//! in `exact`.

use super::error::{StatsError, Warning};
use super::table::Table;
use super::tail;
use serde::Serialize;

/// Pearson's chi-square with its degrees of freedom, large-sample p-value and expected counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChiSquare {
    /// Σ (observed − expected)² / expected, ≥ 0.
    pub statistic: f64,
    /// (rows − 1)(columns − 1) of the non-empty table.
    pub df: u32,
    /// Large-sample p-value, 0 to 1.
    pub p: f64,
    /// Natural logarithm of `p`, finite even where `p` underflows.
    pub log_p: f64,
    /// Observations (sum of weights).
    pub n: f64,
    /// Smallest expected count.
    pub min_expected: f64,
    /// Share of cells with an expected count below 5, 0 to 1.
    pub share_expected_below_5: f64,
    /// Number of cells with an expected count below 5.
    pub cells_below_5: usize,
    /// Cells of the non-empty table.
    pub cells: usize,
    /// Name and source.
    pub method: &'static str,
    /// Caveats.
    pub warnings: Vec<Warning>,
}

/// Pearson's chi-square without correction (Pearson 1900), empty rows and columns left out; not
/// testable below 2 × 2.
pub fn pearson(table: &Table) -> Result<ChiSquare, StatsError> {
    let small = table.testable()?;
    let expected = small.expected();
    let statistic = small
        .observed()
        .iter()
        .zip(&expected)
        .map(|(o, e)| (o - e) * (o - e) / e)
        .sum();
    let df = degrees(&small)?;
    let cells = expected.len();
    let cells_below_5 = expected.iter().filter(|&&e| e < 5.0).count();
    let min_expected = expected.iter().copied().fold(f64::INFINITY, f64::min);
    let share = cells_below_5 as f64 / cells as f64;
    let mut warnings = table.reservations();
    if share > 0.2 || min_expected < 1.0 {
        warnings.push(Warning::Sparse {
            cells_below_5,
            cells,
            min_expected,
        });
    }
    Ok(ChiSquare {
        statistic,
        df,
        p: tail::chi_square(statistic, df),
        log_p: tail::chi_square_log(statistic, df),
        n: small.n(),
        min_expected,
        share_expected_below_5: share,
        cells_below_5,
        cells,
        method: "Pearson chi-square, large-sample p (Pearson 1900)",
        warnings,
    })
}

/// Returns whether a table is too sparse for large-sample p-values (Cochran 1954).
pub fn is_sparse(test: &ChiSquare) -> bool {
    test.warnings
        .iter()
        .any(|w| matches!(w, Warning::Sparse { .. }))
}

/// (rows − 1)(columns − 1), or `StatsError::TooLarge` beyond 32 bits.
pub(crate) fn degrees(table: &Table) -> Result<u32, StatsError> {
    u32::try_from((table.rows() - 1) * (table.columns() - 1)).map_err(|_| StatsError::TooLarge)
}
