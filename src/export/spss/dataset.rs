//! A dataset for SPSS: a file of rows, and the commands that read it and label its values.

use super::name::{comment, is_number, quoted, spss_names};
use crate::study::{
    Column, Dataset, Variable, answer, dataset::MeasurementLevel, parsed_column::ParsedColumn,
};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SpssColumnType {
    /// With this many decimals.
    Number(usize),
    /// At most this many bytes.
    Text(usize),
}

/// A dataset with its variables' names in SPSS.
pub(super) struct SpssExport<'a> {
    dataset: &'a Dataset,
    language: &'a str,
    names: Vec<String>,
    kinds: Vec<SpssColumnType>,
}

impl<'a> SpssExport<'a> {
    pub(super) fn new(dataset: &'a Dataset, language: &'a str) -> SpssExport<'a> {
        let variables = &dataset.body.variables;
        let kinds = variables
            .iter()
            .enumerate()
            .map(|(place, variable)| spss_type(dataset, place, variable))
            .collect();
        SpssExport {
            dataset,
            language,
            names: spss_names(variables.iter().map(|variable| variable.name.as_str())),
            kinds,
        }
    }

    /// A variable's name in SPSS.
    pub(super) fn name(&self, variable: &str) -> Option<&str> {
        self.names
            .get(self.dataset.variable_index(variable)?)
            .map(String::as_str)
    }

    /// The rows, in the form that `GET DATA` in [`SpssExport::read_commands`] reads.
    pub(super) fn rows(&self) -> String {
        let mut out = self.names.join(";") + "\r\n";
        for row in 0..self.dataset.columns.first().map_or(0, Column::len) {
            let cells = self
                .dataset
                .columns
                .iter()
                .zip(&self.kinds)
                .map(|(column, kind)| {
                    let cell = column.get(row).unwrap_or_default().trim();
                    match kind {
                        // A cell that is not a number is a missing answer; SPSS reads an empty cell
                        // as missing.
                        SpssColumnType::Number(_) => {
                            answer::plain_number(cell).unwrap_or_default().into_owned()
                        }
                        SpssColumnType::Text(_) => {
                            format!("\"{}\"", super::name::one_line(cell).replace('"', "\"\""))
                        }
                    }
                });
            out += &cells.collect::<Vec<_>>().join(";");
            out += "\r\n";
        }
        out
    }

    /// The commands that read the rows from `file` and describe them.
    pub(super) fn read_commands(&self, file: &str) -> String {
        let mut out = comment(&format!("Dataset {}", self.dataset.body.name));
        out += "SET DECIMAL=DOT.\n";
        out += &format!(
            "GET DATA\n  /TYPE=TXT\n  /FILE={}\n  /ENCODING='UTF8'\n",
            quoted(file)
        );
        out += "  /ARRANGEMENT=DELIMITED\n  /DELIMITERS=';'\n  /QUALIFIER='\"'\n  /FIRSTCASE=2\n  /VARIABLES=";
        for (name, kind) in self.names.iter().zip(&self.kinds) {
            out += &match kind {
                SpssColumnType::Number(decimals) => {
                    format!("\n    {name} F{}.{decimals}", 12 + decimals)
                }
                SpssColumnType::Text(bytes) => format!("\n    {name} A{bytes}"),
            };
        }
        out += ".\n";
        // Filters come before missing values are declared: a filter may be about these values.
        for rule in &self.dataset.body.exclusions {
            let Some(place) = self.dataset.variable_index(&rule.variable) else {
                continue;
            };
            let (name, kind) = (&self.names[place], self.kinds[place]);
            out += &comment(&format!("Left out: {}", rule.reason));
            let condition = super::keep_condition(
                name,
                rule,
                &literal(kind, &rule.equals),
                matches!(kind, SpssColumnType::Text(_)),
            );
            out += &format!("SELECT IF ({condition}).\n");
        }
        self.describe_variables(&mut out);
        out
    }

    fn describe_variables(&self, out: &mut String) {
        for (place, variable) in self.dataset.body.variables.iter().enumerate() {
            let (name, kind) = (&self.names[place], self.kinds[place]);
            if *name != variable.name {
                *out += &comment(&format!("{} is called {name} here", variable.name));
            }
            let label = if variable.label.is_empty() {
                &variable.question
            } else {
                &variable.label
            };
            if !label.is_empty() {
                *out += &format!(
                    "VARIABLE LABELS {name} {}.\n",
                    quoted(&truncate_bytes(label.in_language(self.language), 255))
                );
            }
            let labelled = variable
                .values
                .iter()
                .filter(|value| !value.label.is_empty() && fits_type(kind, &value.code));
            let labels: Vec<String> = labelled
                .map(|value| {
                    format!(
                        "\n  {} {}",
                        literal(kind, &value.code),
                        quoted(&truncate_bytes(value.label.in_language(self.language), 120))
                    )
                })
                .collect();
            if !labels.is_empty() {
                *out += &format!("VALUE LABELS {name}{}.\n", labels.concat());
            }
            *out += &missing_values(name, kind, &variable.missing);
            let level = match variable.level {
                MeasurementLevel::Nominal | MeasurementLevel::Id => "NOMINAL",
                MeasurementLevel::Ordinal => "ORDINAL",
                MeasurementLevel::Interval => "SCALE",
            };
            // SPSS has no text variables of scale level.
            let level = if matches!(kind, SpssColumnType::Text(_)) && level == "SCALE" {
                "NOMINAL"
            } else {
                level
            };
            *out += &format!("VARIABLE LEVEL {name} ({level}).\n");
        }
    }
}

