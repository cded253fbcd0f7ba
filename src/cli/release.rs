//! `virk quotes release` and `virk quotes withhold`

use super::{CommandOutput, ExitStatus, GlobalArgs, quote_place};
use crate::study::{Command, Refusal};

/// Say that a quote may stand in what is published, or that it may not.
///
///   virk quotes release 02-mentor-2 1204..1290
///   virk quotes withhold 02-mentor-2 --quote "it does not matter"
///
/// What is exported with `--privacy public` shows no other quotes. Nothing is released unasked.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ReleaseArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words, as places in the text
    #[arg(value_name = "START..END")]
    span: Option<String>,
    /// The words themselves instead of START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
}

pub fn run(
    args: ReleaseArgs,
    released: bool,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest: Vec<String> = args.span.into_iter().collect();
        let quote =
            quote_place::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
        Ok(Command::Release { quote, released })
    })
}
