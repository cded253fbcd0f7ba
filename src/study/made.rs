//! Variables made of others: recodes and indices. What they are made of stays as it is, and they
//! follow when it changes: only how they are made is a fact, their cells are not.

use super::{
    Refusal, Variable,
    dataset::{Dataset, Value},
};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// How a variable is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Made {
    /// Other values for those of one variable.
    Recode {
        /// The variable.
        from: String,
        /// What becomes of its values; the first that speaks of a value holds.
        rules: Vec<Rule>,
        /// Whether values that no rule speaks of stay; else they are no answer.
        #[serde(default)]
        others_stay: bool,
    },
    /// The mean of several variables that measure one thing.
    Index {
        /// The variables.
        items: Vec<Item>,
        /// How many of them a person must have answered.
        least: u32,
    },
}

/// What becomes of some values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
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
pub struct Item {
    /// Its name.
    pub variable: String,
    /// Whether a high answer to it speaks against what the index measures.
    #[serde(default)]
    pub reversed: bool,
}

impl Made {
    /// The names of the variables it is made of.
    #[must_use]
    pub fn of(&self) -> Vec<&str> {
        match self {
            Made::Recode { from, .. } => vec![from],
            Made::Index { items, .. } => items.iter().map(|item| item.variable.as_str()).collect(),
        }
    }

