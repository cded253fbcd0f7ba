//! A crosstab for programs. The names are a promise; every number comes in full
//! precision, and one that does not exist comes as null with `why`.

use crate::evidence::{Crosstab, crosstab::Side};
use crate::stats::exact::{self, By, Effort, Order};
use crate::stats::{Estimate, Table, Test, Why, association, correlation, odds, ordinal, residuals, variants};
use serde_json::{Value, json};

/// A way to measure how strongly two variables go together.
type Measure = fn(&Table) -> Result<Estimate, Why>;

const MEASURES: [(&str, Measure); 11] = [
    ("phi", association::phi),
    ("cramers_v", association::cramers_v),
    ("cramers_v_corrected", association::cramers_v_corrected),
    ("contingency", association::contingency),
    ("gamma", ordinal::gamma),
    ("tau_b", ordinal::tau_b),
    ("tau_c", ordinal::tau_c),
    ("somers_d_row", ordinal::somers_d_row),
    ("somers_d_column", ordinal::somers_d_column),
    ("spearman", correlation::spearman),
    ("odds_ratio", odds::odds_ratio),
];

/// The whole crosstab.
pub fn of(crosstab: &Crosstab) -> Value {
    let table = &crosstab.table;
    let pearson = crosstab.pearson();
    let done = pearson.as_ref().ok();
    let association = MEASURES.iter().map(|(name, measure)| ((*name).to_owned(), estimate(measure(table))));
    json!({
        "row": side(&crosstab.row),
        "column": side(&crosstab.column),
        "n": crosstab.n(),
        "missing": crosstab.missing,
        "observed": rows(table, table.observed()),
        "expected": rows(table, &table.expected()),
        "adjusted_residuals": residuals::residuals(table).ok().map(|residuals| rows(table, &residuals.adjusted)),
        "min_expected": done.map(|test| test.min_expected),
        "share_expected_below_5": done.map(|test| test.share_expected_below_5),
        "tests": {
            "pearson": match &pearson {
                Ok(test) => json!({ "statistic": test.statistic, "df": test.df, "p": test.p }),
                Err(why) => absent(why),
            },
            "yates": test(variants::yates(table)),
            "likelihood_ratio": test(variants::likelihood_ratio(table)),
            "linear_by_linear": test(variants::linear_by_linear(table)),
            "linear_by_linear_exact": exact(table, Order::Linear),
            "pearson_exact": exact(table, Order::Pearson),
            "fisher_exact": exact(table, Order::Probability),
        },
        "association": association.collect::<serde_json::Map<_, _>>(),
        "warnings": done.map_or(&[][..], |test| &test.warnings).iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn side(side: &Side) -> Value {
    json!({
        "name": side.name,
        "label": side.label,
        "level": side.level.name(),
        "levels": side.codes,
        "labels": side.labels,
    })
}

/// Cells row by row.
fn rows(table: &Table, cells: &[f64]) -> Value {
    cells.chunks(table.columns().max(1)).map(|row| row.iter().copied().map(number).collect::<Vec<_>>()).collect()
}

/// A number for programs: a whole one without decimals.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}

fn test(result: Result<Test, Why>) -> Value {
    match result {
        Ok(test) => json!({ "statistic": test.statistic, "df": test.df, "p": test.p }),
        Err(why) => absent(&why),
    }
}

/// An exact p, or one from tables drawn at random with its interval and seed.
fn exact(table: &Table, order: Order) -> Value {
    match exact::test(table, order, &Effort::default()) {
        Ok(test) => match test.by {
            By::Enumeration { .. } => json!({ "p": test.p }),
            By::MonteCarlo { samples, seed, low, high, .. } => {
                json!({ "p": test.p, "low": low, "high": high, "samples": samples, "seed": seed })
            }
        },
        Err(why) => json!({ "p": null, "why": why.english() }),
    }
}

fn absent(why: &Why) -> Value {
    json!({ "statistic": null, "df": null, "p": null, "why": why.english() })
}

fn estimate(result: Result<Estimate, Why>) -> Value {
    match result {
        Ok(found) => {
            // An interval without an upper end has none in JSON either.
            let (low, high) = found.interval.as_ref().map(|interval| (interval.low, interval.high)).unzip();
            json!({ "value": found.value, "low": low, "high": high.filter(|high: &f64| high.is_finite()) })
        }
        Err(why) => json!({ "value": null, "low": null, "high": null, "why": why.english() }),
    }
}
