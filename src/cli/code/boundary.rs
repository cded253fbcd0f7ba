//! `virk code move`

use super::remove;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_place};
use crate::study::{Command, Refusal};

/// Move the boundary of a quote: its codings lie on other words from then on.
///
///   virk code move 02-mentor-2 1204..1290 --to 1198..1290
///   virk code move 02-mentor-2 --quote "herself from outside" --to-quote "she sees herself from outside"
///
/// Memo, condensation and what the quote does to links go with it. With codes,
/// only their codings move; what is said of the quote is then said of both.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk code move DOC START..END [CODE]... --to START..END\n       virk code move DOC --quote WORDS [CODE]... --to-quote WORDS"
)]
pub struct BoundaryArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words, as places in the text, and the codes they are under
    #[arg(value_name = "START..END CODE")]
    rest: Vec<String>,
    /// The words themselves instead of START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// Where the quote is to lie
    #[arg(
        long,
        value_name = "START..END",
        required_unless_present = "to_quote",
        conflicts_with = "to_quote"
    )]
    to: Option<String>,
    /// The words it is to have, instead of --to
    #[arg(long, value_name = "WORDS")]
    to_quote: Option<String>,
}

pub fn run(
    args: BoundaryArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest = args.rest;
        let at = quote_place::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
        let codings = remove::codings(study, at, &rest)?;
        let mut to: Vec<String> = args.to.into_iter().collect();
        let to = quote_place::find_quote(study, &args.document, args.to_quote.as_deref(), &mut to)?;
        Ok(Command::MoveBoundary {
            codings,
            span: to.span,
        })
    })
}
