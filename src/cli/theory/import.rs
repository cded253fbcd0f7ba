//! `virk theory import`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::import::{TextFile, theory};
use crate::study::Refusal;
use std::path::PathBuf;

/// Import a version of the programme theory from JSON.
///
///   virk theory import theory.json --version v1
///
/// The file holds versions by name, each with `nodes`, which are keys of codes,
/// and `links` with `from`, `to`, and, as you like, `statement` and `basis`.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TheoryImportArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which version; not needed when the file has one
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
}

pub fn run(
    args: TheoryImportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        theory::parse_theory(&TextFile::open(&args.file)?, args.version.as_deref(), study)
    })
}
