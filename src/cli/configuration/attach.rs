//! `virk configuration attach`

use super::find;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_place};
use crate::study::{Command, Polarity, Refusal, configuration::ConfigurationPart};

/// Attach a quote to a configuration: for it, against it, or to one of its parts.
///
///   virk configuration attach 2 01-mentor-1 1204..1290 contradicts
///   virk configuration attach 2 01-mentor-1 --quote "it’s my head" mechanism
///
/// supports, contradicts and nuances say what the words do to it; `open` takes them away;
/// context, mechanism and outcome say which part they speak of.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk configuration attach NUMBER DOC START..END AS\n       virk configuration attach NUMBER DOC --quote WORDS AS"
)]
pub struct AttachArgs {
    /// The configuration
    #[arg(value_name = "NUMBER")]
    number: usize,
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words, as places in the text, and what they are to it
    #[arg(value_name = "START..END AS", required = true)]
    rest: Vec<String>,
    /// The words themselves instead of START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
}

pub fn run(
    args: AttachArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest = args.rest;
        let configuration = find(study, args.number)?;
        let (id, quote) = (configuration.id, quote_place::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?);
        let word = rest.join(" ");
        if word == "open" {
            return Ok(Command::TellOfConfiguration { id, quote, polarity: None });
        }
        if let Some(polarity) = Polarity::parse(&word) {
            return Ok(Command::TellOfConfiguration { id, quote, polarity: Some(polarity) });
        }
        let part = ConfigurationPart::parse(&word).ok_or_else(|| {
            Refusal::new(
                format!("`{word}` is neither a polarity nor a part"),
                "Write supports, contradicts, nuances, open, context, mechanism or outcome after the words",
            )
        })?;
        let mut body = configuration.body.clone();
        body.part_mut(part).quotes.push(quote);
        Ok(Command::ChangeConfiguration { id, body: Box::new(body), statement: None })
    })
}
