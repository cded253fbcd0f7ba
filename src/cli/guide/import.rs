//! `virk guide import`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::import::{TextFile, guide};
use crate::study::Refusal;
use std::path::PathBuf;

/// Import an interview guide.
///
///   virk guide import mentors.csv
///   virk guide import guide.json --name leaders
///
/// A CSV file has a first row `number;question;about`, where `about` names the
/// codes a question asks about, by key or name, with | between them. A JSON file
/// has `items` with the same fields, `about` as a list.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct GuideImportArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What the guide is called; without it as the file says, or like the file
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

pub fn run(
    args: GuideImportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        guide::parse_guide(&TextFile::open(&args.file)?, args.name.as_deref(), study)
    })
}
