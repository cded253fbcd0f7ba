//! Workbooks: one sheet of a file from Excel, LibreOffice or a survey program, its cells as
//! people see them.
//!
//! Numbers are shown with the fifteen digits a spreadsheet shows, dates as `2024-03-01`, formulas
//! as the value that was stored with them. Colours and formats mean nothing here, and merged cells
//! are told.

pub(super) mod display;
mod ods;
mod xlsx;

use super::archive::ZipContainer;
use super::reader::left_out_sentence;
use super::tabular::{self, TabularData};
use crate::study::Refusal;

/// A sheet and what it said beside its cells.
#[derive(Debug, Default)]
pub struct WorkbookSheet {
    name: String,
    /// The sheets that were not read.
    other_sheets: Vec<String>,
    rows: Vec<Vec<String>>,
    /// How many cells there are so far, the empty ones before others too.
    cells: usize,
    /// Cells such as `#N/A`.
    errors: usize,
    /// Formulas whose value is not in the file.
    unknown: usize,
    /// Cells that take the place of several.
    merged: usize,
}

/// The rows and columns a spreadsheet can have.
const MOST_ROWS: usize = 1 << 20;
const MOST_COLUMNS: usize = 1 << 14;

/// The format of a workbook, `None` for another archive.
///
/// # Errors
/// When the archive is broken or hostile.
pub fn format(name: &str, bytes: &[u8]) -> Result<Option<&'static str>, Refusal> {
    let mut archive = ZipContainer::open(name, bytes)?;
    let parts = archive.names()?;
    let holds = |part: &str| parts.iter().any(|name| name == part);
    if holds("xl/workbook.xml") {
        return Ok(Some("xlsx"));
    }
    let is_ods = holds("content.xml")
        && archive
            .part("mimetype")?
            .is_some_and(|kind| kind.starts_with(ods::MIME_TYPE));
    Ok(is_ods.then_some("ods"))
}

/// Reads the sheet that is wanted, or else the first one that holds something, and says in which
/// format.
///
/// # Errors
/// When the file is no workbook, broken or hostile, or has no such sheet.
pub fn read(
    name: &str,
    bytes: &[u8],
    wanted: Option<&str>,
) -> Result<(WorkbookSheet, &'static str), Refusal> {
    let format = format(name, bytes)?;
    let mut archive = ZipContainer::open(name, bytes)?;
    match format {
        Some("xlsx") => Ok((xlsx::read(name, bytes, archive, wanted)?, "xlsx")),
        Some(_) => Ok((
            ods::read(name, &archive.required_part("content.xml")?, wanted)?,
            "ods",
        )),
        None => Err(Refusal::new(
            format!("{name} is an archive, but no workbook of rows"),
            "Save it as .xlsx, .ods or CSV",
        )),
    }
}

impl WorkbookSheet {
    /// Puts the words of a cell at its row and column, both from 0.
    fn put(&mut self, file: &str, row: usize, column: usize, words: String) -> Result<(), Refusal> {
        if words.is_empty() {
            return Ok(());
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(Refusal::new(
                format!(
                    "{file}: sheet `{}` has a cell in row {}, column {}",
                    self.name,
                    row + 1,
                    column + 1
                ),
                "No spreadsheet has as many; save it again in the program it came from",
            ));
        }
        if row >= self.rows.len() {
            self.rows.resize(row + 1, Vec::new());
        }
        let cells = &mut self.rows[row];
        if column >= cells.len() {
            self.cells += column + 1 - cells.len();
            if self.cells > tabular::MAX_CELLS {
                return Err(tabular::refuse_too_many(file));
            }
            cells.resize(column + 1, String::new());
        }
        cells[column] = words;
        Ok(())
    }

    /// What all sheets in sight are called, this one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name)
            .chain(&self.other_sheets)
            .map(String::as_str)
    }

    /// Its rows as they are, of any length.
    #[must_use]
    pub fn rows(self) -> Vec<Vec<String>> {
        self.rows
    }

    /// Its cells with the first filled row as the header.
    ///
    /// # Errors
    /// As [`TabularData::from_rows`].
    pub fn cells(self, file: &str) -> Result<TabularData, Refusal> {
        let WorkbookSheet {
            name,
            other_sheets: others,
            rows,
            errors,
            unknown,
            merged,
            ..
        } = self;
        let cells = TabularData::from_rows(&format!("{file}, sheet `{name}`"), rows)?;
        let mut notes = Vec::new();
        if !others.is_empty() {
            notes.push(format!(
                "not read: sheet{} `{}`",
                if others.len() == 1 { "" } else { "s" },
                others.join("`, `")
            ));
        }
        notes.extend(left_out_sentence(
            errors,
            "cell with an error such as #N/A",
            "cells with an error such as #N/A",
        ));
        notes.extend(
            left_out_sentence(
                unknown,
                "formula without a stored value",
                "formulas without a stored value",
            )
            .map(|note| format!("{note}: open the file in its program and save it again")),
        );
        if merged > 0 {
            notes.push(format!(
                "{}: what one says counts for its first row and column only, and the others are empty",
                crate::text::number::count_noun(merged, "merged cell")
            ));
        }
        Ok(TabularData {
            sheet: Some(name),
            notes,
            ..cells
        })
    }
}

/// Which of the sheets called so to try: the one that is wanted, or all.
fn to_try(file: &str, names: &[String], wanted: Option<&str>) -> Result<Vec<String>, Refusal> {
    let Some(wanted) = wanted else {
        return Ok(names.to_vec());
    };
    match names
        .iter()
        .find(|name| name.to_lowercase() == wanted.to_lowercase())
    {
        Some(name) => Ok(vec![name.clone()]),
        None => Err(Refusal::new(
            format!("{file} has no sheet `{wanted}`"),
            format!(
                "Choose one of `{}`",
                names
                    .iter()
                    .take(12)
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("`, `")
            ),
        )),
    }
}

/// Of sheets that were read in order, the first one that holds something, or the first; the others
/// by name.
fn chosen(
    file: &str,
    names: &[String],
    sheets: Vec<WorkbookSheet>,
) -> Result<WorkbookSheet, Refusal> {
    let place = sheets
        .iter()
        .position(|sheet| !sheet.rows.is_empty())
        .unwrap_or(0);
    let Some(mut sheet) = sheets.into_iter().nth(place) else {
        return Err(Refusal::new(
            format!("{file} has no sheet"),
            "Nothing was imported; check the file",
        ));
    };
    sheet.other_sheets = names
        .iter()
        .filter(|name| **name != sheet.name)
        .cloned()
        .collect();
    Ok(sheet)
}
