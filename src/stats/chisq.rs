//! Pearson's chi-square test of independence, with the figures that SPSS prints under it.
//!
//! The p-value is asymptotic. Warnings say when the table is too sparse for it; exact p-values are
//! in `exact`.
//!
//! Residuals: the cells in which the table departs from independence.
//!
//! Adjusted residuals are approximately standard normal under independence, so a cell beyond ±1.96
//! stands out by itself; among many cells some will, which is why the threshold for a whole table
//! is stricter. They are no test of the table.
//!
//! Variants of Pearson's chi-square that SPSS prints beside it: Yates, likelihood ratio,
//! linear-by-linear, N − 1.
//!
//! All are large-sample tests; none of them is valid for a sparse table (exact tests are).

use super::error::{StatsError, Warning};
use super::estimate::Test;
use super::table::Table;
use super::{correlation, distributions};
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
        p: distributions::chi_square(statistic, df),
        log_p: distributions::chi_square_log(statistic, df),
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
        threshold: distributions::normal_quantile(1.0 - 0.025 / small.observed().len() as f64),
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

/// Yates's continuity-corrected chi-square of a 2 × 2 table (Yates 1934); exactly 0 when |observed
/// − expected| < 0.5.
pub fn yates(table: &Table) -> Result<Test, StatsError> {
    let small = two_by_two(table)?;
    let expected = small.expected();
    // All four cells differ from their expectation by the same amount; R takes the smaller of it
    // and 0.5.
    let differences = small
        .observed()
        .iter()
        .zip(&expected)
        .map(|(o, e)| (o - e).abs());
    let correction = differences.fold(0.5_f64, f64::min);
    let statistic = small
        .observed()
        .iter()
        .zip(&expected)
        .map(|(o, e)| ((o - e).abs() - correction).max(0.0).powi(2) / e)
        .sum();
    Ok(Test::chi_square(
        statistic,
        1,
        small.n(),
        "Chi-square with continuity correction (Yates 1934)",
    )
    .warned(table.reservations()))
}

/// Likelihood-ratio chi-square G² = 2 Σ observed·ln(observed/expected) (Wilks 1938).
pub fn likelihood_ratio(table: &Table) -> Result<Test, StatsError> {
    let small = table.testable()?;
    let expected = small.expected();
    let sum: f64 = small
        .observed()
        .iter()
        .zip(&expected)
        .map(|(&o, &e)| deviance(o, e))
        .sum();
    Ok(Test::chi_square(
        (2.0 * sum).max(0.0),
        degrees(&small)?,
        small.n(),
        "Likelihood-ratio chi-square (Wilks 1938)",
    )
    .warned(table.reservations()))
}

/// o·ln(o/e) − (o − e), which has the same total and does not cancel when o is near e.
fn deviance(o: f64, e: f64) -> f64 {
    if o == 0.0 {
        return e;
    }
    let d = (o - e) / e;
    if d.abs() < 1e-3 {
        // (1 + d)·ln(1 + d) − d by its series.
        let (mut power, mut sum) = (d, 0.0);
        for k in 2..12 {
            power *= -d;
            sum -= power / f64::from(k * (k - 1));
        }
        return e * sum;
    }
    o * (o / e).ln() - (o - e)
}

/// Linear-by-linear association (n − 1)r² with one degree of freedom (Mantel 1963), from the
/// table's scores.
pub fn linear_by_linear(table: &Table) -> Result<Test, StatsError> {
    let small = table.trended()?;
    let r = correlation::product_moment(&small)?;
    let n = small.n();
    if n <= 1.0 {
        return Err(StatsError::TooFew { n: 1, need: 2 });
    }
    Ok(Test::chi_square(
        (n - 1.0) * r * r,
        1,
        n,
        "Linear-by-linear association, (n − 1)r² (Mantel 1963)",
    )
    .warned(table.reservations()))
}

/// The N − 1 chi-square of a 2 × 2 table (E. S. Pearson 1947; recommended by Campbell 2007 when all
/// expected counts are ≥ 1).
pub fn n_minus_one(table: &Table) -> Result<Test, StatsError> {
    let small = two_by_two(table)?;
    let n = small.n();
    if n <= 1.0 {
        return Err(StatsError::TooFew { n: 1, need: 2 });
    }
    let statistic = pearson(&small)?.statistic * (n - 1.0) / n;
    Ok(
        Test::chi_square(statistic, 1, n, "N − 1 chi-square (Campbell 2007)")
            .warned(table.reservations()),
    )
}

/// The compact table when it is 2 × 2.
pub(crate) fn two_by_two(table: &Table) -> Result<Table, StatsError> {
    let small = table.testable()?;
    if small.rows() == 2 && small.columns() == 2 {
        Ok(small)
    } else {
        Err(StatsError::NotTwoByTwo)
    }
}
