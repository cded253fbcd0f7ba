//! Workbooks: one sheet of a file from Excel, LibreOffice or a survey program, its cells as
//! people see them.
//!
//! Numbers are shown with the fifteen digits a spreadsheet shows, dates as `2024-03-01`, formulas
//! as the value that was stored with them. Colours and formats mean nothing here, and merged cells
//! are told.
//!
//! Values of a spreadsheet as people see them.
//!
//! Workbooks of Excel (`.xlsx`), by calamine.
//!
//! Every part is looked at before calamine is: how long it is unpacked, and that it is sound XML
//! without a document type. Cells are taken one by one as they come, so that a cell in the last
//! row of the last column costs no more than itself.

mod ods;

use super::archive::ZipContainer;
use super::reader::left_out_sentence;
use super::tabular::TabularData;
use super::{tabular, xml};
use crate::study::Refusal;
use crate::text::sanitize;
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::io::Cursor;

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
/// Refused when the archive is broken or hostile.
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
/// Refused when the file is no workbook, broken or hostile, or has no such sheet.
pub fn read(
    name: &str,
    bytes: &[u8],
    wanted: Option<&str>,
) -> Result<(WorkbookSheet, &'static str), Refusal> {
    let format = format(name, bytes)?;
    let mut archive = ZipContainer::open(name, bytes)?;
    match format {
        Some("xlsx") => Ok((read_xlsx(name, bytes, archive, wanted)?, "xlsx")),
        Some(_) => Ok((
            ods::read(name, &archive.required_part("content.xml")?, wanted)?,
            "ods",
        )),
        None => Err(Refusal::new(
            format!("{name} is an archive, but not a workbook"),
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
    pub fn rows(self) -> Vec<Vec<String>> {
        self.rows
    }

    /// Its cells with the first filled row as the header.
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

/// How many digits a spreadsheet shows of a number, wherever they stand.
const DIGITS: usize = 15;

/// A number: `0.3` also when it is stored as 0.30000000000000004.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let rounded: f64 = format!("{value:.*e}", DIGITS - 1).parse().unwrap_or(value);
    // Without a sign before zero.
    format!("{}", rounded + 0.0)
}

/// A date with a time that is not midnight: `2024-03-01 12:30`.
pub fn moment((year, month, day): (u16, u8, u8), time: (u32, u32, u32)) -> String {
    let date = format!("{year:04}-{month:02}-{day:02}");
    if time == (0, 0, 0) {
        date
    } else {
        format!("{date} {}", clock(time))
    }
}

/// A time of the day, or a length of time: `12:30`, `12:30:05`, `100:00`.
pub fn clock((hours, minutes, seconds): (u32, u32, u32)) -> String {
    if seconds == 0 {
        format!("{hours:02}:{minutes:02}")
    } else {
        format!("{hours:02}:{minutes:02}:{seconds:02}")
    }
}

/// Hours, minutes and seconds of so many days, to the second.
pub fn hours(days: f64) -> (u32, u32, u32) {
    let seconds = (days * 86_400.0).round().clamp(0.0, f64::from(u32::MAX)) as u32;
    (seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A date of ISO 8601, its midnight left out: `2024-03-01T12:30:00` → `2024-03-01 12:30`.
pub fn iso_moment(words: &str) -> String {
    let Some((date, time)) = words.split_once('T') else {
        return words.to_owned();
    };
    let time = time.split('.').next().unwrap_or_default();
    match time.strip_suffix(":00").unwrap_or(time) {
        "00:00" => date.to_owned(),
        time => format!("{date} {time}"),
    }
}

/// A length of time of ISO 8601: `PT12H30M00S` → `12:30`; other words stay as they are.
pub fn iso_clock(words: &str) -> String {
    let mut parts = [0_u32; 3];
    let Some(mut rest) = words.strip_prefix("PT") else {
        return words.to_owned();
    };
    for (part, letter) in parts.iter_mut().zip(['H', 'M', 'S']) {
        if let Some((digits, after)) = rest.split_once(letter) {
            let Ok(value) = digits.split('.').next().unwrap_or_default().parse() else {
                return words.to_owned();
            };
            (*part, rest) = (value, after);
        }
    }
    clock((parts[0], parts[1], parts[2]))
}

/// Whether a cell shows that its formula failed.
pub fn is_error(words: &str) -> bool {
    matches!(
        words,
        "#N/A" | "#I/T" | "#DIV/0!" | "#NAME?" | "#NULL!" | "#NUM!" | "#REF!" | "#VALUE!"
    ) || words.starts_with("Err:5")
}

/// Reads the workbook.
/// Refused when it is broken or hostile, or has no sheet called so.
pub fn read_xlsx(
    name: &str,
    bytes: &[u8],
    archive: ZipContainer<'_>,
    wanted: Option<&str>,
) -> Result<WorkbookSheet, Refusal> {
    look_at(name, archive)?;
    let broken = |error: XlsxError| {
        let why = sanitize::sanitize_line(&error.to_string());
        Refusal::new(
            format!("{name} cannot be read: {why}"),
            "Save it again as .xlsx, or as CSV",
        )
    };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let known = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet);
    // A hidden sheet is read_xlsx only when it is asked for.
    let names: Vec<String> = known
        .filter(|sheet| sheet.visible == SheetVisible::Visible || wanted.is_some())
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut sheets = Vec::new();
    for called in to_try(name, &names, wanted)? {
        let mut sheet = WorkbookSheet {
            name: called.clone(),
            ..WorkbookSheet::default()
        };
        let mut cells = workbook.worksheet_cells_reader(&called).map_err(broken)?;
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(broken)? {
            let words = match &cell.value {
                DataRef::Empty => {
                    sheet.unknown += usize::from(cell.formula.is_some());
                    continue;
                }
                DataRef::Error(_) => {
                    sheet.errors += 1;
                    continue;
                }
                DataRef::Int(value) => value.to_string(),
                DataRef::Float(value) => number(*value),
                DataRef::String(words) | DataRef::DurationIso(words) => words.clone(),
                DataRef::SharedString(words) => (*words).to_owned(),
                DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
                DataRef::DateTime(moment) => date(*moment),
                DataRef::DateTimeIso(words) => iso_moment(words),
            };
            sheet.put(name, cell.pos.0 as usize, cell.pos.1 as usize, words)?;
        }
        let filled = !sheet.rows.is_empty();
        drop(cells);
        if filled && let Ok(merged) = workbook.merge_cells_by_sheet_name(&called) {
            sheet.merged = merged.len();
        }
        sheets.push(sheet);
        if filled {
            break;
        }
    }
    chosen(name, &names, sheets)
}

/// Unpacks and reads every part of XML once, for its length and soundness only.
fn look_at(name: &str, mut archive: ZipContainer<'_>) -> Result<(), Refusal> {
    for part in archive
        .names()?
        .iter()
        .filter(|part| part.ends_with(".xml") || part.ends_with(".rels"))
    {
        xml::walk_xml(
            &format!("{name}, part `{}`", sanitize::sanitize_line(part)),
            &archive.required_part(part)?,
            &mut |_| Ok(()),
        )?;
    }
    Ok(())
}

/// A day, a time, or a length of time, as its format says.
fn date(cell: ExcelDateTime) -> String {
    let days = cell.as_f64();
    if cell.is_duration() || (0.0..1.0).contains(&days) {
        return clock(hours(days));
    }
    // To the second, so that a moment of 11:59:59.9999 is noon.
    let rounded = ExcelDateTime::new(
        (days * 86_400.0).round() / 86_400.0,
        calamine::ExcelDateTimeType::DateTime,
        false,
    );
    let (year, month, day, ..) = cell.to_ymd_hms_milli();
    let (_, _, _, hour, minute, second, milli) = rounded.to_ymd_hms_milli();
    let second = u32::from(second) + u32::from(milli >= 500);
    moment(
        (year, month, day),
        (u32::from(hour), u32::from(minute), second),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_people_see() {
        for (value, words) in [
            (0.1 + 0.2, "0.3"),
            (5.0, "5"),
            (-0.0, "0"),
            (1234567.891, "1234567.891"),
            (-2.5e-7, "-0.00000025"),
        ] {
            assert_eq!(number(value), words);
        }
        assert_eq!(number(f64::NAN), "");
    }

    #[test]
    fn dates_and_times_without_what_they_do_not_say() {
        assert_eq!(moment((2024, 3, 1), (0, 0, 0)), "2024-03-01");
        assert_eq!(moment((2024, 3, 1), hours(0.5)), "2024-03-01 12:00");
        assert_eq!(clock(hours(4.0 + 1.0 / 86_400.0)), "96:00:01");
        assert_eq!(iso_moment("2024-03-01T00:00:00"), "2024-03-01");
        assert_eq!(iso_moment("2024-03-01T09:05:00"), "2024-03-01 09:05");
        assert_eq!(iso_clock("PT12H30M00S"), "12:30");
        assert_eq!(iso_clock("PT00H00M07.5S"), "00:00:07");
        assert_eq!(iso_clock("P1D"), "P1D");
    }
}
