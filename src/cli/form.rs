//! In which form a table or a file is handed over, and where to.

use super::{Desk, Page};
pub use crate::export::Format;
use crate::export::{Table, csv::CsvOptions, file, format::Manner, xlsx};
use crate::study::Refusal;
use clap::builder::PossibleValue;
use serde_json::json;
use std::path::{Path, PathBuf};

/// The options of commands that hand over a table.
#[derive(clap::Args, Clone, Debug)]
pub struct Form {
    /// The form; without it the one that the extension of --output says
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// The file to write, which is replaced when it exists
    #[arg(long = "output", short = 'o', alias = "out", value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// What stands between two cells of CSV; after ";" numbers have a decimal comma, as Excel
    /// expects in Denmark
    #[arg(long, value_name = "SIGN", default_value_t = ',')]
    pub delimiter: char,
}

impl clap::ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        &Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.about()))
    }
}

impl Form {
    /// The form that is asked for, if any: lines for people otherwise.
    ///
    /// # Errors
    /// When the extension of the file says no form.
    pub fn asked(&self, desk: &Desk) -> Result<Option<Format>, Refusal> {
        let Some(out) = &self.out else {
            return Ok(self.format.or(desk.json.then_some(Format::Json)));
        };
        let refusal = || {
            Refusal::new(
                format!("it is not said in which form to write {}", out.display()),
                "Give it the extension csv, xlsx, html, md, tex, docx or json, or say --format",
            )
        };
        self.format
            .or_else(|| Format::of(out))
            .map(Some)
            .ok_or_else(refusal)
    }

    /// Hands over a table in a form.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn deliver(
        &self,
        table: &Table,
        format: Format,
        language: &str,
        desk: &Desk,
        page: &mut Page,
    ) -> Result<(), Refusal> {
        if self.out.is_none() && !format.is_text() {
            return Err(Refusal::new(
                format!(
                    "{} is no text to look at here",
                    format.about().to_lowercase()
                ),
                format!("Say where it goes: --output NAME.{}", format.name()),
            ));
        }
        // Where numbers have a decimal comma, spreadsheets know UTF-8 by its mark.
        let csv = CsvOptions {
            delimiter: self.delimiter,
            mark: self.delimiter == ';',
        };
        let written = format.write(table, Manner { language, csv })?;
        if written.guarded > 0 {
            page.note(Refusal::new(
                format!(
                    "{} cells that a spreadsheet would take for formulas begin with an apostrophe",
                    written.guarded
                ),
                "The study itself is unchanged",
            ));
        }
        if written.cut > 0 {
            page.note(Refusal::new(xlsx::told_of(written.cut), ""));
        }
        match &self.out {
            Some(out) if desk.json && written.cut > 0 => {
                file::put(&written.bytes, out)?;
                page.json(&json!({ "said": format!("Wrote {}", out.display()), "cells_cut": written.cut }));
                Ok(())
            }
            Some(out) => put(&written.bytes, out, desk, page),
            None => {
                page.file(&String::from_utf8_lossy(&written.bytes));
                Ok(())
            }
        }
    }
}

/// Writes `text` to the file `out`, or to the page when none is named.
///
/// # Errors
/// When the file cannot be written.
pub fn hand_over(
    text: &str,
    out: Option<&Path>,
    desk: &Desk,
    page: &mut Page,
) -> Result<(), Refusal> {
    match out {
        Some(out) => put(text.as_bytes(), out, desk, page),
        None => {
            page.file(text);
            Ok(())
        }
    }
}

fn put(content: &[u8], out: &Path, desk: &Desk, page: &mut Page) -> Result<(), Refusal> {
    file::put(content, out)?;
    desk.answer(page, &format!("Wrote {}", out.display()));
    Ok(())
}
