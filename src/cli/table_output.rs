//! Tables on the command line: as a grid for people, or in the format and file that options ask for.

use super::command_output::{CommandOutput, wrapped_lines};
use super::{ExitStatus, GlobalArgs};
use crate::export::csv::CsvOptions;
use crate::export::format::TableWriteOptions;
use crate::export::{ColumnAlign, ExportTable, file, xlsx};
use crate::log::Session;
use crate::study::{Refusal, Study};
use crate::text::{number, sanitize, wrap};
use clap::builder::PossibleValue;
use serde_json::json;
use std::path::{Path, PathBuf};

pub use crate::export::TableFormat;

/// The options of commands that hand over a table.
#[derive(clap::Args, Clone, Debug)]
pub struct TableOutputArgs {
    /// Format (default: by the extension of --output)
    #[arg(long, value_enum)]
    pub format: Option<TableFormat>,
    /// File to write; an existing file is replaced
    #[arg(long = "output", short = 'o', alias = "out", value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// What stands between two cells of CSV; after ";" numbers have a decimal comma, as Excel
    /// expects in many European countries
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
                format!("the format of {} is not clear", out.display()),
                "Give it the extension csv, xlsx, html, md, tex, docx or json, or use --format",
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
                format!("{} cannot be printed here", format.about().to_lowercase()),
                format!("Write it to a file: --output NAME.{}", format.name()),
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

/// Space between two columns.
const COLUMN_GAP: usize = 2;
/// Longer words may be broken.
const MAX_UNBROKEN_WORD: usize = 16;

pub struct TextGrid {
    head: Vec<String>,
    numbers: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl TextGrid {
    /// A table with these column titles. A title that begins with `>` marks a right-aligned column
    /// of numbers; the sign is not shown.
    pub fn new(head: &[&str]) -> TextGrid {
        TextGrid {
            head: head
                .iter()
                .map(|title| title.trim_start_matches('>').to_owned())
                .collect(),
            numbers: head.iter().map(|title| title.starts_with('>')).collect(),
            rows: Vec::new(),
        }
    }

    pub fn from_table(table: &ExportTable) -> TextGrid {
        let right = |align: ColumnAlign| align == ColumnAlign::Right;
        TextGrid {
            head: table
                .columns
                .iter()
                .map(|column| column.heading.clone())
                .collect(),
            numbers: table
                .columns
                .iter()
                .map(|column| right(column.align))
                .collect(),
            rows: table
                .rows
                .iter()
                .map(|row| row.iter().map(|cell| cell.as_shown().to_owned()).collect())
                .collect(),
        }
    }

    /// Prints the table, and its notes below.
    pub fn show_with_notes(self, table: &ExportTable, output: &mut CommandOutput) {
        self.show(output);
        if !table.notes.is_empty() {
            output.blank_line();
        }
        table.notes.iter().for_each(|note| output.paragraph(note));
    }

    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// Adds a row whose length is only known at run time.
    pub fn dynamic_row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    pub fn show(self, output: &mut CommandOutput) {
        let widths = self.widths(output.columns());
        let titled = self.head.iter().any(|title| !title.is_empty());
        let rows = titled.then_some(&self.head).into_iter().chain(&self.rows);
        for row in rows {
            for line in self.row_lines(row, &widths) {
                output.line(&line);
            }
        }
    }

    /// The width of each column, at most `columns` in total unless words are too long for that.
    fn widths(&self, columns: usize) -> Vec<usize> {
        let mut widths = self.widest(|cell| cell.split('\n').map(wrap::width).max());
        let words = self.widest(|cell| {
            cell.split_whitespace()
                .map(|word| wrap::width(word).min(MAX_UNBROKEN_WORD))
                .max()
        });
        let room = columns.saturating_sub(COLUMN_GAP * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let spare = |at: &usize| widths[*at].saturating_sub(words[*at]);
            let Some(most) = (0..widths.len())
                .max_by_key(spare)
                .filter(|at| spare(at) > 0)
            else {
                break;
            };
            widths[most] -= 1;
        }
        widths
    }

    /// The maximum of `measure` over each column's cells, including its title.
    fn widest(&self, measure: impl Fn(&str) -> Option<usize>) -> Vec<usize> {
        let of = |cell: &String| measure(&sanitize::sanitize(cell)).unwrap_or(0);
        let mut widest: Vec<usize> = self.head.iter().map(of).collect();
        for row in &self.rows {
            for (widest, cell) in widest.iter_mut().zip(row) {
                *widest = of(cell).max(*widest);
            }
        }
        widest
    }

    /// The screen lines of a row.
    fn row_lines(&self, row: &[String], widths: &[usize]) -> Vec<String> {
        let cells: Vec<Vec<String>> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| wrapped_lines(cell, *width))
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        (0..height)
            .map(|at| {
                let mut line = String::new();
                for (column, width) in widths.iter().enumerate() {
                    let cell = cells
                        .get(column)
                        .and_then(|cell| cell.get(at))
                        .map_or("", String::as_str);
                    let blank = " ".repeat(width.saturating_sub(wrap::width(cell)));
                    let number = self.numbers.get(column).copied().unwrap_or(false);
                    line.extend(if number {
                        [&*blank, cell]
                    } else {
                        [cell, &*blank]
                    });
                    line.push_str(&" ".repeat(COLUMN_GAP));
                }
                line.trim_end().to_owned()
            })
            .collect()
    }
}

/// Lists the content of the study, with the commands that continue from there.
pub fn run(session: &Session, output: &mut CommandOutput) -> Result<ExitStatus, Refusal> {
    let study = session.study();
    output.heading(&study.title);
    let counts = [
        number::count_noun(study.documents().count(), "document"),
        number::count_noun(study.informants().count(), "informant"),
        number::count_noun(study.codes().count(), "code"),
        number::count_noun(study.codings().count(), "coding"),
        number::count_noun(study.condensations().count(), "condensation"),
    ];
    output.paragraph(&format!("{}.", counts.join(", ")));
    documents(study, output);
    output.heading("What to do next");
    let first = study
        .documents()
        .next()
        .map_or("DOC", |document| document.body.title.as_str());
    let steps: &[(&str, String)] = &[
        ("Read a document", format!("virk document show {first}")),
        (
            "Code words of it",
            format!("virk code apply {first} --quote \"WORDS\" CODE"),
        ),
        (
            "Write their meaning",
            format!("virk condense set {first} --quote \"WORDS\" \"MEANING\" --theme \"THEME\""),
        ),
        ("See the codebook", "virk codebook show".into()),
        ("Search", "virk search WORDS".into()),
        ("See all condensations", "virk condense list".into()),
        (
            "See the evidence of the links",
            "virk matrix, then virk evidence \"A -> B\"".into(),
        ),
        ("Undo the last change", "virk undo".into()),
        ("See all commands", "virk --help".into()),
    ];
    let none = study.documents().next().is_none();
    if none {
        output.paragraph("Import transcripts: virk import FILE or FOLDER");
    }
    for (what, command) in steps.iter().skip(if none { 3 } else { 0 }) {
        output.hanging("- ", &format!("{what}: {command}"));
    }
    Ok(ExitStatus::Done)
}

fn documents(study: &Study, output: &mut CommandOutput) {
    if study.documents().next().is_some() {
        output.heading("Documents");
    }
    for document in study.documents() {
        let turns = number::count_noun(document.turns().len(), "turn");
        let coded = number::count_noun(study.codings_in(document.id).count(), "coding");
        output.hanging("- ", &format!("{}: {turns}, {coded}", document.body.title));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_by_cells_and_the_widest_gives_way() {
        let mut grid = TextGrid::new(&["Code", ">Codings", "Meaning"]);
        grid.row([
            "Åbenhed".into(),
            "12".into(),
            "long words that must be broken here".into(),
        ]);
        grid.row(["日本".into(), "3".into(), "short".into()]);
        let widths = grid.widths(34);
        assert_eq!(widths, [7, 7, 16]);
        let rows: Vec<String> = grid
            .rows
            .iter()
            .flat_map(|row| grid.row_lines(row, &widths))
            .collect();
        assert_eq!(
            rows,
            [
                "Åbenhed       12  long words that",
                "                  must be broken",
                "                  here",
                "日本           3  short",
            ]
        );
        assert_eq!(
            grid.widths(12),
            [7, 7, 7],
            "no word is broken as long as it is not very long"
        );
    }
}
