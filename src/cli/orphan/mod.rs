//! `virk orphan`

mod anchor;
mod keep;
mod list;
mod remove;

use super::{Desk, Outcome, Page, quoted};
use crate::study::{Refusal, Study, theory::QuoteAt, version::Orphan};
use serde_json::{Value, json};

/// See what corrected versions of documents left behind, and put it on other words.
///
/// After `virk import --replaces`: an orphan is a quote whose words the corrected
/// version does not have; a changed quote came along with other words. Neither
/// goes away by itself.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = true)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    List(list::Args),
    Anchor(anchor::Args),
    Keep(keep::Args),
    Remove(remove::Args),
}

/// Does one of the above.
///
/// # Errors
/// When it cannot.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        Command::List(args) => list::run(args, desk, page),
        Command::Anchor(args) => anchor::run(args, desk, page),
        Command::Keep(args) => keep::run(args, desk, page),
        Command::Remove(args) => remove::run(args, desk, page),
    }
}

/// A quote left behind or changed, as the list numbers them from 1.
enum Left<'a> {
    Orphan(Orphan<'a>),
    Changed { quote: QuoteAt, before: &'a str },
}

/// All of them, orphans first.
fn left(study: &Study) -> Vec<Left<'_>> {
    let changed = study.doubts().map(|doubt| Left::Changed {
        quote: doubt.quote,
        before: doubt.before,
    });
    study
        .orphans()
        .into_iter()
        .map(Left::Orphan)
        .chain(changed)
        .collect()
}

/// The orphan of this number.
fn orphan(study: &Study, number: usize) -> Result<Orphan<'_>, Refusal> {
    match number
        .checked_sub(1)
        .and_then(|place| left(study).into_iter().nth(place))
    {
        Some(Left::Orphan(orphan)) => Ok(orphan),
        Some(Left::Changed { .. }) => Err(Refusal::new(
            format!("number {number} is no orphan: it came along with other words"),
            "Move its boundary with `virk code move`, or say that it stays with `virk orphan keep`",
        )),
        None => Err(Refusal::new(
            format!("there is no number {number}"),
            "See `virk orphan list`",
        )),
    }
}

/// The title of the document that stands now.
fn title<'a>(study: &'a Study, left: &Left<'a>) -> &'a str {
    match left {
        Left::Orphan(orphan) => &orphan.document.body.title,
        Left::Changed { quote, .. } => study
            .document(quote.document)
            .map_or("", |document| &document.body.title),
    }
}

/// The codes of the quote.
fn codes<'a>(study: &'a Study, left: &Left<'a>) -> Vec<&'a str> {
    match left {
        Left::Orphan(orphan) => orphan
            .codings
            .iter()
            .map(|coding| study.code_name(coding.code))
            .collect(),
        Left::Changed { quote, .. } => study
            .codings_at(quote.document, quote.span)
            .map(|coding| study.code_name(coding.code))
            .collect(),
    }
}

/// For programs: places of orphans are those of the earlier version.
fn value(study: &Study, number: usize, left: &Left<'_>) -> Value {
    let common =
        json!({ "number": number, "document": title(study, left), "codes": codes(study, left) });
    let mut value = match left {
        Left::Orphan(orphan) => {
            let (start, end) = orphan
                .version
                .points()
                .of_span(&orphan.version.text, orphan.quote.span);
            json!({ "what": "orphan", "words": orphan.words(), "start": start, "end": end, "said": orphan.said })
        }
        Left::Changed { quote, before } => {
            let mut value = quoted::value_at(study, *quote);
            (value["what"], value["before"]) = (json!("changed"), json!(before));
            value
        }
    };
    if let (Value::Object(value), Value::Object(common)) = (&mut value, common) {
        value.extend(common);
    }
    value
}
