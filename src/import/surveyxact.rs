//! SurveyXact exports: a dataset, value labels and the structure of the questions, as three sheets
//! of a workbook or three CSV files (`… dataset.csv`, `… labels.csv`, `… structure.csv`).
//!
//! The format is inferred from such files: labels have no header, and columns for variable, value
//! and text; structure has the columns questionName, variableName, questionType, subType,
//! questionText, choiceValue, choiceText; each choice of a question with multiple answers is a 0/1
//! variable, described by its choiceText. Nothing tells whether answers are ordered, so levels are
//! guessed, and the guess is reported.

use crate::study::dataset::{MeasurementLevel, Value};
use crate::study::{BilingualText, Variable};
use std::collections::HashMap;

/// Sheet names.
pub const DATASET: &str = "dataset";
pub const LABELS: &str = "labels";
pub const STRUCTURE: &str = "structure";

/// The variables of a dataset with this header, described by labels and structure, and the names of
/// those with a guessed level.
#[must_use]
pub fn variables(
    header: &[String],
    labels: &[Vec<String>],
    structure: &[Vec<String>],
) -> (Vec<Variable>, Vec<String>) {
    let cell =
        |row: &[String], place: usize| row.get(place).map(|cell| words(cell)).unwrap_or_default();
    let mut values: HashMap<String, Vec<Value>> = HashMap::new();
    for row in labels {
        let (name, code) = (cell(row, 0), cell(row, 1));
        let known = values.entry(name).or_default();
        if !code.is_empty() && !known.iter().any(|value| value.code == code) {
            known.push(Value {
                code,
                label: BilingualText::new(cell(row, 2)),
            });
        }
    }
    let mut asked: HashMap<String, &[String]> = HashMap::new();
    for row in structure {
        asked.entry(cell(row, 1)).or_insert(row);
    }
    let mut unsure = Vec::new();
    let described = header.iter().map(|name| {
        let row = asked.get(name.as_str()).copied().unwrap_or_default();
        let (question, choice) = (cell(row, 4), cell(row, 6));
        let several = cell(row, 3).eq_ignore_ascii_case("multiple");
        if !several {
            unsure.push(name.clone());
        }
        let label = [
            if several { choice } else { String::new() },
            question.clone(),
            name.clone(),
        ];
        Variable {
            name: name.clone(),
            level: MeasurementLevel::Nominal,
            label: BilingualText::new(
                label
                    .into_iter()
                    .find(|label| !label.is_empty())
                    .unwrap_or_default(),
            ),
            question: BilingualText::new(question),
            values: values.remove(name).unwrap_or_default(),
            ..Variable::default()
        }
    });
    (described.collect(), unsure)
}

/// The path of another part of the export beside a dataset file; `None` for any other file.
#[must_use]
pub fn beside(file: &str, part: &str) -> Option<String> {
    let at = file.to_ascii_lowercase().rfind(DATASET)?;
    Some(format!(
        "{}{part}{}",
        &file[..at],
        &file[at + DATASET.len()..]
    ))
}

/// Collapses white space: labels contain line breaks and trailing spaces.
fn words(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_files_lie_beside() {
        assert_eq!(
            beside("2024 dataset.csv", LABELS).unwrap(),
            "2024 labels.csv"
        );
        assert_eq!(beside("Dataset.csv", STRUCTURE).unwrap(), "structure.csv");
        assert_eq!(beside("survey.csv", LABELS), None);
    }
}
