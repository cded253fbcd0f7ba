//! `virk configuration import`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::import::{TextFile, configurations};
use crate::study::{Command, Refusal};
use std::path::PathBuf;

/// Import configurations from JSON.
///
///   virk configuration import configurations.json
///
/// The file holds `configurations`, each with `context`, `mechanism` and `outcome` (keys of
/// codes, any of them empty), `statement`, and `quotes`: `document`, the exact `text`, and
/// `polarity`. transcripts-sample/data/configurations.json is an example.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigurationImportArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub fn run(
    args: ConfigurationImportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let file = TextFile::open(&args.file)?;
    let told = configurations::parse_configurations(&file)?;
    let mut session = globals.open_study(output)?;
    let command = told.command(&file, session.study())?;
    let said = session.perform(command)?;
    let chains = told.chain_commands(&file, session.study())?;
    if !chains.is_empty() {
        session.perform(Command::All(chains))?;
    }
    globals.print_message(output, &said);
    Ok(ExitStatus::Done)
}
