//! The result of a regression.
//!
//! Maximum likelihood by Newton's method with step halving, and profile-likelihood intervals.

use super::least_squares::Predictors;
use crate::stats::correlation::{Cholesky, dot};
use crate::stats::distributions;
use crate::stats::error::{StatsError, Warning};
use crate::stats::estimate::{Estimate, Interval, Test};
use serde::Serialize;

/// Which regression it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RegressionKind {
    /// Binary logistic, maximum likelihood.
    Logistic,
    /// Binary logistic with Firth's penalty, because of separation.
    Firth,
    /// Proportional odds.
    ProportionalOdds,
    /// Least squares.
    LeastSquares,
}

impl RegressionKind {
    /// Returns whether the exponential of a coefficient is an odds ratio.
    pub fn has_odds(self) -> bool {
        self != RegressionKind::LeastSquares
    }

    /// Name and source.
    pub fn name(self) -> &'static str {
        match self {
            RegressionKind::Logistic => "Logistic regression (maximum likelihood, Newton)",
            RegressionKind::Firth => {
                "Logistic regression with Firth's penalty (Firth 1993; Heinze & Schemper 2002)"
            }
            RegressionKind::ProportionalOdds => {
                "Proportional-odds regression (McCullagh 1980; maximum likelihood, Newton)"
            }
            RegressionKind::LeastSquares => "Linear regression (least squares)",
        }
    }
}

/// One coefficient.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coefficient {
    /// On the scale of the linear predictor: log odds, or the outcome's own unit.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// Wald's test: z, or t with the residual degrees of freedom.
    pub wald: Test,
    /// 95 % interval: by the profile of the likelihood, or by t.
    pub interval: Interval,
}

/// A regression that converged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegressionFit {
    /// Which one.
    pub model: RegressionKind,
    /// The constant, or the thresholds between ordered answers, with standard errors.
    pub constants: Vec<(f64, f64)>,
    /// A coefficient for each column of the predictors.
    pub slopes: Vec<Coefficient>,
    /// The contribution of each term given all others: likelihood ratio, or F.
    pub terms: Vec<Test>,
    /// All terms together.
    pub all: Test,
    /// Whether one slope suffices for all thresholds: likelihood ratio against a slope for each.
    /// Only for proportional odds.
    pub proportional: Option<Result<Test, StatsError>>,
    /// The log-likelihood (including the penalty, if there is one).
    pub log_likelihood: f64,
    /// Number of people.
    pub n: f64,
    /// Effective number of cases.
    pub cases: f64,
    /// Degrees of freedom of the residuals, for least squares.
    pub residual_df: Option<u32>,
    /// Newton steps until convergence.
    pub iterations: u32,
    /// Name and source.
    pub method: &'static str,
    /// Caveats.
    pub warnings: Vec<Warning>,
    #[serde(skip)]
    pub(super) covariance: Vec<f64>,
}

/// Method of the intervals after maximum likelihood.
pub(super) const PROFILE: &str = "profile likelihood";
/// Method if the profile could not be followed.
pub(super) const WALD: &str = "estimate ± 1.96 standard errors (the profile could not be followed)";

impl RegressionFit {
    /// Σ `weights` · slopes with Wald's interval: the effect in a group, or the difference of two.
    pub fn combined(&self, weights: &[f64]) -> Result<Estimate, StatsError> {
        if weights.len() != self.slopes.len() {
            return Err(StatsError::Shape);
        }
        let value = weights
            .iter()
            .zip(&self.slopes)
            .map(|(w, slope)| w * slope.value)
            .sum();
        let (n, from) = (
            self.slopes.len() + self.constants.len(),
            self.constants.len(),
        );
        let cell = |i: usize, j: usize| {
            weights[i] * weights[j] * self.covariance[(from + i) * n + from + j]
        };
        let variance: f64 = (0..weights.len())
            .flat_map(|i| (0..weights.len()).map(move |j| (i, j)))
            .map(|(i, j)| cell(i, j))
            .sum();
        let mut estimate = Estimate::bare(value, self.n, self.method);
        let reach = match self.residual_df {
            Some(df) => crate::stats::distributions::student_quantile(0.95, f64::from(df)),
            None => distributions::normal_quantile(0.975),
        } * variance.max(0.0).sqrt();
        let method = "estimate ± quantile × standard error (Wald)";
        estimate.ase = Some(variance.max(0.0).sqrt());
        estimate.interval = Some(Interval::new(value - reach, value + reach, 0.95, method));
        Ok(estimate)
    }
}

/// Coefficients and terms at the maximum of a likelihood. The first `constants` parameters belong
/// to no term.
pub(super) fn likelihood_fit(
    model: &impl Likelihood,
    best: Optimum,
    constants: usize,
    predictors: &Predictors,
    (kind, cases, warnings): (RegressionKind, f64, Vec<Warning>),
) -> Result<RegressionFit, StatsError> {
    let (n, people) = (best.at.len(), predictors.people() as f64);
    let error = |i: usize| best.covariance[i * n + i].sqrt();
    let z = distributions::normal_quantile(0.975);
    let slope = |i: usize| {
        let (value, error) = (best.at[i], error(i));
        let interval = match profile(model, &best, i, z) {
            Ok((low, high)) => Interval::new(low, high, 0.95, PROFILE),
            Err(_) => Interval::wald(value, error, 0.95, (f64::NEG_INFINITY, f64::INFINITY), WALD),
        };
        Coefficient {
            value,
            error,
            wald: Test::normal(value / error, people, "Wald's z"),
            interval,
        }
    };
    let without = |columns: std::ops::Range<usize>| -> Result<Test, StatsError> {
        let mut start = best.at.clone();
        let mut held = vec![false; n];
        for i in columns.clone() {
            (start[constants + i], held[constants + i]) = (0.0, true);
        }
        // Starts at the full fit, or at zero if that is too far away.
        let less = maximise(model, &start, &held).or_else(|_| {
            let mut start = best.at.clone();
            start[constants..].fill(0.0);
            maximise(model, &start, &held)
        })?;
        let df = u32::try_from(columns.len()).map_err(|_| StatsError::TooLarge)?;
        let method = if kind == RegressionKind::Firth {
            "penalised likelihood ratio"
        } else {
            "likelihood ratio"
        };
        Ok(Test::chi_square(
            (2.0 * (best.value - less.value)).max(0.0),
            df,
            people,
            method,
        ))
    };
    Ok(RegressionFit {
        model: kind,
        constants: (0..constants).map(|i| (best.at[i], error(i))).collect(),
        slopes: (constants..n).map(slope).collect(),
        terms: predictors
            .terms()
            .iter()
            .cloned()
            .map(without)
            .collect::<Result<_, StatsError>>()?,
        all: without(0..n - constants)?,
        proportional: None,
        log_likelihood: best.value,
        n: people,
        cases,
        residual_df: None,
        iterations: best.iterations,
        method: kind.name(),
        warnings,
        covariance: best.covariance,
    })
}

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
