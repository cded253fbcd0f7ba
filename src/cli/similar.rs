//! `virk similar`

use super::{
    CommandOutput, ExitStatus, GlobalArgs,
    hit_list::{HitList, HitListArgs, QuoteHit},
    query_args::open_searcher,
    quote_place,
    table_output::TableOutputArgs,
};
use crate::search::SimilarQuote;
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
pub struct SimilarArgs {
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
    layout: HitListArgs,
    #[command(flatten)]
    form: TableOutputArgs,
}

pub fn run(
    args: SimilarArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let mut rest = args.rest;
    let at = quote_place::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
    let alike = open_searcher(&session).similar(study, at, args.limit)?;
    let shown: Vec<QuoteHit<'_>> = alike
        .iter()
        .filter_map(|alike| to_quote_hit(study, alike))
        .collect();
    args.layout.show(
        study,
        HitList {
            total: shown.len(),
            hits: shown,
            noun: "quote",
        },
        &args.form,
        globals,
        output,
    )
}

/// A similar quote, with the words it shares as matches.
#[must_use]
pub fn to_quote_hit<'a>(study: &'a Study, alike: &SimilarQuote) -> Option<QuoteHit<'a>> {
    let document = study.document(alike.quote.document)?;
    let mut matches: Vec<_> = alike
        .shared
        .iter()
        .flat_map(|shared| shared.places.clone())
        .collect();
    matches.sort_unstable();
    let quote = CodedText::new(study, document).quote(alike.quote.span);
    Some(QuoteHit {
        quote,
        matches,
        note: None,
        score: Some(alike.score as f32),
    })
}