    /// The cells of the variable, from those of the variables before it.
    pub(super) fn cells(&self, variables: &[Variable], columns: &[Arc<[String]>]) -> Vec<String> {
        let place = |name: &str| variables.iter().position(|variable| variable.name == name).filter(|place| *place < columns.len());
        let rows = columns.first().map_or(0, |column| column.len());
        match self {
            Made::Recode { from, rules, others_stay } => {
                let Some(place) = place(from) else { return vec![String::new(); rows] };
                let missing = &variables[place].missing;
                columns[place].iter().map(|cell| recoded(cell.trim(), rules, *others_stay, missing)).collect()
            }
            Made::Index { items, least } => {
                let scores: Vec<Vec<Option<f64>>> = items
                    .iter()
                    .map(|item| {
                        place(&item.variable).map_or(vec![None; rows], |at| scores(&variables[at], &columns[at], item.reversed))
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

fn recoded(cell: &str, rules: &[Rule], others_stay: bool, missing: &[String]) -> String {
    let number = cell.parse::<f64>().ok();
    let within = |(low, high): &(String, String)| {
        let bound = |end: &str| end.parse::<f64>().ok();
        number.is_some_and(|number| bound(low).is_none_or(|low| low <= number) && bound(high).is_none_or(|high| number <= high))
    };
    let no_answer = cell.is_empty() || missing.iter().any(|code| code == cell);
    let named = |rule: &&Rule| rule.codes.iter().any(|code| code == cell) || !no_answer && rule.range.as_ref().is_some_and(within);
    match rules.iter().find(named) {
        Some(rule) => rule.becomes.clone(),
        None if others_stay && !no_answer => cell.to_owned(),
        None => String::new(),
    }
}

/// The answers to an item as numbers, turned round between the ends of its scale when it is reversed.
/// The ends are those of its labelled values, else the lowest and the highest answer there is.
fn scores(variable: &Variable, column: &[String], reversed: bool) -> Vec<Option<f64>> {
    let number = |code: &str| Some(code.trim()).filter(|code| !variable.missing.iter().any(|no| no == code))?.parse::<f64>().ok();
    let scores: Vec<Option<f64>> = column.iter().map(|cell| number(cell)).collect();
    if !reversed {
        return scores;
    }
    let labelled: Vec<f64> = variable.values.iter().filter_map(|value| number(&value.code)).collect();
    let scale: Vec<f64> = if labelled.len() > 1 { labelled } else { scores.iter().copied().flatten().collect() };
    let (low, high) = scale.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)));
    scores.into_iter().map(|score| score.map(|score| low + high - score)).collect()
}

impl Dataset {
    /// The answers of an index's items over the kept rows, one row per person, turned round where they are reversed; `None`
    /// for a variable that is no index.
    #[must_use]
    pub fn item_scores(&self, place: usize) -> Option<Vec<Vec<Option<f64>>>> {
        let Some(Made::Index { items, .. }) = &self.body.variables.get(place)?.made else { return None };
        let scores: Option<Vec<Vec<Option<f64>>>> = items
            .iter()
            .map(|item| {
                let at = self.place(&item.variable)?;
                Some(scores(&self.body.variables[at], self.columns.get(at)?, item.reversed))
            })
            .collect();
        let scores = scores?;
        Some(self.kept.iter().map(|row| scores.iter().map(|item| item.get(*row as usize).copied().flatten()).collect()).collect())
    }
}

impl Variable {
    /// A variable that is `from` with other values, in the order of the rules; labels of values that stay come along.
    #[must_use]
    pub fn recoded(from: &Variable, name: &str, rules: Vec<Rule>, others_stay: bool) -> Variable {
        let mut values: Vec<Value> = Vec::new();
        let new = rules.iter().map(|rule| rule.becomes.as_str()).filter(|becomes| !becomes.is_empty());
        let spoken = |code: &str| rules.iter().any(|rule| rule.codes.iter().any(|known| known == code));
        let stay = from.values.iter().filter(|value| others_stay && !spoken(&value.code)).map(|value| value.code.as_str());
        for code in new.chain(stay) {
            if !values.iter().any(|value| value.code == code) {
                let label = from.values.iter().find(|value| value.code == code && others_stay).map(|value| value.label.clone());
                values.push(Value { code: code.to_owned(), label: label.unwrap_or_default() });
            }
        }
        let made = Some(Made::Recode { from: from.name.clone(), rules, others_stay });
        Variable { name: name.to_owned(), level: from.level, label: from.label.clone(), values, made, ..Variable::default() }
    }
}

impl Rule {
    /// The rules that words such as `1,2=low; 3..5=high; 9=` say.
    ///
    /// # Errors
    /// When a part says none.
    pub fn parse_all(words: &str) -> Result<Vec<Rule>, Refusal> {
        let parts = words.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
        parts.map(Rule::parse).collect()
    }

    fn parse(words: &str) -> Result<Rule, Refusal> {
        let refuse = || {
            Refusal::new(
                format!("`{words}` is no rule of a recode"),
                "Write what becomes of which values: `1,2=low; 3..5=high; 6..=higher; 9=` (nothing is no answer)",
            )
        };
        let (before, becomes) = words.rsplit_once('=').ok_or_else(refuse)?;
        let (before, becomes) = (before.trim(), becomes.trim().to_owned());
        if let Some((low, high)) = before.split_once("..") {
            let ends = (low.trim().replace(',', "."), high.trim().trim_start_matches('=').replace(',', "."));
            let sound = |end: &str| end.is_empty() || end.parse::<f64>().is_ok();
            if !sound(&ends.0) || !sound(&ends.1) || ends.0.is_empty() && ends.1.is_empty() {
                return Err(refuse());
            }
            return Ok(Rule { codes: Vec::new(), range: Some(ends), becomes });
        }
        let codes: Vec<String> = before.split(',').map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()).collect();
        if codes.is_empty() { Err(refuse()) } else { Ok(Rule { codes, range: None, becomes }) }
    }
}

/// `1, 2 → low`
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = self.range.as_ref().map_or_else(|| self.codes.join(", "), |(low, high)| format!("{low}..{high}"));
        write!(f, "{before} → {}", if self.becomes.is_empty() { "no answer" } else { &self.becomes })
    }
}

/// How it is made, in a few words.
impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Made::Recode { from, rules, others_stay } => {
                let rules: Vec<String> = rules.iter().map(ToString::to_string).collect();
                write!(f, "{from} recoded: {}; others {}", rules.join("; "), if *others_stay { "stay" } else { "are no answer" })
            }
            Made::Index { items, least } => {
                let named = |item: &Item| format!("{}{}", item.variable, if item.reversed { " (reversed)" } else { "" });
                let named: Vec<String> = items.iter().map(named).collect();
                write!(f, "mean of {}, where at least {least} of {} are answered", named.join(", "), items.len())
            }
        }
    }
}
