//! `virk theory replace-node`

use super::{
    said::Said,
    why::{Reason, node},
};
use crate::cli::{Desk, Outcome, Page};
use crate::study::{Refusal, revision::Revision};

/// Put another code in the place of a node of a draft; it takes over the links.
///
///   virk theory replace-node "Relationship" Praise --because "Only praise shows it"
///
/// The links are drawn anew: they say whether they were tested before, and they were not.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The node that leaves
    #[arg(value_name = "NODE")]
    node: String,
    /// The code that comes
    #[arg(value_name = "CODE")]
    by: String,
    #[command(flatten)]
    said: Said,
    #[command(flatten)]
    reason: Reason,
}

/// Puts it there.
///
/// # Errors
/// When there is no such node or code, no reason, or the version is frozen.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let Args {
        node: typed,
        by,
        said,
        reason,
    } = args;
    desk.perform(page, |study| {
        reason.command(study, |study, theory| {
            let (code, by) = (node(study, theory, &typed)?, study.find_code(&by)?.id);
            Ok(Revision::ReplaceNode {
                code,
                by,
                node: said.described()?,
                links: None,
            })
        })
    })
}
