//! Variables made of others: recodes and indices. What they are made of stays as it is, and they
//! follow when it changes: only how they are made is a fact, their cells are not.

pub use super::derivation_text::parse_ends;
use super::{
    Column, Variable, answer,
    dataset::{Dataset, MeasurementLevel, Value},
    parsed_column::ParsedColumn,
};
use crate::text::folding::{FoldMode, fold};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a variable is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Derivation {
    /// Other values for those of one variable.
    Recode {
        /// The variable.
        from: String,
        /// What becomes of its values; the first that speaks of a value holds.
        rules: Vec<RecodeRule>,
        /// Whether values that no rule speaks of stay; else they are no answer.
        #[serde(default)]
        others_stay: bool,
    },
    /// The mean of several variables that measure one thing.
    Index {
        /// The variables.
        items: Vec<ScaleItem>,
        /// How many of them a person must have answered.
        least: u32,
    },
}

/// What becomes of some values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecodeRule {
    /// The values, as they stand in the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// Numbers from the first to the second, both included; an empty end is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(String, String)>,
    /// The new value; empty is no answer.
    pub becomes: String,
}

/// A variable in an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScaleItem {
    /// Its name.
    pub variable: String,
    /// Whether a high answer to it speaks against what the index measures.
    #[serde(default)]
    pub reversed: bool,
    /// The ends of the scale between which it is turned round, when they are not those of its
    /// values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<(String, String)>,
}

impl Derivation {
    /// The names of the variables it is made of.
    pub fn source_variables(&self) -> Vec<&str> {
        match self {
            Derivation::Recode { from, .. } => vec![from],
            Derivation::Index { items, .. } => {
                items.iter().map(|item| item.variable.as_str()).collect()
            }
        }
    }

    /// The cells of the variable, from those of the variables before it.
    pub(super) fn compute(&self, variables: &[Variable], columns: &[Column]) -> Column {
        let place = |name: &str| {
            variables
                .iter()
                .position(|variable| variable.name == name)
                .filter(|place| *place < columns.len())
        };
        let rows = columns.first().map_or(0, Column::len);
        match self {
            Derivation::Recode {
                from,
                rules,
                others_stay,
            } => {
                let Some(place) = place(from) else {
                    return std::iter::repeat_n("", rows).collect();
                };
                let reading = ParsedColumn::new(&variables[place], &columns[place]);
                let cells = columns[place].iter().enumerate();
                cells
                    .map(|(row, cell)| {
                        recode_cell(
                            cell.trim(),
                            reading.answer(row),
                            rules,
                            *others_stay,
                            &reading,
                        )
                    })
                    .collect()
            }
            Derivation::Index { items, least } => {
                let scores: Vec<Vec<Option<f64>>> = items
                    .iter()
                    .map(|item| {
                        let scored = |at: usize| {
                            scores(
                                &variables[at],
                                &ParsedColumn::new(&variables[at], &columns[at]),
                                rows,
                                item,
                            )
                        };
                        place(&item.variable).map_or_else(|| vec![None; rows], scored)
                    })
                    .collect();
                let row = |row: usize| {
                    let answered: Vec<f64> = scores.iter().filter_map(|item| item[row]).collect();
                    if answered.is_empty() || answered.len() < *least as usize {
                        return String::new();
                    }
                    // Six decimals tell any two means of so few answers apart.
                    let mean = answered.iter().sum::<f64>() / answered.len() as f64;
                    format!("{}", (mean * 1e6).round() / 1e6)
                };
                (0..rows).map(row).collect()
            }
        }
    }
}

