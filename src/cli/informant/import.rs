//! `virk informant import`

use crate::cli::{Desk, Outcome, Page};
use crate::import::{TextFile, informants};
use crate::study::{Command, Refusal};
use std::path::PathBuf;

/// Describe informants by a table: one row for each, pseudonyms under `name`.
///
///   virk informant import informants.csv
///
/// `role` and `department` are known; every other column is an attribute. Who is known
/// already is described anew; empty cells leave what was. One undo takes all back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The table, as CSV or TSV
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Describes them.
///
/// # Errors
/// When the table cannot be read, or the study refuses.
pub fn run(args: &Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let commands = informants::informants(&TextFile::open(&args.file)?)?;
    desk.perform(page, |_| Ok(Command::All(commands)))
}
