//! What a dataset's numbers mean, as JSON: names, levels, labels, questions,
//! values, missing values, the middle category, who was asked, which rows are
//! left out and why, and which code a variable is an indicator of.

use super::{TextFile, allowed_fields::AllowedFields};
use crate::study::{
    BilingualText, Refusal, Variable,
    dataset::{Condition, Exclusion, MiddleAnswer, Value},
};
use serde::Deserialize;

/// A variables file.
#[derive(Clone, Debug, Deserialize)]
pub struct VariablesFile {
    /// What the file is called in messages.
    #[serde(skip)]
    pub name: String,
    /// What stands between two cells, when it is to be said.
    #[serde(default)]
    pub delimiter: Option<char>,
    /// Which rows are left out, and why.
    #[serde(default)]
    pub exclude: Vec<Exclusion>,
    /// The variables, in any order.
    pub variables: Vec<VariableEntry>,
}

/// A variable as a file describes it.
#[derive(Clone, Debug, Deserialize)]
pub struct VariableEntry {
    /// The variable.
    #[serde(flatten)]
    pub variable: Variable,
    /// The keys of the codes it measures.
    #[serde(default)]
    pub indicator_of: IndicatorCodes,
}

/// One key or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum IndicatorCodes {
    /// One.
    One(String),
    /// Several, or none.
    Several(Vec<String>),
}

impl Default for IndicatorCodes {
    fn default() -> IndicatorCodes {
        IndicatorCodes::Several(Vec::new())
    }
}

impl IndicatorCodes {
    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &[String] {
        match self {
            IndicatorCodes::One(key) => std::slice::from_ref(key),
            IndicatorCodes::Several(keys) => keys,
        }
    }
}

/// The variables a file describes.
///
/// # Errors
/// When it is not such a file.
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
    // What the columns are read from is said by the command and by the file itself.
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
    /// What the file says of the variable called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&VariableEntry> {
        self.variables
            .iter()
            .find(|described| described.variable.name == name)
    }
}
