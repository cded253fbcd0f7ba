//! Data files of Stata (`.dta`) since Stata 7, formats 110 to 119, as the Stata manual describes
//! them (`help dta`).
//!
//! Names, labels and missing values come along. What is missing for a reason (`.a` to `.z`) stays
//! in its cell, as it may mean something, and counts as no answer; `.` alone is empty. Stata tells
//! no level, so levels are guessed. A count in the file is never believed beyond the bytes that are
//! there: the crate `dta` takes memory as a file tells it to.

mod cases;
mod schema;
mod values;

use super::sav::byte_reader::ByteReader;
use super::table_reader::TableContents;
use super::tabular::TabularData;
use crate::study::{Refusal, Variable};
use std::collections::BTreeMap;

/// How words between tags begin since format 117.
const TAGGED: &[u8] = b"<stata_dta>";

/// Whether `bytes` begin as a data file of Stata does.
#[must_use]
pub fn is_dta(bytes: &[u8]) -> bool {
    bytes.starts_with(TAGGED) || matches!(bytes, [102..=115, 1 | 2, 1, 0, ..])
}

/// Reads the data file that `bytes` of the file called `name` are.
///
/// # Errors
/// When it ends too soon, contradicts itself, is older than Stata 7, or holds more than memory
/// bears.
pub fn read(name: &str, bytes: &[u8]) -> Result<TableContents, Refusal> {
    let source = ByteReader::of("Stata file", name, bytes, false);
    let (schema, mut source) = schema::DtaSchema::read(name, source, bytes)?;
    let mut letters = values::StataDecoder::default();
    let columns = cases::read(name, &schema, &mut source, &mut letters)?;
    let labels = values::value_labels(&schema, &mut source, &mut letters)?;
    let variables: Vec<Variable> = schema
        .variables
        .iter()
        .zip(&columns)
        .map(|(raw, column)| values::variable(raw, column, &labels, &mut letters))
        .collect();
    let mut notes = Vec::new();
    let named = |wanted: fn(&schema::StataVariable) -> bool| -> Vec<String> {
        let found = schema
            .variables
            .iter()
            .zip(&variables)
            .filter(|(raw, _)| wanted(raw));
        found
            .map(|(_, known)| format!("`{}`", known.name))
            .collect()
    };
    let dates = named(|raw| raw.format.is_moment());
    if !dates.is_empty() {
        notes.push(format!(
            "dates and times are never tested: {}",
            dates.join(", ")
        ));
    }
    let long = named(|raw| raw.kind == schema::StataType::Long);
    if !long.is_empty() {
        notes.push(format!("texts of any length (strL): {}", long.join(", ")));
    }
    for ((raw, known), column) in schema
        .variables
        .iter()
        .zip(&variables)
        .zip(&columns)
        .filter(|((raw, _), _)| raw.kind.is_number())
    {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        column
            .iter()
            .filter(|cell| known.missing.iter().any(|code| code == cell))
            .for_each(|cell| *counts.entry(cell).or_default() += 1);
        if !counts.is_empty() {
            let each: Vec<String> = counts
                .iter()
                .map(|(code, count)| format!("{code} {count}"))
                .collect();
            notes.push(format!(
                "missing in `{}` for a reason: {}",
                letters.words(&raw.name),
                each.join(", ")
            ));
        }
    }
    if letters.binary > 0 {
        notes.push(format!(
            "{} that hold no text (binary strL) are empty",
            crate::text::number::count_noun(letters.binary, "cell")
        ));
    }
    let unsure = schema
        .variables
        .iter()
        .zip(&variables)
        .filter(|(raw, _)| !raw.format.is_moment());
    let unsure = unsure.map(|(_, known)| known.name.clone()).collect();
    let encoding = format!(
        "dta {}, {}",
        schema.release,
        if letters.fallen_back {
            "windows-1252"
        } else {
            "utf-8"
        }
    );
    let header = variables.iter().map(|known| known.name.clone()).collect();
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
