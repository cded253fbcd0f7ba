//! `virk code remove`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_place};
use crate::study::{Coding, Command, Id, Refusal, Study, theory::QuoteAt};

/// Take codings away.
///
///   virk code remove 02-mentor-2 1204..1290 Reflection
///   virk code remove 02-mentor-2 --quote "she sees herself from outside"
///
/// Takes away the codings of exactly these words under the named codes, or all
/// of them when no code is named. `virk undo` brings them back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk code remove DOC START..END [CODE]...\n       virk code remove DOC --quote WORDS [CODE]..."
)]
pub struct CodeRemoveArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words, as places in the text, and the codes
    #[arg(value_name = "START..END CODE")]
    rest: Vec<String>,
    /// The words themselves instead of START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
}

pub fn run(
    args: CodeRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest = args.rest;
        let at = quote_place::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
        Ok(Command::Uncode {
            codings: codings(study, at, &rest)?,
        })
    })
}

/// Codings of exactly this span under `codes`, or under any code if none is named. Never empty: no
/// match is an error.
pub fn codings(study: &Study, at: QuoteAt, codes: &[String]) -> Result<Vec<Id<Coding>>, Refusal> {
    let codes = codes
        .iter()
        .map(|typed| Ok(study.find_code(typed)?.id))
        .collect::<Result<Vec<_>, Refusal>>()?;
    let here: Vec<&Coding> = study.codings_at(at.document, at.span).collect();
    let codings: Vec<_> = here
        .iter()
        .filter(|coding| codes.is_empty() || codes.contains(&coding.code))
        .map(|coding| coding.id)
        .collect();
    if codings.is_empty() {
        let names: Vec<&str> = here
            .iter()
            .map(|coding| study.code_name(coding.code))
            .collect();
        let hint = match names.as_slice() {
            [] => "`virk code list` shows the codings and their places; nothing was changed".into(),
            names => format!(
                "They are coded as {}; nothing was changed",
                names.join(", ")
            ),
        };
        return Err(Refusal::new(
            "exactly these words have no such coding",
            hint,
        ));
    }
    Ok(codings)
}
