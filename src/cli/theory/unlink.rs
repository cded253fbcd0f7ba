//! `virk theory unlink`

use super::revision_args::RevisionArgs;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Refusal, revision::Revision};

/// Take a link out of a draft.
///
///   virk theory unlink "Motivation -> Relationship" --because "One test of twelve"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct UnlinkArgs {
    /// The link, as "FROM -> TO"
    #[arg(value_name = "LINK")]
    link: String,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn run(
    args: UnlinkArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let UnlinkArgs { link, reason } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            Ok(Revision::RemoveLink {
                link: study.find_link(theory, &link)?.id,
            })
        })
    })
}
