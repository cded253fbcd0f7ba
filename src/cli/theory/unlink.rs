//! `virk theory unlink`

use super::why::Reason;
use crate::cli::{Desk, Outcome, Page};
use crate::study::{Refusal, revision::Revision};

/// Take a link out of a draft.
///
///   virk theory unlink "Motivation -> Relationship" --because "One test of twelve"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The link, as "FROM -> TO"
    #[arg(value_name = "LINK")]
    link: String,
    #[command(flatten)]
    reason: Reason,
}

/// Takes it out.
///
/// # Errors
/// When there is no such link, no reason, or the version is frozen.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let Args { link, reason } = args;
    desk.perform(page, |study| {
        reason.command(study, |study, theory| {
            Ok(Revision::RemoveLink {
                link: study.find_link(theory, &link)?.id,
            })
        })
    })
}
