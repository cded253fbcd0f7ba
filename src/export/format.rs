//! The forms in which a table is handed over.

use super::{Table, csv, docx, html, json, latex, markdown, xlsx};
use crate::study::Refusal;
use std::path::Path;

/// A form of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
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
pub struct Manner<'a> {
    /// The language of its words, by its code.
    pub language: &'a str,
    /// What stands between the cells of CSV.
    pub csv: csv::CsvOptions,
}

/// A table in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file's content.
    pub bytes: Vec<u8>,
    /// How many cells of CSV got an apostrophe, lest a spreadsheet take them for formulas.
    pub guarded: usize,
    /// How many cells of a workbook were too long for one, and were cut.
    pub cut: usize,
}

impl Format {
    /// All forms.
    pub const ALL: [Format; 7] = [
        Format::Csv,
        Format::Xlsx,
        Format::Html,
        Format::Md,
        Format::Tex,
        Format::Docx,
        Format::Json,
    ];

    /// Its name, which is the extension of its files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Html => "html",
            Format::Md => "md",
            Format::Tex => "tex",
            Format::Docx => "docx",
            Format::Json => "json",
        }
    }

    /// What it is for, in a few words.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Format::Csv => "Comma-separated values, for spreadsheets",
            Format::Xlsx => "A workbook for Excel or LibreOffice",
            Format::Html => "A page for the browser",
            Format::Md => "Markdown",
            Format::Tex => "LaTeX",
            Format::Docx => "A Word document",
            Format::Json => "JSON",
        }
    }

    /// The form that a file's extension says.
    #[must_use]
    pub fn of(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        match extension.as_str() {
            "markdown" => Some(Format::Md),
            "htm" => Some(Format::Html),
            name => Format::ALL.into_iter().find(|format| format.name() == name),
        }
    }

    /// Whether it is text that a terminal or a pipe can take.
    #[must_use]
    pub fn is_text(self) -> bool {
        !matches!(self, Format::Xlsx | Format::Docx)
    }

    /// Writes `table` in this form.
    ///
    /// # Errors
    /// When the table is larger than the form can hold.
    pub fn write(self, table: &Table, manner: Manner<'_>) -> Result<Written, Refusal> {
        let text = match self {
            Format::Csv => {
                let csv::Written { text, guarded } = csv::write(table, manner.csv);
                return Ok(Written {
                    bytes: text.into_bytes(),
                    guarded,
                    cut: 0,
                });
            }
            Format::Xlsx => {
                let xlsx::Written { bytes, cut } = xlsx::write(table)?;
                return Ok(Written {
                    bytes,
                    guarded: 0,
                    cut,
                });
            }
            Format::Docx => {
                return Ok(Written {
                    bytes: docx::write(table, manner.language)?,
                    guarded: 0,
                    cut: 0,
                });
            }
            Format::Html => html::write(table, manner.language),
            Format::Md => markdown::write(table),
            Format::Tex => latex::write(table),
            Format::Json => json::write(table),
        };
        Ok(Written {
            bytes: text.into_bytes(),
            guarded: 0,
            cut: 0,
        })
    }
}
