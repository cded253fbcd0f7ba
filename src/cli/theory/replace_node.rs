//! `virk theory replace-node`

use super::{
    node_args::NodeArgs,
    revision_args::{RevisionArgs, node},
};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Refusal, revision::Revision};

/// Put another code in the place of a node of a draft; it takes over the links.
///
///   virk theory replace-node "Relationship" Praise --because "Only praise shows it"
///
/// The links are drawn anew: they say whether they were tested before, and they were not.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ReplaceNodeArgs {
    /// The node that leaves
    #[arg(value_name = "NODE")]
    node: String,
    /// The code that comes
    #[arg(value_name = "CODE")]
    by: String,
    #[command(flatten)]
    said: NodeArgs,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn run(
    args: ReplaceNodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let ReplaceNodeArgs {
        node: typed,
        by,
        said,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            let (code, by) = (node(study, theory, &typed)?, study.find_code(&by)?.id);
            Ok(Revision::ReplaceNode {
                code,
                by,
                node: said.description()?,
                links: None,
            })
        })
    })
}
