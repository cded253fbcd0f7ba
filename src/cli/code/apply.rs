//! `virk code apply`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_place};
use crate::study::{Command, Refusal};

/// Put words of a document under one or more codes.
///
///   virk code apply 02-mentor-2 1204..1290 Reflection "Personal dev"
///   virk code apply 02-mentor-2 --quote "she sees herself from outside" Reflection
///
/// START..END are Unicode code points counted from 0, END not included. Words
/// after --quote must occur exactly once in the document. The beginning of a
/// title or a code's name is enough when no other begins so.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk code apply DOC START..END CODE...\n       virk code apply DOC --quote WORDS CODE..."
)]
pub struct CodeApplyArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words, as places in the text, and the codes
    #[arg(value_name = "START..END CODE", required = true)]
    rest: Vec<String>,
    /// The words themselves instead of START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
}

pub fn run(
    args: CodeApplyArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest = args.rest;
        let at = quote_place::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
        if rest.is_empty() {
            return Err(Refusal::new(
                "no code given",
                "Name one or more codes after the words; see `virk codebook show`",
            ));
        }
        let codes = rest
            .iter()
            .map(|typed| Ok(study.find_code(typed)?.id))
            .collect::<Result<Vec<_>, Refusal>>()?;
        Ok(Command::Apply {
            document: at.document,
            span: at.span,
            codes,
        })
    })
}
