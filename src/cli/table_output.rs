//! Options for the format and file of a table.

use super::{CommandOutput, GlobalArgs};
pub use crate::export::TableFormat;
use crate::export::{ExportTable, csv::CsvOptions, file, format::TableWriteOptions, xlsx};
use crate::study::Refusal;
use clap::builder::PossibleValue;
use serde_json::json;
use std::path::{Path, PathBuf};

/// The options of commands that hand over a table.
#[derive(clap::Args, Clone, Debug)]
pub struct TableOutputArgs {
    /// The form; without it the one that the extension of --output says
    #[arg(long, value_enum)]
    pub format: Option<TableFormat>,
    /// The file to write, which is replaced when it exists
    #[arg(long = "output", short = 'o', alias = "out", value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// What stands between two cells of CSV; after ";" numbers have a decimal comma, as Excel
    /// expects in Denmark
    #[arg(long, value_name = "SIGN", default_value_t = ',')]
    pub delimiter: char,
}

impl clap::ValueEnum for TableFormat {
    fn value_variants<'a>() -> &'a [TableFormat] {
        &TableFormat::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.about()))
    }
}

impl TableOutputArgs {
    /// The requested format, by name or by the file's extension; `None` for text.
    pub fn requested_format(&self, globals: &GlobalArgs) -> Result<Option<TableFormat>, Refusal> {
        let Some(out) = &self.out else {
            return Ok(self.format.or(globals.json.then_some(TableFormat::Json)));
        };
        let refusal = || {
            Refusal::new(
                format!("it is not said in which form to write {}", out.display()),
                "Give it the extension csv, xlsx, html, md, tex, docx or json, or say --format",
            )
        };
        self.format
            .or_else(|| TableFormat::from_path(out))
            .map(Some)
            .ok_or_else(refusal)
    }

    /// Writes a table to a file or to standard output.
    pub fn write_table(
        &self,
        table: &ExportTable,
        format: TableFormat,
        language: &str,
        globals: &GlobalArgs,
        output: &mut CommandOutput,
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
        // Where numbers have a decimal comma, spreadsheets need a byte-order mark to recognise
        // UTF-8.
        let csv = CsvOptions {
            delimiter: self.delimiter,
            byte_order_mark: self.delimiter == ';',
        };
        let written = format.write(table, TableWriteOptions { language, csv })?;
        if written.escaped_formulas > 0 {
            output.note(Refusal::new(
                format!(
                    "{} cells that a spreadsheet would take for formulas begin with an apostrophe",
                    written.escaped_formulas
                ),
                "The study itself is unchanged",
            ));
        }
        if written.truncated > 0 {
            output.note(Refusal::new(xlsx::truncation_note(written.truncated), ""));
        }
        match &self.out {
            Some(out) if globals.json && written.truncated > 0 => {
                file::write_file(&written.bytes, out)?;
                output.json(&json!({ "said": format!("Wrote {}", out.display()), "cells_cut": written.truncated }));
                Ok(())
            }
            Some(out) => write_bytes(&written.bytes, out, globals, output),
            None => {
                output.raw_text(&String::from_utf8_lossy(&written.bytes));
                Ok(())
            }
        }
    }
}

/// Writes `text` to the file `out`, or to standard output if there is none.
pub fn write_text(
    text: &str,
    out: Option<&Path>,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<(), Refusal> {
    match out {
        Some(out) => write_bytes(text.as_bytes(), out, globals, output),
        None => {
            output.raw_text(text);
            Ok(())
        }
    }
}

fn write_bytes(
    content: &[u8],
    out: &Path,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<(), Refusal> {
    file::write_file(content, out)?;
    globals.print_message(output, &format!("Wrote {}", out.display()));
    Ok(())
}
