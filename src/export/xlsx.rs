//! Tables as workbooks for Excel and LibreOffice.
//!
//! Numbers keep the number of decimals that people see. Text is text even if it begins with `=`,
//! `+`, `-` or `@`: a workbook states the type of each cell, so nothing is taken for a formula. The
//! header row is frozen and repeats on every printed page. Title and notes are on a sheet of their
//! own.

use super::{ColumnAlign, ExportCell, ExportTable, page_layout::PageLayout};
use crate::study::Refusal;
use crate::text::sanitize;
use rust_xlsxwriter::{
    DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Excel's limit for the text of a cell, in UTF-16 units.
const MAX_CELL_UTF16: usize = 32_767;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XlsxExport {
    pub bytes: Vec<u8>,
    /// Number of cells that were too long and were truncated.
    pub truncated: usize,
}

/// Writes a sheet for the rows, and another for title and notes if there are any. A truncated cell
/// ends by stating its original length; the notes state how many cells were truncated. Fails if the
/// table has more rows or columns than a workbook can hold.
pub fn write(table: &ExportTable) -> Result<XlsxExport, Refusal> {
    let long = |cell: &&ExportCell| matches!(cell, ExportCell::Text(text) if is_long(&sanitize::sanitize(text)));
    let cut = table.rows.iter().flatten().filter(long).count();
    let told;
    let table = if cut == 0 {
        table
    } else {
        told = ExportTable {
            notes: table
                .notes
                .iter()
                .cloned()
                .chain([truncation_note(cut)])
                .collect(),
            ..table.clone()
        };
        &told
    };
    let bytes = bytes(table)?;
    Ok(XlsxExport {
        bytes,
        truncated: cut,
    })
}

/// The note about truncated cells.
pub fn truncation_note(cut: usize) -> String {
    let cells = if cut == 1 {
        "1 cell is"
    } else {
        &format!("{cut} cells are")
    };
    format!(
        "{cells} longer than the 32,767 characters a cell of a workbook holds, and cut; each says so at its end. CSV and JSON have them in full."
    )
}

fn is_long(text: &str) -> bool {
    text.len() > MAX_CELL_UTF16 && text.encode_utf16().count() > MAX_CELL_UTF16
}

fn bytes(table: &ExportTable) -> Result<Vec<u8>, Refusal> {
    workbook(table).map_err(|error| {
        Refusal::new(
            format!("a workbook cannot hold the table: {error}"),
            "Write it as CSV",
        )
    })
}

fn workbook(table: &ExportTable) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    if let Some(title) = &table.title {
        workbook.set_properties(&DocProperties::new().set_title(sanitize::sanitize_line(title)));
    }
    fill(table, workbook.add_worksheet().set_name("Table")?)?;
    if table.title.is_some() || !table.notes.is_empty() {
        let sheet = workbook.add_worksheet().set_name("About")?;
        sheet.set_column_width(0, 110)?;
        let title = Format::new().set_bold().set_text_wrap();
        let note = Format::new().set_text_wrap();
        for (row, text) in table.title.iter().chain(&table.notes).enumerate() {
            let format = if row == 0 && table.title.is_some() {
                &title
            } else {
                &note
            };
            sheet.write_string_with_format(row as u32, 0, truncate(text), format)?;
        }
    }
    workbook.save_to_buffer()
}

