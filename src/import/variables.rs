//! What a dataset's numbers mean, as JSON: names, levels, labels, questions,
//! values, missing values, the middle category, who was asked, which rows are
//! left out and why, and which code a variable is an indicator of.

use super::{TextFile, fields::Fields};
use crate::study::{
    Refusal, Variable, Words,
    dataset::{Condition, Exclusion, Middle, Value},
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
    pub variables: Vec<Described>,
}

/// A variable as a file describes it.
#[derive(Clone, Debug, Deserialize)]
pub struct Described {
    /// The variable.
    #[serde(flatten)]
    pub variable: Variable,
    /// The keys of the codes it measures.
    #[serde(default)]
    pub indicator_of: Codes,
}

/// One key or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Codes {
    /// One.
    One(String),
    /// Several, or none.
    Several(Vec<String>),
}

impl Default for Codes {
    fn default() -> Codes {
        Codes::Several(Vec::new())
    }
}

impl Codes {
    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &[String] {
        match self {
            Codes::One(key) => std::slice::from_ref(key),
            Codes::Several(keys) => keys,
        }
    }
}

/// The variables a file describes.
///
/// # Errors
/// When it is not such a file.
pub fn variables(file: &TextFile) -> Result<VariablesFile, Refusal> {
    let words = || Fields::of::<Words>("a text in two languages");
    let variable = Fields::of::<Variable>("a variable")
        .with("indicator_of")
        .within("label", words())
        .within("question", words())
        .within(
            "values",
            Fields::of::<Value>("a value").within("label", words()),
        )
        .within("middle", Fields::of::<Middle>("a middle category"))
        .within("asked_if", Fields::of::<Condition>("a condition"));
    // What the columns are read from is said by the command and by the file itself.
    let fields = Fields::of::<VariablesFile>("a file of variables")
        .passing(&["dataset", "encoding"])
        .within(
            "exclude",
            Fields::of::<Exclusion>("a rule that leaves rows out"),
        )
        .within("variables", variable);
    let described: VariablesFile = file.json_of(
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
    pub fn get(&self, name: &str) -> Option<&Described> {
        self.variables
            .iter()
            .find(|described| described.variable.name == name)
    }
}
