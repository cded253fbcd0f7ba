//! `virk code`

mod auto;

use super::listing::ListingArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs, quote_output};
use crate::study::theory::QuoteAt;
use crate::study::{Coding, Command, Id, Refusal, Study};
use crate::tables::{Listing, codings::CodingRow, codings::coding_columns, privacy::PrivacyFilter};

/// Code passages, and list, change or remove codings.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct CodeArgs {
    #[command(subcommand)]
    command: CodeCommand,
}

#[derive(clap::Subcommand, Debug)]
enum CodeCommand {
    Apply(CodeApplyArgs),
    Auto(auto::AutoCodeArgs),
    List(CodeListArgs),
    Recode(CodeRecodeArgs),
    Move(BoundaryArgs),
    Remove(CodeRemoveArgs),
}

pub fn run(
    args: CodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        CodeCommand::Apply(args) => apply(args, globals, output),
        CodeCommand::Auto(args) => auto::run(args, globals, output),
        CodeCommand::List(args) => list(args, globals, output),
        CodeCommand::Recode(args) => recode(args, globals, output),
        CodeCommand::Move(args) => boundary(args, globals, output),
        CodeCommand::Remove(args) => remove(args, globals, output),
    }
}

/// Code words in a document with one or more codes.
///
///   virk code apply 02-mentor-2 1204..1290 Reflection "Personal dev"
///   virk code apply 02-mentor-2 --quote "she sees herself from outside" Reflection
///
/// START..END are Unicode code points counted from 0, END not included. Words
/// after --quote must occur exactly once in the document. The beginning of a
/// title or of a code's name is enough if it is unambiguous.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk code apply DOC START..END CODE...\n       virk code apply DOC --quote WORDS CODE..."
)]
struct CodeApplyArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words as START..END, then the codes
    #[arg(value_name = "START..END CODE", required = true)]
    rest: Vec<String>,
    /// Quote the words instead of giving START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
}

fn apply(
    args: CodeApplyArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest = args.rest;
        let at = quote_output::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
        if rest.is_empty() {
            return Err(Refusal::new(
                "no code given",
                "Name one or more codes after the words; see `virk codebook show`",
            ));
        }
        let codes = rest
            .iter()
            .map(|typed| Ok(study.find_code(typed)?.id))
            .collect::<Result<Vec<_>, Refusal>>()?;
        Ok(Command::Apply {
            document: at.document,
            span: at.span,
            codes,
        })
    })
}

/// Change the code of a passage; memo and condensation are kept.
///
///   virk code recode 02-mentor-2 1204..1290 Reflection --to Recognition
///   virk code recode 02-mentor-2 --quote "she sees herself from outside" --to Recognition
///
/// What the passage does to links is kept, too. Without a code, all codings of
/// exactly these words are changed.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk code recode DOC START..END [CODE]... --to CODE\n       virk code recode DOC --quote WORDS [CODE]... --to CODE"
)]
struct CodeRecodeArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words as START..END, then the codes they have
    #[arg(value_name = "START..END CODE")]
    rest: Vec<String>,
    /// Quote the words instead of giving START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// The new code
    #[arg(long, value_name = "CODE")]
    to: String,
}

fn recode(
    args: CodeRecodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest = args.rest;
        let at = quote_output::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
        let codings = codings(study, at, &rest)?;
        Ok(Command::Recode {
            codings,
            code: study.find_code(&args.to)?.id,
        })
    })
}

/// Change where a quote begins and ends.
///
///   virk code move 02-mentor-2 1204..1290 --to 1198..1290
///   virk code move 02-mentor-2 --quote "herself from outside" --to-quote "she sees herself from outside"
///
/// Memo, condensation and what the quote does to links are kept. With codes,
/// only their codings move, and both quotes keep memo and condensation.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk code move DOC START..END [CODE]... --to START..END\n       virk code move DOC --quote WORDS [CODE]... --to-quote WORDS"
)]
struct BoundaryArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words as START..END, then the codes they have
    #[arg(value_name = "START..END CODE")]
    rest: Vec<String>,
    /// Quote the words instead of giving START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// New place of the quote
    #[arg(
        long,
        value_name = "START..END",
        required_unless_present = "to_quote",
        conflicts_with = "to_quote"
    )]
    to: Option<String>,
    /// New words of the quote, instead of --to
    #[arg(long, value_name = "WORDS")]
    to_quote: Option<String>,
}

fn boundary(
    args: BoundaryArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest = args.rest;
        let at = quote_output::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
        let codings = codings(study, at, &rest)?;
        let mut to: Vec<String> = args.to.into_iter().collect();
        let to =
            quote_output::find_quote(study, &args.document, args.to_quote.as_deref(), &mut to)?;
        Ok(Command::MoveBoundary {
            codings,
            span: to.span,
        })
    })
}

/// Remove codings.
///
///   virk code remove 02-mentor-2 1204..1290 Reflection
///   virk code remove 02-mentor-2 --quote "she sees herself from outside"
///
/// Removes the codings of exactly these words with the named codes, or all of
/// them if no code is named. `virk undo` restores them.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk code remove DOC START..END [CODE]...\n       virk code remove DOC --quote WORDS [CODE]..."
)]
struct CodeRemoveArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words as START..END, then the codes
    #[arg(value_name = "START..END CODE")]
    rest: Vec<String>,
    /// Quote the words instead of giving START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
}

fn remove(
    args: CodeRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest = args.rest;
        let at = quote_output::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
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
            "there is no such coding of exactly these words",
            hint,
        ));
    }
    Ok(codings)
}

/// List codings: what is coded, where, with which code and by whom.
///
///   virk code list
///   virk code list 02-mentor-2 --code Reflection --json
///
/// Exit code 1 if there are none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct CodeListArgs {
    /// Only this document
    #[arg(value_name = "DOC")]
    document: Option<String>,
    /// Only this code and those under it
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Only codings by this coder
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    listing: ListingArgs,
}

fn list(
    args: CodeListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let only = args
        .document
        .map(|typed| study.find_document(&typed))
        .transpose()?;
    let codes = args
        .code
        .map(|typed| study.find_code(&typed))
        .transpose()?
        .map(|code| study.subtree(code.id));
    let mut rows: Vec<CodingRow<'_>> = CodingRow::all(study).collect();
    rows.retain(|CodingRow { document, coding }| {
        only.is_none_or(|only| only.id == document.id)
            && codes
                .as_ref()
                .is_none_or(|codes| codes.contains(&coding.code))
            && args.by.as_ref().is_none_or(|by| **by == *coding.coder)
    });
    Listing::new(
        coding_columns(PrivacyFilter::internal(study)),
        rows,
        "No codings",
    )
    .show(study, &args.listing, globals, output)
}
