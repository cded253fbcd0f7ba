//! `virk quotes release` and `virk quotes withhold`

use super::{Desk, Outcome, Page, place};
use crate::study::{Command, Refusal};

/// Say that a quote may stand in what is published, or that it may not.
///
///   virk quotes release 02-mentor-2 1204..1290
///   virk quotes withhold 02-mentor-2 --quote "it does not matter"
///
/// What is exported with `--privacy public` shows no other quotes. Nothing is released unasked.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
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

/// Says it.
///
/// # Errors
/// When the document or the words are not known.
pub fn run(args: Args, released: bool, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    desk.perform(page, |study| {
        let mut rest: Vec<String> = args.span.into_iter().collect();
        let quote = place::find(study, &args.document, args.quote.as_deref(), &mut rest)?;
        Ok(Command::Release { quote, released })
    })
}
