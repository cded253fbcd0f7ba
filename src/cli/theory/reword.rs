//! `virk theory reword`

use super::{link::direction, note::operation, revision_args::RevisionArgs};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Refusal, change::Operation, revision::Revision};

/// Say a link of a draft in other words, or expect another direction of it.
///
///   virk theory reword "Motivation -> Social" --statement "Who wants responsibility …" --as narrowed --because "…"
///   virk theory reword "Match -> Reflection" --expected none --because "…"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RewordArgs {
    /// The link, as "FROM -> TO"
    #[arg(value_name = "LINK")]
    link: String,
    /// The claim in words
    #[arg(long, value_name = "TEXT")]
    statement: Option<String>,
    /// The direction expected: positive, negative, none or unstated
    #[arg(long, value_name = "DIRECTION")]
    expected: Option<String>,
    /// What that makes of it: reworded, narrowed or weakened
    #[arg(long = "as", value_name = "CHANGE", default_value = "reworded")]
    change: String,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn run(
    args: RewordArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let RewordArgs {
        link,
        statement,
        expected,
        change,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            let operation = operation(
                &change,
                &[
                    Operation::Reworded,
                    Operation::Narrowed,
                    Operation::Weakened,
                ],
            )?;
            let expected = expected.as_deref().map(direction).transpose()?;
            Ok(Revision::ChangeLink {
                link: study.find_link(theory, &link)?.id,
                statement,
                expected,
                operation,
            })
        })
    })
}
