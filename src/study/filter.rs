//! Filters: rules that leave rows of a dataset out of every count, each with its reason.
//!
//! A rule says which rows go, not which stay, so that nobody is left out unseen.
//!
//! What the rows of a dataset stand for: weights, and the clusters that people come in.

use super::{Refusal, answer};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a cell is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterOperator {
    /// The cell is this value.
    #[default]
    Is,
    /// The cell is filled and is another value.
    IsNot,
    /// The cell is a number below this one.
    Below,
    /// The cell is a number above this one.
    Above,
    /// The cell is empty.
    Empty,
}

impl FilterOperator {
    fn is_default(&self) -> bool {
        *self == FilterOperator::Is
    }
}

/// A rule that leaves rows out, with its reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// Which variable.
    pub variable: String,
    /// How its cell is compared.
    #[serde(default, skip_serializing_if = "FilterOperator::is_default")]
    pub comparison: FilterOperator,
    /// With which value.
    #[serde(default)]
    pub equals: String,
    /// Why.
    pub reason: String,
}

impl Exclusion {
    /// Whether a row with this cell is left out; `numeric` where everything that is answered in the
    /// column is a number.
    pub fn excludes(&self, cell: &str, numeric: bool) -> bool {
        let cell = cell.trim();
        let empty = cell.is_empty() || numeric && answer::is_no_answer(cell);
        let numbers = || Some((answer::number(cell)?, answer::number(&self.equals)?));
        match self.comparison {
            FilterOperator::Is => answer::same_answer(cell, &self.equals, numeric),
            FilterOperator::IsNot => !empty && !answer::same_answer(cell, &self.equals, numeric),
            FilterOperator::Below => numbers().is_some_and(|(cell, bound)| cell < bound),
            FilterOperator::Above => numbers().is_some_and(|(cell, bound)| cell > bound),
            FilterOperator::Empty => empty,
        }
    }

    /// The rule that words such as `completed = 0`, `age < 18`, `site != North` or `age =` (empty)
    /// say.
    /// Refused when they say none, or compare a number with a word.
    pub fn parse(words: &str, reason: &str) -> Result<Exclusion, Refusal> {
        let signs = [
            ("!=", FilterOperator::IsNot),
            ("≠", FilterOperator::IsNot),
            ("<", FilterOperator::Below),
            (">", FilterOperator::Above),
        ];
        let split = signs
            .into_iter()
            .chain([("=", FilterOperator::Is)])
            .find_map(|(sign, comparison)| {
                let (variable, value) = words.split_once(sign)?;
                Some((variable.trim(), comparison, value.trim()))
            });
        let hint = "Say which rows to leave out: `completed = 0`, `site != North`, `age < 18`, `age =` for empty cells";
        let Some((variable, comparison, value)) =
            split.filter(|(variable, ..)| !variable.is_empty())
        else {
            return Err(Refusal::new(
                format!("`{}` is not a rule", words.trim()),
                hint,
            ));
        };
        let comparison = if comparison == FilterOperator::Is && value.is_empty() {
            FilterOperator::Empty
        } else {
            comparison
        };
        let value = value.trim_matches('"').replace(
            if comparison == FilterOperator::Below {
                ","
            } else {
                "\0"
            },
            ".",
        );
        if matches!(comparison, FilterOperator::Below | FilterOperator::Above)
            && answer::number(&value).is_none()
        {
            return Err(Refusal::new(
                format!("`{value}` is no number to compare with"),
                hint,
            ));
        }
        Ok(Exclusion {
            variable: variable.to_owned(),
            comparison,
            equals: value,
            reason: reason.trim().to_owned(),
        })
    }
}

/// `completed = 0`
impl fmt::Display for Exclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Exclusion {
            variable, equals, ..
        } = self;
        match self.comparison {
            FilterOperator::Is => write!(f, "{variable} = {equals}"),
            FilterOperator::IsNot => write!(f, "{variable} ≠ {equals}"),
            FilterOperator::Below => write!(f, "{variable} < {equals}"),
            FilterOperator::Above => write!(f, "{variable} > {equals}"),
            FilterOperator::Empty => write!(f, "{variable} empty"),
        }
    }
}

/// What a weight counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightKind {
    /// So many people gave these answers.
    Frequency,
    /// One person gave them, and stands for so many.
    Sampling,
}

impl WeightKind {
    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            WeightKind::Frequency => "frequency",
            WeightKind::Sampling => "sampling",
        }
    }
}

/// The variables that say what a row stands for; at least one of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Weighting {
    /// How much each row counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// What that counts.
    pub weights: WeightKind,
    /// Who belongs together: team, class, site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
}

impl Weighting {
    /// Whether tests need the design: weights of a sample, or clusters.
    pub fn is_design(&self) -> bool {
        self.cluster.is_some() || (self.weight.is_some() && self.weights == WeightKind::Sampling)
    }

    /// In words: "sampling weights `w`, clusters `team`".
    pub fn in_words(&self) -> String {
        let weight = self
            .weight
            .as_ref()
            .map(|weight| format!("{} weights `{weight}`", self.weights.name()));
        let cluster = self
            .cluster
            .as_ref()
            .map(|cluster| format!("clusters `{cluster}`"));
        weight
            .into_iter()
            .chain(cluster)
            .collect::<Vec<String>>()
            .join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_as_people_write_them() {
        let told = |words: &str| Exclusion::parse(words, "why").map(|rule| rule.to_string());
        assert_eq!(told("completed = 0").unwrap(), "completed = 0");
        assert_eq!(told("site!=\"Nord øst\"").unwrap(), "site ≠ Nord øst");
        assert_eq!(told("age<17,5").unwrap(), "age < 17.5");
        assert_eq!(told("age =").unwrap(), "age empty");
        assert_eq!(
            told("age > old").unwrap_err().what,
            "`old` is no number to compare with"
        );
        assert!(told("age").is_err() && told("= 3").is_err());
        let out =
            |words: &str, cell: &str| Exclusion::parse(words, "").unwrap().excludes(cell, true);
        assert!(out("a=1", " 1 ") && !out("a=1", "") && out("a!=1", "2") && !out("a!=1", ""));
        assert!(
            out("a<2", "1.5")
                && !out("a<2", "")
                && !out("a<2", "x")
                && out("a>2", "3")
                && out("a=", " ")
        );
        assert!(
            out("a=1", "1.0")
                && out("a=01", "1,0")
                && !out("a!=1", "1e0")
                && out("a=", "NA")
                && !out("a!=1", "NA")
        );
        let apart =
            |words: &str, cell: &str| Exclusion::parse(words, "").unwrap().excludes(cell, false);
        assert!(!apart("a=1", "01") && apart("a!=1", "01") && apart("a!=1", "NA"));
    }
}
