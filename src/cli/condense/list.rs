//! `virk condense list`

use crate::cli::{
    Desk, Outcome, Page,
    form::{Form, Format},
    quoted,
};
use crate::export::condensations;
use crate::study::{Quote, Refusal, quote::CodedText};

/// List the condensation table: natural units, their meaning, their central themes.
///
///   virk condense list
///   virk condense list 02-mentor-2 --json
///   virk condense list --output condensations.csv
///
/// Exit code 1 when nothing has been condensed.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Only this document
    #[arg(value_name = "DOC")]
    document: Option<String>,
    #[command(flatten)]
    form: Form,
}

/// Lists it.
///
/// # Errors
/// When the document is not known.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let only = args.document.map(|typed| study.find_document(&typed)).transpose()?;
    let mut quotes: Vec<Quote<'_>> = Vec::new();
    for document in study.documents().filter(|document| only.is_none_or(|only| only.id == document.id)) {
        let coded = CodedText::new(study, document);
        let spans = study.condensations().filter(|(at, _)| at.document == document.id).map(|(at, _)| at.span);
        quotes.extend(spans.map(|span| coded.quote(span)));
    }
    match args.form.asked(desk)? {
        Some(Format::Json) if args.form.out.is_none() => {
            page.json(&quotes.iter().map(|quote| quoted::value(study, quote)).collect());
        }
        Some(format) => {
            let table = condensations::condensations(study, only.map(|document| document.id));
            args.form.deliver(&table, format, &study.language, desk, page)?;
        }
        None if quotes.is_empty() => page.say("Nothing has been condensed"),
        None => quotes.iter().for_each(|quote| {
            quoted::show(study, quote, '·', page);
            page.gap();
        }),
    }
    Ok(Outcome::found(!quotes.is_empty()))
}
