//! `virk theory add-node`

use super::{said::Said, why::Reason};
use crate::cli::{Desk, Outcome, Page};
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
pub struct Args {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    #[command(flatten)]
    said: Said,
    #[command(flatten)]
    reason: Reason,
}

/// Adds it.
///
/// # Errors
/// When the code is not known or a node already, or the version is frozen.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let Args { code, said, reason } = args;
    desk.perform(page, |study| {
        reason.command(study, |study, _| {
            Ok(Revision::AddNode {
                code: study.find_code(&code)?.id,
                node: said.described()?,
            })
        })
    })
}