fn fill(table: &ExportTable, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border_bottom(FormatBorder::Thin);
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let paper = PageLayout::new(table);
    for part in &paper.slices {
        for (place, width) in part.columns.iter().zip(&part.widths) {
            sheet.set_column_width(*place as u16, width + 3.0)?;
        }
    }
    for (place, column) in table.columns.iter().enumerate() {
        let side = if column.align == ColumnAlign::Right {
            FormatAlign::Right
        } else {
            FormatAlign::Left
        };
        sheet.write_string_with_format(
            0,
            place as u16,
            truncate(&column.heading),
            &heading.clone().set_align(side),
        )?;
    }
    for (row, cells) in (1..).zip(&table.rows) {
        for (place, cell) in (0..).zip(cells) {
            match cell {
                ExportCell::Empty => {}
                ExportCell::Text(text) | ExportCell::Structured { shown: text, .. } => {
                    sheet.write_string_with_format(row, place, truncate(text), &words)?;
                }
                ExportCell::Number { value, shown } => {
                    sheet.write_number_with_format(
                        row,
                        place,
                        *value,
                        &digits(shown).set_align(FormatAlign::Top),
                    )?;
                }
            }
        }
    }
    if !table.columns.is_empty() {
        sheet.autofilter(
            0,
            0,
            table.rows.len() as u32,
            table.columns.len() as u16 - 1,
        )?;
    }
    sheet.set_freeze_panes(1, 1)?.set_repeat_rows(0, 0)?;
    sheet.set_paper_size(9);
    if paper.slices.len() == 1 {
        sheet.set_print_fit_to_pages(1, 0);
    }
    if paper.landscape {
        sheet.set_landscape();
    }
    Ok(())
}

/// A number format with as many decimals as people see; a number shown in another form keeps the
/// default format.
fn digits(shown: &str) -> Format {
    let plain = shown.trim_start_matches(['-', '−']).replace(',', ".");
    match plain.split_once('.') {
        Some((whole, decimals))
            if whole
                .chars()
                .chain(decimals.chars())
                .all(|c| c.is_ascii_digit()) =>
        {
            Format::new().set_num_format(format!("0.{}", "0".repeat(decimals.len().max(1))))
        }
        _ => Format::new(),
    }
}

/// Sanitised text, truncated to what a cell can hold.
fn truncate(text: &str) -> String {
    let text = sanitize::sanitize(text);
    if !is_long(&text) {
        return text.into_owned();
    }
    let end = format!("… [cut: {} characters in all]", text.chars().count());
    let room = MAX_CELL_UTF16 - end.encode_utf16().count();
    let mut units = 0;
    let mut kept: String = text
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= room
        })
        .collect();
    kept.push_str(&end);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::ExportColumn;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    #[test]
    #[allow(clippy::panic, reason = "tests may fail loudly")]
    fn numbers_are_numbers_and_nothing_is_a_formula() {
        let long = "ø".repeat(40_000);
        let said = [
            "=1+1",
            "+1",
            "-1",
            "@x",
            "{=A1}",
            "a\nb",
            "\u{1b}[31m_x0041_",
            "007",
            long.as_str(),
        ];
        let table = ExportTable {
            title: Some("=Title".into()),
            columns: vec![
                ExportColumn::words("said", "=Said"),
                ExportColumn::numbers("p", "p"),
            ],
            rows: said
                .iter()
                .map(|words| {
                    vec![
                        ExportCell::from(*words),
                        ExportCell::shown(0.0004, "< .001"),
                    ]
                })
                .collect(),
            notes: vec!["=note".into()],
        };
        let written = write(&table).unwrap();
        assert_eq!(written.truncated, 1);
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(written.bytes)).unwrap();
        let sheet = book.worksheet_range("Table").unwrap();
        assert_eq!(sheet.get((0, 0)), Some(&Data::String("=Said".into())));
        for (row, words) in (1..).zip(said) {
            let end = "… [cut: 40000 characters in all]";
            let expected = if words.len() > 99 {
                format!("{}{end}", "ø".repeat(32_767 - end.chars().count()))
            } else {
                words.replace('\u{1b}', "␛")
            };
            assert_eq!(sheet.get((row, 0)), Some(&Data::String(expected)));
            assert_eq!(sheet.get((row, 1)), Some(&Data::Float(0.0004)));
        }
        assert!(
            book.worksheet_formula("Table").unwrap().is_empty()
                && book.worksheet_formula("About").unwrap().is_empty()
        );
        assert_eq!(
            book.worksheet_range("About").unwrap().get((1, 0)),
            Some(&Data::String("=note".into()))
        );
        let Some(Data::String(told)) = book.worksheet_range("About").unwrap().get((2, 0)).cloned()
        else {
            panic!("nothing told")
        };
        assert!(told.starts_with("1 cell is longer"), "{told}");
    }

    #[test]
    fn an_empty_table_is_a_workbook_too() {
        assert!(write(&ExportTable::default()).is_ok());
    }
}
