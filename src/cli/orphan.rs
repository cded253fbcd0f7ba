//! `virk orphan`

use super::listing::ListingArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs, quote_output};
use crate::study::version::Orphan;
use crate::study::{Command, Refusal, Study};
use crate::tables::Listing;
use crate::tables::orphans::{OrphanListItem, orphan_columns, orphan_list, orphan_rows};

/// Review quotes affected by corrected versions of documents.
///
/// After `virk import --replaces`: an orphan is a quote whose words are not in the
/// corrected version; a changed quote was carried over with different words.
/// Neither is removed automatically.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = true)]
pub struct OrphanArgs {
    #[command(subcommand)]
    command: OrphanCommand,
}

#[derive(clap::Subcommand, Debug)]
enum OrphanCommand {
    List(OrphanListArgs),
    Anchor(OrphanAnchorArgs),
    Keep(OrphanKeepArgs),
    Remove(OrphanRemoveArgs),
}

pub fn run(
    args: OrphanArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        OrphanCommand::List(args) => list(args, globals, output),
        OrphanCommand::Anchor(args) => anchor(args, globals, output),
        OrphanCommand::Keep(args) => keep(args, globals, output),
        OrphanCommand::Remove(args) => remove(args, globals, output),
    }
}

/// Finds an orphan by its number.
fn orphan(study: &Study, number: usize) -> Result<Orphan<'_>, Refusal> {
    match number
        .checked_sub(1)
        .and_then(|place| orphan_list(study).into_iter().nth(place))
    {
        Some(OrphanListItem::Orphan(orphan)) => Ok(orphan),
        Some(OrphanListItem::ChangedQuote { .. }) => Err(Refusal::new(
            format!("number {number} is not an orphan: it was carried over with changed words"),
            "Move its boundary with `virk code move`, or keep it with `virk orphan keep`",
        )),
        None => Err(Refusal::new(
            format!("there is no number {number}"),
            "See `virk orphan list`",
        )),
    }
}

/// List orphans and changed quotes, with the words as they were.
///
///   virk orphan list
///   virk orphan list 02-mentor-2 --json
///
/// Exit code 1 if there are none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct OrphanListArgs {
    /// Only those in this document
    #[arg(value_name = "DOC")]
    document: Option<String>,
    #[command(flatten)]
    listing: ListingArgs,
}

fn list(
    args: OrphanListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let only = args
        .document
        .map(|typed| study.find_document(&typed))
        .transpose()?
        .map(|document| document.body.title.as_str());
    let rows = orphan_rows(study, only);
    let mut listing = Listing::new(
        orphan_columns(study),
        rows,
        "No orphans, and no quotes to review",
    );
    listing.footer.push("`virk orphan anchor NO. --quote WORDS` anchors an orphan to other words, `remove NO.` removes it; `keep NO.` keeps a changed quote as it is".to_owned());
    listing.show(study, &args.listing, globals, output)
}

/// Anchor an orphan to words in the corrected version.
///
///   virk orphan anchor 1 --quote "she sees herself from outside"
///   virk orphan anchor 1 1204..1290
///
/// Its codings keep coder, time, memo and condensation.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk orphan anchor NO. START..END\n       virk orphan anchor NO. --quote WORDS"
)]
struct OrphanAnchorArgs {
    /// Number in `virk orphan list`
    #[arg(value_name = "NO.")]
    number: usize,
    /// The words as START..END
    #[arg(value_name = "START..END")]
    place: Vec<String>,
    /// Quote the words instead of giving START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
}

fn anchor(
    args: OrphanAnchorArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let orphan = orphan(study, args.number)?;
        let mut rest = args.place;
        let to = quote_output::find_quote(
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

/// Keep a changed quote as it is.
///
///   virk orphan keep 3
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct OrphanKeepArgs {
    /// Number in `virk orphan list`
    #[arg(value_name = "NO.")]
    number: usize,
}

fn keep(
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
                format!("number {} is not a quote with changed words", args.number),
                "See `virk orphan list`; orphans are anchored or removed",
            )),
        }
    })
}

/// Remove an orphan with its codings, memo and condensation.
///
///   virk orphan remove 1
///
/// `virk undo` restores it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct OrphanRemoveArgs {
    /// Number in `virk orphan list`
    #[arg(value_name = "NO.")]
    number: usize,
}

fn remove(
    args: OrphanRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::LetGo {
            orphan: orphan(study, args.number)?.quote,
        })
    })
}
