//! Datasets: surveys and register extracts, with what their numbers mean.

use super::document::Provenance;
use super::filter::Weighting;
use super::parsed_column::ParsedColumn;
pub use super::variable::{Condition, MeasurementLevel, MiddleAnswer, Value, Variable};
use super::{Code, Column, ContentId, Id, answer, parsed_column};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, OnceLock};

pub use super::filter::Exclusion;

/// Everything about a dataset but its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetBody {
    /// What it is called; unique among live datasets.
    pub name: String,
    /// Its columns in order; those that are made of others follow those of the file.
    pub variables: Vec<Variable>,
    /// Which rows are left out of every count, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<Exclusion>,
    /// Its rows as JSON: an array of columns, each an array of strings.
    pub content: ContentId,
    /// How many rows the file has.
    pub rows: u32,
    /// Where it came from.
    pub source: Provenance,
}

/// A survey or register extract.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Its identity.
    pub id: Id<Dataset>,
    /// What is known of it.
    pub body: DatasetBody,
    /// The cells, column by column; empty when erased.
    pub columns: Arc<[Column]>,
    /// The rows that no exclusion leaves out.
    pub kept_rows: Arc<[u32]>,
    /// What the rows stand for, when not one person each.
    pub weighting: Option<Weighting>,
    /// Whether all rows have been erased.
    pub erased: bool,
    /// The rows that were erased, by their numbers in the file, from 1.
    pub erased_rows: BTreeSet<u32>,
    /// The columns as they are read, each once somebody asks.
    parsed_columns: Vec<OnceLock<Arc<ParsedColumn>>>,
}

impl Dataset {
    /// A dataset with the columns of its file.
    pub fn new(id: Id<Dataset>, body: DatasetBody, columns: impl Into<Arc<[Column]>>) -> Dataset {
        let (columns, kept, weighting, lost) =
            (columns.into(), Arc::from([]), None, BTreeSet::new());
        let mut dataset = Dataset {
            id,
            body,
            columns,
            kept_rows: kept,
            weighting,
            erased: false,
            erased_rows: lost,
            parsed_columns: Vec::new(),
        };
        dataset.compute_derived();
        dataset
    }

    /// The name of the variable at a place.
    pub fn variable_name(&self, place: usize) -> Option<&str> {
        let variable = self.body.variables.get(place)?;
        Some(&variable.name)
    }

    /// Describes a variable anew, by its name.
    pub(super) fn describe(&mut self, now: Variable) {
        let Some(place) = self.variable_index(&now.name) else {
            return;
        };
        self.body.variables[place] = now;
        if let Some(reading) = self.parsed_columns.get_mut(place) {
            *reading = OnceLock::new();
        }
        if self
            .body
            .variables
            .iter()
            .any(|variable| variable.made.is_some())
        {
            self.compute_derived();
        } else if !self.body.exclusions.is_empty() {
            self.update_kept_rows();
        }
    }

    /// Adds a variable that is made of others.
    pub(super) fn add(&mut self, variable: Variable) {
        self.body.variables.push(variable);
        self.compute_derived();
    }

    /// Takes away a variable that is made of others.
    pub(super) fn remove_derived(&mut self, name: &str) {
        self.body
            .variables
            .retain(|variable| variable.name != name || variable.made.is_none());
        self.compute_derived();
    }

    /// Takes the rows of a file that lost some: the others close up, and keep their numbers.
    pub(super) fn replace_rows(&mut self, rows: Vec<u32>, now: ContentId, columns: Arc<[Column]>) {
        self.erased_rows.extend(rows);
        self.body.content = now;
        self.body.rows = u32::try_from(columns.first().map_or(0, Column::len)).unwrap_or(u32::MAX);
        self.columns = columns;
        self.compute_derived();
    }

    /// Takes all rows away for good.
    pub(super) fn erase_all_rows(&mut self) {
        self.erased = true;
        self.columns = Arc::from([]);
        self.compute_derived();
    }

