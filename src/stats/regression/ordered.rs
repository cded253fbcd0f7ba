//! Proportional-odds regression, with a test of proportionality.
//!
//! Ordinal regression: the cumulative logistic likelihood (McCullagh 1980), with one slope for all
//! thresholds or one for each.
//!
//! P(answer ≤ j) = 1/(1 + exp(−(θⱼ − xβ))): a positive slope goes with higher answers.

use super::fit::{Likelihood, LikelihoodPoint, Optimum, maximise};
use super::fit::{RegressionFit, RegressionKind, likelihood_fit};
use super::least_squares::Predictors;
use super::logistic::separated;
use crate::stats::error::StatsError;
use crate::stats::estimate::Test;
use std::collections::BTreeMap;

/// Proportional-odds regression of ordered answers (0, 1, 2 …; unused answers are left out) on the
/// predictors. Separated answers are refused, since no penalty is established for them.
pub fn proportional_odds(
    answers: &[usize],
    predictors: &Predictors,
) -> Result<RegressionFit, StatsError> {
    if answers.len() != predictors.people() {
        return Err(StatsError::Shape);
    }
    let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
    answers
        .iter()
        .for_each(|answer| *counts.entry(*answer).or_default() += 1.0);
    if counts.len() < 3 {
        return Err(if counts.is_empty() {
            StatsError::Empty
        } else {
            StatsError::TooFew {
                n: counts.len(),
                need: 3,
            }
        });
    }
    let n = answers.len() as f64;
    let cases = n - counts.values().map(|c| c.powi(3)).sum::<f64>() / (n * n);
    let warnings = predictors.check_cases(cases)?;
    let places: BTreeMap<usize, usize> = counts
        .keys()
        .enumerate()
        .map(|(place, answer)| (*answer, place))
        .collect();
    let mut rows = BTreeMap::new();
    for (person, answer) in answers.iter().enumerate() {
        let (x, answer) = (predictors.row(person), places[answer]);
        let key: (usize, Vec<u64>) = (answer, x.iter().map(|x| x.to_bits()).collect());
        rows.entry(key)
            .or_insert(OrdinalCovariatePattern {
                x,
                answer,
                people: 0.0,
            })
            .people += 1.0;
    }
    let (thresholds, columns) = (counts.len() - 1, predictors.columns().len());
    let model = Cumulative::proportional(rows.into_values().collect(), thresholds, columns);
    if separated(&model.turned()) {
        return Err(StatsError::Separated);
    }
    let mut start = vec![0.0; thresholds + columns];
    let mut below = 0.0;
    for (at, count) in counts.values().take(thresholds).enumerate() {
        below += count;
        start[at] = (below / (n - below)).ln();
    }
    let best = maximise(&model, &start, &vec![false; thresholds + columns])?;
    let proportional = proportionality(&model, &best, n);
    let mut fit = likelihood_fit(
        &model,
        best,
        thresholds,
        predictors,
        (RegressionKind::ProportionalOdds, cases, warnings),
    )?;
    fit.proportional = Some(proportional);
    Ok(fit)
}

/// One slope for all thresholds against one for each, by likelihood ratio (as `nominal_test` of R's
/// ordinal, all terms at once).
fn proportionality(model: &Cumulative, best: &Optimum, n: f64) -> Result<Test, StatsError> {
    let freed = vec![true; model.slopes.len()];
    let partial = model.partial(&freed);
    if separated(&partial.turned()) {
        return Err(StatsError::Separated);
    }
    let wide = maximise(
        &partial,
        &partial.widened(&best.at),
        &vec![false; partial.parameters],
    )?;
    let df =
        u32::try_from(partial.parameters - model.parameters).map_err(|_| StatsError::TooLarge)?;
    let method = "likelihood ratio against a slope for each threshold";
    Ok(Test::chi_square(
        (2.0 * (wide.value - best.value)).max(0.0),
        df,
        n,
        method,
    ))
}

/// People with the same predictors and answer.
#[derive(Clone, Debug)]
pub(super) struct OrdinalCovariatePattern {
    /// The predictors, without a constant.
    pub x: Vec<f64>,
    /// The answer, from 0.
    pub answer: usize,
    pub people: f64,
}

/// The likelihood over covariate patterns.
pub(super) struct Cumulative {
    pub rows: Vec<OrdinalCovariatePattern>,
    /// Thresholds between the answers: one fewer than answers.
    pub thresholds: usize,
    /// Which parameter is the slope of a predictor at a threshold.
    pub slopes: Vec<Vec<usize>>,
    pub parameters: usize,
}

