//! `virk orphan`

mod anchor;
mod keep;
mod list;
mod remove;

use super::{CommandOutput, ExitStatus, GlobalArgs, quote_output};
use crate::study::{Refusal, Study, theory::QuoteAt, version::Orphan};
use serde_json::{Value, json};

/// See what corrected versions of documents left behind, and put it on other words.
///
/// After `virk import --replaces`: an orphan is a quote whose words the corrected
/// version does not have; a changed quote came along with other words. Neither
/// goes away by itself.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = true)]
pub struct OrphanArgs {
    #[command(subcommand)]
    command: OrphanCommand,
}

#[derive(clap::Subcommand, Debug)]
enum OrphanCommand {
    List(list::OrphanListArgs),
    Anchor(anchor::OrphanAnchorArgs),
    Keep(keep::OrphanKeepArgs),
    Remove(remove::OrphanRemoveArgs),
}

pub fn run(
    args: OrphanArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        OrphanCommand::List(args) => list::run(args, globals, output),
        OrphanCommand::Anchor(args) => anchor::run(args, globals, output),
        OrphanCommand::Keep(args) => keep::run(args, globals, output),
        OrphanCommand::Remove(args) => remove::run(args, globals, output),
    }
}

/// A quote that was left behind or changed by a correction; numbered from 1 in the list.
enum OrphanListItem<'a> {
    Orphan(Orphan<'a>),
    ChangedQuote { quote: QuoteAt, before: &'a str },
}

/// All items, orphans first.
fn orphan_list(study: &Study) -> Vec<OrphanListItem<'_>> {
    let changed = study
        .changed_quotes()
        .map(|doubt| OrphanListItem::ChangedQuote {
            quote: doubt.quote,
            before: doubt.before,
        });
    study
        .orphans()
        .into_iter()
        .map(OrphanListItem::Orphan)
        .chain(changed)
        .collect()
}

/// Finds an orphan by its number.
fn orphan(study: &Study, number: usize) -> Result<Orphan<'_>, Refusal> {
    match number
        .checked_sub(1)
        .and_then(|place| orphan_list(study).into_iter().nth(place))
    {
        Some(OrphanListItem::Orphan(orphan)) => Ok(orphan),
        Some(OrphanListItem::ChangedQuote { .. }) => Err(Refusal::new(
            format!("number {number} is no orphan: it came along with other words"),
            "Move its boundary with `virk code move`, or say that it stays with `virk orphan keep`",
        )),
        None => Err(Refusal::new(
            format!("there is no number {number}"),
            "See `virk orphan list`",
        )),
    }
}

/// The title of the document's current version.
fn title<'a>(study: &'a Study, left: &OrphanListItem<'a>) -> &'a str {
    match left {
        OrphanListItem::Orphan(orphan) => &orphan.document.body.title,
        OrphanListItem::ChangedQuote { quote, .. } => study
            .document(quote.document)
            .map_or("", |document| &document.body.title),
    }
}

fn codes<'a>(study: &'a Study, left: &OrphanListItem<'a>) -> Vec<&'a str> {
    match left {
        OrphanListItem::Orphan(orphan) => orphan
            .codings
            .iter()
            .map(|coding| study.code_name(coding.code))
            .collect(),
        OrphanListItem::ChangedQuote { quote, .. } => study
            .codings_at(quote.document, quote.span)
            .map(|coding| study.code_name(coding.code))
            .collect(),
    }
}

/// An item as JSON; positions of orphans are those of the earlier version.
fn value(study: &Study, number: usize, left: &OrphanListItem<'_>) -> Value {
    let common =
        json!({ "number": number, "document": title(study, left), "codes": codes(study, left) });
    let mut value = match left {
        OrphanListItem::Orphan(orphan) => {
            let (start, end) = orphan
                .version
                .points()
                .of_span(&orphan.version.text, orphan.quote.span);
            json!({ "what": "orphan", "words": orphan.words(), "start": start, "end": end, "said": orphan.annotation_count })
        }
        OrphanListItem::ChangedQuote { quote, before } => {
            let mut value = quote_output::quote_json_at(study, *quote);
            (value["what"], value["before"]) = (json!("changed"), json!(before));
            value
        }
    };
    if let (Value::Object(value), Value::Object(common)) = (&mut value, common) {
        value.extend(common);
    }
    value
}
