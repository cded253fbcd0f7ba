//! The forms in which a table is handed over.

use super::{ExportTable, csv, docx, html, json, latex, markdown, xlsx};
use crate::study::Refusal;
use std::path::Path;

/// A form of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values, for spreadsheets.
    Csv,
    /// A workbook.
    Xlsx,
    /// A page for the browser.
    Html,
    /// Markdown.
    Md,
    /// LaTeX.
    Tex,
    /// A Word document.
    Docx,
    /// JSON.
    Json,
}

/// How a table is written, as far as its form leaves a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableWriteOptions<'a> {
    /// The language of its words, by its code.
    pub language: &'a str,
    /// What stands between the cells of CSV.
    pub csv: csv::CsvOptions,
}

/// A table in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormattedTable {
    /// The file's content.
    pub bytes: Vec<u8>,
    /// How many cells of CSV got an apostrophe, lest a spreadsheet take them for formulas.
    pub escaped_formulas: usize,
    /// How many cells of a workbook were too long for one, and were cut.
    pub truncated: usize,
}

impl TableFormat {
    /// All forms.
    pub const ALL: [TableFormat; 7] = [
        TableFormat::Csv,
        TableFormat::Xlsx,
        TableFormat::Html,
        TableFormat::Md,
        TableFormat::Tex,
        TableFormat::Docx,
        TableFormat::Json,
    ];

    /// Its name, which is the extension of its files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TableFormat::Csv => "csv",
            TableFormat::Xlsx => "xlsx",
            TableFormat::Html => "html",
            TableFormat::Md => "md",
            TableFormat::Tex => "tex",
            TableFormat::Docx => "docx",
            TableFormat::Json => "json",
        }
    }

    /// What it is for, in a few words.
    #[must_use]
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

    /// The form that a file's extension says.
    #[must_use]
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

    /// Whether it is text that a terminal or a pipe can take.
    #[must_use]
    pub fn is_text(self) -> bool {
        !matches!(self, TableFormat::Xlsx | TableFormat::Docx)
    }

    /// Writes `table` in this form.
    ///
    /// # Errors
    /// When the table is larger than the form can hold.
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
