//! Maximum likelihood by Newton's method with step halving, and profile-likelihood intervals.

use crate::stats::error::StatsError;
use crate::stats::linear::{Cholesky, dot};

/// Newton steps before a fit is abandoned.
const MAX_STEPS: u32 = 100;

/// Limit of gᵀI⁻¹g, the squared step in units of standard errors, at which coefficients are within
/// 10⁻⁹ standard errors of the maximum.
const CONVERGENCE_TOLERANCE: f64 = 1e-18;

/// A log-likelihood with its gradient and curvature at a point.
pub(super) struct LikelihoodPoint {
    pub value: f64,
    pub gradient: Vec<f64>,
    /// Minus the second derivative, or its expectation; positive definite if there is a fit.
    pub information: Vec<f64>,
}

/// A log-likelihood; `None` where it is not defined.
pub(super) trait Likelihood {
    fn at(&self, at: &[f64]) -> Option<LikelihoodPoint>;
}

/// The maximum of a likelihood.
#[derive(Clone, Debug)]
pub(super) struct Optimum {
    pub at: Vec<f64>,
    pub value: f64,
    /// The inverse information of the free coefficients; zeros for fixed ones.
    pub covariance: Vec<f64>,
    pub iterations: u32,
}

/// Maximises the likelihood with the coefficients flagged in `held` fixed at `start`; without
/// convergence there is no fit.
pub(super) fn maximise(
    model: &impl Likelihood,
    start: &[f64],
    held: &[bool],
) -> Result<Optimum, StatsError> {
    let free: Vec<usize> = (0..start.len()).filter(|i| !held[*i]).collect();
    let mut at = start.to_vec();
    let mut local = model.at(&at).ok_or(StatsError::NotConverged)?;
    for iterations in 1..=MAX_STEPS {
        let gradient: Vec<f64> = free.iter().map(|i| local.gradient[*i]).collect();
        let information = part(&local.information, &free, start.len());
        let factor = if free.is_empty() {
            None
        } else {
            Cholesky::of(&information, free.len())
        };
        let Some(factor) = factor else {
            if free.is_empty() {
                return Ok(Optimum {
                    covariance: vec![0.0; at.len() * at.len()],
                    value: local.value,
                    at,
                    iterations,
                });
            }
            return Err(StatsError::NotConverged);
        };
        let step = factor.solve(&gradient);
        let size = dot(&gradient, &step);
        if size < CONVERGENCE_TOLERANCE {
            return Ok(Optimum {
                covariance: spread(&factor.inverse(), &free, at.len()),
                value: local.value,
                at,
                iterations,
            });
        }
        let mut share = 1.0;
        loop {
            let mut next = at.clone();
            free.iter()
                .zip(&step)
                .for_each(|(i, s)| next[*i] += share * s);
            // Near the maximum, differences between steps vanish in rounding errors, which is no
            // descent.
            let climbs = |found: &LikelihoodPoint| {
                found.value >= local.value - 1e-12 * local.value.abs().max(1.0)
            };
            match model
                .at(&next)
                .filter(|found| found.value.is_finite() && climbs(found))
            {
                Some(found) => {
                    (at, local) = (next, found);
                    break;
                }
                None if share < 1e-8 => return Err(StatsError::NotConverged),
                None => share /= 2.0,
            }
        }
    }
    Err(StatsError::NotConverged)
}

/// The rows and columns of the free coefficients.
fn part(matrix: &[f64], free: &[usize], n: usize) -> Vec<f64> {
    free.iter()
        .flat_map(|i| free.iter().map(move |j| matrix[i * n + j]))
        .collect()
}

/// The inverse of [`part`], with zeros elsewhere.
fn spread(matrix: &[f64], free: &[usize], n: usize) -> Vec<f64> {
    let mut whole = vec![0.0; n * n];
    for (a, i) in free.iter().enumerate() {
        for (b, j) in free.iter().enumerate() {
            whole[i * n + j] = matrix[a * free.len() + b];
        }
    }
    whole
}

/// The limits between which twice the log-likelihood falls by at most `z`²: the interval that
/// belongs to the likelihood-ratio test. A limit not reached within forty standard errors is
/// infinite.
pub(super) fn profile(
    model: &impl Likelihood,
    best: &Optimum,
    which: usize,
    z: f64,
) -> Result<(f64, f64), StatsError> {
    let n = best.at.len();
    let error = best.covariance[which * n + which].sqrt();
    let held: Vec<bool> = (0..n).map(|i| i == which).collect();
    let end = |sign: f64| -> Result<f64, StatsError> {
        let mut from = best.at.clone();
        let mut excess = |steps: f64| -> Result<f64, StatsError> {
            from[which] = best.at[which] + sign * steps * error;
            let found = maximise(model, &from, &held)?;
            from.clone_from(&found.at);
            Ok((2.0 * (best.value - found.value)).max(0.0).sqrt() - z)
        };
        let (mut low, mut below) = (0.0, -z);
        let mut high = z;
        let mut above = excess(high)?;
        while above < 0.0 {
            (low, below) = (high, above);
            high *= 1.5;
            if high > 40.0 {
                return Ok(sign * f64::INFINITY);
            }
            above = excess(high)?;
        }
        // The root of the likelihood ratio is nearly linear, so secants converge quickly; an end
        // that stays fixed is halved (Illinois method).
        let mut side = 0;
        for _ in 0..60 {
            let middle = (low * above - high * below) / (above - below);
            let value = excess(middle)?;
            if value.abs() < 1e-11 || high - low < 1e-11 {
                return Ok(best.at[which] + sign * middle * error);
            }
            if value < 0.0 {
                (low, below) = (middle, value);
                above /= if side < 0 { 2.0 } else { 1.0 };
                side = -1;
            } else {
                (high, above) = (middle, value);
                below /= if side > 0 { 2.0 } else { 1.0 };
                side = 1;
            }
        }
        Ok(best.at[which] + sign * 0.5 * (low + high) * error)
    };
    Ok((end(-1.0)?, end(1.0)?))
}
