//! Variable descriptions as JSON: names, levels, labels, questions, values, missing values, the
//! middle category, who was asked, excluded rows with the reason, and the codes that a variable
//! indicates.

use super::{TextFile, allowed_fields::AllowedFields};
use crate::study::{
    BilingualText, Refusal, Variable,
    dataset::{Condition, Exclusion, MiddleAnswer, Value},
};
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
pub struct VariablesFile {
    /// The name used in messages.
    #[serde(skip)]
    pub name: String,
    /// The delimiter of the dataset, if it cannot be detected.
    #[serde(default)]
    pub delimiter: Option<char>,
    /// Rules for excluded rows, with the reason.
    #[serde(default)]
    pub exclude: Vec<Exclusion>,
    /// In any order.
    pub variables: Vec<VariableEntry>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct VariableEntry {
    #[serde(flatten)]
    pub variable: Variable,
    /// Keys of the codes that the variable indicates.
    #[serde(default)]
    pub indicator_of: IndicatorCodes,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum IndicatorCodes {
    One(String),
    /// May be empty.
    Several(Vec<String>),
}

impl Default for IndicatorCodes {
    fn default() -> IndicatorCodes {
        IndicatorCodes::Several(Vec::new())
    }
}

impl IndicatorCodes {
    #[must_use]
    pub fn keys(&self) -> &[String] {
        match self {
            IndicatorCodes::One(key) => std::slice::from_ref(key),
            IndicatorCodes::Several(keys) => keys,
        }
    }
}

pub fn parse_variables(file: &TextFile) -> Result<VariablesFile, Refusal> {
    let words = || AllowedFields::of::<BilingualText>("a text in two languages");
    let variable = AllowedFields::of::<Variable>("a variable")
        .with("indicator_of")
        .within("label", words())
        .within("question", words())
        .within(
            "values",
            AllowedFields::of::<Value>("a value").within("label", words()),
        )
        .within(
            "middle",
            AllowedFields::of::<MiddleAnswer>("a middle category"),
        )
        .within("asked_if", AllowedFields::of::<Condition>("a condition"));
    // The dataset is named by the command, and its encoding is found in it.
    let fields = AllowedFields::of::<VariablesFile>("a file of variables")
        .ignoring(&["dataset", "encoding"])
        .within(
            "exclude",
            AllowedFields::of::<Exclusion>("a rule that leaves rows out"),
        )
        .within("variables", variable);
    let described: VariablesFile = file.json_with_fields(
        "variables as in transcripts-sample/data/variables.json",
        &fields,
    )?;
    Ok(VariablesFile {
        name: file.name.clone(),
        ..described
    })
}

impl VariablesFile {
    /// The description of the variable called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&VariableEntry> {
        self.variables
            .iter()
            .find(|described| described.variable.name == name)
    }
}
