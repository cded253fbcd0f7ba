//! `virk orphan keep`

use super::{OrphanListItem, orphan_list};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Say that a quote that came along with other words stays as it is.
///
///   virk orphan keep 3
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct OrphanKeepArgs {
    /// Its number in `virk orphan list`
    #[arg(value_name = "NO.")]
    number: usize,
}

pub fn run(
    args: OrphanKeepArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        match args
            .number
            .checked_sub(1)
            .and_then(|place| orphan_list(study).into_iter().nth(place))
        {
            Some(OrphanListItem::ChangedQuote { quote, .. }) => Ok(Command::Confirm { quote }),
            _ => Err(Refusal::new(
                format!(
                    "number {} is no quote that came along with other words",
                    args.number
                ),
                "See `virk orphan list`; orphans are put on other words, or removed",
            )),
        }
    })
}
