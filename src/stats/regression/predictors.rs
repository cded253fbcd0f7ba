//! The predictors of a regression.

use crate::stats::error::{StatsError, Warning};
use crate::stats::linear::Orthogonal;
use std::ops::Range;

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
