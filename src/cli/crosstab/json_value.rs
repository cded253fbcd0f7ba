//! A crosstab as JSON. Keys are stable; every number has full precision, and one that does not
//! exist is null with `why`.

use super::{CrosstabPart, CrosstabReport};
use crate::evidence::{CrosstabAnalysis, crosstab::CrosstabSide, crosstab_analysis};
use crate::stats::advice::{Advice, Certainty, Method, TestOutcome};
use crate::stats::exact::{ExactTest, PValueSource};
use crate::stats::mantel::Stratified;
use crate::stats::{self, Estimate, StatsError, Table, Test};
use serde_json::{Map, Value, json};

/// `why` of an exact test that could be computed but was not requested.
const NOT_REQUESTED: &str = "Not requested: with this many answers the large-sample p is accurate enough. Use --exact to run it.";

/// The whole crosstab, with its strata if it has any.
pub fn crosstab_json(shown: &CrosstabReport) -> Value {
    let mut value = part(&shown.overall);
    if let Some((strata, parts)) = &shown.strata {
        let mut by = side(&strata.by);
        let level = |(part_of, code): (&CrosstabPart, &String)| {
            let mut value = part(part_of);
            value["level"] = json!(code);
            // Strata have no advice of their own: whether a relation holds in one and not in
            // another is a question for `homogeneity`.
            if let Some(value) = value.as_object_mut() {
                value.retain(|key, _| key != "advice" && key != "recommended");
            }
            value
        };
        by["strata"] = parts.iter().zip(&strata.by.codes).map(level).collect();
        by["mantel_haenszel"] = pooled(&strata.pooled);
        if let (Some(by), Value::Object(more)) = (
            by.as_object_mut(),
            super::strata::value(strata, shown.alpha),
        ) {
            by.extend(more);
        }
        value["by"] = by;
    }
    value
}

fn part(CrosstabPart { crosstab, findings }: &CrosstabPart) -> Value {
    let table = &crosstab.table;
    let done = findings.pearson.as_ref().ok();
    json!({
        "row": side_with_scores(&crosstab.row, table.row_side()),
        "column": side_with_scores(&crosstab.column, table.column_side()),
        "weighted": table.is_weighted(),
        "n": number(table.n()),
        "missing": crosstab.missing,
        "observed": rows(table, table.observed()),
        "expected": rows(table, &table.expected()),
        "adjusted_residuals": findings.residuals.as_ref().ok().map(|residuals| rows(table, &residuals.adjusted)),
        "min_expected": done.map(|test| test.min_expected),
        "share_expected_below_5": done.map(|test| test.share_expected_below_5),
        "tests": tests(findings),
        "association": findings.association.iter().map(|(measure, found)| (measure.key.to_owned(), estimate(found))).collect::<Map<_, _>>(),
        "recommended": findings.recommended(),
        "advice": advice(&findings.advice),
        "warnings": done.map_or(&[][..], |test| &test.warnings).iter().map(ToString::to_string).collect::<Vec<_>>(),
        "why": findings.advice.why.as_ref().map(StatsError::english),
    })
}

pub(super) fn side(side: &CrosstabSide) -> Value {
    json!({
        "name": side.name,
        "label": side.label,
        "level": side.level.name(),
        "levels": side.codes,
        "labels": side.labels,
    })
}

/// A side of the table, with the sources of its order and of its "yes" category.
fn side_with_scores(shown: &CrosstabSide, meant: &stats::TableSide) -> Value {
    let mut value = side(shown);
    let yes = shown.yes.and_then(|place| shown.codes.get(place));
    (value["yes"], value["scores"], value["scores_from"]) =
        (json!(yes), json!(meant.scores()), json!(meant.source()));
    value
}

/// Cells row by row.
fn rows(table: &Table, cells: &[f64]) -> Value {
    cells
        .chunks(table.columns().max(1))
        .map(|row| row.iter().copied().map(number).collect::<Vec<_>>())
        .collect()
}

/// Whole numbers without decimals.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        json!(value as i64)
    } else {
        json!(value)
    }
}

