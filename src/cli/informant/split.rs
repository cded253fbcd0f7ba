//! `virk informant split`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Document, Id, Refusal};

/// Take an informant of several documents for several people.
///
///   virk informant split R --by-document
///   virk informant split R --document interview-3
///   virk informant split R --document interview-3 --document interview-4 --as "Gardener 1"
///
/// With --by-document each document has an informant of its own, called after it: `R ·
/// interview-3`. With --document those documents have another informant than the rest. What was
/// said in them and its codings go along; what is known of the informant (role, department,
/// attributes) stays with the one there was. One undo takes all back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct InformantSplitArgs {
    /// The informant
    #[arg(value_name = "NAME")]
    informant: String,
    /// A document in which it is somebody else; may be given again
    #[arg(
        long,
        value_name = "DOC",
        required_unless_present = "by_document",
        conflicts_with = "by_document"
    )]
    document: Vec<String>,
    /// What that one is called
    #[arg(
        long = "as",
        value_name = "NAME",
        default_value = "",
        hide_default_value = true,
        conflicts_with = "by_document"
    )]
    name: String,
    /// Somebody else in each document
    #[arg(long)]
    by_document: bool,
}

pub fn run(
    args: InformantSplitArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let id = study.find_informant(&args.informant)?.id;
        if args.by_document {
            return Ok(Command::SplitByDocument {
                informants: vec![id],
            });
        }
        let documents = args
            .document
            .iter()
            .map(|typed| Ok(study.find_document(typed)?.id));
        let documents: Vec<Id<Document>> = documents.collect::<Result<_, Refusal>>()?;
        Ok(Command::SplitInformant {
            id,
            documents,
            name: args.name,
        })
    })
}
