//! `virk orphan anchor`

use super::orphan;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_place};
use crate::study::{Command, Refusal};

/// Put an orphan, and what is said of it, on words of the corrected version.
///
///   virk orphan anchor 1 --quote "she sees herself from outside"
///   virk orphan anchor 1 1204..1290
///
/// Its codings keep their coder and their time.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk orphan anchor NO. START..END\n       virk orphan anchor NO. --quote WORDS"
)]
pub struct OrphanAnchorArgs {
    /// Its number in `virk orphan list`
    #[arg(value_name = "NO.")]
    number: usize,
    /// The words, as places in the text
    #[arg(value_name = "START..END")]
    place: Vec<String>,
    /// The words themselves instead of START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
}

pub fn run(
    args: OrphanAnchorArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let orphan = orphan(study, args.number)?;
        let mut rest = args.place;
        let to = quote_place::find_quote(
            study,
            &orphan.document.body.title,
            args.quote.as_deref(),
            &mut rest,
        )?;
        Ok(Command::Reanchor {
            orphan: orphan.quote,
            to,
        })
    })
}
