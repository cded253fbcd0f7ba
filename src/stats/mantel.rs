//! Stratified 2 × 2 tables: Mantel–Haenszel for the common association, Breslow–Day for differences
//! between strata.
//!
//! A moderator is a difference between strata. A stratum that is significant beside one that is not
//! is no evidence of moderation. The test of homogeneity is, but with few answers it detects only
//! large differences.

use super::distributions;
use super::error::{StatsError, Warning};
use super::estimate::Test;
use super::estimate::{Estimate, Interval};
use super::table::Table;
use serde::Serialize;

/// Pooled results of several 2 × 2 tables.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stratified {
    /// Test of a common association, without continuity correction (Mantel & Haenszel 1959).
    pub test: Test,
    /// With a continuity correction of 0.5, or of the whole excess where that is smaller (R always
    /// takes 0.5).
    pub corrected: Test,
    /// Common odds ratio (0 to ∞) with the interval of Robins, Breslow & Greenland (1986).
    pub odds_ratio: Result<Estimate, StatsError>,
    /// Homogeneity of the odds ratios (Breslow & Day 1980).
    pub breslow_day: Result<Test, StatsError>,
    /// With Tarone's (1985) correction: the one to report.
    pub tarone: Result<Test, StatsError>,
}

/// One stratum in the notation of the formulas.
struct Stratum {
    x: [f64; 4],
    n: f64,
    rows: (f64, f64),
    columns: (f64, f64),
}

/// Mantel–Haenszel and Breslow–Day over 2 × 2 tables; strata with an empty margin are uninformative
/// and left out.
pub fn stratified(strata: &[Table]) -> Result<Stratified, StatsError> {
    if strata.iter().any(|t| t.rows() != 2 || t.columns() != 2) {
        return Err(StatsError::NotTwoByTwo);
    }
    let all: Vec<Stratum> = strata.iter().map(stratum).collect();
    let telling = |s: &&Stratum| s.rows.0 * s.rows.1 * s.columns.0 * s.columns.1 > 0.0;
    let used: Vec<&Stratum> = all.iter().filter(telling).collect();
    if used.is_empty() {
        return Err(if all.iter().all(|s| s.n == 0.0) {
            StatsError::Empty
        } else {
            StatsError::NoVariance
        });
    }
    let n: f64 = used.iter().map(|s| s.n).sum();
    let excess: f64 = used
        .iter()
        .map(|s| s.x[0] - s.rows.0 * s.columns.0 / s.n)
        .sum();
    let variance: f64 = used
        .iter()
        .filter(|s| s.n > 1.0)
        .map(|s| s.rows.0 * s.rows.1 * s.columns.0 * s.columns.1 / (s.n * s.n * (s.n - 1.0)))
        .sum();
    if variance <= 0.0 {
        return Err(StatsError::TooFew {
            n: n as usize,
            need: 2,
        });
    }
    let mut warnings = Vec::new();
    if used.len() < all.len() {
        warnings.push(Warning::LeftOut {
            count: all.len() - used.len(),
        });
    }
    let corrected = (excess.abs() - 0.5_f64.min(excess.abs())).powi(2) / variance;
    let odds_ratio = common(&used, n);
    let homogeneity = odds_ratio
        .clone()
        .and_then(|or| breslow_day(&used, n, or.value));
    let (breslow_day, tarone) = match homogeneity {
        Ok((plain, tarone)) => (Ok(plain), Ok(tarone)),
        Err(why) => (Err(why.clone()), Err(why)),
    };
    Ok(Stratified {
        test: Test::chi_square(
            excess * excess / variance,
            1,
            n,
            "Mantel–Haenszel (1959), without correction",
        )
        .warned(warnings.clone()),
        corrected: Test::chi_square(corrected, 1, n, "Mantel–Haenszel (1959), corrected")
            .warned(warnings),
        odds_ratio,
        breslow_day,
        tarone,
    })
}

/// The sums of one table.
fn stratum(table: &Table) -> Stratum {
    let x = [
        table.at(0, 0),
        table.at(0, 1),
        table.at(1, 0),
        table.at(1, 1),
    ];
    Stratum {
        x,
        n: x.iter().sum(),
        rows: (x[0] + x[1], x[2] + x[3]),
        columns: (x[0] + x[2], x[1] + x[3]),
    }
}

