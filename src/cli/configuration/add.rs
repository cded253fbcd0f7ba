//! `virk configuration add`

use super::codes;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_place};
use crate::study::{Command, Polarity, Refusal, configuration::PartBody};

/// Put a configuration together: circumstances, mechanism and outcome; any of them may be missing.
///
///   virk configuration add --context Motivation --mechanism Reflection --outcome "Personal dev"
///   virk configuration add -m Reflection -o "Personal dev" --document 01-mentor-1 --quote "heard herself say it"
///
/// Codes apart by commas make one part together. The words given speak for it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigurationAddArgs {
    /// The codes of the circumstances
    #[arg(
        short,
        long,
        value_name = "CODES",
        default_value = "",
        hide_default_value = true
    )]
    context: String,
    /// The codes of the mechanism
    #[arg(
        short,
        long,
        value_name = "CODES",
        default_value = "",
        hide_default_value = true
    )]
    mechanism: String,
    /// The codes of the outcome: outputs count too
    #[arg(
        short,
        long,
        value_name = "CODES",
        default_value = "",
        hide_default_value = true
    )]
    outcome: String,
    /// If … then … because …
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    statement: String,
    /// The document in which it is told
    #[arg(long, value_name = "DOC")]
    document: Option<String>,
    /// Where it is told, as START..END
    #[arg(long, value_name = "SPAN", requires = "document")]
    at: Option<String>,
    /// The words in which it is told, instead of a span
    #[arg(long, value_name = "WORDS", requires = "document")]
    quote: Option<String>,
}

pub fn run(
    args: ConfigurationAddArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let part = |typed: &str| codes(study, typed).map(PartBody::of);
        let parts = [
            part(&args.context)?,
            part(&args.mechanism)?,
            part(&args.outcome)?,
        ];
        let mut rest: Vec<String> = args.at.into_iter().collect();
        let quotes = match &args.document {
            Some(document) => vec![(
                quote_place::find_quote(study, document, args.quote.as_deref(), &mut rest)?,
                Polarity::Supports,
            )],
            None => Vec::new(),
        };
        Ok(Command::AddConfiguration {
            parts,
            statement: args.statement,
            quotes,
        })
    })
}
