//! The data dictionary of REDCap, a table beside the data: what fields are called, asked, and
//! answered with.

use super::choice_columns::yes_and_no;
use super::headings::plain_words;
use crate::import::tabular::TabularData;
use crate::study::dataset::{MeasurementLevel, Value};
use crate::study::{BilingualText, Column, Refusal, Variable};
use std::collections::HashMap;

/// A dictionary that has been read.
#[derive(Clone, Debug, Default)]
pub struct DataDictionary {
    fields: HashMap<String, DictionaryField>,
}

#[derive(Clone, Debug)]
struct DictionaryField {
    field_type: String,
    label: String,
    choices: Vec<(String, String)>,
    validation: String,
    identifier: bool,
}

pub struct ColumnMeaning {
    /// The variable; its level is sure only when `sure`.
    pub variable: Variable,
    pub level_is_known: bool,
    /// Whether it identifies somebody.
    pub identifier: bool,
}

impl DataDictionary {
    /// Reads the dictionary whose cells came from the file called `name`.
    /// Refused when it has no columns for the names and the kinds of fields.
    pub fn read(name: &str, cells: &TabularData) -> Result<DataDictionary, Refusal> {
        let column = |known: &[&str]| {
            let plain = |head: &String| head.trim_matches('"').trim().to_lowercase();
            cells
                .header
                .iter()
                .position(|head| known.contains(&plain(head).as_str()))
                .map(|place| &cells.columns[place])
        };
        let names = column(&["variable / field name", "field_name", "variable/field name"]);
        let sorts = column(&["field type", "field_type"]);
        let (Some(names), Some(sorts)) = (names, sorts) else {
            return Err(Refusal::new(
                format!(
                    "{name} is no data dictionary of REDCap: it has no columns `Variable / Field Name` and `Field Type`"
                ),
                "Download it in REDCap under Data Dictionary, as CSV",
            ));
        };
        let labels = column(&["field label", "field_label"]);
        let choices = column(&[
            "choices, calculations, or slider labels",
            "choices or calculations",
            "select_choices_or_calculations",
            "choices, calculations, or slider labels ",
        ]);
        let validations = column(&[
            "text validation type or show slider number",
            "text_validation_type_or_show_slider_number",
            "text validation type",
        ]);
        let identifiers = column(&["identifier?", "identifier"]);
        let cell = |column: Option<&Column>, row: usize| {
            column
                .and_then(|column| column.get(row))
                .unwrap_or_default()
                .to_owned()
        };
        let mut fields = HashMap::new();
        for (row, field) in names
            .iter()
            .enumerate()
            .filter(|(_, field)| !field.is_empty())
        {
            let sort = sorts[row].to_lowercase();
            let choices = if matches!(sort.as_str(), "calc" | "slider" | "text" | "notes" | "sql") {
                Vec::new()
            } else {
                pairs(&cell(choices, row))
            };
            fields.insert(
                field.to_owned(),
                DictionaryField {
                    field_type: sort,
                    label: plain_words(&cell(labels, row)),
                    choices,
                    validation: cell(validations, row).to_lowercase(),
                    identifier: cell(identifiers, row).eq_ignore_ascii_case("y"),
                },
            );
        }
        Ok(DataDictionary { fields })
    }