    /// The number of each row in the file that was imported, from 1. Numbers of erased rows are not
    /// given again, so that whoever names a row by its number names the same person before and
    /// after.
    pub fn row_numbers(&self) -> impl Iterator<Item = u32> + '_ {
        (1..)
            .filter(|number| !self.erased_rows.contains(number))
            .take(self.columns.first().map_or(0, |column| column.len()))
    }

    /// The numbers of the rows that a rule speaks of.
    pub fn row_numbers_where(&self, rule: &Exclusion) -> Vec<u32> {
        let Some(place) = self.variable_index(&rule.variable) else {
            return Vec::new();
        };
        let (Some(column), Some(reading)) = (self.columns.get(place), self.parsed_column(place))
        else {
            return Vec::new();
        };
        let numbered = self.row_numbers().zip(column.iter());
        numbered
            .filter(|(_, cell)| rule.excludes(cell, reading.is_numeric()))
            .map(|(number, _)| number)
            .collect()
    }

    /// The answers that nobody gives but these rows, variable by variable, as far as they are words
    /// or tell rows apart: a number on a scale says nothing of who chose it.
    pub fn answers_unique_to(&self, rows: &[u32]) -> Vec<HashSet<&str>> {
        let going: Vec<bool> = self
            .row_numbers()
            .map(|number| rows.contains(&number))
            .collect();
        let only = |(variable, column): (&Variable, &'_ Column)| -> Vec<usize> {
            let kept: HashSet<&str> = column
                .iter()
                .zip(&going)
                .filter(|(_, goes)| !**goes)
                .map(|(cell, _)| cell)
                .collect();
            let tells = |cell: &str| {
                !cell.is_empty()
                    && (variable.level == MeasurementLevel::Id || answer::number(cell).is_none())
            };
            let gone = column
                .iter()
                .zip(&going)
                .enumerate()
                .filter(|(_, (_, goes))| **goes);
            gone.filter(|(_, (cell, _))| tells(cell) && !kept.contains(*cell))
                .map(|(row, _)| row)
                .collect()
        };
        let columns = self.body.variables.iter().zip(self.columns.iter());
        columns
            .map(|(variable, column)| {
                only((variable, column))
                    .into_iter()
                    .map(|row| &column[row])
                    .collect()
            })
            .collect()
    }

    /// How many columns came with the file; those made of others follow them.
    pub fn file_column_count(&self) -> usize {
        let variables = &self.body.variables;
        variables
            .iter()
            .position(|variable| variable.made.is_some())
            .unwrap_or(variables.len())
    }

    /// Leaves rows out by a rule, or counts them again.
    pub(super) fn set_exclusion(&mut self, rule: &Exclusion, out: bool) {
        if out {
            self.body.exclusions.push(rule.clone());
        } else {
            self.body.exclusions.retain(|known| known != rule);
        }
        self.update_kept_rows();
    }

    /// Whether another variable is made of the one with this name, or rows are left out or weighted
    /// by it.
    pub fn is_used(&self, name: &str) -> bool {
        let weighs = |weighting: &Weighting| {
            [&weighting.weight, &weighting.cluster]
                .into_iter()
                .flatten()
                .any(|known| known == name)
        };
        self.derived_from(name).is_some()
            || self
                .body
                .exclusions
                .iter()
                .any(|rule| rule.variable == name)
            || self.weighting.as_ref().is_some_and(weighs)
    }

    /// A variable that is made of the one with this name.
    pub fn derived_from(&self, name: &str) -> Option<&Variable> {
        let of = |other: &&Variable| {
            other
                .made
                .as_ref()
                .is_some_and(|made| made.source_variables().contains(&name))
        };
        self.body.variables.iter().find(of)
    }

    /// How many rows a rule speaks of, whatever other rules leave out.
    pub fn excluded_count(&self, rule: &Exclusion) -> usize {
        let Some(place) = self.variable_index(&rule.variable) else {
            return 0;
        };
        let (Some(column), Some(reading)) = (self.columns.get(place), self.parsed_column(place))
        else {
            return 0;
        };
        column.count(|cell| rule.excludes(cell, reading.is_numeric()))
    }

    /// How many rows are left out of every count, and why; `None` when all are counted.
    pub fn filters_in_words(&self) -> Option<String> {
        let left_out = self.columns.first()?.len() - self.kept_rows.len();
        let rules = self
            .body
            .exclusions
            .iter()
            .filter(|rule| self.excluded_count(rule) > 0);
        let reasons: Vec<String> = rules
            .map(|rule| format!("{} ({rule})", rule.reason))
            .collect();
        let rows = self.body.rows;
        (left_out > 0).then(|| {
            format!(
                "{left_out} of {rows} rows of `{}` left out: {}",
                self.body.name,
                reasons.join("; ")
            )
        })
    }

    /// Makes the cells of the variables that are made of others, in their order.
    fn compute_derived(&mut self) {
        let variables = &self.body.variables;
        let own = self.file_column_count();
        let mut columns: Vec<Column> = self.columns.iter().take(own).cloned().collect();
        if columns.len() == own {
            for made in variables[own..]
                .iter()
                .filter_map(|variable| variable.made.as_ref())
            {
                columns.push(made.compute(variables, &columns));
            }
        }
        self.columns = columns.into();
        self.parsed_columns.truncate(own);
        self.parsed_columns
            .resize_with(self.columns.len(), OnceLock::new);
        self.update_kept_rows();
    }

    /// Finds the rows that no rule leaves out.
    fn update_kept_rows(&mut self) {
        self.kept_rows =
            kept_rows(&self.body.variables, &self.body.exclusions, &self.columns).into();
    }

    /// The place of a variable.
    pub fn variable_index(&self, name: &str) -> Option<usize> {
        self.body
            .variables
            .iter()
            .position(|variable| variable.name == name)
    }

    /// A variable's column as it is read; `None` where there is none.
    pub fn parsed_column(&self, place: usize) -> Option<&ParsedColumn> {
        let (variable, column) = (self.body.variables.get(place)?, self.columns.get(place)?);
        Some(
            self.parsed_columns
                .get(place)?
                .get_or_init(|| Arc::new(ParsedColumn::new(variable, column))),
        )
    }

    /// A variable's answers over the kept rows, each number spelled in one way; `None` where there
    /// is none.
    pub fn answers(&self, place: usize) -> impl Iterator<Item = Option<&str>> + '_ {
        let reading = self.parsed_column(place);
        self.kept_rows
            .iter()
            .map(move |row| reading?.answer(*row as usize))
    }

    /// A value as a variable's answers spell it.
    pub fn canonical_value<'a>(&self, place: usize, value: &'a str) -> Cow<'a, str> {
        self.parsed_column(place)
            .map_or(Cow::Borrowed(value), |reading| {
                reading.canonical_value(value)
            })
    }

    /// The categories of a variable in order: its values, else what occurs, numbers by size and
    /// names by letter. Where the values are numbers in the order of their size, or in the opposite
    /// one, what else occurs takes its place among them.
    pub fn categories(&self, place: usize) -> Vec<String> {
        let (Some(variable), Some(reading)) =
            (self.body.variables.get(place), self.parsed_column(place))
        else {
            return Vec::new();
        };
        let mut occurs = vec![false; reading.values().len()];
        for at in self
            .kept_rows
            .iter()
            .filter_map(|row| reading.value_index(*row as usize))
        {
            occurs[at] = true;
        }
        let answers = variable.values.iter().filter(|value| {
            !variable
                .missing
                .iter()
                .any(|code| reading.is_same_answer(code, &value.code))
        });
        let mut categories: Vec<String> = answers
            .map(|value| reading.canonical_value(&value.code).into_owned())
            .collect();
        let listed = categories.len();
        let known: HashSet<String> = categories.iter().cloned().collect();
        let others = reading
            .values()
            .iter()
            .zip(&occurs)
            .filter(|(value, occurs)| **occurs && !known.contains(&***value));
        categories.extend(others.map(|(value, _)| value.to_string()));
        if reading.is_numeric() && categories.len() > listed {
            let rises = |a: &String, b: &String| answer::compare_answers(a, b).is_lt();
            if categories[..listed].is_sorted_by(rises) {
                categories.sort_by(|a, b| answer::compare_answers(a, b));
            } else if categories[..listed].is_sorted_by(|a, b| rises(b, a)) {
                categories.sort_by(|a, b| answer::compare_answers(b, a));
            }
        }
        categories
    }

    /// Whether a variable's categories are in an order that was given or confirmed: that of their
    /// values, or of their size.
    pub fn is_ordered(&self, place: usize) -> bool {
        let Some(variable) = self.body.variables.get(place) else {
            return false;
        };
        match variable.level {
            MeasurementLevel::Nominal | MeasurementLevel::Id => false,
            MeasurementLevel::Interval => true,
            MeasurementLevel::Ordinal => self
                .parsed_column(place)
                .is_some_and(|reading| variable.answer_without_rank(reading).is_none()),
        }
    }
}

/// The rows that no rule leaves out.
pub fn kept_rows(variables: &[Variable], exclusions: &[Exclusion], columns: &[Column]) -> Vec<u32> {
    let rows = columns.first().map_or(0, Column::len);
    let mut kept = vec![true; rows];
    for rule in exclusions {
        let Some(place) = variables
            .iter()
            .position(|variable| variable.name == rule.variable)
        else {
            continue;
        };
        let Some(column) = columns.get(place) else {
            continue;
        };
        let numeric = parsed_column::is_numeric(&variables[place], column.strings());
        let out = column.map_rows(|cell| rule.excludes(cell, numeric));
        kept.iter_mut()
            .zip(out)
            .filter(|(_, out)| *out)
            .for_each(|(kept, _)| *kept = false);
    }
    (0..)
        .zip(kept)
        .filter_map(|(row, kept)| kept.then_some(row))
        .collect()
}

/// A variable that measures a code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Indicator {
    /// The code.
    pub code: Id<Code>,
    /// The dataset.
    pub dataset: Id<Dataset>,
    /// The variable's name.
    pub variable: String,
}
