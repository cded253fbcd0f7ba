//! `virk configuration change`

use super::{codes, find};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal, configuration::ConfigurationPart};

/// Change a configuration: its parts, its statement, what follows it.
///
///   virk configuration change 2 --outcome "Personal dev"
///   virk configuration change 2 --statement "If … then … because …" --next 5
///
/// An empty text empties a part; `--next 0` ends the chain. What follows is the
/// configuration for which this one's outcome is the context.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigurationChangeArgs {
    /// The configuration
    #[arg(value_name = "NUMBER")]
    number: usize,
    /// The codes of the circumstances
    #[arg(short, long, value_name = "CODES")]
    context: Option<String>,
    /// The codes of the mechanism
    #[arg(short, long, value_name = "CODES")]
    mechanism: Option<String>,
    /// The codes of the outcome
    #[arg(short, long, value_name = "CODES")]
    outcome: Option<String>,
    /// If … then … because …
    #[arg(long, value_name = "TEXT")]
    statement: Option<String>,
    /// The configuration that follows
    #[arg(long, value_name = "NUMBER")]
    next: Option<usize>,
}

pub fn run(
    args: ConfigurationChangeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let configuration = find(study, args.number)?;
        let mut body = configuration.body.clone();
        for (part, typed) in [
            (ConfigurationPart::Context, args.context),
            (ConfigurationPart::Mechanism, args.mechanism),
            (ConfigurationPart::Outcome, args.outcome),
        ] {
            if let Some(typed) = typed {
                body.part_mut(part).codes = codes(study, &typed)?;
            }
        }
        match args.next {
            Some(0) => body.next = None,
            Some(number) => body.next = Some(find(study, number)?.id),
            None => {}
        }
        Ok(Command::ChangeConfiguration {
            id: configuration.id,
            body: Box::new(body),
            statement: args.statement,
        })
    })
}
