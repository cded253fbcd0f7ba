//! Variants of Pearson's chi-square that SPSS prints beside it: Yates, likelihood ratio,
//! linear-by-linear, N − 1.
//!
//! All are large-sample tests; none of them is valid for a sparse table (exact tests are).

use super::chisq::{degrees, pearson};
use super::correlation;
use super::error::StatsError;
use super::table::Table;
use super::test::Test;

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
