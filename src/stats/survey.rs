//! Weighted and clustered samples: variances by linearisation.
//!
//! Weights are no answers: a hundred people representing a thousand are a hundred. Each statistic
//! is written as a sum over answers, totalled within clusters, and its variance is that between
//! clusters drawn with replacement (Binder 1983), as in R's survey. Scaling all weights changes
//! nothing.

mod effects;
mod rao_scott;

pub use effects::share;
pub use effects::{TwoByTwo, two_by_two};
pub use rao_scott::{RaoScott, rao_scott};

use super::correlation::dot;
use super::distributions::student_quantile;
use super::error::StatsError;
use super::table::Table;

/// A person in the sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleUnit {
    /// Row and column of the answers; `None` if one is missing.
    pub cell: Option<(usize, usize)>,
    /// How many people this one represents, in any unit, > 0.
    pub weight: f64,
    /// The cluster; a unique number for each person who was drawn individually.
    pub cluster: usize,
}

/// Weighted and clustered answers.
#[derive(Clone, Debug)]
pub struct Sample<'a> {
    units: &'a [SampleUnit],
    rows: usize,
    columns: usize,
    clusters: usize,
    weight: f64,
    answers: usize,
    squares: f64,
}

impl<'a> Sample<'a> {
    /// The sample behind a table of this size; refused with fewer than two clusters or an invalid
    /// weight.
    pub fn new(
        rows: usize,
        columns: usize,
        units: &'a [SampleUnit],
    ) -> Result<Sample<'a>, StatsError> {
        if units
            .iter()
            .any(|u| !(u.weight.is_finite() && u.weight > 0.0))
        {
            return Err(StatsError::Weight);
        }
        if units
            .iter()
            .filter_map(|u| u.cell)
            .any(|(i, j)| i >= rows || j >= columns)
        {
            return Err(StatsError::Shape);
        }
        let mut seen: Vec<usize> = units.iter().map(|u| u.cluster).collect();
        seen.sort_unstable();
        seen.dedup();
        if seen.len() < 2 {
            return Err(StatsError::FewClusters {
                clusters: seen.len(),
            });
        }
        let answered = || units.iter().filter(|u| u.cell.is_some());
        let weight: f64 = answered().map(|u| u.weight).sum();
        if weight <= 0.0 {
            return Err(StatsError::Empty);
        }
        let squares = answered().map(|u| u.weight * u.weight).sum();
        Ok(Sample {
            units,
            rows,
            columns,
            clusters: seen.len(),
            weight,
            answers: answered().count(),
            squares,
        })
    }

    /// Number of people who answered, unweighted.
    pub fn answers(&self) -> usize {
        self.answers
    }

    /// Number of clusters, or of people if none share one.
    pub fn clusters(&self) -> usize {
        self.clusters
    }

    /// Kish's (1965) effective sample size (Σw)²/Σw²: what remains after unequal weighting.
    pub fn effective(&self) -> f64 {
        self.weight * self.weight / self.squares
    }

    /// Degrees of freedom: clusters less one.
    pub fn df(&self) -> f64 {
        (self.clusters - 1) as f64
    }

    /// The weighted shares of the cells times the number of answers.
    pub fn table(&self) -> Result<Table, StatsError> {
        let scale = self.answers as f64 / self.weight;
        Table::from_pairs(
            self.rows,
            self.columns,
            self.units
                .iter()
                .filter_map(|u| u.cell.map(|(i, j)| (i, j, u.weight * scale))),
        )
    }

    /// The covariance of several statistics, each given as the contribution of one answer in a cell
    /// per unit of weight share.
    fn covariance(&self, adds: &[&dyn Fn((usize, usize)) -> f64]) -> Vec<f64> {
        let k = adds.len();
        let mut sums = std::collections::HashMap::<usize, Vec<f64>>::new();
        for unit in self.units {
            let sum = sums.entry(unit.cluster).or_insert_with(|| vec![0.0; k]);
            if let Some(cell) = unit.cell {
                sum.iter_mut()
                    .zip(adds)
                    .for_each(|(s, add)| *s += unit.weight / self.weight * add(cell));
            }
        }
        let m = self.clusters as f64;
        let mut clusters: Vec<(usize, Vec<f64>)> = sums.into_iter().collect();
        // In a fixed order, so that sums are rounded alike in every run.
        clusters.sort_by_key(|(cluster, _)| *cluster);
        let columns: Vec<Vec<f64>> = (0..k)
            .map(|a| {
                let mean = clusters.iter().map(|(_, s)| s[a]).sum::<f64>() / m;
                clusters.iter().map(|(_, s)| s[a] - mean).collect()
            })
            .collect();
        (0..k * k)
            .map(|at| m / (m - 1.0) * dot(&columns[at / k], &columns[at % k]))
            .collect()
    }

    /// Half-width of a 95 % interval in standard errors.
    fn reach(&self) -> f64 {
        student_quantile(0.95, self.df())
    }
}
