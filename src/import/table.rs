//! A file of rows about to be imported, in any format of [`table_reader::READERS`].
//!
//! Numbers in Danish notation: `1.234,5`.
//!
//! Variable descriptions as JSON: names, levels, labels, questions, values, missing values, the
//! middle category, who was asked, excluded rows with the reason, and the codes that a variable
//! indicates.

use super::allowed_fields::AllowedFields;
use super::table_reader::{TableContents, TableSource};
use super::tabular::{ReadProgress, TabularData};
use super::{TextFile, file, table_reader};
use crate::study::dataset::{Condition, Exclusion, MiddleAnswer, Value};
use crate::study::document::Provenance;
use crate::study::{BilingualText, Column, Refusal, Variable};
use crate::text::sanitize;
use serde::Deserialize;
use std::path::Path;

pub use super::table_reader::TableReadOptions;

/// A file of rows that has been read.
#[derive(Clone, Debug)]
pub struct TableFile {
    /// What it is called in messages: its path as given.
    pub name: String,
    /// Its rows, column by column.
    pub cells: TabularData,
    /// What the file itself says of its variables; most formats say nothing.
    pub variables: Vec<Variable>,
    /// Which of them it describes without telling their level.
    pub unsure: Vec<String>,
    /// File name, hash, encoding and virk version, for the record.
    pub source: Provenance,
}

impl TableFile {
    /// Reads the file at `path`, and what lies beside it when the program that exported it divides
    /// its exports into several files.
    /// Refused when it is missing, unreadable, broken, hostile, or no file of rows.
    pub fn open(path: &Path, options: &TableReadOptions) -> Result<TableFile, Refusal> {
        TableFile::open_with_progress(path, options, &mut |_, _| {})
    }

    /// As [`TableFile::open`], and reports how far delimited text has been read: registers are
    /// large.
    /// Refused as there.
    pub fn open_with_progress(
        path: &Path,
        options: &TableReadOptions,
        progress: ReadProgress<'_>,
    ) -> Result<TableFile, Refusal> {
        let file_name = path
            .file_name()
            .map(|file| file.to_string_lossy().into_owned())
            .unwrap_or_default();
        let name = path.display().to_string();
        let source = TableSource::new(&name, Some(path), file::bytes(path)?);
        TableFile::read(source, file_name, options, progress)
    }

    /// Reads bytes that belong to no file on the disk, so that nothing can lie beside them.
    /// Refused when they are broken, hostile, or no file of rows.
    pub fn from_bytes(
        name: &str,
        file: String,
        bytes: &[u8],
        options: &TableReadOptions,
    ) -> Result<TableFile, Refusal> {
        let source = TableSource::new(name, None, bytes);
        TableFile::read(source, file, options, &mut |_, _| {})
    }

    fn read(
        mut source: TableSource<'_>,
        file: String,
        options: &TableReadOptions,
        progress: ReadProgress<'_>,
    ) -> Result<TableFile, Refusal> {
        // Before the bytes become text.
        let sha256 = sanitize::sha256(source.bytes());
        let TableContents {
            cells,
            variables,
            unsure,
            encoding,
            sheets: _,
        } = table_reader::read(&mut source, options, progress)?;
        Ok(TableFile {
            name: source.name.to_owned(),
            cells,
            variables,
            unsure,
            source: Provenance {
                file,
                sha256,
                encoding,
                virk: env!("CARGO_PKG_VERSION").to_owned(),
            },
        })
    }

    /// The file name without its folders and its last extension.
    pub fn stem(&self) -> &str {
        let file = &self.source.file;
        file.rsplit_once('.')
            .map(|(stem, _)| stem)
            .filter(|stem| !stem.is_empty())
            .unwrap_or(file)
    }
}

/// Rewrites a column of numbers with decimal commas; returns whether it did. A single cell in
/// another notation leaves the whole column unchanged.
pub fn read_decimal_commas(column: &mut Column) -> bool {
    let read = column.strings().any(|cell| cell.contains(','))
        && column.strings().all(|cell| with_point(cell).is_some());
    if read {
        *column = column.map(|cell| with_point(cell).unwrap_or_default());
    }
    read
}

/// The number with a decimal point. Points before the comma must separate groups of three.
fn with_point(cell: &str) -> Option<String> {
    let (whole, fraction) = cell
        .split_once(',')
        .map_or((cell, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let mut groups = digits.split('.');
    let first = groups.next().unwrap_or_default();
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = groups.clone().next().is_some();
    let fits = is_digits(first)
        && groups.all(|group| group.len() == 3 && is_digits(group))
        && (!grouped || (1..=3).contains(&first.len()))
        && fraction.is_none_or(|fraction| {
            !fraction.is_empty() && !first.is_empty() && is_digits(fraction)
        });
    fits.then(|| {
        let whole = whole.replace('.', "");
        fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}"))
    })
}

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
    pub fn get(&self, name: &str) -> Option<&VariableEntry> {
        self.variables
            .iter()
            .find(|described| described.variable.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[&str]) -> Option<Column> {
        let mut column: Column = cells.iter().collect();
        read_decimal_commas(&mut column).then_some(column)
    }

    #[test]
    fn decimal_commas_become_points() {
        assert_eq!(
            read(&["0,05", "", "-1,5", "3"]).unwrap(),
            ["0.05", "", "-1.5", "3"]
        );
        assert_eq!(
            read(&["1.234,5", "1.234", "987"]).unwrap(),
            ["1234.5", "1234", "987"]
        );
    }

    #[test]
    fn other_columns_stay_as_they_are() {
        for cells in [
            &["1", "2"][..],
            &["1,5", "about 2"],
            &["1.5", "2,5"],
            &["yes, no"],
            &["1,2,3"],
            &[",5"],
            &["1."],
        ] {
            assert_eq!(read(cells), None, "{cells:?}");
        }
    }
}
