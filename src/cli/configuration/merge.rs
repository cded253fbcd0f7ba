//! `virk configuration merge`

use super::find;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Put configurations that tell the same into one, which remembers what it came from.
///
///   virk configuration merge 2 5 7 --statement "If … then … because …"
///
/// Their parts and quotes come together; they themselves stay, listed under it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigurationMergeArgs {
    /// The configurations
    #[arg(value_name = "NUMBER", required = true, num_args = 2..)]
    numbers: Vec<usize>,
    /// What they tell together: if … then … because …
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    statement: String,
}

pub fn run(
    args: ConfigurationMergeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let sources = args
            .numbers
            .iter()
            .map(|number| Ok(find(study, *number)?.id))
            .collect::<Result<_, Refusal>>()?;
        Ok(Command::MergeConfigurations {
            sources,
            statement: args.statement,
        })
    })
}
