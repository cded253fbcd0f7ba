//! Correlations of a table: Pearson's r of the scores and Spearman's rho of the midranks.
//!
//! Both measure how close the answers are to a rising or falling line. A curved relation can have a
//! correlation of zero.

use super::error::{StatsError, Warning};
use super::estimate::{Estimate, Interval};
use super::shares::DecidingTest;
use super::table::Table;
use super::test::Test;

/// Pearson's r of row and column scores, −1 to 1; interval by Fisher's z.
pub fn pearson_r(table: &Table) -> Result<Estimate, StatsError> {
    pearson_r_decided(table, DecidingTest::by_score(0.95))
}

/// Pearson's r with the interval that agrees with the deciding test.
pub fn pearson_r_decided(table: &Table, decided: DecidingTest) -> Result<Estimate, StatsError> {
    let small = table.directed()?;
    let r = product_moment(&small)?;
    Ok(transformed(
        r,
        &small,
        1.0,
        decided,
        "Pearson's r of the scores",
        "Fisher z",
    ))
}

/// Spearman's rho with midranks for ties, −1 to 1; interval by Bonett & Wright (2000, Psychometrika
/// 65:23).
pub fn spearman(table: &Table) -> Result<Estimate, StatsError> {
    let small = ranked(&table.directed()?)?;
    let r = product_moment(&small)?;
    let factor = 1.0 + r * r / 2.0;
    Ok(transformed(
        r,
        &small,
        factor,
        DecidingTest::by_score(0.95),
        "Spearman's rho, midranks (Spearman 1904)",
        "Bonett & Wright 2000",
    ))
}

/// Test of Spearman's rho by Student's t with n − 2 degrees of freedom, as SPSS does.
pub fn spearman_test(table: &Table) -> Result<Test, StatsError> {
    let small = ranked(&table.directed()?)?;
    let (r, n) = (product_moment(&small)?, small.n());
    if n < 3.0 {
        return Err(StatsError::TooFew {
            n: n as usize,
            need: 3,
        });
    }
    let df = u32::try_from((n - 2.0).floor() as u64).map_err(|_| StatsError::TooLarge)?;
    let t = if r.abs() >= 1.0 {
        r.signum() * f64::INFINITY
    } else {
        r * (f64::from(df) / (1.0 - r * r)).sqrt()
    };
    Ok(
        Test::student(t, df, n, "t of Spearman's rho, n − 2 degrees of freedom")
            .warned(table.reservations()),
    )
}

/// The compact table with midranks as scores.
pub(crate) fn ranked(small: &Table) -> Result<Table, StatsError> {
    small.clone().with_scores(
        midranks(&small.row_totals()),
        midranks(&small.column_totals()),
    )
}

/// The mean rank of each category when answers are ranked from the first category to the last.
pub fn midranks(totals: &[f64]) -> Vec<f64> {
    let mut below = 0.0;
    let mut ranks = Vec::with_capacity(totals.len());
    for &t in totals {
        ranks.push(below + (t + 1.0) / 2.0);
        below += t;
    }
    ranks
}

/// Product-moment correlation of the scores of a table.
pub(crate) fn product_moment(table: &Table) -> Result<f64, StatsError> {
    let n = table.n();
    let centred = |scores: &[f64], totals: &[f64]| -> (Vec<f64>, f64) {
        let mean = scores.iter().zip(totals).map(|(s, t)| s * t).sum::<f64>() / n;
        let centred: Vec<f64> = scores.iter().map(|s| s - mean).collect();
        let squares = centred.iter().zip(totals).map(|(c, t)| c * c * t).sum();
        (centred, squares)
    };
    let (x, xx) = centred(table.row_scores(), &table.row_totals());
    let (y, yy) = centred(table.column_scores(), &table.column_totals());
    if xx <= 0.0 || yy <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let xy: f64 = x
        .iter()
        .enumerate()
        .map(|(i, u)| u * table.row(i).iter().zip(&y).map(|(c, v)| c * v).sum::<f64>())
        .sum();
    Ok((xy / (xx.sqrt() * yy.sqrt())).clamp(-1.0, 1.0))
}

/// The estimate with the interval tanh(atanh r ± z·√(factor/(n − 3))).
fn transformed(
    r: f64,
    table: &Table,
    factor: f64,
    decided: DecidingTest,
    method: &'static str,
    interval: &'static str,
) -> Estimate {
    let n = table.n();
    let mut estimate = Estimate::bare(r, n, method);
    if n > 3.0 && r.abs() < 1.0 {
        let se = (factor / (n - 3.0)).sqrt();
        let (far, near) = decided.critical_values(r.atanh() / se);
        let (down, up) = if r > 0.0 { (near, far) } else { (far, near) };
        let (low, high) = ((r.atanh() - down * se).tanh(), (r.atanh() + up * se).tanh());
        estimate.interval = Some(Interval {
            low,
            high,
            level: decided.level,
            method: interval,
        });
    } else {
        estimate.warnings.push(Warning::SmallSample { n });
    }
    estimate
}
