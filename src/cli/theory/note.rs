//! `virk theory note`

use super::revision_args::{RevisionArgs, node};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{
    Refusal,
    change::{Operation, TheoryElement},
    revision::Revision,
};

/// Write into the change log of a draft that a node or a link is kept, narrowed or weakened, and
/// why.
///
///   virk theory note Reflection kept --because "Nearly every test shows it" --evidence "Reflection -> Personal dev"
///   virk theory note "Socialisation -> Work norms" weakened --because "None of two tests"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TheoryNoteArgs {
    /// The node, or the link as "FROM -> TO"
    #[arg(value_name = "ELEMENT")]
    element: String,
    /// kept, narrowed, weakened or reworded
    #[arg(value_name = "CHANGE")]
    change: String,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn run(
    args: TheoryNoteArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let TheoryNoteArgs {
        element,
        change,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            let words = [
                Operation::Kept,
                Operation::Narrowed,
                Operation::Weakened,
                Operation::Reworded,
            ];
            let operation = operation(&change, &words)?;
            let on = match study.parse_link_ends(&element) {
                Ok(_) => TheoryElement::Link(study.find_link(theory, &element)?.id),
                Err(_) => TheoryElement::Node(node(study, theory, &element)?),
            };
            Ok(Revision::Note { operation, on })
        })
    })
}

/// Parses an operation, which must be one of `words`.
pub fn operation(typed: &str, words: &[Operation]) -> Result<Operation, Refusal> {
    Operation::parse(typed)
        .filter(|operation| words.contains(operation))
        .ok_or_else(|| {
            let names: Vec<&str> = words.iter().map(|operation| operation.name()).collect();
            Refusal::new(
                format!("`{typed}` does not fit here"),
                format!("Write one of {}", names.join(", ")),
            )
        })
}