/// True if SPSS reads a column as text.
pub(super) fn is_string(dataset: &Dataset, place: usize) -> bool {
    dataset.body.variables.get(place).is_some_and(|variable| {
        matches!(spss_type(dataset, place, variable), SpssColumnType::Text(_))
    })
}

/// A value written as its column's type requires.
fn literal(kind: SpssColumnType, code: &str) -> String {
    match kind {
        SpssColumnType::Number(_) => {
            answer::plain_number(code).map_or_else(|| quoted(code), Cow::into_owned)
        }
        SpssColumnType::Text(_) => quoted(code),
    }
}

/// True if a value can occur in a column of this type.
fn fits_type(kind: SpssColumnType, code: &str) -> bool {
    matches!(kind, SpssColumnType::Text(_)) || answer::plain_number(code).is_some()
}

/// Numeric if every value that occurs or may occur is a number.
fn spss_type(dataset: &Dataset, place: usize, variable: &Variable) -> SpssColumnType {
    let cells = dataset
        .columns
        .get(place)
        .into_iter()
        .flat_map(Column::strings)
        .map(str::trim);
    let known = variable
        .values
        .iter()
        .map(|value| value.code.as_str())
        .chain(variable.missing.iter().map(String::as_str));
    let written: Vec<&str> = cells.chain(known).filter(|cell| !cell.is_empty()).collect();
    let numeric = dataset
        .parsed_column(place)
        .is_some_and(ParsedColumn::is_numeric);
    if numeric || !written.is_empty() && written.iter().all(|cell| is_number(cell)) {
        let numbers = written.iter().filter_map(|cell| answer::plain_number(cell));
        let decimals = numbers.map(|number| {
            number
                .split_once('.')
                .map_or(0, |(_, decimals)| decimals.len())
        });
        return SpssColumnType::Number(decimals.max().unwrap_or_default().min(10));
    }
    SpssColumnType::Text(
        written
            .iter()
            .map(|cell| cell.len())
            .max()
            .unwrap_or_default()
            .clamp(1, 32_767),
    )
}

/// SPSS allows three missing values per variable, and short ones for text; any others are recoded
/// to the empty value.
fn missing_values(name: &str, kind: SpssColumnType, codes: &[String]) -> String {
    let mut values: Vec<String> = codes
        .iter()
        .filter(|code| fits_type(kind, code))
        .map(|code| literal(kind, code))
        .collect();
    let words = matches!(kind, SpssColumnType::Text(_));
    if !words && (1..=3).contains(&values.len()) {
        return format!("MISSING VALUES {name} ({}).\n", values.join(", "));
    }
    let mut out = String::new();
    let empty = if words { "''" } else { "SYSMIS" };
    if !values.is_empty() {
        values
            .iter_mut()
            .for_each(|value| *value = format!("({value}={empty})"));
        out += &format!("RECODE {name} {}.\n", values.concat());
    }
    // SPSS counts an empty text as an answer unless it is declared missing.
    if matches!(kind, SpssColumnType::Text(bytes) if bytes <= 8) {
        out += &format!("MISSING VALUES {name} ('').\n");
    }
    out
}

fn truncate_bytes(words: &str, bytes: usize) -> String {
    let mut end = words.len().min(bytes);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    words[..end].to_owned()
}
