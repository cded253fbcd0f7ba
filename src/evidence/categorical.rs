//! Categorical variables as indices of categories, with a score for each: the input of regressions
//! and strata.

use crate::stats::moderation::CategoricalAnswers;
use crate::study::{Dataset, answer, dataset::MeasurementLevel, scale::find_yes};
use std::collections::HashMap;

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
    #[must_use]
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
        let label = variable.label.in_language(language);
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
            label: if label.is_empty() {
                variable.name.clone()
            } else {
                label.to_owned()
            },
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
    #[must_use]
    pub fn category(&self, place: usize) -> &str {
        self.labels
            .get(place)
            .or(self.codes.get(place))
            .map_or("", String::as_str)
    }
}

/// The numeric codes if all categories have one and they ascend, otherwise 1, 2, 3 …
#[must_use]
pub fn scores(codes: &[String]) -> Vec<f64> {
    let numbers: Option<Vec<f64>> = codes.iter().map(|code| answer::number(code)).collect();
    let rising = |numbers: &Vec<f64>| {
        numbers.iter().all(|x| x.is_finite()) && numbers.windows(2).all(|pair| pair[0] < pair[1])
    };
    numbers
        .filter(rising)
        .unwrap_or_else(|| (1..=codes.len()).map(|place| place as f64).collect())
}
