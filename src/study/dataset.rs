//! Datasets: surveys and register extracts, with what their numbers mean.

use super::{Code, ContentId, Id, Words, document::Source, made::Made, scale::Proposed, weighting::Weighting};

pub use super::filter::Exclusion;

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What may be done with a variable's numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Names without order.
    #[default]
    Nominal,
    /// Names in an order that was given or confirmed.
    Ordinal,
    /// Numbers with equal steps.
    Interval,
    /// Tells the rows apart; never tested.
    Id,
}

impl Level {
    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Level::Nominal => "nominal",
            Level::Ordinal => "ordinal",
            Level::Interval => "interval",
            Level::Id => "id",
        }
    }
}

/// A value a variable may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// As it stands in the file.
    pub code: String,
    /// What it means.
    #[serde(default)]
    pub label: Words,
}

/// The middle category and what people meant by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Middle {
    /// Which value.
    pub code: String,
    /// E.g. "neutral or don't know"; "neutral" alone says that it has no second meaning.
    pub means: String,
}

/// A condition on one variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Which variable.
    pub variable: String,
    /// The value, as it stands in the file.
    pub equals: String,
}

/// A column of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// Its name in the file.
    pub name: String,
    /// What may be done with it.
    #[serde(default)]
    pub level: Level,
    /// What it is about, in a few words.
    #[serde(default)]
    pub label: Words,
    /// The wording of the question.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub question: Words,
    /// Its values in order; empty for numbers and names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// Values that count as no answer, beside the empty one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The middle category, when it has a second meaning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub middle: Option<Middle>,
    /// The value of those who have what the variable asks for, when it has one such value: that of "Yes".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yes: Option<String>,
    /// The scale its answers seem to be on, until somebody confirms it or says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Proposed>,
    /// Who was asked, when not everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_if: Option<Condition>,
    /// The variable that says the same of the time before the programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The values that the programme wants people to reach.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goal: Vec<String>,
    /// How it is made of other variables, when it did not come with the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Made>,
}

impl Variable {
    /// The label of a value, or the value itself.
    #[must_use]
    pub fn label_of<'a>(&'a self, code: &'a str, language: &str) -> &'a str {
        self.values
            .iter()
            .find(|value| value.code == code)
            .map(|value| value.label.say(language))
            .filter(|label| !label.is_empty())
            .unwrap_or(code)
    }
}

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
    pub source: Source,
}

/// A survey or register extract.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Its identity.
    pub id: Id<Dataset>,
    /// What is known of it.
    pub body: DatasetBody,
    /// The cells, column by column; empty when erased.
    pub columns: Arc<[Arc<[String]>]>,
    /// The rows that no exclusion leaves out.
    pub kept: Arc<[u32]>,
    /// What the rows stand for, when not one person each.
    pub weighting: Option<Weighting>,
}

impl Dataset {
    /// A dataset with the columns of its file.
    #[must_use]
    pub fn new(id: Id<Dataset>, body: DatasetBody, columns: Vec<Vec<String>>) -> Dataset {
        let columns = columns.into_iter().map(Arc::from).collect();
        let mut dataset = Dataset { id, body, columns, kept: Arc::from([]), weighting: None };
        dataset.derive();
        dataset
    }

    /// Describes a variable anew, by its name.
    pub(super) fn describe(&mut self, now: Variable) {
        let Some(place) = self.place(&now.name) else { return };
        self.body.variables[place] = now;
        if self.body.variables.iter().any(|variable| variable.made.is_some()) {
            self.derive();
        }
    }

    /// Adds a variable that is made of others.
    pub(super) fn add(&mut self, variable: Variable) {
        self.body.variables.push(variable);
        self.derive();
    }

    /// Takes away a variable that is made of others.
    pub(super) fn take_away(&mut self, name: &str) {
        self.body.variables.retain(|variable| variable.name != name || variable.made.is_none());
        self.derive();
    }

    /// Leaves rows out by a rule, or counts them again.
    pub(super) fn leave_out(&mut self, rule: &Exclusion, out: bool) {
        if out {
            self.body.exclusions.push(rule.clone());
        } else {
            self.body.exclusions.retain(|known| known != rule);
        }
        self.count();
    }

