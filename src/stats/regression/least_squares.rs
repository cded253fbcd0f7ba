//! Linear regression.

use super::fit::{Coefficient, RegressionFit, RegressionKind};
use super::predictors::Predictors;
use crate::stats::error::StatsError;
use crate::stats::estimate::Interval;
use crate::stats::linear::{Orthogonal, dot};
use crate::stats::student::{fisher_f, student_quantile};
use crate::stats::test::Test;

/// Least squares; p-values assume normal residuals of equal variance.
pub fn least_squares(
    outcome: &[f64],
    predictors: &Predictors,
) -> Result<RegressionFit, StatsError> {
    let people = predictors.people();
    if outcome.len() != people {
        return Err(StatsError::Shape);
    }
    if outcome.iter().any(|y| !y.is_finite()) {
        return Err(StatsError::Weight);
    }
    let n = people as f64;
    let warnings = predictors.check_cases(n)?;
    let columns = predictors.with_constant();
    let basis = Orthogonal::of(&columns).map_err(|_| StatsError::Collinear { term: 0 })?;
    let values = basis.solve(outcome);
    let df =
        u32::try_from(people.saturating_sub(columns.len())).map_err(|_| StatsError::TooLarge)?;
    let residual = squares_left(&columns, outcome)?;
    let mean = outcome.iter().sum::<f64>() / n;
    let total: f64 = outcome.iter().map(|y| (y - mean).powi(2)).sum();
    if total <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    if df == 0 || residual <= 1e-14 * total {
        return Err(StatsError::NoVariance);
    }
    let spread = residual / f64::from(df);
    let covariance: Vec<f64> = basis.inverse().into_iter().map(|x| x * spread).collect();
    let k = columns.len();
    let reach = student_quantile(0.95, f64::from(df));
    let slope = |i: usize| {
        let (value, error) = (values[i], covariance[i * k + i].sqrt());
        let interval = Interval {
            low: value - reach * error,
            high: value + reach * error,
            level: 0.95,
            method: "estimate ± t × standard error",
        };
        Coefficient {
            value,
            error,
            wald: Test::student(value / error, df, n, "t"),
            interval,
        }
    };
    let without = |gone: std::ops::Range<usize>| -> Result<Test, StatsError> {
        let kept: Vec<Vec<f64>> = columns
            .iter()
            .enumerate()
            .filter(|(i, _)| *i == 0 || !gone.contains(&(i - 1)))
            .map(|(_, c)| c.clone())
            .collect();
        let one = u32::try_from(gone.len()).map_err(|_| StatsError::TooLarge)?;
        let f = ((squares_left(&kept, outcome)? - residual) / f64::from(one) / spread).max(0.0);
        let p = fisher_f(f, f64::from(one), f64::from(df));
        Ok(Test {
            statistic: f,
            df: Some(one),
            p,
            log_p: p.max(f64::MIN_POSITIVE).ln(),
            n,
            method: "F",
            warnings: Vec::new(),
        })
    };
    let log_likelihood = -n / 2.0 * ((2.0 * std::f64::consts::PI * residual / n).ln() + 1.0);
    Ok(RegressionFit {
        model: RegressionKind::LeastSquares,
        constants: vec![(values[0], covariance[0].sqrt())],
        slopes: (1..k).map(slope).collect(),
        terms: predictors
            .terms()
            .iter()
            .cloned()
            .map(without)
            .collect::<Result<_, StatsError>>()?,
        all: without(0..k - 1)?,
        proportional: None,
        log_likelihood,
        n,
        cases: n,
        residual_df: Some(df),
        iterations: 0,
        method: RegressionKind::LeastSquares.name(),
        warnings,
        covariance,
    })
}

/// The residual sum of squares.
fn squares_left(columns: &[Vec<f64>], outcome: &[f64]) -> Result<f64, StatsError> {
    let basis = Orthogonal::of(columns).map_err(|_| StatsError::Collinear { term: 0 })?;
    let values = basis.solve(outcome);
    let fitted = |i: usize| {
        columns
            .iter()
            .zip(&values)
            .map(|(c, v)| c[i] * v)
            .sum::<f64>()
    };
    let left: Vec<f64> = outcome
        .iter()
        .enumerate()
        .map(|(i, y)| y - fitted(i))
        .collect();
    Ok(dot(&left, &left))
}
