//! Several tables of the same two questions, one for each group of a third: what they say together,
//! and whether they differ.
//!
//! That one stratum is significant and another is not shows no difference between them; a test of
//! homogeneity does. 2 × 2 tables are compared by their odds ratios, ordered answers by their
//! correlations, and others by the association that one model for all strata leaves over.

mod association;
mod cmh;
mod correlation;
mod ratio;
mod zelen;

pub use association::same_association;
pub use cmh::{Generalised, generalised};
pub use correlation::{Correlations, correlations, difference};
pub use ratio::ratio_of_odds_ratios;
pub use zelen::zelen;

use super::error::StatsError;
use super::mantel;
use super::table::Table;
use super::test::Test;
use serde::Serialize;

/// Whether strata differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Homogeneity {
    /// The statistic, when the test has one.
    pub statistic: Option<f64>,
    /// Its degrees of freedom.
    pub df: Option<u32>,
    /// Those of the denominator, of an F.
    pub residual_df: Option<u32>,
    /// p-value, 0 to 1: small when the strata differ.
    pub p: f64,
    /// Answers.
    pub n: f64,
    /// Whether all tables with these margins were gone through.
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

/// Whether 2 × 2 tables have one odds ratio: Zelen's exact test where a cell expects fewer than
/// five answers under one odds ratio, or where there is no such ratio, else Breslow and Day's with
/// Tarone's correction.
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
        // Too many tables, or weights that are no answers: the large-sample test is what there is.
        Err(StatsError::WorkLimit { .. } | StatsError::Fractional | StatsError::TooLarge) => {
            together.tarone.map(Homogeneity::from)
        }
        exact => exact,
    }
}
