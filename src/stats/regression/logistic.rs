//! The binary logistic likelihood, plain and with Firth's penalty.
//!
//! Binary logistic regression.
//!
//! Detects separation: the likelihood has no finite maximum if some combination of the predictors
//! separates the answers, completely or with ties (Albert & Anderson 1984).
//!
//! Each row holds the contribution of an answer to the linear predictor, with its sign such that
//! larger fits better. The fit is finite exactly if positive weights balance all rows (Gordan's and
//! Stiemke's theorems), which nonnegative least squares decides (Lawson & Hanson 1974).

use super::fit::{Likelihood, LikelihoodPoint, maximise};
use super::fit::{RegressionFit, RegressionKind, likelihood_fit};
use super::least_squares::Predictors;
use crate::stats::correlation::{Cholesky, Orthogonal, dot};
use crate::stats::error::{StatsError, Warning};
use std::collections::BTreeMap;

/// People with the same predictors: the constant and the predictors, their number, and the number
/// of yes.
#[derive(Clone, Debug)]
pub(super) struct BinaryCovariatePattern {
    pub x: Vec<f64>,
    pub people: f64,
    pub yes: f64,
}

/// The likelihood over covariate patterns.
pub(super) struct Logistic {
    pub rows: Vec<BinaryCovariatePattern>,
    /// Firth (1993): adds half the log-determinant of the information, which keeps every
    /// coefficient finite.
    pub penalised: bool,
}

impl Logistic {
    /// Each row with its sign changed so that a larger linear predictor fits better, for detecting
    /// separation.
    pub(super) fn turned(&self) -> Vec<Vec<f64>> {
        let mut turned = Vec::new();
        for row in &self.rows {
            if row.yes > 0.0 {
                turned.push(row.x.clone());
            }
            if row.yes < row.people {
                turned.push(row.x.iter().map(|x| -x).collect());
            }
        }
        turned
    }
}

/// ln(1 + eˣ) without overflow.
fn soft(x: f64) -> f64 {
    if x > 0.0 {
        x + (-x).exp().ln_1p()
    } else {
        x.exp().ln_1p()
    }
}

impl Likelihood for Logistic {
    fn at(&self, at: &[f64]) -> Option<LikelihoodPoint> {
        let n = at.len();
        let (mut value, mut gradient, mut information) = (0.0, vec![0.0; n], vec![0.0; n * n]);
        let mut fitted = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let eta = dot(&row.x, at);
            let p = 1.0 / (1.0 + (-eta).exp());
            value -= row.yes * soft(-eta) + (row.people - row.yes) * soft(eta);
            let (excess, weight) = (row.yes - row.people * p, row.people * p * (1.0 - p));
            for i in 0..n {
                gradient[i] += excess * row.x[i];
                for j in 0..n {
                    information[i * n + j] += weight * row.x[i] * row.x[j];
                }
            }
            fitted.push(p);
        }
        if self.penalised {
            let factor = Cholesky::of(&information, n)?;
            value += factor.log_det() / 2.0;
            for (row, p) in self.rows.iter().zip(fitted) {
                let leverage = p * (1.0 - p) * dot(&row.x, &factor.solve(&row.x));
                let pull = row.people * leverage * (0.5 - p);
                gradient
                    .iter_mut()
                    .zip(&row.x)
                    .for_each(|(g, x)| *g += pull * x);
            }
        }
        Some(LikelihoodPoint {
            value,
            gradient,
            information,
        })
    }
}

