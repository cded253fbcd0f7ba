//! Datasets: surveys and register extracts, with what their numbers mean.

use super::{Code, ContentId, Id, Words, document::Source};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What may be done with a variable's numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Names without order.
    #[default]
    Nominal,
    /// Names in order.
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

/// A rule that leaves rows out, with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// Which variable.
    pub variable: String,
    /// Rows with this value are left out.
    pub equals: String,
    /// Why.
    pub reason: String,
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
    /// Who was asked, when not everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_if: Option<Condition>,
    /// The variable that says the same of the time before the programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The values that the programme wants people to reach.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goal: Vec<String>,
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
    /// Its columns in order.
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
    pub columns: Arc<[Vec<String>]>,
    /// The rows that no exclusion leaves out.
    pub kept: Arc<[u32]>,
}

impl Dataset {
    /// A dataset with its columns.
    #[must_use]
    pub fn new(id: Id<Dataset>, body: DatasetBody, columns: Vec<Vec<String>>) -> Dataset {
        let rows = columns.first().map_or(0, Vec::len);
        let place = |name: &str| body.variables.iter().position(|variable| variable.name == name);
        let out = |row: usize| {
            body.exclusions.iter().any(|rule| {
                place(&rule.variable).and_then(|column| columns.get(column)?.get(row)).is_some_and(|cell| *cell == rule.equals)
            })
        };
        let kept = (0..rows).filter(|row| !out(*row)).map(|row| row as u32).collect();
        Dataset { id, body, columns: columns.into(), kept }
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
