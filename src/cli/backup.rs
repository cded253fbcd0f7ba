//! `virk backup`

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;
use serde_json::json;
use std::path::PathBuf;

/// Copy the study to a file, also while it is open elsewhere.
///
///   virk backup mentoring-2026-03-01.virk
///
/// The copy is the study as it stands at one moment, and is proved by opening
/// it and recomputing its hash chains. A copy holds what people said: what is
/// erased from the study later must be erased from its copies too.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct BackupArgs {
    /// The file to make
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub fn run(
    args: &BackupArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    session.backup_to(&args.file)?;
    let (said, file) = (
        format!("Copied the study to {}", args.file.display()),
        args.file.display().to_string(),
    );
    if globals.json {
        output.json(&json!({ "said": said, "file": file, "records": session.study().revision() }));
    } else {
        output.paragraph(&said);
    }
    Ok(ExitStatus::Done)
}
