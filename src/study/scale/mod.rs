//! Scales that people are asked on: which of them answers seem to be on, and which answer means
//! yes.
//!
//! A scale that is found is proposed and nothing more. Its order counts once a person has confirmed
//! it.

mod detection;
mod distinct_answers;
mod response_scale;

pub use detection::{DistinctAnswers, detect_scale, detect_scales};
pub use response_scale::find_yes;
pub use response_scale::likely_missing_codes;

use super::dataset::{Dataset, MeasurementLevel, MiddleAnswer, Value};
use super::parsed_column::ParsedColumn;
use super::{Refusal, Variable, answer, parsed_column};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A scale that answers seem to be on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedScale {
    /// Which scale: "agreement", "frequency", "whole numbers 1–5" …
    pub scale: String,
    /// Its values, the lowest first.
    pub values: Vec<String>,
    /// Answers that are outside it, such as "Don't know".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

impl Variable {
    /// The same variable in the order of a scale; answers outside of it are missing.
    pub fn with_scale(mut self, scale: &ProposedScale) -> Variable {
        self.set_order(&scale.values);
        self.missing.extend(
            scale
                .missing
                .iter()
                .filter(|code| !self.missing.contains(code))
                .cloned()
                .collect::<Vec<_>>(),
        );
        self.level = MeasurementLevel::Ordinal;
        self.proposed = None;
        if self.middle.is_none() {
            let words = |code: &str| {
                self.values
                    .iter()
                    .find(|value| value.code == code)
                    .map(|value| value.label.in_language("en").to_owned())
            };
            let undecided = scale.values.iter().find_map(|code| {
                let means = words(code)
                    .filter(|words| !words.is_empty())
                    .unwrap_or_else(|| code.clone());
                response_scale::find_wording(&means)
                    .is_some_and(|meaning| meaning.undecided)
                    .then(|| (code.clone(), means))
            });
            // Whoever is not sure may be in the middle, or may not know.
            self.middle = undecided.map(|(code, means)| MiddleAnswer { code, means });
        }
        self
    }
}

impl Dataset {
    /// The scale that a variable's answers seem to be on, while nobody has said what their order
    /// is.
    pub fn proposed_scale(&self, place: usize) -> Option<ProposedScale> {
        let variable = self
            .body
            .variables
            .get(place)
            .filter(|variable| variable.level == MeasurementLevel::Nominal)?;
        variable
            .proposed
            .clone()
            .or_else(|| propose_scale(variable, self.parsed_column(place)?))
    }

    /// The same of every variable, items of one question looked at together.
    pub fn proposed_scales(&self) -> Vec<Option<ProposedScale>> {
        let asked = |(place, variable): (usize, &Variable)| {
            let open = variable.level == MeasurementLevel::Nominal && variable.proposed.is_none();
            let reading = self.parsed_column(place).filter(|_| open)?;
            Some(DistinctAnswers::new(
                variable,
                reading.values().iter().map(|value| &**value),
            ))
        };
        let answers: Vec<Option<DistinctAnswers>> =
            self.body.variables.iter().enumerate().map(asked).collect();
        let known = self
            .body
            .variables
            .iter()
            .map(|variable| variable.proposed.clone());
        known
            .zip(detect_scales(&answers))
            .map(|(known, found)| known.or(found))
            .collect()
    }

    /// The scale that the answers to a variable would seem to be on if it were described so.
    pub fn propose_scale_for(&self, variable: &Variable) -> Option<ProposedScale> {
        let column = self.columns.get(self.variable_index(&variable.name)?)?;
        propose_scale(variable, &ParsedColumn::new(variable, column))
    }

    /// Gives variables of a dataset that is in no study the orders that words such as
    /// `q1=Never;Often` say, and with `confirm` all others those that are proposed.
    /// Refused when the words name no variable or leave an answer out.
    pub fn set_orders(&mut self, orders: &[String], confirm: bool) -> Result<(), Refusal> {
        let mut proposals = if confirm {
            self.proposed_scales()
        } else {
            Vec::new()
        };
        for words in orders {
            let (name, order) = words.rsplit_once('=').ok_or_else(|| {
                Refusal::new(
                    format!("`{words}` is no order of a variable"),
                    "Write --order \"NAME=Never;Sometimes;Always\"",
                )
            })?;
            let place = self.find_variable(name)?;
            let mut variable = self.body.variables[place].clone();
            variable.set_order(&parsed_column::split_list(order));
            (variable.level, variable.proposed) = (MeasurementLevel::Ordinal, None);
            let left_out = self.columns.get(place).and_then(|column| {
                ParsedColumn::new(&variable, column)
                    .values()
                    .iter()
                    .find(|value| !variable.values.iter().any(|known| known.code == ***value))
                    .map(|value| value.to_string())
            });
            if let Some(answer) = left_out {
                let hint = "Name all of its answers, from the lowest to the highest; what is no answer is for a variables file to say";
                return Err(Refusal::new(
                    format!("the order of `{}` leaves out `{answer}`", variable.name),
                    hint,
                ));
            }
            self.describe(variable);
            proposals.get_mut(place).map(Option::take);
        }
        for (place, scale) in proposals.into_iter().enumerate() {
            if let Some(scale) = scale {
                let variable = self.body.variables[place].clone().with_scale(&scale);
                self.describe(variable);
            }
        }
        Ok(())
    }

    /// Refuses to take an order for granted that nobody gave: numbers have one by their size, words
    /// have none.
    /// Refused when the variable's answers are words, and neither its values nor its level say what
    /// their order is.
    pub fn require_order(&self, place: usize) -> Result<(), Refusal> {
        let (Some(variable), Some(reading)) =
            (self.body.variables.get(place), self.parsed_column(place))
        else {
            return Ok(());
        };
        let word = reading
            .values()
            .iter()
            .find(|value| answer::plain_number(value).is_none());
        let Some(word) = word.filter(|_| !self.is_ordered(place)) else {
            return Ok(());
        };
        let (name, typed) = (&variable.name, parsed_column::shell_quoted(&variable.name));
        let hint = match self.proposed_scale(place) {
            Some(scale) => format!(
                "It seems to be a scale of {} ({scale}): --confirm takes it, or --order \"{name}=…;…\" says another",
                scale.scale
            ),
            None => format!(
                "Say the order of all of its values: --order \"{name}=…;…\", or in a study virk data variable {typed} --order \"…;…\""
            ),
        };
        Err(Refusal::new(
            format!(
                "`{name}` is in words such as `{word}`, and nobody has said what their order is"
            ),
            hint,
        ))
    }
}

/// The scale that a variable's answers seem to be on.
pub fn propose_scale(variable: &Variable, reading: &ParsedColumn) -> Option<ProposedScale> {
    let occurring = reading.values().iter().map(|value| &**value);
    detect_scale(&DistinctAnswers::new(variable, occurring))
}

/// Whether a value is labelled as something.
fn words<'a>(values: &'a [Value], code: &'a str) -> &'a str {
    let label = values
        .iter()
        .find(|value| value.code == code)
        .map_or("", |value| value.label.in_language("en"));
    if label.is_empty() { code } else { label }
}

/// `Never < Sometimes < Always`
impl fmt::Display for ProposedScale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.values.first(), self.values.last()) {
            (Some(first), Some(last))
                if self.scale.starts_with(response_scale::NUMBER_SCALE_NAME) =>
            {
                write!(f, "{first} … {last}")
            }
            _ => f.write_str(&self.values.join(" < ")),
        }
    }
}
