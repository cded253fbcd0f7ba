//! `virk config`

mod check;
mod example;
mod keys;
mod show;

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;

/// Show and check your own settings: keys, colours, mouse, who is at work.
///
///   virk config                            where they lie, and what holds
///   virk config keys                       every action with its keys
///   virk config example > FILE             a settings file to begin with
///   virk config check                      look the file through
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigArgs {
    #[command(subcommand)]
    command: Option<ConfigCommand>,
}

#[derive(clap::Subcommand, Debug)]
enum ConfigCommand {
    Show(show::ConfigShowArgs),
    Keys(keys::ConfigKeysArgs),
    Example(example::ConfigExampleArgs),
    Check(check::ConfigCheckArgs),
}

pub fn run(
    args: ConfigArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        None => show::run(show::ConfigShowArgs {}, globals, output),
        Some(ConfigCommand::Show(args)) => show::run(args, globals, output),
        Some(ConfigCommand::Keys(args)) => keys::run(args, globals, output),
        Some(ConfigCommand::Example(args)) => example::run(args, globals, output),
        Some(ConfigCommand::Check(args)) => check::run(args, globals, output),
    }
}
