//! `virk code recode`

use super::remove;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_place};
use crate::study::{Command, Refusal};

/// Put words under another code than they are under.
///
///   virk code recode 02-mentor-2 1204..1290 Reflection --to Recognition
///   virk code recode 02-mentor-2 --quote "she sees herself from outside" --to Recognition
///
/// Memo, condensation and what the words do to links stay. Without a code, all
/// codings of exactly these words are put under the other one.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk code recode DOC START..END [CODE]... --to CODE\n       virk code recode DOC --quote WORDS [CODE]... --to CODE"
)]
pub struct CodeRecodeArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words, as places in the text, and the codes they are under
    #[arg(value_name = "START..END CODE")]
    rest: Vec<String>,
    /// The words themselves instead of START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// The code they are under from now on
    #[arg(long, value_name = "CODE")]
    to: String,
}

pub fn run(
    args: CodeRecodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest = args.rest;
        let at = quote_place::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
        let codings = remove::codings(study, at, &rest)?;
        Ok(Command::Recode {
            codings,
            code: study.find_code(&args.to)?.id,
        })
    })
}
