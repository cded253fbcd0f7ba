//! Proportional-odds regression, with a test of proportionality.

use super::cumulative::{Cumulative, OrdinalCovariatePattern};
use super::fit::{RegressionFit, RegressionKind, likelihood_fit};
use super::newton::{Optimum, maximise};
use super::predictors::Predictors;
use super::separation::separated;
use crate::stats::error::StatsError;
use crate::stats::test::Test;
use std::collections::BTreeMap;

/// Proportional-odds regression of ordered answers (0, 1, 2 …; unused answers are left out) on the
/// predictors. Separated answers are refused, since no penalty is established for them.
pub fn proportional_odds(
    answers: &[usize],
    predictors: &Predictors,
) -> Result<RegressionFit, StatsError> {
    if answers.len() != predictors.people() {
        return Err(StatsError::Shape);
    }
    let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
    answers
        .iter()
        .for_each(|answer| *counts.entry(*answer).or_default() += 1.0);
    if counts.len() < 3 {
        return Err(if counts.is_empty() {
            StatsError::Empty
        } else {
            StatsError::TooFew {
                n: counts.len(),
                need: 3,
            }
        });
    }
    let n = answers.len() as f64;
    let cases = n - counts.values().map(|c| c.powi(3)).sum::<f64>() / (n * n);
    let warnings = predictors.check_cases(cases)?;
    let places: BTreeMap<usize, usize> = counts
        .keys()
        .enumerate()
        .map(|(place, answer)| (*answer, place))
        .collect();
    let mut rows = BTreeMap::new();
    for (person, answer) in answers.iter().enumerate() {
        let (x, answer) = (predictors.row(person), places[answer]);
        let key: (usize, Vec<u64>) = (answer, x.iter().map(|x| x.to_bits()).collect());
        rows.entry(key)
            .or_insert(OrdinalCovariatePattern {
                x,
                answer,
                people: 0.0,
            })
            .people += 1.0;
    }
    let (thresholds, columns) = (counts.len() - 1, predictors.columns().len());
    let model = Cumulative::proportional(rows.into_values().collect(), thresholds, columns);
    if separated(&model.turned()) {
        return Err(StatsError::Separated);
    }
    let mut start = vec![0.0; thresholds + columns];
    let mut below = 0.0;
    for (at, count) in counts.values().take(thresholds).enumerate() {
        below += count;
        start[at] = (below / (n - below)).ln();
    }
    let best = maximise(&model, &start, &vec![false; thresholds + columns])?;
    let proportional = proportionality(&model, &best, n);
    let mut fit = likelihood_fit(
        &model,
        best,
        thresholds,
        predictors,
        (RegressionKind::ProportionalOdds, cases, warnings),
    )?;
    fit.proportional = Some(proportional);
    Ok(fit)
}

/// One slope for all thresholds against one for each, by likelihood ratio (as `nominal_test` of R's
/// ordinal, all terms at once).
fn proportionality(model: &Cumulative, best: &Optimum, n: f64) -> Result<Test, StatsError> {
    let freed = vec![true; model.slopes.len()];
    let partial = model.partial(&freed);
    if separated(&partial.turned()) {
        return Err(StatsError::Separated);
    }
    let wide = maximise(
        &partial,
        &partial.widened(&best.at),
        &vec![false; partial.parameters],
    )?;
    let df =
        u32::try_from(partial.parameters - model.parameters).map_err(|_| StatsError::TooLarge)?;
    let method = "likelihood ratio against a slope for each threshold";
    Ok(Test::chi_square(
        (2.0 * (wide.value - best.value)).max(0.0),
        df,
        n,
        method,
    ))
}
