//! `virk document speaker`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Say who a label of a document stands for: the interviewer, or an informant.
///
///   virk document speaker interview-3 Anna --interviewer
///   virk document speaker interview-3 R --informant "Gardener 1"
///
/// For a guess at import that was wrong. The informant is one of the study or a new one. What
/// stands under the label and its codings go along; an informant who speaks nowhere then, and of
/// whom nothing is known, leaves the study. One undo takes it back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DocumentSpeakerArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The label, as it stands in the text
    #[arg(value_name = "LABEL")]
    label: String,
    /// It is the interviewer's
    #[arg(
        long,
        required_unless_present = "informant",
        conflicts_with = "informant"
    )]
    interviewer: bool,
    /// It is this informant's
    #[arg(long, value_name = "NAME")]
    informant: Option<String>,
}

pub fn run(
    args: DocumentSpeakerArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let document = study.find_document(&args.document)?.id;
        Ok(Command::AssignSpeaker {
            document,
            label: args.label,
            informant: args.informant,
        })
    })
}
