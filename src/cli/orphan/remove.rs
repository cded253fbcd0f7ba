//! `virk orphan remove`

use super::orphan;
use crate::cli::{Desk, Outcome, Page};
use crate::study::{Command, Refusal};

/// Take an orphan away: its codings, and what is said of it.
///
///   virk orphan remove 1
///
/// `virk undo` brings it back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Its number in `virk orphan list`
    #[arg(value_name = "NO.")]
    number: usize,
}

/// Takes it away.
///
/// # Errors
/// When there is no such orphan.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    desk.perform(page, |study| {
        Ok(Command::LetGo {
            orphan: orphan(study, args.number)?.quote,
        })
    })
}
