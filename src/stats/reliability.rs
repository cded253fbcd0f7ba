//! Cronbach's alpha and McDonald's omega of an index, with the contribution of each item.
//!
//! Alpha measures how much items vary together. It does not show that they measure one thing, and a
//! low corrected item-total correlation is more often due to a reversed item than to a bad one.

use super::distributions;
use super::error::{StatsError, Warning};
use super::estimate::{Estimate, Interval};
use serde::Serialize;

/// Cronbach's alpha and its items.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    /// Alpha, at most 1 (Cronbach 1951), with Feldt's (1965) interval.
    pub alpha: Estimate,
    /// Alpha of the standardised items, when it exists.
    pub standardised: Option<f64>,
    /// Correlation of each item with the sum of the others, −1 to 1; `None` for an item that does
    /// not vary.
    pub item_rest: Vec<Option<f64>>,
    /// Alpha without each item; `None` when fewer than two items would be left or it is undefined.
    pub without: Vec<Option<f64>>,
    /// McDonald's omega for the same people and items.
    pub omega: Result<Estimate, StatsError>,
}

/// Cronbach's alpha of the complete rows (one row per person, one entry per item, `None` for a
/// missing answer).
///
/// Items that do not vary are left out of alpha, as in SPSS and psych, and a warning counts them.
pub fn cronbach(rows: &[Vec<Option<f64>>]) -> Result<Reliability, StatsError> {
    let items = rows.first().map_or(0, Vec::len);
    if rows.iter().any(|r| r.len() != items) {
        return Err(StatsError::Shape);
    }
    let complete: Vec<Vec<f64>> = rows
        .iter()
        .filter_map(|r| r.iter().copied().collect())
        .collect();
    StatsError::require_at_least(2, complete.len())?;
    let c = covariance(&complete, items);
    let varying: Vec<usize> = (0..items).filter(|&i| c[i][i] > 0.0).collect();
    let value = alpha(&c, &varying)?;
    let (n, k) = (complete.len() as f64, varying.len() as f64);
    let mut estimate = Estimate::bare(value, n, "Cronbach's alpha (1951)");
    let (a, b) = (n - 1.0, (n - 1.0) * (k - 1.0));
    let bound = |p: f64| 1.0 - (1.0 - value) * f_quantile(p, a, b);
    let interval = Interval::new(bound(0.975), bound(0.025), 0.95, "Feldt 1965");
    estimate.interval = Some(interval);
    if varying.len() < items {
        estimate.warnings.push(Warning::LeftOut {
            count: items - varying.len(),
        });
    }
    let mean = {
        let pairs = varying
            .iter()
            .flat_map(|&i| varying.iter().map(move |&j| (i, j)))
            .filter(|(i, j)| i < j);
        let (sum, count) = pairs.fold((0.0, 0.0), |(s, m), (i, j)| {
            (s + c[i][j] / (c[i][i] * c[j][j]).sqrt(), m + 1.0)
        });
        sum / count
    };
    let standardised = (1.0 + (k - 1.0) * mean > 0.0).then(|| k * mean / (1.0 + (k - 1.0) * mean));
    let others = |i: usize| {
        varying
            .iter()
            .copied()
            .filter(|&j| j != i)
            .collect::<Vec<_>>()
    };
    let item_rest = (0..items)
        .map(|i| rest_correlation(&c, i, &others(i)))
        .collect();
    let without = (0..items).map(|i| alpha(&c, &others(i)).ok()).collect();
    let omega = omega_total(&c, &varying, n);
    Ok(Reliability {
        alpha: estimate,
        standardised,
        item_rest,
        without,
        omega,
    })
}

