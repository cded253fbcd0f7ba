//! Tables as CSV (RFC 4180: CRLF, quotation marks doubled).
//!
//! Spreadsheets read a cell that begins with `=`, `+`, `-`, `@` or a tab as a formula and may run
//! it. Words of a study are never formulas, so such a cell is prefixed with an apostrophe;
//! [`CsvExport::escaped_formulas`] counts them. Numbers are written as numbers, with all their
//! digits. CSV is often looked at in a terminal, so control characters are made harmless here too.

use super::{ExportCell, ExportTable};
use crate::text::sanitize;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvOptions {
    /// `,`, or `;` where the comma is the decimal separator.
    pub delimiter: char,
    /// Excel recognises UTF-8 by the byte-order mark.
    pub byte_order_mark: bool,
}

impl Default for CsvOptions {
    fn default() -> CsvOptions {
        CsvOptions {
            delimiter: ',',
            byte_order_mark: false,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvExport {
    pub text: String,
    /// Number of cells prefixed with an apostrophe so that no spreadsheet reads them as formulas.
    pub escaped_formulas: usize,
}

/// Writes header and rows of `table`. Title and notes are dropped: CSV has no place for them.
pub fn write(table: &ExportTable, options: CsvOptions) -> CsvExport {
    let mut out = CsvExport {
        text: String::new(),
        escaped_formulas: 0,
    };
    if options.byte_order_mark {
        out.text.push('\u{feff}');
    }
    let headings: Vec<ExportCell> = table
        .columns
        .iter()
        .map(|column| ExportCell::from(column.heading.as_str()))
        .collect();
    for row in std::iter::once(&headings).chain(&table.rows) {
        for (place, cell) in row.iter().enumerate() {
            if place > 0 {
                out.text.push(options.delimiter);
            }
            write_cell(&mut out, cell, options.delimiter);
        }
        out.text.push_str("\r\n");
    }
    out
}

fn write_cell(out: &mut CsvExport, cell: &ExportCell, delimiter: char) {
    let words = match cell {
        ExportCell::Empty => return,
        // Spreadsheets in locales that separate cells by `;` expect a decimal comma.
        ExportCell::Number { value, .. } if delimiter == ';' => {
            return out.text.push_str(&value.to_string().replace('.', ","));
        }
        ExportCell::Number { value, .. } => return out.text.push_str(&value.to_string()),
        ExportCell::Text(words) | ExportCell::Structured { shown: words, .. } => words,
    };
    let formula = words.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let words = sanitize::sanitize(words);
    out.escaped_formulas += usize::from(formula);
    let guard = if formula { "'" } else { "" };
    if words.contains([delimiter, '"', '\n', '\r'])
        || words.starts_with(' ')
        || words.ends_with(' ')
    {
        out.text
            .push_str(&format!("\"{guard}{}\"", words.replace('"', "\"\"")));
    } else {
        out.text.push_str(guard);
        out.text.push_str(&words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::ExportColumn;

    fn table(cells: &[&str]) -> ExportTable {
        let columns = vec![
            ExportColumn::words("said", "Said"),
            ExportColumn::numbers("p", "p"),
        ];
        let rows = cells
            .iter()
            .map(|words| vec![ExportCell::from(*words), ExportCell::shown(-0.5, "−.50")])
            .collect();
        ExportTable {
            columns,
            rows,
            ..ExportTable::default()
        }
    }

    #[test]
    fn formulas_are_guarded_and_counted_and_numbers_are_not() {
        let written = write(
            &table(&["=1+1", "-no", "@x", "+", "\tt", "Well = ok"]),
            CsvOptions::default(),
        );
        assert_eq!(written.escaped_formulas, 5);
        assert_eq!(
            write(&table(&["\u{1b}[31m"]), CsvOptions::default()).text,
            "Said,p\r\n␛[31m,-0.5\r\n"
        );
        assert_eq!(
            written.text,
            "Said,p\r\n'=1+1,-0.5\r\n'-no,-0.5\r\n'@x,-0.5\r\n'+,-0.5\r\n\"' t\",-0.5\r\nWell = ok,-0.5\r\n"
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        let said = ["a \"b\"", "c, d; e", "two\nlines", " blank ", "æøå"];
        for options in [
            CsvOptions::default(),
            CsvOptions {
                delimiter: ';',
                byte_order_mark: true,
            },
        ] {
            let written = write(&table(&said), options);
            let text = written.text.trim_start_matches('\u{feff}');
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(options.delimiter as u8)
                .from_reader(text.as_bytes());
            let read: Vec<String> = reader
                .records()
                .map(|row| row.unwrap()[0].to_owned())
                .collect();
            assert_eq!(read, said);
            assert_eq!(
                written.text.starts_with('\u{feff}'),
                options.byte_order_mark
            );
        }
    }

    #[test]
    fn a_semicolon_goes_with_a_decimal_comma() {
        let written = write(
            &table(&["x"]),
            CsvOptions {
                delimiter: ';',
                byte_order_mark: false,
            },
        );
        assert_eq!(written.text, "Said;p\r\nx;-0,5\r\n");
    }
}
