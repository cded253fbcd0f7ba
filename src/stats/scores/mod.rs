//! Scores: numeric variables (an index, an age, a total) compared by value rather than by category,
//! so that there may be as many distinct values as people.
//!
//! Two scores are correlated; a score is compared between groups by means (Welch) or by ranks.

mod means;
mod ranks;

pub use means::{Correlation, pearson, spearman};
pub use means::{ManyMeans, TwoMeans, welch_anova, welch_t};
pub use ranks::{ManyRanks, TwoRanks, kruskal_wallis, mann_whitney, midranks};

use super::distributions;
use super::error::{StatsError, Warning};
use serde::Serialize;
use statrs::function::beta::beta_reg;

/// A test whose degrees of freedom may be fractional.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreTest {
    /// The statistic: t, F, z or H, as stated in `method`.
    pub statistic: f64,
    /// Degrees of freedom, for F of the numerator; `None` for z.
    pub df: Option<f64>,
    /// The denominator's degrees of freedom, for F.
    pub df_within: Option<f64>,
    /// Two-sided p-value, 0 to 1.
    pub p: f64,
    /// Number of people.
    pub n: f64,
    /// Name and source.
    pub method: &'static str,
}

impl ScoreTest {
    /// A statistic referred to Student's t, two-sided.
    fn student(t: f64, df: f64, n: usize, method: &'static str) -> ScoreTest {
        ScoreTest {
            statistic: t,
            df: Some(df),
            df_within: None,
            p: distributions::student_two_sided(t, df),
            n: n as f64,
            method,
        }
    }

    /// A statistic referred to Fisher's F.
    fn fisher(f: f64, between: f64, within: f64, n: usize, method: &'static str) -> ScoreTest {
        let p = if f.is_finite() {
            beta_reg(within / 2.0, between / 2.0, within / (within + between * f))
        } else {
            0.0
        };
        ScoreTest {
            statistic: f,
            df: Some(between),
            df_within: Some(within),
            p: p.clamp(0.0, 1.0),
            n: n as f64,
            method,
        }
    }
}

/// Summary statistics of one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Number of people.
    pub n: usize,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation, with n − 1; 0 for one person.
    pub sd: f64,
    /// Their median.
    pub median: f64,
}

impl Summary {
    /// # Errors
    /// When there are none, or one is not finite.
    pub fn of(scores: &[f64]) -> Result<Summary, StatsError> {
        if scores.is_empty() {
            return Err(StatsError::Empty);
        }
        finite(scores)?;
        let n = scores.len() as f64;
        let mean = scores.iter().sum::<f64>() / n;
        let squares: f64 = scores.iter().map(|x| (x - mean).powi(2)).sum();
        let sd = if scores.len() > 1 {
            (squares / (n - 1.0)).sqrt()
        } else {
            0.0
        };
        let mut sorted = scores.to_vec();
        sorted.sort_by(f64::total_cmp);
        let half = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 {
            sorted[half]
        } else {
            0.5 * (sorted[half - 1] + sorted[half])
        };
        Ok(Summary {
            n: scores.len(),
            mean,
            sd,
            median,
        })
    }
}

/// A warning about skewed values: their skewness, m₃/m₂^1.5, is above 1 (Bulmer 1979 calls that
/// highly skewed).
pub(crate) fn long_tail(values: &[f64]) -> Option<Warning> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let moment = |power: i32| {
        values
            .iter()
            .map(|value| (value - mean).powi(power))
            .sum::<f64>()
            / n
    };
    let skewness = moment(3) / moment(2).powf(1.5);
    (skewness.abs() > 1.0).then_some(Warning::Skewed { skewness })
}

/// Refuses values that are not finite.
fn finite(scores: &[f64]) -> Result<(), StatsError> {
    if scores.iter().all(|x| x.is_finite()) {
        Ok(())
    } else {
        Err(StatsError::Range)
    }
}

/// The summaries of two or more groups that have at least `least` people each.
fn summaries(groups: &[&[f64]], least: usize) -> Result<Vec<Summary>, StatsError> {
    if groups.len() < 2 {
        return Err(StatsError::OneCategory {
            rows: groups.len(),
            columns: groups.len(),
        });
    }
    if let Some(few) = groups.iter().find(|group| group.len() < least) {
        return Err(StatsError::TooFew {
            n: few.len(),
            need: least,
        });
    }
    groups.iter().map(|group| Summary::of(group)).collect()
}
