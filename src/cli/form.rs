//! In which form a table or a file is handed over, and where to.

use super::{Desk, Page};
use crate::export::{Table, csv, file, html, json, latex, markdown};
use crate::study::Refusal;
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
    /// What stands between two cells of CSV; after ";" numbers have a decimal comma, as Excel expects in Denmark
    #[arg(long, value_name = "SIGN", default_value_t = ',')]
    pub delimiter: char,
}

/// A form of tables.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, for spreadsheets
    Csv,
    /// Markdown
    Md,
    /// A page for the browser
    Html,
    /// LaTeX
    Tex,
    /// JSON
    Json,
}

impl Form {
    /// The form that is asked for, if any: lines for people otherwise.
    ///
    /// # Errors
    /// When the extension of the file says no form.
    pub fn asked(&self, desk: &Desk) -> Result<Option<Format>, Refusal> {
        let Some(out) = &self.out else { return Ok(self.format.or(desk.json.then_some(Format::Json))) };
        let extension = out.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let said = match extension.as_str() {
            "csv" => Some(Format::Csv),
            "md" | "markdown" => Some(Format::Md),
            "html" | "htm" => Some(Format::Html),
            "tex" => Some(Format::Tex),
            "json" => Some(Format::Json),
            _ => None,
        };
        let refusal = || {
            Refusal::new(
                format!("it is not said in which form to write {}", out.display()),
                "Give it the extension csv, md, html, tex or json, or say --format",
            )
        };
        self.format.or(said).map(Some).ok_or_else(refusal)
    }

    /// Hands over a table in a form.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn deliver(&self, table: &Table, format: Format, language: &str, desk: &Desk, page: &mut Page) -> Result<(), Refusal> {
        let text = match format {
            Format::Csv => {
                // Where numbers have a decimal comma, spreadsheets know UTF-8 by its mark.
                let options = csv::CsvOptions { delimiter: self.delimiter, mark: self.delimiter == ';' };
                let written = csv::write(table, options);
                if written.guarded > 0 {
                    page.note(Refusal::new(
                        format!("{} cells that a spreadsheet would take for formulas begin with an apostrophe", written.guarded),
                        "The study itself is unchanged",
                    ));
                }
                written.text
            }
            Format::Md => markdown::write(table),
            Format::Html => html::write(table, language),
            Format::Tex => latex::write(table),
            Format::Json => json::write(table),
        };
        hand_over(&text, self.out.as_deref(), desk, page)
    }
}

/// Writes `text` to the file `out`, or to the page when none is named.
///
/// # Errors
/// When the file cannot be written.
pub fn hand_over(text: &str, out: Option<&Path>, desk: &Desk, page: &mut Page) -> Result<(), Refusal> {
    let Some(out) = out else {
        page.file(text);
        return Ok(());
    };
    file::put(text, out)?;
    desk.answer(page, &format!("Wrote {}", out.display()));
    Ok(())
}
