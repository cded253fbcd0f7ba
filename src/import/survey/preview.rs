//! What would come in, variable by variable.

use super::Survey;
use crate::study::Variable;
use serde_json::{Value, json};

/// A variable before it is anybody's.
#[derive(Clone, Debug)]
pub struct VariablePreview<'a> {
    /// The variable.
    pub variable: &'a Variable,
    /// Whether its level was guessed.
    pub guessed: bool,
    /// How many answers there are.
    pub n: usize,
    /// How many rows have none.
    pub missing: usize,
    /// The first answers that differ.
    pub first: Vec<&'a str>,
    /// What was decided about it.
    pub decided: Vec<&'a str>,
}

/// How many answers are shown of a variable.
const FIRST: usize = 4;

impl Survey {
    /// Every variable with its first answers, and what was decided about it.
    #[must_use]
    pub fn preview(&self) -> Vec<VariablePreview<'_>> {
        let dataset = self.dataset();
        let rows = self.variables.iter().zip(&self.columns).enumerate();
        rows.map(|(place, (variable, column))| {
            let mut first: Vec<&str> = Vec::new();
            for cell in column.strings().filter(|cell| !cell.is_empty()) {
                if !first.contains(&cell) {
                    first.push(cell);
                }
                if first.len() == FIRST {
                    break;
                }
            }
            let n = dataset.answers(place).flatten().count();
            let decided = self
                .report
                .decided
                .iter()
                .filter(|decided| decided.variable == variable.name);
            VariablePreview {
                variable,
                guessed: self
                    .report
                    .guessed
                    .iter()
                    .any(|(name, _)| *name == variable.name),
                n,
                missing: dataset.kept_rows.len() - n,
                first,
                decided: decided.map(|decided| decided.what.as_str()).collect(),
            }
        })
        .collect()
    }
}

impl VariablePreview<'_> {
    /// The same for programs.
    #[must_use]
    pub fn value(&self, language: &str) -> Value {
        let Variable {
            name,
            level,
            label,
            question,
            values,
            missing,
            yes,
            proposed,
            ..
        } = self.variable;
        json!({
            "name": name,
            "level": level.name(),
            "guessed": self.guessed,
            "label": label.in_language(language),
            "question": question.in_language(language),
            "values": values.iter().map(|value| json!({ "code": value.code, "label": value.label.in_language(language) })).collect::<Vec<_>>(),
            "missing_codes": missing,
            "yes": yes,
            "proposed": proposed,
            "n": self.n,
            "missing": self.missing,
            "first": self.first,
            "decided": self.decided,
        })
    }

    /// Why it is as it is, in one line.
    #[must_use]
    pub fn decision_line(&self) -> String {
        let level = if self.guessed { "level guessed" } else { "" };
        let scale = self
            .variable
            .proposed
            .as_ref()
            .map(|scale| format!("seems to be on a scale of {}", scale.scale));
        let parts = self
            .decided
            .iter()
            .copied()
            .chain([level])
            .chain(scale.as_deref())
            .filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("; ")
    }
}
