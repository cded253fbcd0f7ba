//! `virk condense set`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_place};
use crate::study::{Command, Refusal};

/// Write a quote's condensation: its meaning in a short sentence, and its central theme.
///
///   virk condense set 02-mentor-2 1204..1290 "Sees her own influence" --theme "from outside"
///   virk condense set 02-mentor-2 --quote "she sees herself" "Sees her own influence"
///
/// An empty sentence takes the condensation away.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk condense set DOC START..END TEXT [--theme THEME]\n       virk condense set DOC --quote WORDS TEXT"
)]
pub struct CondenseSetArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words, as places in the text, and the condensation
    #[arg(value_name = "START..END TEXT", required = true)]
    rest: Vec<String>,
    /// The words themselves instead of START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// The central theme, a few words
    #[arg(long, default_value = "", hide_default_value = true)]
    theme: String,
}

pub fn run(
    args: CondenseSetArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest = args.rest;
        let quote =
            quote_place::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
        let [text] = rest.as_slice() else {
            return Err(Refusal::new(
                "the condensation is not one text",
                "Write it after the words, in quotation marks",
            ));
        };
        Ok(Command::Condense {
            quote,
            text: text.clone(),
            theme: args.theme,
        })
    })
}