/// McDonald's (1999) omega total of the standardised items: the share of the sum's variance
/// explained by one common factor. The factor is fitted to the correlations by minimum residuals
/// (Harman and Jones 1966), as in psych. Unlike alpha it does not assume that all items measure
/// equally well.
fn omega_total(c: &[Vec<f64>], items: &[usize], n: f64) -> Result<Estimate, StatsError> {
    if items.len() < 3 {
        return Err(StatsError::TooFewItems {
            items: items.len(),
            need: 3,
        });
    }
    let r = |i: usize, j: usize| {
        c[items[i]][items[j]] / (c[items[i]][items[i]] * c[items[j]][items[j]]).sqrt()
    };
    let k = items.len();
    let (loadings, held) = one_factor(k, &r)?;
    let own: f64 = loadings.iter().map(|l| 1.0 - l * l).sum();
    let total: f64 = (0..k)
        .flat_map(|i| (0..k).map(move |j| (i, j)))
        .map(|(i, j)| r(i, j))
        .sum();
    if total <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let mut estimate = Estimate::bare(
        1.0 - own / total,
        n,
        "McDonald's omega total (1999), one factor by minimum residuals",
    );
    if held {
        estimate.warnings.push(Warning::Clipped);
    }
    Ok(estimate)
}

/// Upper bound of a communality, as in psych.
const MAX_COMMUNALITY: f64 = 0.995;

/// The loadings l that minimise Σ (r − l l)² off the diagonal, and whether one was held at its
/// bound. Coordinate descent: each loading in turn takes its optimum given the others, until
/// convergence.
fn one_factor(k: usize, r: &impl Fn(usize, usize) -> f64) -> Result<(Vec<f64>, bool), StatsError> {
    let most = MAX_COMMUNALITY.sqrt();
    // Initial signs follow the correlations with the rest, so that a reversed item does not stop
    // the descent.
    let rest = |i: usize| (0..k).filter(|j| *j != i).map(|j| r(i, j)).sum::<f64>();
    let mut loadings: Vec<f64> = (0..k)
        .map(|i| if rest(i) < 0.0 { -0.5 } else { 0.5 })
        .collect();
    for _ in 0..100_000 {
        let mut moved = 0.0_f64;
        for i in 0..k {
            let others = || (0..k).filter(|j| *j != i);
            let below: f64 = others().map(|j| loadings[j] * loadings[j]).sum();
            if below <= 0.0 {
                return Err(StatsError::NoVariance);
            }
            let now =
                (others().map(|j| r(i, j) * loadings[j]).sum::<f64>() / below).clamp(-most, most);
            moved = moved.max((now - loadings[i]).abs());
            loadings[i] = now;
        }
        if moved < 1e-14 {
            let held = loadings.iter().any(|l| l.abs() >= most);
            return Ok((loadings, held));
        }
    }
    Err(StatsError::NotConverged)
}

/// Sample covariances of the items.
fn covariance(rows: &[Vec<f64>], items: usize) -> Vec<Vec<f64>> {
    let n = rows.len() as f64;
    let means: Vec<f64> = (0..items)
        .map(|i| rows.iter().map(|r| r[i]).sum::<f64>() / n)
        .collect();
    let pair = |i: usize, j: usize| {
        rows.iter()
            .map(|r| (r[i] - means[i]) * (r[j] - means[j]))
            .sum::<f64>()
            / (n - 1.0)
    };
    (0..items)
        .map(|i| (0..items).map(|j| pair(i, j)).collect())
        .collect()
}

/// Alpha of the chosen items.
fn alpha(c: &[Vec<f64>], items: &[usize]) -> Result<f64, StatsError> {
    StatsError::require_at_least(2, items.len())?;
    let total: f64 = items
        .iter()
        .flat_map(|&i| items.iter().map(move |&j| c[i][j]))
        .sum();
    let own: f64 = items.iter().map(|&i| c[i][i]).sum();
    if total <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let k = items.len() as f64;
    Ok(k / (k - 1.0) * (1.0 - own / total))
}

/// Correlation of an item with the sum of the others.
fn rest_correlation(c: &[Vec<f64>], item: usize, others: &[usize]) -> Option<f64> {
    let with: f64 = others.iter().map(|&j| c[item][j]).sum();
    let rest: f64 = others
        .iter()
        .flat_map(|&i| others.iter().map(move |&j| c[i][j]))
        .sum();
    let scale = (c[item][item] * rest).sqrt();
    (scale > 0.0).then(|| (with / scale).clamp(-1.0, 1.0))
}

/// The f with P(F ≤ f) = p, by the beta quantile.
fn f_quantile(p: f64, a: f64, b: f64) -> f64 {
    let x = distributions::beta_quantile(p, a / 2.0, b / 2.0);
    b * x / (a * (1.0 - x))
}
