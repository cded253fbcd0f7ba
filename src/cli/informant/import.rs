//! `virk informant import`

use crate::cli::{Desk, Outcome, Page};
use crate::import::informants;
use crate::import::table::{TableFile, Told};
use crate::study::{Command, Refusal};
use std::path::PathBuf;

/// Describe informants by a table: one row for each, pseudonyms under `name`.
///
///   virk informant import informants.csv
///   virk informant import informants.xlsx --sheet People
///
/// `role` and `department` are known; every other column is an attribute. Who is known
/// already is described anew; empty cells leave what was. One undo takes all back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The table: CSV, TSV, XLSX, ODS, SPSS or JSON
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which sheet of a workbook; without it, the first that holds something
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
}

/// Describes them.
///
/// # Errors
/// When the table cannot be read, or the study refuses.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let table = TableFile::open(&args.file, &Told { sheet: args.sheet, ..Told::default() })?;
    let commands = informants::informants(&table.name, &table.cells)?;
    desk.perform(page, |_| Ok(Command::All(commands)))
}