/// What becomes of a cell. A rule may name what is no answer; a range and what stays speak of
/// answers only.
fn recode_cell(
    cell: &str,
    answered: Option<&str>,
    rules: &[RecodeRule],
    others_stay: bool,
    reading: &ParsedColumn,
) -> String {
    let number = answered.and_then(answer::number);
    let within = |(low, high): &(String, String)| {
        let (low, high) = (answer::number(low), answer::number(high));
        number.is_some_and(|number| {
            low.is_none_or(|low| low <= number) && high.is_none_or(|high| number <= high)
        })
    };
    let named = |rule: &&RecodeRule| {
        rule.codes
            .iter()
            .any(|code| reading.is_same_answer(code, cell))
            || rule.range.as_ref().is_some_and(within)
    };
    match rules.iter().find(named) {
        Some(rule) => rule.becomes.clone(),
        None => answered
            .filter(|_| others_stay)
            .unwrap_or_default()
            .to_owned(),
    }
}

/// The answers to an item as numbers, turned round between the ends of its scale when it is
/// reversed. Where nothing says what the ends are, they are the lowest and the highest answer there
/// is: so it was before they had to be known.
fn scores(
    variable: &Variable,
    reading: &ParsedColumn,
    rows: usize,
    item: &ScaleItem,
) -> Vec<Option<f64>> {
    let each: Vec<Option<f64>> = reading
        .values()
        .iter()
        .map(|value| score(variable, reading, value))
        .collect();
    let told = || {
        let (low, high) = item.ends.as_ref()?;
        Some((answer::number(low)?, answer::number(high)?))
    };
    let answered = || {
        let ends = |(low, high): (f64, f64), score: f64| (low.min(score), high.max(score));
        each.iter()
            .copied()
            .flatten()
            .fold((f64::INFINITY, f64::NEG_INFINITY), ends)
    };
    let turn = item.reversed.then(|| {
        told()
            .or_else(|| ends(variable, reading))
            .unwrap_or_else(answered)
    });
    let scored = |row: usize| {
        let score = each[reading.value_index(row)?]?;
        Some(turn.map_or(score, |(low, high)| low + high - score))
    };
    (0..rows).map(scored).collect()
}

/// The number that an answer counts as in an index: itself, or its place in an order of words that
/// was given.
fn score(variable: &Variable, reading: &ParsedColumn, value: &str) -> Option<f64> {
    if variable.level != MeasurementLevel::Ordinal || reading.is_numeric() {
        return answer::number(value);
    }
    let words = scale(variable, reading);
    match words.iter().all(|code| answer::number(code).is_some()) {
        true => answer::number(value),
        false => words
            .iter()
            .position(|code| *code == value)
            .map(|place| place as f64 + 1.0),
    }
}

/// The values of a variable that count as answers, in their order.
fn scale<'a>(variable: &'a Variable, reading: &ParsedColumn) -> Vec<&'a str> {
    let missing = |code: &str| {
        variable
            .missing
            .iter()
            .any(|missing| reading.is_same_answer(missing, code))
    };
    variable
        .values
        .iter()
        .map(|value| value.code.as_str())
        .filter(|code| !missing(code))
        .collect()
}

/// The ends of the scale that a variable's values say; `None` where they say none.
fn ends(variable: &Variable, reading: &ParsedColumn) -> Option<(f64, f64)> {
    let scores: Vec<f64> = scale(variable, reading)
        .into_iter()
        .filter_map(|code| score(variable, reading, code))
        .collect();
    let ends = |(low, high): (f64, f64), score: &f64| (low.min(*score), high.max(*score));
    (scores.len() > 1).then(|| scores.iter().fold((f64::INFINITY, f64::NEG_INFINITY), ends))
}

impl Dataset {
    /// The answers of an index's items over the kept rows, one row per person, turned round where
    /// they are reversed; `None` for a variable that is no index.
    pub fn item_scores(&self, place: usize) -> Option<Vec<Vec<Option<f64>>>> {
        let Some(Derivation::Index { items, .. }) = &self.body.variables.get(place)?.made else {
            return None;
        };
        let scores: Option<Vec<Vec<Option<f64>>>> = items
            .iter()
            .map(|item| {
                let at = self.variable_index(&item.variable)?;
                Some(scores(
                    &self.body.variables[at],
                    self.parsed_column(at)?,
                    self.columns[at].len(),
                    item,
                ))
            })
            .collect();
        let scores = scores?;
        Some(
            self.kept_rows
                .iter()
                .map(|row| {
                    scores
                        .iter()
                        .map(|item| item.get(*row as usize).copied().flatten())
                        .collect()
                })
                .collect(),
        )
    }

