//! The result of a regression.

use super::newton::{Likelihood, Optimum, maximise, profile};
use super::predictors::Predictors;
use crate::stats::error::{StatsError, Warning};
use crate::stats::estimate::{Estimate, Interval};
use crate::stats::tail;
use crate::stats::test::Test;
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
            Some(df) => crate::stats::student::student_quantile(0.95, f64::from(df)),
            None => tail::normal_quantile(0.975),
        } * variance.max(0.0).sqrt();
        let method = "estimate ± quantile × standard error (Wald)";
        estimate.ase = Some(variance.max(0.0).sqrt());
        estimate.interval = Some(Interval {
            low: value - reach,
            high: value + reach,
            level: 0.95,
            method,
        });
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
    let z = tail::normal_quantile(0.975);
    let slope = |i: usize| {
        let (value, error) = (best.at[i], error(i));
        let interval = match profile(model, &best, i, z) {
            Ok((low, high)) => Interval {
                low,
                high,
                level: 0.95,
                method: PROFILE,
            },
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
