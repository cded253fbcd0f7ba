//! `virk theory describe-node`

use super::{
    said::Said,
    why::{Reason, node},
};
use crate::cli::{Desk, Outcome, Page};
use crate::study::{Refusal, revision::Revision};

/// Say where a node of a draft comes from, and what a mechanism's resource and reasoning are.
///
///   virk theory describe-node Reflection --origin theory --because "It is in the literature"
///   virk theory describe-node Reflection --resource "Time to talk" --reasoning "I see my own part"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The node
    #[arg(value_name = "NODE")]
    node: String,
    #[command(flatten)]
    said: Said,
    #[command(flatten)]
    reason: Reason,
}

/// Says it.
///
/// # Errors
/// When there is no such node, nothing new is said, or the version is frozen.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let Args {
        node: typed,
        said,
        reason,
    } = args;
    desk.perform(page, |study| {
        reason.command(study, |study, theory| {
            Ok(Revision::DescribeNode {
                code: node(study, theory, &typed)?,
                node: said.described()?,
            })
        })
    })
}
