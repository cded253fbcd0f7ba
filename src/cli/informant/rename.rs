//! `virk informant rename`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Call an informant otherwise.
///
///   virk informant rename "R · interview-3" "Gardener 1"
///
/// What they said, its codings and their description go along. The label in the transcript
/// stays as it is. A name that another informant has is refused: `virk informant join`.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct InformantRenameArgs {
    /// The informant
    #[arg(value_name = "NAME")]
    informant: String,
    /// The new name: a pseudonym
    #[arg(value_name = "NEW")]
    name: String,
}

pub fn run(
    args: InformantRenameArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::RenameInformant {
            id: study.find_informant(&args.informant)?.id,
            name: args.name,
        })
    })
}