    /// Whether another variable is made of the one with this name, or rows are left out or weighted by it.
    #[must_use]
    pub fn is_used(&self, name: &str) -> bool {
        let weighs =
            |weighting: &Weighting| [&weighting.weight, &weighting.cluster].into_iter().flatten().any(|known| known == name);
        self.made_of(name).is_some()
            || self.body.exclusions.iter().any(|rule| rule.variable == name)
            || self.weighting.as_ref().is_some_and(weighs)
    }

    /// A variable that is made of the one with this name.
    #[must_use]
    pub fn made_of(&self, name: &str) -> Option<&Variable> {
        let of = |other: &&Variable| other.made.as_ref().is_some_and(|made| made.of().contains(&name));
        self.body.variables.iter().find(of)
    }

    /// How many rows a rule speaks of, whatever other rules leave out.
    #[must_use]
    pub fn left_out(&self, rule: &Exclusion) -> usize {
        let column = self.place(&rule.variable).and_then(|place| self.columns.get(place));
        column.map_or(0, |column| column.iter().filter(|cell| rule.leaves_out(cell)).count())
    }

    /// How many rows are left out of every count, and why; `None` when all are counted.
    #[must_use]
    pub fn filters_in_words(&self) -> Option<String> {
        let left_out = self.columns.first()?.len() - self.kept.len();
        let rules = self.body.exclusions.iter().filter(|rule| self.left_out(rule) > 0);
        let reasons: Vec<String> = rules.map(|rule| format!("{} ({rule})", rule.reason)).collect();
        let rows = self.body.rows;
        (left_out > 0).then(|| format!("{left_out} of {rows} rows of `{}` left out: {}", self.body.name, reasons.join("; ")))
    }

    /// Makes the cells of the variables that are made of others, in their order.
    fn derive(&mut self) {
        let variables = &self.body.variables;
        let own = variables.iter().position(|variable| variable.made.is_some()).unwrap_or(variables.len());
        let mut columns: Vec<Arc<[String]>> = self.columns.iter().take(own).cloned().collect();
        if columns.len() == own {
            for made in variables[own..].iter().filter_map(|variable| variable.made.as_ref()) {
                columns.push(made.cells(variables, &columns).into());
            }
        }
        self.columns = columns.into();
        self.count();
    }

    /// Finds the rows that no rule leaves out.
    fn count(&mut self) {
        self.kept = kept(&self.body.variables, &self.body.exclusions, &self.columns).into();
    }

    /// The place of a variable.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.body.variables.iter().position(|variable| variable.name == name)
    }

    /// A variable's answers over the kept rows; `None` where there is none.
    pub fn answers(&self, place: usize) -> impl Iterator<Item = Option<&str>> + '_ {
        let missing = self.body.variables.get(place).map(|variable| variable.missing.as_slice()).unwrap_or_default();
        self.kept.iter().map(move |row| {
            let cell = self.columns.get(place)?.get(*row as usize)?.trim();
            (!cell.is_empty() && !missing.iter().any(|code| code == cell)).then_some(cell)
        })
    }

    /// The categories of a variable in order: its labelled values, else what
    /// occurs, numbers by size and names by letter.
    #[must_use]
    pub fn categories(&self, place: usize) -> Vec<String> {
        let Some(variable) = self.body.variables.get(place) else { return Vec::new() };
        let mut categories: Vec<String> = variable.values.iter().map(|value| value.code.clone()).collect();
        let mut others: Vec<String> =
            self.answers(place).flatten().filter(|cell| !categories.iter().any(|c| c == cell)).map(str::to_owned).collect();
        others.sort_by(|a, b| match (a.parse::<f64>(), b.parse::<f64>()) {
            (Ok(a), Ok(b)) => a.total_cmp(&b),
            _ => a.cmp(b),
        });
        others.dedup();
        categories.extend(others);
        categories
    }
}

/// The rows that no rule leaves out.
#[must_use]
pub fn kept<Column: AsRef<[String]>>(variables: &[Variable], exclusions: &[Exclusion], columns: &[Column]) -> Vec<u32> {
    let column = |name: &str| columns.get(variables.iter().position(|variable| variable.name == name)?).map(AsRef::as_ref);
    let rules: Vec<(&Exclusion, &[String])> = exclusions.iter().filter_map(|rule| Some((rule, column(&rule.variable)?))).collect();
    let out = |row: usize| rules.iter().any(|(rule, column)| column.get(row).is_some_and(|cell| rule.leaves_out(cell)));
    let rows = columns.first().map_or(0, |column| column.as_ref().len());
    (0..rows).filter(|row| !out(*row)).map(|row| row as u32).collect()
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
