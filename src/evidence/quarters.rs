//! A comparison of scores as a table: each score in quarters, four groups of about equal size. The
//! table is for display, not for testing the relation, but its chi-square detects curved relations,
//! which a correlation does not.
//!
//! Categorical variables as indices of categories, with a score for each: the input of regressions
//! and strata.

use super::comparison::{ScoreComparison, ValueKind, VariableValues};
use super::crosstab::{Crosstab, CrosstabSide};
use crate::stats::moderation::CategoricalAnswers;
use crate::stats::{StatsError, Table};
use crate::study::dataset::MeasurementLevel;
use crate::study::scale::find_yes;
use crate::study::{Dataset, answer};
use std::collections::HashMap;

/// # Errors
/// When nobody has both values.
pub fn crosstab(comparison: &ScoreComparison) -> Result<Crosstab, StatsError> {
    let (row, of_row) = side(&comparison.a);
    let (column, of_column) = side(&comparison.b);
    let (rows, columns) = (row.codes.len(), column.codes.len());
    let pairs = of_row
        .iter()
        .zip(&of_column)
        .filter_map(|(a, b)| Some(((*a)?, (*b)?)));
    let mut cells = vec![0.0; rows * columns];
    pairs.for_each(|(a, b)| cells[a * columns + b] += 1.0);
    let table = Table::new(rows, columns, cells)?.with_sides(row.meaning(), column.meaning())?;
    Ok(Crosstab {
        row,
        column,
        table,
        missing: comparison.missing,
    })
}

/// A side with the index of each row's group.
fn side(values: &VariableValues) -> (CrosstabSide, Vec<Option<usize>>) {
    let (labels, places, level) = match &values.kind {
        ValueKind::Categories {
            values,
            labels,
            ordered,
        } => (
            labels.clone(),
            values.clone(),
            if *ordered {
                MeasurementLevel::Ordinal
            } else {
                MeasurementLevel::Nominal
            },
        ),
        ValueKind::Scores { values, .. } => {
            let (labels, places) = quarters(values);
            (labels, places, MeasurementLevel::Ordinal)
        }
    };
    let (name, label) = (values.name.clone(), values.label.clone());
    let side = CrosstabSide {
        name,
        label,
        level,
        codes: labels.clone(),
        labels,
        middle: None,
        yes: None,
    };
    (side, places)
}

/// Up to four groups, labelled with their limits. Equal scores are always in the same group.
fn quarters(values: &[Option<f64>]) -> (Vec<String>, Vec<Option<usize>>) {
    let mut sorted: Vec<f64> = values.iter().copied().flatten().collect();
    sorted.sort_by(f64::total_cmp);
    let mut ends: Vec<f64> = (1..=4)
        .filter_map(|quarter| {
            sorted
                .get((quarter * sorted.len()).div_ceil(4).checked_sub(1)?)
                .copied()
        })
        .collect();
    ends.dedup();
    let places: Vec<Option<usize>> = values
        .iter()
        .map(|value| value.and_then(|value| ends.iter().position(|end| value <= *end)))
        .collect();
    let label = |place: usize| {
        let inside = sorted
            .iter()
            .filter(|value| (place == 0 || **value > ends[place - 1]) && **value <= ends[place]);
        let (low, high) = inside.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
            (low.min(*x), high.max(*x))
        });
        if low < high {
            format!("{}–{}", short(low), short(high))
        } else {
            short(low)
        }
    };
    ((0..ends.len()).map(label).collect(), places)
}

/// At most two decimals, without trailing zeros.
fn short(value: f64) -> String {
    let words = format!("{value:.2}");
    words
        .trim_end_matches('0')
        .trim_end_matches('.')
        .replace('-', "−")
}

/// A nominal variable with more categories is not used for grouping.
pub const MAX_GROUPS: usize = 40;

#[derive(Clone, Debug)]
pub struct CategoricalVariable {
    pub name: String,
    /// What it measures.
    pub label: String,
    pub level: MeasurementLevel,
    /// Categories in order, as they appear in the file.
    pub codes: Vec<String>,
    /// Meaning of each category.
    pub labels: Vec<String>,
    /// Index of the category meaning yes, if declared or obvious from the labels.
    pub yes: Option<usize>,
    /// The answer of every row.
    pub answers: CategoricalAnswers,
}

impl CategoricalVariable {
    /// `None` for an identifier, or a nominal variable with more than [`MAX_GROUPS`] categories.
    pub fn new(dataset: &Dataset, place: usize, language: &str) -> Option<CategoricalVariable> {
        let variable = dataset.body.variables.get(place)?;
        let codes = dataset.categories(place);
        let ordered = matches!(
            variable.level,
            MeasurementLevel::Ordinal | MeasurementLevel::Interval
        );
        if variable.level == MeasurementLevel::Id || (!ordered && codes.len() > MAX_GROUPS) {
            return None;
        }
        let at: HashMap<&str, usize> = codes
            .iter()
            .enumerate()
            .map(|(place, code)| (code.as_str(), place))
            .collect();
        let places = dataset
            .answers(place)
            .map(|cell| at.get(cell?).copied())
            .collect();
        let plain = || {
            find_yes(
                codes
                    .iter()
                    .map(|code| (code.as_str(), variable.label_of(code, language))),
            )
            .map(str::to_owned)
        };
        let yes = variable.yes.clone().or_else(plain);
        Some(CategoricalVariable {
            name: variable.name.clone(),
            label: variable.label_or_name(language),
            level: variable.level,
            yes: yes.and_then(|yes| codes.iter().position(|code| *code == yes)),
            labels: codes
                .iter()
                .map(|code| variable.label_of(code, language).to_owned())
                .collect(),
            answers: CategoricalAnswers {
                places,
                scores: scores(&codes),
                ordered,
            },
            codes,
        })
    }

    /// Display name of a category.
    pub fn category(&self, place: usize) -> &str {
        self.labels
            .get(place)
            .or(self.codes.get(place))
            .map_or("", String::as_str)
    }
}

/// The numeric codes if all categories have one and they ascend, otherwise 1, 2, 3 …
pub fn scores(codes: &[String]) -> Vec<f64> {
    let numbers: Option<Vec<f64>> = codes.iter().map(|code| answer::number(code)).collect();
    let rising = |numbers: &Vec<f64>| {
        numbers.iter().all(|x| x.is_finite()) && numbers.windows(2).all(|pair| pair[0] < pair[1])
    };
    numbers
        .filter(rising)
        .unwrap_or_else(|| (1..=codes.len()).map(|place| place as f64).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_with_one_score_stay_together() {
        let (labels, places) = quarters(&[
            Some(1.0),
            Some(1.0),
            Some(1.0),
            Some(2.0),
            None,
            Some(2.5),
            Some(4.0),
            Some(7.25),
            Some(9.0),
        ]);
        assert_eq!(labels, ["1", "2", "2.5–4", "7.25–9"]);
        assert_eq!(places[..5], [Some(0), Some(0), Some(0), Some(1), None]);
        assert_eq!(quarters(&[None]), (vec![], vec![None]));
        assert_eq!(quarters(&[Some(3.0), Some(3.0)]).0, ["3"]);
    }
}
