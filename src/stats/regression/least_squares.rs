//! Linear regression.
//!
//! The predictors of a regression.

use super::fit::{Coefficient, RegressionFit, RegressionKind};
use crate::stats::correlation::{Orthogonal, dot};
use crate::stats::distributions::{fisher_f, student_quantile};
use crate::stats::error::{StatsError, Warning};
use crate::stats::estimate::{Interval, Test};
use std::ops::Range;

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

/// A design matrix without the constant, column by column; the columns of one predictor form a
/// term.
#[derive(Clone, Debug, PartialEq)]
pub struct Predictors {
    people: usize,
    columns: Vec<Vec<f64>>,
    terms: Vec<Range<usize>>,
}

impl Predictors {
    /// No predictors yet.
    pub fn new(people: usize) -> Predictors {
        Predictors {
            people,
            columns: Vec::new(),
            terms: Vec::new(),
        }
    }

    /// Adds a term of one or more columns; refused if a column has the wrong length or a value that
    /// is not finite.
    pub fn term(&mut self, columns: Vec<Vec<f64>>) -> Result<(), StatsError> {
        if columns.iter().any(|column| column.len() != self.people) || columns.is_empty() {
            return Err(StatsError::Shape);
        }
        if columns.iter().flatten().any(|x| !x.is_finite()) {
            return Err(StatsError::Weight);
        }
        let from = self.columns.len();
        self.columns.extend(columns);
        self.terms.push(from..self.columns.len());
        Ok(())
    }

    /// Adds the products of two terms' columns as a term: the interaction.
    pub fn interaction(&mut self, one: usize, other: usize) -> Result<(), StatsError> {
        let (Some(one), Some(other)) = (self.terms.get(one), self.terms.get(other)) else {
            return Err(StatsError::Shape);
        };
        let product = |a: &Vec<f64>, b: &Vec<f64>| a.iter().zip(b).map(|(x, y)| x * y).collect();
        let pairs = self.columns[one.clone()].iter().flat_map(|a| {
            self.columns[other.clone()]
                .iter()
                .map(move |b| product(a, b))
        });
        let columns = pairs.collect();
        self.term(columns)
    }

    /// Number of people.
    pub fn people(&self) -> usize {
        self.people
    }

    /// The columns, in the order of the coefficients.
    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// The columns of each term.
    pub fn terms(&self) -> &[Range<usize>] {
        &self.terms
    }

    /// The predictors of one person.
    pub(super) fn row(&self, person: usize) -> Vec<f64> {
        self.columns.iter().map(|column| column[person]).collect()
    }

    /// The constant and the columns.
    pub(super) fn with_constant(&self) -> Vec<Vec<f64>> {
        std::iter::once(vec![1.0; self.people])
            .chain(self.columns.iter().cloned())
            .collect()
    }

    /// Refuses collinear columns, and more columns than the cases allow; otherwise returns caveats
    /// about the number of cases.
    pub(super) fn check_cases(&self, cases: f64) -> Result<Vec<Warning>, StatsError> {
        if self.columns.is_empty() || self.people == 0 {
            return Err(StatsError::Empty);
        }
        let coefficients = self.columns.len();
        let each = cases / coefficients as f64;
        if each < super::LEAST_CASES {
            return Err(StatsError::FewPerCoefficient {
                cases,
                coefficients,
            });
        }
        // Centred, so that a large mean does not hide collinearity.
        let centred = |column: &Vec<f64>| -> Vec<f64> {
            let mean = column.iter().sum::<f64>() / self.people as f64;
            column.iter().map(|x| x - mean).collect()
        };
        let varies = |column: &[f64]| {
            column
                .iter()
                .any(|x| (x - column[0]).abs() > 1e-12 * column[0].abs().max(1e-300))
        };
        if let Some(column) = self.columns.iter().position(|column| !varies(column)) {
            return Err(StatsError::Collinear {
                term: self.term_of(column),
            });
        }
        let columns: Vec<Vec<f64>> = self.columns.iter().map(centred).collect();
        Orthogonal::of(&columns).map_err(|column| StatsError::Collinear {
            term: self.term_of(column),
        })?;
        Ok(if each < super::ENOUGH_CASES {
            vec![Warning::FewPerCoefficient {
                cases,
                coefficients,
            }]
        } else {
            Vec::new()
        })
    }

    fn term_of(&self, column: usize) -> usize {
        self.terms
            .iter()
            .position(|term| term.contains(&column))
            .unwrap_or(0)
    }
}
