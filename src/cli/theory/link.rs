//! `virk theory link`

use super::revision_args::{RevisionArgs, node};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Refusal, command::NewLink, revision::Revision, theory::ExpectedDirection};

/// Draw a link between two nodes of a draft, or from a moderator onto a link.
///
///   virk theory link "Praise -> Personal dev" --statement "Who is seen dares more" --expected positive
///   virk theory link "Motivation -> Personal dev" --on "Reflection -> Personal dev"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TheoryLinkArgs {
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
    reason: RevisionArgs,
}

pub fn run(
    args: TheoryLinkArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let TheoryLinkArgs {
        link,
        statement,
        basis,
        expected,
        on,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            let (from, to) = study.parse_link_ends(&link)?;
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

pub fn direction(typed: &str) -> Result<ExpectedDirection, Refusal> {
    ExpectedDirection::parse(typed).ok_or_else(|| {
        Refusal::new(
            format!("`{typed}` is no direction"),
            "Write positive, negative, none or unstated",
        )
    })
}