/// All tests, including the recommended one.
fn tests(findings: &CrosstabAnalysis) -> Value {
    let pearson = findings.pearson.as_ref();
    let whole = pearson.map(|test| (test.statistic, test.df));
    let linear = findings
        .linear_by_linear
        .as_ref()
        .map(|test| (test.statistic, 1));
    let mut fisher = exact(&findings.fisher_exact, None);
    if let Ok(small) = &findings.fisher_2x2 {
        (fisher["less"], fisher["greater"], fisher["mid_p"]) =
            (json!(small.less), json!(small.greater), json!(small.mid_p));
    }
    let mut tests = json!({
        "pearson": match pearson {
            Ok(test) => json!({ "statistic": test.statistic, "df": test.df, "p": test.p, "log_p": test.log_p }),
            Err(why) => unavailable(&why.english()),
        },
        "yates": large(&findings.yates),
        "likelihood_ratio": large(&findings.likelihood_ratio),
        "linear_by_linear": large(&findings.linear_by_linear),
        "linear_by_linear_exact": exact(&findings.linear_by_linear_exact, linear.ok()),
        "pearson_exact": exact(&findings.pearson_exact, whole.ok()),
        "fisher_exact": fisher,
    });
    if let Some(outcome) = &findings.advice.outcome {
        let name = crosstab_analysis::method_key(outcome.method);
        let further = matches!(
            outcome.method.large_sample(),
            Method::NMinusOne | Method::MannWhitney | Method::KruskalWallis
        );
        // The advice may rest on a test that was not requested; it has been computed and is shown
        // then.
        if further || tests[name]["p"].is_null() {
            tests[name] = recommended(outcome);
        }
    }
    tests
}

fn large(result: &Result<Test, StatsError>) -> Value {
    match result {
        Ok(test) => {
            json!({ "statistic": test.statistic, "df": test.df, "p": test.p, "log_p": test.log_p })
        }
        Err(why) => unavailable(&why.english()),
    }
}

/// An exact test with the statistic that orders the tables, if there is one.
fn exact(test: &Option<Result<ExactTest, StatsError>>, statistic: Option<(f64, u32)>) -> Value {
    let test = match test {
        None => return unavailable(NOT_REQUESTED),
        Some(Err(why)) => return unavailable(&why.english()),
        Some(Ok(test)) => test,
    };
    let mut value = json!({ "p": test.p, "method": test.method });
    if let Some((statistic, df)) = statistic {
        (value["statistic"], value["df"]) = (json!(statistic), json!(df));
    }
    match test.by {
        PValueSource::Enumeration { work } => {
            (value["by"], value["work"]) = (json!("enumeration"), json!(work));
            if let Some(one_sided) = test.one_sided {
                value["one_sided"] = json!(one_sided);
            }
        }
        PValueSource::MonteCarlo {
            samples,
            seed,
            low,
            high,
            ..
        } => add_monte_carlo(&mut value, (low, high), samples, seed),
    }
    value
}

/// Adds interval, sample size and seed to a Monte Carlo p-value.
fn add_monte_carlo(value: &mut Value, (low, high): (f64, f64), samples: u64, seed: u64) {
    value["by"] = json!("monte_carlo");
    (value["low"], value["high"]) = (json!(low), json!(high));
    (value["samples"], value["seed"]) = (json!(samples), json!(seed));
}

/// A test that is only computed for the advice.
fn recommended(outcome: &TestOutcome) -> Value {
    let mut value = json!({ "statistic": outcome.statistic, "df": outcome.df, "p": outcome.p, "method": outcome.name });
    match outcome.certainty {
        Certainty::LargeSample => {}
        Certainty::Exact => value["by"] = json!("enumeration"),
        Certainty::MonteCarlo {
            low,
            high,
            samples,
            seed,
        } => add_monte_carlo(&mut value, (low, high), samples, seed),
    }
    value
}

fn unavailable(why: &str) -> Value {
    json!({ "statistic": null, "df": null, "p": null, "why": why })
}

fn estimate(result: &Result<Estimate, StatsError>) -> Value {
    match result {
        Ok(found) => {
            // An infinite end is null, and so is an infinite value.
            let (low, high) = found
                .interval
                .as_ref()
                .map(|interval| (interval.low, interval.high))
                .unzip();
            let mut value = json!({ "value": found.value, "low": low, "high": high, "ase": found.ase, "method": found.method });
            if found.value.is_infinite() {
                value["why"] = json!("Infinite: a cell that it is divided by is empty.");
            }
            value
        }
        Err(why) => json!({ "value": null, "low": null, "high": null, "why": why.english() }),
    }
}

/// The advice as it serialises, with its reason in words.
fn advice(advice: &Advice) -> Value {
    // Advice has string keys only: serialisation cannot fail.
    let mut value = serde_json::to_value(advice).unwrap_or_default();
    value["why"] = json!(advice.why.as_ref().map(StatsError::english));
    value
}

/// The pooled results of the strata.
fn pooled(together: &Result<Stratified, StatsError>) -> Value {
    match together {
        Ok(found) => {
            let mut value = large(&Ok(found.test.clone()));
            value["corrected"] = large(&Ok(found.corrected.clone()));
            value["odds_ratio"] = estimate(&found.odds_ratio);
            value["breslow_day"] = large(&found.breslow_day);
            value["tarone"] = large(&found.tarone);
            value
        }
        Err(why) => unavailable(&why.english()),
    }
}
