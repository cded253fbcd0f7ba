//! `virk similar`

use super::{
    Desk, Outcome, Page,
    asked::searcher,
    form::Form,
    found::{Findings, Found, Layout},
    place,
};
use crate::search::Alike;
use crate::study::{Refusal, Study, quote::CodedText};

/// Find quotes like some words: more of this.
///
///   virk similar 02-mentor-2 1204..1290
///   virk similar 02-mentor-2 --quote "she sees herself from outside" --limit 5
///
/// Likeness rests on shared words alone, rare ones counting most, and those words
/// are shown; no model and no network. The words need not be coded. Exit code 1
/// when no quote is like them.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(override_usage = "virk similar DOC START..END\n       virk similar DOC --quote WORDS")]
pub struct Args {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words, as places in the text
    #[arg(value_name = "START..END")]
    rest: Vec<String>,
    /// The words themselves instead of START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// At most so many quotes
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    layout: Layout,
    #[command(flatten)]
    form: Form,
}

/// Finds them.
///
/// # Errors
/// When the words are not found.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let mut rest = args.rest;
    let at = place::find(study, &args.document, args.quote.as_deref(), &mut rest)?;
    let alike = searcher(&session).similar(study, at, args.limit)?;
    let shown: Vec<Found<'_>> = alike
        .iter()
        .filter_map(|alike| found(study, alike))
        .collect();
    args.layout.show(
        study,
        Findings {
            all: shown.len(),
            shown,
            noun: "quote",
        },
        &args.form,
        desk,
        page,
    )
}

/// A quote that is like others, with the words it shares as its matches.
#[must_use]
pub fn found<'a>(study: &'a Study, alike: &Alike) -> Option<Found<'a>> {
    let document = study.document(alike.quote.document)?;
    let mut matches: Vec<_> = alike
        .shared
        .iter()
        .flat_map(|shared| shared.places.clone())
        .collect();
    matches.sort_unstable();
    let quote = CodedText::new(study, document).quote(alike.quote.span);
    Some(Found {
        quote,
        matches,
        note: None,
        score: Some(alike.score as f32),
    })
}
