//! Several tables of the same two variables, one for each group of a third: pooled results, and
//! differences between them.
//!
//! A stratum that is significant beside one that is not is no evidence of a difference; a test of
//! homogeneity is.

mod association;
mod ratio;

pub use association::same_association;
pub use association::{Correlations, correlations, difference};
pub use association::{Generalised, generalised};
pub use ratio::ratio_of_odds_ratios;
pub use ratio::zelen;

use super::error::StatsError;
use super::estimate::Test;
use super::mantel;
use super::table::Table;
use serde::Serialize;

/// A test of whether strata differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Homogeneity {
    /// The statistic, if the test has one.
    pub statistic: Option<f64>,
    /// Degrees of freedom.
    pub df: Option<u32>,
    /// Degrees of freedom of the denominator, for F.
    pub residual_df: Option<u32>,
    /// p-value, 0 to 1: small when the strata differ.
    pub p: f64,
    /// Number of answers.
    pub n: f64,
    /// Whether all tables with these margins were enumerated.
    pub exact: bool,
    /// Name and source.
    pub method: &'static str,
}

impl From<Test> for Homogeneity {
    fn from(test: Test) -> Homogeneity {
        let Test {
            statistic,
            df,
            p,
            n,
            method,
            ..
        } = test;
        Homogeneity {
            statistic: Some(statistic),
            df,
            residual_df: None,
            p,
            n,
            exact: false,
            method,
        }
    }
}

/// Whether 2 × 2 tables have a common odds ratio: by Zelen's exact test if a cell expects fewer
/// than five answers under a common odds ratio, or if there is no such ratio, otherwise Breslow and
/// Day's with Tarone's correction.
pub fn same_odds_ratio(strata: &[Table]) -> Result<Homogeneity, StatsError> {
    let together = mantel::stratified(strata)?;
    let large = match &together.odds_ratio {
        Ok(ratio) => mantel::least_fitted(strata, ratio.value).is_some_and(|least| least >= 5.0),
        Err(_) => false,
    };
    if large {
        return together.tarone.map(Homogeneity::from);
    }
    match zelen(strata) {
        // Too many tables, or fractional weights: only the large-sample test is left.
        Err(StatsError::WorkLimit { .. } | StatsError::Fractional | StatsError::TooLarge) => {
            together.tarone.map(Homogeneity::from)
        }
        exact => exact,
    }
}
