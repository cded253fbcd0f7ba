//! `virk quotes`

use super::{
    Desk, Outcome, Page,
    form::{Form, Format},
    number, quoted,
};
use crate::export;
use crate::study::{Code, Id, Kind, Quote, Refusal, Study};
use serde_json::{Value, json};
use std::collections::HashSet;

/// Find quotes by what they are coded as and who says them.
///
///   virk quotes --code Reflection
///   virk quotes --code Reflection --code "Personal dev" --informant "Mentor 2" --json
///   virk quotes --kind mechanism --document 03 --output quotes.csv
///
/// A code stands for itself and those under it. Given twice, quotes that carry
/// both are found. Without any option all quotes are listed. Places are Unicode
/// code points. Exit code 1 when there is none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Coded so; may be given again
    #[arg(long, value_name = "CODE")]
    code: Vec<String>,
    /// Coded under a code of this kind
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<Kind>,
    /// Said by this informant
    #[arg(long, value_name = "NAME")]
    informant: Option<String>,
    /// In this document
    #[arg(long, value_name = "DOC")]
    document: Option<String>,
    #[command(flatten)]
    form: Form,
}

/// Lists them.
///
/// # Errors
/// When a code, informant or document is not known.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let families =
        args.code.iter().map(|typed| Ok(study.subtree(study.find_code(typed)?.id))).collect::<Result<Vec<_>, Refusal>>()?;
    let informant = args.informant.map(|typed| study.find_informant(&typed)).transpose()?.map(|known| known.id);
    let document = args.document.map(|typed| study.find_document(&typed)).transpose()?.map(|known| known.id);
    let mut quotes = study.quotes_under(&wanted(study, families.first(), args.kind));
    quotes.retain(|quote| {
        informant.is_none_or(|id| quote.informant.is_some_and(|known| known.id == id))
            && document.is_none_or(|id| quote.document.id == id)
            && families.iter().all(|family| quote.codes.iter().any(|code| family.contains(&code.id)))
            && args.kind.is_none_or(|kind| quote.codes.iter().any(|code| code.body.kind == kind))
    });
    match args.form.asked(desk)? {
        Some(Format::Json) if args.form.out.is_none() => page.json(&quotes.iter().map(|quote| value(study, quote)).collect()),
        Some(format) => {
            args.form.deliver(&export::quotes::quotes(study, &quotes), format, &study.language, desk, page)?;
        }
        None => show(study, &quotes, page),
    }
    Ok(Outcome::found(!quotes.is_empty()))
}

/// The codes whose quotes to look at: the first family, else those of the kind, else all.
fn wanted(study: &Study, family: Option<&HashSet<Id<Code>>>, kind: Option<Kind>) -> HashSet<Id<Code>> {
    match family {
        Some(family) => family.clone(),
        None => study.codes().filter(|code| kind.is_none_or(|kind| code.body.kind == kind)).map(|code| code.id).collect(),
    }
}

/// A quote with the same fields as `virk search` gives, which also says which words matched.
fn value(study: &Study, quote: &Quote<'_>) -> Value {
    let mut value = quoted::value(study, quote);
    value["matches"] = json!([]);
    value
}

fn show(study: &Study, quotes: &[Quote<'_>], page: &mut Page) {
    for quote in quotes {
        quoted::show(study, quote, '·', page);
        page.gap();
    }
    let informants: HashSet<_> = quotes.iter().filter_map(|quote| Some(quote.informant?.id)).collect();
    page.say(&format!("{} by {}", number::some(quotes.len(), "quote"), number::some(informants.len(), "informant")));
}

/// A kind as typed.
pub fn kind(typed: &str) -> Result<Kind, String> {
    let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    Kind::parse(typed).ok_or_else(|| format!("choose one of {}", names.join(", ")))
}
