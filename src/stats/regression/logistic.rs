//! The binary logistic likelihood, plain and with Firth's penalty.

use super::newton::{Likelihood, LikelihoodPoint};
use crate::stats::linear::{Cholesky, dot};

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
