//! `virk theory describe-node`

use super::{
    node_args::NodeArgs,
    revision_args::{RevisionArgs, node},
};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Refusal, revision::Revision};

/// Say where a node of a draft comes from, and what a mechanism's resource and reasoning are.
///
///   virk theory describe-node Reflection --origin theory --because "It is in the literature"
///   virk theory describe-node Reflection --resource "Time to talk" --reasoning "I see my own part"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DescribeNodeArgs {
    /// The node
    #[arg(value_name = "NODE")]
    node: String,
    #[command(flatten)]
    said: NodeArgs,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn run(
    args: DescribeNodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let DescribeNodeArgs {
        node: typed,
        said,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            Ok(Revision::DescribeNode {
                code: node(study, theory, &typed)?,
                node: said.description()?,
            })
        })
    })
}
