//! The file formats in which a table can be exported.

use super::{ExportTable, csv, docx, html, json, latex, markdown, xlsx};
use crate::study::Refusal;
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum TableFormat {
    Csv,
    /// A workbook for Excel and LibreOffice.
    Xlsx,
    /// A self-contained page for the browser.
    Html,
    Md,
    Tex,
    Docx,
    Json,
}

/// Options for formats that leave a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableWriteOptions<'a> {
    /// Language code of the words in the table.
    pub language: &'a str,
    pub csv: csv::CsvOptions,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormattedTable {
    pub bytes: Vec<u8>,
    /// Number of CSV cells prefixed with an apostrophe so that no spreadsheet reads them as
    /// formulas.
    pub escaped_formulas: usize,
    /// Number of workbook cells that were too long and were truncated.
    pub truncated: usize,
}

impl TableFormat {
    pub const ALL: [TableFormat; 7] = [
        TableFormat::Csv,
        TableFormat::Xlsx,
        TableFormat::Html,
        TableFormat::Md,
        TableFormat::Tex,
        TableFormat::Docx,
        TableFormat::Json,
    ];

    /// The name, which is also the file extension.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Describes the format in a few words, for menus.
    pub fn about(self) -> &'static str {
        match self {
            TableFormat::Csv => "Comma-separated values, for spreadsheets",
            TableFormat::Xlsx => "A workbook for Excel or LibreOffice",
            TableFormat::Html => "A page for the browser",
            TableFormat::Md => "Markdown",
            TableFormat::Tex => "LaTeX",
            TableFormat::Docx => "A Word document",
            TableFormat::Json => "JSON",
        }
    }

    /// The format for a file's extension, if it has one.
    pub fn from_path(path: &Path) -> Option<TableFormat> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        match extension.as_str() {
            "markdown" => Some(TableFormat::Md),
            "htm" => Some(TableFormat::Html),
            name => TableFormat::ALL
                .into_iter()
                .find(|format| format.name() == name),
        }
    }

    /// True if the output is text that can go to a terminal or a pipe.
    pub fn is_text(self) -> bool {
        !matches!(self, TableFormat::Xlsx | TableFormat::Docx)
    }

    /// Fails if the table has more rows or columns than the format allows.
    pub fn write(
        self,
        table: &ExportTable,
        manner: TableWriteOptions<'_>,
    ) -> Result<FormattedTable, Refusal> {
        let text = match self {
            TableFormat::Csv => {
                let csv::CsvExport {
                    text,
                    escaped_formulas: guarded,
                } = csv::write(table, manner.csv);
                return Ok(FormattedTable {
                    bytes: text.into_bytes(),
                    escaped_formulas: guarded,
                    truncated: 0,
                });
            }
            TableFormat::Xlsx => {
                let xlsx::XlsxExport {
                    bytes,
                    truncated: cut,
                } = xlsx::write(table)?;
                return Ok(FormattedTable {
                    bytes,
                    escaped_formulas: 0,
                    truncated: cut,
                });
            }
            TableFormat::Docx => {
                return Ok(FormattedTable {
                    bytes: docx::write(table, manner.language)?,
                    escaped_formulas: 0,
                    truncated: 0,
                });
            }
            TableFormat::Html => html::write(table, manner.language),
            TableFormat::Md => markdown::write(table),
            TableFormat::Tex => latex::write(table),
            TableFormat::Json => json::write(table),
        };
        Ok(FormattedTable {
            bytes: text.into_bytes(),
            escaped_formulas: 0,
            truncated: 0,
        })
    }
}
