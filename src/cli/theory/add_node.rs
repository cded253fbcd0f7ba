//! `virk theory add-node`

use super::{node_args::NodeArgs, revision_args::RevisionArgs};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Refusal, revision::Revision};

/// Make a code a node of a draft.
///
///   virk theory add-node Praise --origin post_hoc --because "Only this indicator shows it"
///   virk theory add-node Reflection --resource "Someone who asks" --reasoning "Seeing oneself"
///
/// Where a mechanism has a resource and a reasoning: what the programme offers, and how
/// people respond to it. A code that joins a version derived when there were data counts
/// as post hoc unless --origin says otherwise.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct AddNodeArgs {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    #[command(flatten)]
    said: NodeArgs,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn run(
    args: AddNodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let AddNodeArgs { code, said, reason } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, _| {
            Ok(Revision::AddNode {
                code: study.find_code(&code)?.id,
                node: said.description()?,
            })
        })
    })
}
