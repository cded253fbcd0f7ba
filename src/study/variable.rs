//! A variable of a dataset: its labels, level and values.

use super::derivation::Derivation;
use super::parsed_column::ParsedColumn;
use super::scale::ProposedScale;
use super::{BilingualText, answer};
use serde::{Deserialize, Serialize};

/// What may be done with a variable's numbers.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "lowercase")]
pub enum MeasurementLevel {
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

impl MeasurementLevel {
    /// The word.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A value a variable may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// As it stands in the file.
    pub code: String,
    /// What it means.
    #[serde(default)]
    pub label: BilingualText,
}

/// The middle category and what people meant by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MiddleAnswer {
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
    pub level: MeasurementLevel,
    /// What it is about, in a few words.
    #[serde(default)]
    pub label: BilingualText,
    /// The wording of the question.
    #[serde(default, skip_serializing_if = "BilingualText::is_empty")]
    pub question: BilingualText,
    /// Its values in order; empty for numbers and names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// Values that count as no answer, beside the empty one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The middle category, when it has a second meaning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub middle: Option<MiddleAnswer>,
    /// The value of those who have what the variable asks for, when it has one such value: that of
    /// "Yes".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yes: Option<String>,
    /// The scale its answers seem to be on, until somebody confirms it or says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<ProposedScale>,
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
    pub made: Option<Derivation>,
}

impl Variable {
    /// An answer in words that its values give no place to, so that it has none in an order.
    pub fn answer_without_rank<'a>(&self, reading: &'a ParsedColumn) -> Option<&'a str> {
        let named = |answer: &str| self.values.iter().any(|value| value.code == answer);
        reading
            .values()
            .iter()
            .map(|answer| &**answer)
            .find(|answer| answer::plain_number(answer).is_none() && !named(answer))
    }

    /// Its label, or its name where it has none.
    pub fn label_or_name(&self, language: &str) -> String {
        let label = self.label.in_language(language);
        let shown: &str = if label.is_empty() { &self.name } else { label };
        shown.to_owned()
    }

    /// The label of a value, or the value itself.
    pub fn label_of<'a>(&'a self, code: &'a str, language: &str) -> &'a str {
        self.values
            .iter()
            .find(|value| value.code == code)
            .map(|value| value.label.in_language(language))
            .filter(|label| !label.is_empty())
            .unwrap_or(code)
    }
}