/// Logistic regression of yes (`true`) on the predictors. If they separate the answers, the
/// likelihood has no maximum, and Firth's penalised likelihood is used instead, with a caveat.
pub fn logistic(yes: &[bool], predictors: &Predictors) -> Result<RegressionFit, StatsError> {
    if yes.len() != predictors.people() {
        return Err(StatsError::Shape);
    }
    let hits = yes.iter().filter(|y| **y).count();
    let cases = hits.min(yes.len() - hits) as f64;
    if cases == 0.0 {
        return Err(if yes.is_empty() {
            StatsError::Empty
        } else {
            StatsError::NoVariance
        });
    }
    let mut warnings = predictors.check_cases(cases)?;
    let mut rows = BTreeMap::new();
    for (person, yes) in yes.iter().enumerate() {
        let x: Vec<f64> = std::iter::once(1.0).chain(predictors.row(person)).collect();
        let key: Vec<u64> = x.iter().map(|x| x.to_bits()).collect();
        let alike = rows.entry(key).or_insert(BinaryCovariatePattern {
            x,
            people: 0.0,
            yes: 0.0,
        });
        alike.people += 1.0;
        alike.yes += f64::from(u8::from(*yes));
    }
    let mut model = Logistic {
        rows: rows.into_values().collect(),
        penalised: false,
    };
    model.penalised = separated(&model.turned());
    let kind = if model.penalised {
        RegressionKind::Firth
    } else {
        RegressionKind::Logistic
    };
    if model.penalised {
        warnings.push(Warning::Separated);
    }
    let columns = predictors.columns().len();
    let mut start = vec![0.0; columns + 1];
    start[0] = (hits as f64 / (yes.len() - hits) as f64).ln();
    let best = maximise(&model, &start, &vec![false; columns + 1])?;
    likelihood_fit(&model, best, 1, predictors, (kind, cases, warnings))
}

/// Whether the rows are separated.
pub(super) fn separated(rows: &[Vec<f64>]) -> bool {
    let Some(width) = rows.first().map(Vec::len) else {
        return false;
    };
    // Scales the columns to similar size, so that one tolerance serves all.
    let size = |j: usize| {
        rows.iter()
            .map(|row| row[j].abs())
            .fold(0.0, f64::max)
            .max(f64::MIN_POSITIVE)
    };
    let sizes: Vec<f64> = (0..width).map(size).collect();
    let rows: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| row.iter().zip(&sizes).map(|(x, s)| x / s).collect())
        .collect();
    let target: Vec<f64> = (0..width)
        .map(|j| -rows.iter().map(|row| row[j]).sum::<f64>())
        .collect();
    let tolerance = 1e-9 * dot(&target, &target).sqrt().max(1.0);
    let mut weights = vec![0.0; rows.len()];
    let mut used: Vec<usize> = Vec::new();
    for _ in 0..20 * (rows.len() + width) {
        let rest = residual(&rows, &weights, &used, &target);
        if dot(&rest, &rest).sqrt() <= tolerance {
            return false;
        }
        let gain = |i: usize| dot(&rows[i], &rest);
        let best = (0..rows.len())
            .filter(|i| !used.contains(i))
            .max_by(|a, b| gain(*a).total_cmp(&gain(*b)));
        let Some(best) = best.filter(|i| gain(*i) > tolerance) else {
            return true;
        };
        used.push(best);
        loop {
            let columns: Vec<Vec<f64>> = used.iter().map(|i| rows[*i].clone()).collect();
            let Ok(basis) = Orthogonal::of(&columns) else {
                used.pop();
                return dot(&rest, &rest).sqrt() > 1e-6;
            };
            let aimed = basis.solve(&target);
            if aimed.iter().all(|w| *w > 0.0) {
                used.iter().zip(aimed).for_each(|(i, w)| weights[*i] = w);
                break;
            }
            let reach = |(i, w): (&usize, &f64)| {
                if *w > 0.0 {
                    1.0
                } else {
                    weights[*i] / (weights[*i] - w)
                }
            };
            let share = used.iter().zip(&aimed).map(reach).fold(1.0, f64::min);
            used.iter()
                .zip(&aimed)
                .for_each(|(i, w)| weights[*i] += share * (w - weights[*i]));
            let gone: Vec<usize> = used
                .iter()
                .copied()
                .filter(|i| weights[*i] <= 1e-14)
                .collect();
            gone.iter().for_each(|i| weights[*i] = 0.0);
            used.retain(|i| !gone.contains(i));
            if gone.is_empty() || used.is_empty() {
                break;
            }
        }
    }
    false
}

fn residual(rows: &[Vec<f64>], weights: &[f64], used: &[usize], target: &[f64]) -> Vec<f64> {
    let mut rest = target.to_vec();
    for i in used {
        rest.iter_mut()
            .zip(&rows[*i])
            .for_each(|(r, x)| *r -= weights[*i] * x);
    }
    rest
}
