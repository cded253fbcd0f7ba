//! A comparison of scores in sentences, the test that fits first, and what stands beside it after.

use super::comparison::{Comparison, Found, in_words};
use crate::stats::scores::{ScoreTest, Summary};
use crate::text::number;

/// What it says, a sentence each.
#[must_use]
pub fn sentences(comparison: &Comparison) -> Vec<String> {
    let found = match &comparison.found {
        Ok(found) => found,
        Err(why) => return vec![format!("No test: {why}")],
    };
    let mut said = Vec::new();
    match found {
        Found::Correlated { pearson, spearman, by_pearson } => {
            let rho = format!("{}, {}", in_words("rho", &spearman.estimate), test(&spearman.test));
            let r = pearson.as_ref().map(|pearson| format!("{}, {}", in_words("r", &pearson.estimate), test(&pearson.test)));
            match r {
                Some(r) if *by_pearson => said.extend([format!("Pearson: {r}."), format!("Beside it, of ranks: {rho}.")]),
                Some(r) => said.extend([format!("Spearman: {rho}."), format!("Beside it, of the values: {r}.")]),
                None => said.push(format!("Spearman: {rho}.")),
            }
        }
        Found::TwoGroups { labels, means, ranks, by_means, .. } => {
            let [first, second] = labels;
            let [high, low] = &ranks.groups;
            said.push(format!("{}; {}.", group(first, low), group(second, high)));
            let by_rank = {
                let shift = ranks.shift.as_ref().map(|shift| format!(", {}", in_words("median difference", shift)));
                format!(
                    "{} ({second} higher than {first}){}, {}",
                    in_words("probability of superiority", &ranks.superiority),
                    shift.unwrap_or_default(),
                    test(&ranks.test)
                )
            };
            let by_mean = means.as_ref().map(|means| {
                format!(
                    "{} ({second} minus {first}), {}, {}",
                    in_words("difference of means", &means.difference),
                    in_words("Hedges’ g", &means.hedges_g),
                    test(&means.test)
                )
            });
            match by_mean {
                Ok(by_mean) if *by_means => said.extend([format!("Means: {by_mean}."), format!("Beside it, of ranks: {by_rank}.")]),
                Ok(by_mean) => said.extend([format!("Ranks: {by_rank}."), format!("Beside it, of means: {by_mean}.")]),
                Err(why) => said.extend([format!("Ranks: {by_rank}."), format!("No test of means: {why}")]),
            }
        }
        Found::Groups { labels, means, ranks, by_means } => {
            said.push(format!(
                "{}.",
                labels.iter().zip(&ranks.groups).map(|(label, told)| group(label, told)).collect::<Vec<_>>().join("; ")
            ));
            let by_rank = format!("{}, {}", in_words("ε²", &ranks.epsilon_squared), test(&ranks.test));
            match means {
                Ok(means) if *by_means => {
                    said.extend([format!("Means: {}.", test(&means.test)), format!("Beside it, of ranks: {by_rank}.")]);
                }
                Ok(means) => said.extend([format!("Ranks: {by_rank}."), format!("Beside it, of means: {}.", test(&means.test))]),
                Err(why) => said.extend([format!("Ranks: {by_rank}."), format!("No test of means: {why}")]),
            }
        }
    }
    said
}

/// The test that fits in one line, for lists.
#[must_use]
pub fn line(comparison: &Comparison) -> String {
    match comparison.test() {
        Err(why) => format!("No test: {why}  N = {}", comparison.n),
        Ok(found) => {
            let measure = comparison.measure().map(|(measure, estimate)| {
                let name = match (&comparison.found, measure) {
                    (Ok(Found::Groups { .. }), _) => "ε²",
                    (_, crate::study::plan::Measure::D) => "Hedges’ g",
                    (_, crate::study::plan::Measure::Superiority) => "superiority",
                    _ if estimate.method.starts_with("Spearman") => "rho",
                    (_, measure) => measure.name(),
                };
                in_words(name, &estimate)
            });
            format!("{}  {}  N = {}", number::p(found.p), measure.unwrap_or_default(), comparison.n)
        }
    }
}

fn group(label: &str, told: &Summary) -> String {
    let two = |value: f64| number::decimals(value, 2).replace('-', "−");
    format!("{label}: mean {}, median {}, sd {} (N = {})", two(told.mean), two(told.median), two(told.sd), told.n)
}

fn test(test: &ScoreTest) -> String {
    let one = |value: f64| {
        if value.fract() == 0.0 { number::decimals(value, 0) } else { number::decimals(value, 1) }
    };
    let df = match (test.df, test.df_within) {
        (Some(between), Some(within)) => format!("({}, {})", one(between), one(within)),
        (Some(df), None) => format!("({})", one(df)),
        _ => String::new(),
    };
    let letter = match test.method {
        method if method.contains("analysis of variance") => "F",
        method if method.starts_with("Mann") => "z",
        method if method.starts_with("Kruskal") => "H",
        _ => "t",
    };
    format!("{letter}{df} = {}, {}", number::decimals(test.statistic, 2).replace('-', "−"), number::p(test.p))
}
