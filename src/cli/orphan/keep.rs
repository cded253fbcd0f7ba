//! `virk orphan keep`

use super::{Left, left};
use crate::cli::{Desk, Outcome, Page};
use crate::study::{Command, Refusal};

/// Say that a quote that came along with other words stays as it is.
///
///   virk orphan keep 3
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Its number in `virk orphan list`
    #[arg(value_name = "NO.")]
    number: usize,
}

/// Says so.
///
/// # Errors
/// When there is no such quote.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    desk.perform(page, |study| {
        match args
            .number
            .checked_sub(1)
            .and_then(|place| left(study).into_iter().nth(place))
        {
            Some(Left::Changed { quote, .. }) => Ok(Command::Confirm { quote }),
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
