//! `virk configuration remove`

use super::find;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Take a configuration away; its codes and quotes stay.
///
///   virk configuration remove 3
///
/// `virk undo` brings it back. Numbers of others do not change.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigurationRemoveArgs {
    /// The configuration
    #[arg(value_name = "NUMBER")]
    number: usize,
}

pub fn run(
    args: ConfigurationRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::RemoveConfiguration {
            id: find(study, args.number)?.id,
        })
    })
}
