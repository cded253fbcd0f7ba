//! `virk theory remove-node`

use super::why::{Reason, node};
use crate::cli::{Desk, Outcome, Page};
use crate::study::{Refusal, revision::Revision};

/// Take a node out of a draft, and its links with it.
///
///   virk theory remove-node "Closing status" --because "No test shows it" --test "delt_afsl x refl_gen"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The node
    #[arg(value_name = "NODE")]
    node: String,
    #[command(flatten)]
    reason: Reason,
}

/// Takes it out.
///
/// # Errors
/// When there is no such node, no reason, or the version is frozen.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let Args {
        node: typed,
        reason,
    } = args;
    desk.perform(page, |study| {
        reason.command(study, |study, theory| {
            Ok(Revision::RemoveNode {
                code: node(study, theory, &typed)?,
            })
        })
    })
}
