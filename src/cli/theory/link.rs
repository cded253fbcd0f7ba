//! `virk theory link`

use super::why::{Reason, node};
use crate::cli::{Desk, Outcome, Page};
use crate::study::{Refusal, command::NewLink, revision::Revision, theory::Expected};

/// Draw a link between two nodes of a draft, or from a moderator onto a link.
///
///   virk theory link "Praise -> Personal dev" --statement "Who is seen dares more" --expected positive
///   virk theory link "Motivation -> Personal dev" --on "Reflection -> Personal dev"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The link, as "FROM -> TO"
    #[arg(value_name = "LINK")]
    link: String,
    /// The claim in words
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    statement: String,
    /// Where the claim comes from
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    basis: String,
    /// The direction expected: positive, negative, none or unstated
    #[arg(long, value_name = "DIRECTION", default_value = "unstated")]
    expected: String,
    /// The link a moderator acts on, as "FROM -> TO"
    #[arg(long, value_name = "LINK")]
    on: Option<String>,
    #[command(flatten)]
    reason: Reason,
}

/// Draws it.
///
/// # Errors
/// When an end is no node, the link is there already, or the version is frozen.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let Args {
        link,
        statement,
        basis,
        expected,
        on,
        reason,
    } = args;
    desk.perform(page, |study| {
        reason.command(study, |study, theory| {
            let (from, to) = study.ends_typed(&link)?;
            let (from, to) = (node(study, theory, from)?, node(study, theory, to)?);
            let on = on
                .map(|on| study.find_link(theory, &on).map(|link| link.id))
                .transpose()?;
            Ok(Revision::DrawLink {
                link: NewLink {
                    from,
                    to,
                    statement,
                    basis,
                    expected: direction(&expected)?,
                },
                on,
            })
        })
    })
}

/// The direction that was typed.
///
/// # Errors
/// When there is none called so.
pub fn direction(typed: &str) -> Result<Expected, Refusal> {
    Expected::parse(typed).ok_or_else(|| {
        Refusal::new(
            format!("`{typed}` is no direction"),
            "Write positive, negative, none or unstated",
        )
    })
}
