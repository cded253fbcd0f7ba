//! `virk theory remove-node`

use super::revision_args::{RevisionArgs, node};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Refusal, revision::Revision};

/// Take a node out of a draft, and its links with it.
///
///   virk theory remove-node "Closing status" --because "No test shows it" --test "delt_afsl x refl_gen"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RemoveNodeArgs {
    /// The node
    #[arg(value_name = "NODE")]
    node: String,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn run(
    args: RemoveNodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let RemoveNodeArgs {
        node: typed,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            Ok(Revision::RemoveNode {
                code: node(study, theory, &typed)?,
            })
        })
    })
}