impl Cumulative {
    /// One slope per predictor: proportional odds.
    pub(super) fn proportional(
        rows: Vec<OrdinalCovariatePattern>,
        thresholds: usize,
        predictors: usize,
    ) -> Cumulative {
        let slopes = (0..predictors)
            .map(|c| vec![thresholds + c; thresholds])
            .collect();
        Cumulative {
            rows,
            thresholds,
            slopes,
            parameters: thresholds + predictors,
        }
    }

    /// A slope per threshold for the predictors flagged in `freed`.
    pub(super) fn partial(&self, freed: &[bool]) -> Cumulative {
        let mut parameters = self.thresholds;
        let slopes = freed.iter().map(|free| {
            let own = if *free { self.thresholds } else { 1 };
            let first = parameters;
            parameters += own;
            (0..self.thresholds)
                .map(|j| if *free { first + j } else { first })
                .collect()
        });
        let slopes = slopes.collect();
        Cumulative {
            rows: self.rows.clone(),
            thresholds: self.thresholds,
            slopes,
            parameters,
        }
    }

    /// The parameters of a proportional fit as parameters of this model.
    pub(super) fn widened(&self, proportional: &[f64]) -> Vec<f64> {
        let mut at = vec![0.0; self.parameters];
        at[..self.thresholds].copy_from_slice(&proportional[..self.thresholds]);
        for (c, own) in self.slopes.iter().enumerate() {
            own.iter()
                .for_each(|slot| at[*slot] = proportional[self.thresholds + c]);
        }
        at
    }

    /// Coefficients of the parameters in the linear predictor at a threshold.
    fn made_of(&self, x: &[f64], threshold: usize, into: &mut [f64]) {
        into.fill(0.0);
        into[threshold] = 1.0;
        for (x, slots) in x.iter().zip(&self.slopes) {
            into[slots[threshold]] -= x;
        }
    }

    /// Each row with its sign changed so that a larger linear predictor fits better, for detecting
    /// separation.
    pub(super) fn turned(&self) -> Vec<Vec<f64>> {
        let mut turned = Vec::new();
        for row in &self.rows {
            let mut vector = vec![0.0; self.parameters];
            if row.answer < self.thresholds {
                self.made_of(&row.x, row.answer, &mut vector);
                turned.push(vector.clone());
            }
            if row.answer > 0 {
                self.made_of(&row.x, row.answer - 1, &mut vector);
                turned.push(vector.iter().map(|x| -x).collect());
            }
        }
        turned
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

impl Likelihood for Cumulative {
    fn at(&self, at: &[f64]) -> Option<LikelihoodPoint> {
        let n = self.parameters;
        let (mut value, mut gradient, mut information) = (0.0, vec![0.0; n], vec![0.0; n * n]);
        let (mut upper, mut lower) = (vec![0.0; n], vec![0.0; n]);
        for row in &self.rows {
            let bounds = (row.answer < self.thresholds, row.answer > 0);
            let (mut a, mut b) = (f64::INFINITY, f64::NEG_INFINITY);
            upper.fill(0.0);
            lower.fill(0.0);
            if bounds.0 {
                self.made_of(&row.x, row.answer, &mut upper);
                a = crate::stats::correlation::dot(&upper, at);
            }
            if bounds.1 {
                self.made_of(&row.x, row.answer - 1, &mut lower);
                b = crate::stats::correlation::dot(&lower, at);
            }
            if a <= b {
                return None;
            }
            // F(a) − F(b) without cancellation: F(a) · (1 − F(b)) · (1 − e^(b − a)).
            let p = logistic(a) * logistic(-b) * -(b - a).exp_m1();
            if p.is_nan() || p <= 0.0 {
                return None;
            }
            value += row.people * p.ln();
            let density = |x: f64| {
                if x.is_finite() {
                    logistic(x) * logistic(-x)
                } else {
                    0.0
                }
            };
            let bend = |x: f64| {
                if x.is_finite() {
                    density(x) * (1.0 - 2.0 * logistic(x))
                } else {
                    0.0
                }
            };
            let (fa, fb) = (density(a) / p, density(b) / p);
            let (haa, hbb, hab) = (bend(a) / p - fa * fa, -bend(b) / p - fb * fb, fa * fb);
            for i in 0..n {
                gradient[i] += row.people * (fa * upper[i] - fb * lower[i]);
                for j in 0..=i {
                    let curve = haa * upper[i] * upper[j]
                        + hbb * lower[i] * lower[j]
                        + hab * (upper[i] * lower[j] + lower[i] * upper[j]);
                    information[i * n + j] -= row.people * curve;
                }
            }
        }
        for i in 0..n {
            for j in 0..i {
                information[j * n + i] = information[i * n + j];
            }
        }
        Some(LikelihoodPoint {
            value,
            gradient,
            information,
        })
    }
}
