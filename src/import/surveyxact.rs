//! SurveyXact exports: a dataset, value labels and the structure of the questions, as three sheets
//! of a workbook or three CSV files (`… dataset.csv`, `… labels.csv`, `… structure.csv`).
//!
//! The format is inferred from such files: labels have no header, and columns for variable, value
//! and text; structure has the columns questionName, variableName, questionType, subType,
//! questionText, choiceValue, choiceText; each choice of a question with multiple answers is a 0/1
//! variable, described by its choiceText. Nothing tells whether answers are ordered, so levels are
//! guessed, and the guess is reported.

use super::table_reader::{TableContents, TableReadOptions, TableSource};
use super::tabular::TabularData;
use super::{TextFile, workbook};
use crate::study::dataset::{MeasurementLevel, Value};
use crate::study::{BilingualText, Refusal, Variable};
use std::collections::HashMap;
use std::path::PathBuf;

/// What the sheets are called.
const DATASET: &str = "dataset";
const LABELS: &str = "labels";
const STRUCTURE: &str = "structure";

/// Returns whether a table is the dataset of an export: its other parts are sheets of the same
/// workbook, or files beside it. A sheet that somebody asked for is read as any other.
pub fn is_export(
    source: &TableSource<'_>,
    options: &TableReadOptions,
    contents: &TableContents,
) -> bool {
    if contents.cells.delimiter.is_some() {
        return [LABELS, STRUCTURE]
            .iter()
            .all(|part| path_beside(source, part).is_some());
    }
    options.sheet.is_none()
        && [DATASET, LABELS, STRUCTURE].iter().all(|part| {
            contents
                .sheets
                .iter()
                .any(|sheet| sheet.eq_ignore_ascii_case(part))
        })
}

/// Describes the variables of a dataset by the labels and the structure of its export.
/// Refused when these cannot be read.
pub fn complete(source: &TableSource<'_>, contents: &mut TableContents) -> Result<(), Refusal> {
    let (labels, structure) = if contents.cells.delimiter.is_some() {
        (file_rows(source, LABELS)?, file_rows(source, STRUCTURE)?)
    } else {
        let sheet = |part| workbook::read(source.name, source.bytes(), Some(part));
        let is_dataset = |sheet: &String| sheet.eq_ignore_ascii_case(DATASET);
        if !contents.cells.sheet.as_ref().is_some_and(is_dataset) {
            contents.cells = sheet(DATASET)?.0.cells(source.name)?;
        }
        (sheet(LABELS)?.0.rows(), sheet(STRUCTURE)?.0.rows())
    };
    (contents.variables, contents.unsure) = variables(&contents.cells.header, &labels, &structure);
    let notes = &mut contents.cells.notes;
    notes.retain(|note| !note.starts_with("not read:"));
    notes.push("labels and questions as SurveyXact wrote them".into());
    Ok(())
}

fn file_rows(source: &TableSource<'_>, part: &str) -> Result<Vec<Vec<String>>, Refusal> {
    match path_beside(source, part) {
        Some(path) => Ok(TabularData::delimited_rows(&TextFile::open(&path)?.text)),
        None => Ok(Vec::new()),
    }
}

/// The file beside the dataset that holds another part of the export, if it is there.
fn path_beside(source: &TableSource<'_>, part: &str) -> Option<PathBuf> {
    let path = source.path?;
    let file = path.file_name()?.to_string_lossy();
    let path = path.with_file_name(beside(&file, part)?);
    path.is_file().then_some(path)
}

/// The variables of a dataset with this header, as labels and structure describe them, and those
/// whose level is unsure.
fn variables(
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

/// The name of the file beside this one that holds another part of the export; `None` for a file
/// that is no dataset of one.
fn beside(file: &str, part: &str) -> Option<String> {
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
