//! Data files of SPSS (`.sav`, `.zsav`), as the PSPP developers' guide describes the format.
//!
//! Names, labels, missing values and measurement levels come along; the code of a missing answer
//! stays in its cell, as it may mean something, and only what SPSS calls system-missing is empty.
//! Weights, roles and multiple response sets mean nothing here. A count in the file is never
//! believed beyond the bytes that are there.

pub(super) mod byte_reader;
mod cases;
mod dictionary;
pub(super) mod values;

use super::table_reader::TableContents;
use super::tabular::TabularData;
use crate::study::{Refusal, Variable};

/// Whether `bytes` begin as a data file of SPSS does.
#[must_use]
pub fn is_sav(bytes: &[u8]) -> bool {
    bytes.starts_with(b"$FL2") || bytes.starts_with(b"$FL3")
}

/// Reads the data file that `bytes` of the file called `name` are.
///
/// # Errors
/// When it ends too soon, contradicts itself, or holds more than memory bears.
pub fn read(name: &str, bytes: &[u8]) -> Result<TableContents, Refusal> {
    let (dictionary, rest) = dictionary::SavDictionary::read(name, bytes)?;
    let mut letters = values::SavDecoder::new(&dictionary);
    let columns = cases::read(name, &dictionary, rest, &mut letters)?;
    let variables: Vec<Variable> = dictionary
        .variables
        .iter()
        .zip(&columns)
        .map(|(raw, column)| values::variable(raw, column, &mut letters))
        .collect();
    let header = variables
        .iter()
        .map(|variable| variable.name.clone())
        .collect();
    let mut notes = Vec::new();
    if let Some(weight) = dictionary.weight.and_then(|place| variables.get(place)) {
        notes.push(format!(
            "SPSS weights the rows by `{}`; virk counts each row once",
            weight.name
        ));
    }
    let dates = variables
        .iter()
        .zip(&dictionary.variables)
        .filter(|(_, raw)| raw.format.is_moment())
        .map(|(known, _)| known.name.as_str());
    let dates: Vec<&str> = dates.collect();
    if !dates.is_empty() {
        notes.push(format!(
            "dates and times are never tested: {}",
            dates.join(", ")
        ));
    }
    notes.extend(
        dictionary
            .variables
            .iter()
            .zip(&variables)
            .filter_map(|(raw, known)| values::range_note(raw, known)),
    );
    if letters.broken > 0 {
        notes.push(format!(
            "{} text(s) hold letters that are not {}: shown as \u{fffd}",
            letters.broken,
            letters.name()
        ));
    }
    let unsure = dictionary
        .variables
        .iter()
        .zip(&variables)
        .filter(|(raw, _)| raw.measure == 0 && !raw.format.is_moment());
    let unsure = unsure.map(|(_, known)| known.name.clone()).collect();
    let encoding = format!(
        "{}, {}",
        if bytes.starts_with(b"$FL3") {
            "zsav"
        } else {
            "sav"
        },
        letters.name()
    );
    Ok(TableContents {
        cells: TabularData {
            header,
            columns,
            notes,
            ..TabularData::default()
        },
        variables,
        unsure,
        encoding,
        ..TableContents::default()
    })
}
