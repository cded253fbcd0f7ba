//! `virk document remove`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Take a document out of the study, with its codings.
///
///   virk document remove 02-mentor-2
///
/// `virk undo` brings it back with its codings: its words stay in the file.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DocumentRemoveArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
}

pub fn run(
    args: DocumentRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::RemoveDocument {
            id: study.find_document(&args.document)?.id,
        })
    })
}