/// The common odds ratio Σ(ad/n)/Σ(bc/n).
fn common(strata: &[&Stratum], n: f64) -> Result<Estimate, StatsError> {
    let sum = |f: &dyn Fn(&Stratum) -> f64| strata.iter().map(|s| f(s)).sum::<f64>();
    let (r, s) = (
        sum(&|t| t.x[0] * t.x[3] / t.n),
        sum(&|t| t.x[1] * t.x[2] / t.n),
    );
    if r <= 0.0 && s <= 0.0 {
        return Err(StatsError::NoDifference);
    }
    let method = "Common odds ratio (Mantel & Haenszel 1959)";
    if s <= 0.0 || r <= 0.0 {
        return Ok(Estimate::bare(
            if s <= 0.0 { f64::INFINITY } else { 0.0 },
            n,
            method,
        ));
    }
    let (along, across) = (
        |t: &Stratum| (t.x[0] + t.x[3]) / t.n,
        |t: &Stratum| (t.x[1] + t.x[2]) / t.n,
    );
    let (ad, bc) = (
        |t: &Stratum| t.x[0] * t.x[3] / t.n,
        |t: &Stratum| t.x[1] * t.x[2] / t.n,
    );
    let variance = sum(&|t| along(t) * ad(t)) / (2.0 * r * r)
        + sum(&|t| along(t) * bc(t) + across(t) * ad(t)) / (2.0 * r * s)
        + sum(&|t| across(t) * bc(t)) / (2.0 * s * s);
    let mut estimate = Estimate::bare(r / s, n, method);
    let reach = distributions::normal_quantile(0.975) * variance.sqrt();
    let (low, high) = (
        (estimate.value.ln() - reach).exp(),
        (estimate.value.ln() + reach).exp(),
    );
    estimate.interval = Some(Interval::new(
        low,
        high,
        0.95,
        "Robins, Breslow & Greenland 1986",
    ));
    Ok(estimate)
}

/// Breslow and Day's statistic for homogeneity, plain and with Tarone's correction.
fn breslow_day(strata: &[&Stratum], n: f64, ratio: f64) -> Result<(Test, Test), StatsError> {
    StatsError::require_at_least(2, strata.len())?;
    if !(ratio > 0.0 && ratio.is_finite()) {
        return Err(StatsError::NoVariance);
    }
    let (mut plain, mut excess, mut variance) = (0.0, 0.0, 0.0);
    for s in strata {
        let fitted = fitted(s, ratio);
        let cells = [
            fitted,
            s.rows.0 - fitted,
            s.columns.0 - fitted,
            s.rows.1 - s.columns.0 + fitted,
        ];
        let own = 1.0 / cells.iter().map(|c| 1.0 / c).sum::<f64>();
        plain += (s.x[0] - fitted).powi(2) / own;
        excess += s.x[0] - fitted;
        variance += own;
    }
    let df = u32::try_from(strata.len() - 1).map_err(|_| StatsError::TooLarge)?;
    let tarone = (plain - excess * excess / variance).max(0.0);
    Ok((
        Test::chi_square(
            plain,
            df,
            n,
            "Homogeneity of odds ratios (Breslow & Day 1980)",
        ),
        Test::chi_square(
            tarone,
            df,
            n,
            "Homogeneity of odds ratios (Breslow & Day 1980, Tarone 1985)",
        ),
    ))
}

/// The smallest expected cell under this common odds ratio; `None` if no stratum is informative or
/// the ratio is not finite.
pub(crate) fn least_fitted(strata: &[Table], ratio: f64) -> Option<f64> {
    if !(ratio > 0.0 && ratio.is_finite()) {
        return None;
    }
    let telling = strata
        .iter()
        .map(stratum)
        .filter(|s| s.rows.0 * s.rows.1 * s.columns.0 * s.columns.1 > 0.0);
    let least = telling.map(|s| {
        let x = fitted(&s, ratio);
        [x, s.rows.0 - x, s.columns.0 - x, s.rows.1 - s.columns.0 + x]
            .into_iter()
            .fold(f64::INFINITY, f64::min)
    });
    least.reduce(f64::min)
}

/// The first cell that gives the stratum's margins this odds ratio: the root of a quadratic within
/// the support.
fn fitted(s: &Stratum, ratio: f64) -> f64 {
    let a = 1.0 - ratio;
    let b = (s.rows.1 - s.columns.0) + ratio * (s.rows.0 + s.columns.0);
    let c = -ratio * s.rows.0 * s.columns.0;
    if a.abs() < 1e-12 {
        return -c / b;
    }
    // The stable form of the root that tends to −c/b when a vanishes.
    let root = (b * b - 4.0 * a * c).max(0.0).sqrt();
    if b > 0.0 {
        -2.0 * c / (b + root)
    } else {
        (root - b) / (2.0 * a)
    }
}
