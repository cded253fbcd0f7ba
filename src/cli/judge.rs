//! `virk judge`

use super::{Desk, Outcome, Page, place};
use crate::study::{Command, Polarity, Refusal};

/// Say what a quote does to a link of the theory.
///
///   virk judge "Reflection -> Personal dev" 02-mentor-2 1204..1290 supports
///   virk judge "Match -> Relation" 01-mentor-1 --quote "it does not matter" contradicts
///
/// A quote supports a link, contradicts it, or nuances it: says when, for whom
/// or how far. `open` takes the judgement back. This also attaches a quote to a
/// link that its codes do not put there.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(override_usage = "virk judge LINK DOC START..END POLARITY\n       virk judge LINK DOC --quote WORDS POLARITY")]
pub struct Args {
    /// The link, as "FROM -> TO"
    #[arg(value_name = "LINK")]
    link: String,
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words, as places in the text, and supports, contradicts, nuances or open
    #[arg(value_name = "START..END POLARITY", required = true)]
    rest: Vec<String>,
    /// The words themselves instead of START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// The version of the theory; without it the latest
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
}

/// Says it.
///
/// # Errors
/// When the link, the words or the polarity is not known.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    desk.perform(page, |study| {
        let mut rest = args.rest;
        let link = study.find_link(study.find_theory(args.theory.as_deref())?, &args.link)?.id;
        let quote = place::find(study, &args.document, args.quote.as_deref(), &mut rest)?;
        let polarity = match rest.as_slice() {
            [word] if word == "open" => None,
            [word] => Some(Polarity::parse(word).ok_or_else(|| unknown(word))?),
            _ => return Err(unknown(&rest.join(" "))),
        };
        Ok(Command::Judge { link, quote, polarity })
    })
}

fn unknown(typed: &str) -> Refusal {
    Refusal::new(format!("`{typed}` is no polarity"), "Write supports, contradicts, nuances or open after the words")
}
