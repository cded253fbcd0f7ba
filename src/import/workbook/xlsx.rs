//! Workbooks of Excel (`.xlsx`), by calamine.
//!
//! Every part is looked at before calamine is: how long it is unpacked, and that it is sound XML
//! without a document type. Cells are taken one by one as they come, so that a cell in the last
//! row of the last column costs no more than itself.

use super::super::archive::ZipContainer;
use super::super::xml;
use super::{WorkbookSheet, chosen, display, to_try};
use crate::study::Refusal;
use crate::text::sanitize;
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::io::Cursor;

/// Reads the workbook.
///
/// # Errors
/// When it is broken or hostile, or has no sheet called so.
pub fn read(
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
    // A hidden sheet is read only when it is asked for.
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
                DataRef::Float(value) => display::number(*value),
                DataRef::String(words) | DataRef::DurationIso(words) => words.clone(),
                DataRef::SharedString(words) => (*words).to_owned(),
                DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
                DataRef::DateTime(moment) => date(*moment),
                DataRef::DateTimeIso(words) => display::iso_moment(words),
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
fn date(moment: ExcelDateTime) -> String {
    let days = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&days) {
        return display::clock(display::hours(days));
    }
    // To the second, so that a moment of 11:59:59.9999 is noon.
    let rounded = ExcelDateTime::new(
        (days * 86_400.0).round() / 86_400.0,
        calamine::ExcelDateTimeType::DateTime,
        false,
    );
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let (_, _, _, hour, minute, second, milli) = rounded.to_ymd_hms_milli();
    let second = u32::from(second) + u32::from(milli >= 500);
    display::moment(
        (year, month, day),
        (u32::from(hour), u32::from(minute), second),
    )
}