    /// What it says of the column with this heading; `None` when it does not know it.
    pub fn column_meaning(&self, heading: &str, column: &Column) -> Option<ColumnMeaning> {
        let by_words = heading
            .strip_suffix(')')
            .and_then(|inside| inside.rsplit_once("(choice="));
        let divided = heading.split_once("___").or(by_words);
        let (field, choice) = divided.map_or((heading, None), |(field, choice)| {
            (field.trim(), Some(choice))
        });
        let labelled = || {
            self.fields
                .values()
                .find(|known| known.label == plain_words(field) && !known.label.is_empty())
        };
        let known = self.fields.get(field).or_else(labelled)?;
        let question = known.label.clone();
        let mut variable = Variable {
            name: heading.to_owned(),
            question: BilingualText::new(&question),
            ..Variable::default()
        };
        let mut sure = true;
        let mut label = question;
        match (known.field_type.as_str(), choice) {
            ("checkbox", Some(choice)) => {
                let same = |(code, words): &&(String, String)| {
                    code.eq_ignore_ascii_case(choice)
                        || export_code(code) == choice
                        || words == choice
                };
                if let Some((_, words)) = known.choices.iter().find(same) {
                    label.clone_from(words);
                }
                variable.values = coded(
                    &[
                        ("1".into(), "Checked".into()),
                        ("0".into(), "Unchecked".into()),
                    ],
                    column,
                );
                if variable
                    .values
                    .iter()
                    .all(|value| matches!(value.code.as_str(), "0" | "1"))
                {
                    variable.values = yes_and_no();
                }
                variable.yes = variable.values.first().map(|value| value.code.clone());
            }
            ("yesno" | "truefalse", _) => {
                let (yes, no) = if known.field_type == "yesno" {
                    ("Yes", "No")
                } else {
                    ("True", "False")
                };
                variable.values =
                    coded(&[("1".into(), yes.into()), ("0".into(), no.into())], column);
                variable.yes = variable.values.first().map(|value| value.code.clone());
            }
            ("radio" | "dropdown", _) => {
                variable.values = coded(&known.choices, column);
                // Whether the choices are in order is written nowhere.
                sure = false;
            }
            ("calc" | "slider", _) => variable.level = MeasurementLevel::Interval,
            ("file" | "descriptive" | "signature", _) => variable.level = MeasurementLevel::Id,
            ("text", _)
                if matches!(known.validation.as_str(), "integer" | "number")
                    || known.validation.starts_with("number_") =>
            {
                variable.level = MeasurementLevel::Interval;
            }
            ("text", _) if !known.validation.is_empty() => variable.level = MeasurementLevel::Id,
            ("notes", _) => variable.level = MeasurementLevel::Id,
            _ => sure = false,
        }
        variable.label = BilingualText::new(if label.is_empty() {
            heading.to_owned()
        } else {
            super::variable_names::cut(&label, super::LABEL)
        });
        Some(ColumnMeaning {
            variable,
            level_is_known: sure,
            identifier: known.identifier,
        })
    }

    /// How many fields it has.
    pub fn len(&self) -> usize {
        self.fields.len()
    }
}

/// The values of choices: by their codes, or by their words where the data were exported with
/// labels.
fn coded(choices: &[(String, String)], column: &Column) -> Vec<Value> {
    let filled = || column.strings().filter(|cell| !cell.is_empty());
    let codes = filled().all(|cell| choices.iter().any(|(code, _)| code == cell));
    let words = !codes && filled().all(|cell| choices.iter().any(|(_, label)| label == cell));
    let value = |(code, label): &(String, String)| Value {
        code: if words { label } else { code }.clone(),
        label: BilingualText::new(label),
    };
    choices.iter().map(value).collect()
}

/// A choice's code in the name of its column: signs are underlines there.
fn export_code(code: &str) -> String {
    code.to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect()
}

/// `1, Yes | 2, No`, on one line or several.
fn pairs(choices: &str) -> Vec<(String, String)> {
    let parts = choices
        .split(['|', '\n'])
        .filter_map(|part| part.split_once(','));
    parts
        .map(|(code, label)| (code.trim().to_owned(), plain_words(label)))
        .filter(|(code, _)| !code.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_read_by_code_or_by_words() {
        assert_eq!(
            pairs("1, Yes, often | -9, <b>No</b>"),
            [
                ("1".into(), "Yes, often".into()),
                ("-9".into(), "No".into())
            ]
        );
        let choices = pairs("1, Yes | 0, No");
        let by = |cells: &[&str]| coded(&choices, &cells.iter().collect())[0].code.clone();
        assert_eq!(
            (by(&["1", "", "0"]), by(&["Yes", "No"]), by(&[""])),
            ("1".into(), "Yes".into(), "1".into())
        );
        assert_eq!(export_code("-9"), "_9");
    }
}
