//! `virk theory demote`

use super::{
    node_args::kind,
    revision_args::{RevisionArgs, node},
};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Refusal, change::Operation, revision::Revision};

/// Give a node of a draft a smaller part: a mechanism becomes a circumstance.
///
///   virk theory demote "Relationship" --because "A precondition, not what changes people"
///   virk theory demote "Relationship" --to "The good relationship" --because "…"
///
/// The node keeps its code and its links, unless --to names another code to stand for it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DemoteArgs {
    /// The node
    #[arg(value_name = "NODE")]
    node: String,
    /// The code that stands for it from now on
    #[arg(long, value_name = "CODE")]
    to: Option<String>,
    /// Its new part
    #[arg(long, value_name = "KIND", default_value = "context")]
    role: String,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn run(
    args: DemoteArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let DemoteArgs {
        node: typed,
        to,
        role,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            let to = to
                .map(|to| study.find_code(&to).map(|code| code.id))
                .transpose()?;
            let (code, role) = (node(study, theory, &typed)?, Some(kind(&role)?));
            Ok(Revision::MoveNode {
                code,
                operation: Operation::Demoted,
                to,
                role,
                links: Vec::new(),
            })
        })
    })
}
