//! Binary logistic regression.

use super::fit::{RegressionFit, RegressionKind, likelihood_fit};
use super::logistic::{BinaryCovariatePattern, Logistic};
use super::newton::maximise;
use super::predictors::Predictors;
use super::separation::separated;
use crate::stats::error::{StatsError, Warning};
use std::collections::BTreeMap;

/// Logistic regression of yes (`true`) on the predictors. If they separate the answers, the
/// likelihood has no maximum, and Firth's penalised likelihood is used instead, with a caveat.
pub fn logistic(yes: &[bool], predictors: &Predictors) -> Result<RegressionFit, StatsError> {
    if yes.len() != predictors.people() {
        return Err(StatsError::Shape);
    }
    let hits = yes.iter().filter(|y| **y).count();
    let cases = hits.min(yes.len() - hits) as f64;
    if cases == 0.0 {
        return Err(if yes.is_empty() {
            StatsError::Empty
        } else {
            StatsError::NoVariance
        });
    }
    let mut warnings = predictors.check_cases(cases)?;
    let mut rows = BTreeMap::new();
    for (person, yes) in yes.iter().enumerate() {
        let x: Vec<f64> = std::iter::once(1.0).chain(predictors.row(person)).collect();
        let key: Vec<u64> = x.iter().map(|x| x.to_bits()).collect();
        let alike = rows.entry(key).or_insert(BinaryCovariatePattern {
            x,
            people: 0.0,
            yes: 0.0,
        });
        alike.people += 1.0;
        alike.yes += f64::from(u8::from(*yes));
    }
    let mut model = Logistic {
        rows: rows.into_values().collect(),
        penalised: false,
    };
    model.penalised = separated(&model.turned());
    let kind = if model.penalised {
        RegressionKind::Firth
    } else {
        RegressionKind::Logistic
    };
    if model.penalised {
        warnings.push(Warning::Separated);
    }
    let columns = predictors.columns().len();
    let mut start = vec![0.0; columns + 1];
    start[0] = (hits as f64 / (yes.len() - hits) as f64).ln();
    let best = maximise(&model, &start, &vec![false; columns + 1])?;
    likelihood_fit(&model, best, 1, predictors, (kind, cases, warnings))
}