    /// The rules that make one answer of those that differ in capitals, spaces or how their letters
    /// are composed: the one that was given most often, the first of them where several were.
    pub fn joining_rules(&self, place: usize) -> Vec<RecodeRule> {
        let Some(reading) = self.parsed_column(place) else {
            return Vec::new();
        };
        let mut counts = vec![0_usize; reading.values().len()];
        self.kept_rows
            .iter()
            .filter_map(|row| reading.value_index(*row as usize))
            .for_each(|at| counts[at] += 1);
        let mut spellings: BTreeMap<String, Vec<(usize, &str)>> = BTreeMap::new();
        for (answer, count) in reading.values().iter().zip(counts) {
            spellings
                .entry(fold(answer, FoldMode::IgnoreCase).trim().to_owned())
                .or_default()
                .push((count, answer));
        }
        let rule = |mut answers: Vec<(usize, &str)>| {
            answers.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
            let (_, becomes) = *answers.first().filter(|_| answers.len() > 1)?;
            let codes = answers
                .iter()
                .skip(1)
                .map(|(_, answer)| (*answer).to_owned())
                .collect();
            Some(RecodeRule {
                codes,
                range: None,
                becomes: becomes.to_owned(),
            })
        };
        spellings.into_values().filter_map(rule).collect()
    }

    /// The ends between which an item of an index is turned round, where something says what they
    /// are.
    pub fn ends(&self, item: &ScaleItem) -> Option<(f64, f64)> {
        if let Some((low, high)) = &item.ends {
            return Some((answer::number(low)?, answer::number(high)?));
        }
        let place = self.variable_index(&item.variable)?;
        ends(self.body.variables.get(place)?, self.parsed_column(place)?)
    }

    /// The numbers that the answers to a variable count as in an index, each different one once.
    pub fn scores(&self, place: usize) -> Vec<f64> {
        let (Some(variable), Some(reading)) =
            (self.body.variables.get(place), self.parsed_column(place))
        else {
            return Vec::new();
        };
        reading
            .values()
            .iter()
            .filter_map(|value| score(variable, reading, value))
            .collect()
    }
}

impl Variable {
    /// A variable that is `from` with other values, in the order of the rules; labels of values
    /// that stay come along.
    pub fn recoded(
        from: &Variable,
        name: &str,
        rules: Vec<RecodeRule>,
        others_stay: bool,
    ) -> Variable {
        let mut values: Vec<Value> = Vec::new();
        let new = rules
            .iter()
            .map(|rule| rule.becomes.as_str())
            .filter(|becomes| !becomes.is_empty());
        let spoken = |code: &str| {
            rules
                .iter()
                .any(|rule| rule.codes.iter().any(|known| known == code))
        };
        let stay = from
            .values
            .iter()
            .filter(|value| others_stay && !spoken(&value.code))
            .map(|value| value.code.as_str());
        for code in new.chain(stay) {
            if !values.iter().any(|value| value.code == code) {
                let label = from
                    .values
                    .iter()
                    .find(|value| value.code == code && others_stay)
                    .map(|value| value.label.clone());
                values.push(Value {
                    code: code.to_owned(),
                    label: label.unwrap_or_default(),
                });
            }
        }
        let made = Some(Derivation::Recode {
            from: from.name.clone(),
            rules,
            others_stay,
        });
        Variable {
            name: name.to_owned(),
            level: from.level,
            label: from.label.clone(),
            values,
            made,
            ..Variable::default()
        }
    }
}
