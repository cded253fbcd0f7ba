//! `virk similar` and `virk suggest`

use super::hit_list::{HitList, HitListArgs};
use super::listing::ListingArgs;
use super::query_args::open_searcher;
use super::{CommandOutput, ExitStatus, GlobalArgs, number, quote_output};
use crate::search::{SimilarQuote, Suggestion};
use crate::study::quote::CodedText;
use crate::study::{Refusal, Study};
use crate::tables::hits::QuoteHit;
use serde_json::{Value, json};

/// Find quotes similar to a passage.
///
///   virk similar 02-mentor-2 1204..1290
///   virk similar 02-mentor-2 --quote "she sees herself from outside" --limit 5
///
/// Similarity is based on shared words alone, with rare words counting most, and
/// those words are shown; no model and no network. The passage need not be coded.
/// Exit code 1 if no quote is similar.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(override_usage = "virk similar DOC START..END\n       virk similar DOC --quote WORDS")]
pub struct SimilarArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words as START..END
    #[arg(value_name = "START..END")]
    rest: Vec<String>,
    /// Quote the words instead of giving START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// Maximum number of quotes
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    layout: HitListArgs,
    #[command(flatten)]
    listing: ListingArgs,
}

pub fn similar(
    args: SimilarArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let mut rest = args.rest;
    let at = quote_output::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
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
        &args.listing,
        globals,
        output,
    )
}

/// A similar quote, with the words it shares as matches.
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

/// Suggest codes for a passage, with the quotes that support each.
///
///   virk suggest 02-mentor-2 1204..1290
///   virk suggest 02-mentor-2 --quote "she sees herself from outside" --json
///
/// Codes come from the most similar coded quotes, and the shared words are shown;
/// no model and no network. Codes that the passage already has are left out. The
/// decision is yours. Exit code 1 if there is no suggestion.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(override_usage = "virk suggest DOC START..END\n       virk suggest DOC --quote WORDS")]
pub struct SuggestArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words as START..END
    #[arg(value_name = "START..END")]
    rest: Vec<String>,
    /// Quote the words instead of giving START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// Maximum number of codes
    #[arg(long, value_name = "N", default_value_t = 3)]
    limit: usize,
}

/// Quotes shown per code.
const MAX_QUOTES: usize = 3;
const EXCERPT_CHARS: usize = 90;

pub fn suggest(
    args: SuggestArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let mut rest = args.rest;
    let at = quote_output::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
    let suggestions = open_searcher(&session).suggest(study, at, args.limit)?;
    if globals.json {
        output.json(
            &suggestions
                .iter()
                .map(|suggestion| value(study, suggestion))
                .collect(),
        );
    } else if suggestions.is_empty() {
        output.paragraph("No coded quote shares a word with these");
    } else {
        suggestions
            .iter()
            .for_each(|suggestion| show(study, suggestion, output));
    }
    Ok(ExitStatus::from_found(!suggestions.is_empty()))
}

fn show(study: &Study, suggestion: &Suggestion, output: &mut CommandOutput) {
    let count = number::count_noun(suggestion.quotes.len(), "quote");
    output.heading(&format!(
        "{}  ({:.1} by {count})",
        study.code_name(suggestion.code),
        suggestion.score
    ));
    for alike in suggestion.quotes.iter().take(MAX_QUOTES) {
        if let Some(found) = to_quote_hit(study, alike) {
            let shared: Vec<&str> = alike
                .shared
                .iter()
                .take(5)
                .map(|shared| shared.stem.as_str())
                .collect();
            output.hanging(
                "· ",
                &format!(
                    "“{}” — {}",
                    quote_output::excerpt(found.quote.words(), EXCERPT_CHARS),
                    quote_output::source_label(&found.quote)
                ),
            );
            output.indented(4, &format!("shares: {}", shared.join(", ")));
        }
    }
}

fn value(study: &Study, suggestion: &Suggestion) -> Value {
    let quotes = suggestion.quotes.iter().filter_map(|alike| {
        let mut value = quote_output::quote_json(study, &to_quote_hit(study, alike)?.quote);
        value["score"] = json!(alike.score);
        value["shared"] = alike
            .shared
            .iter()
            .map(|shared| json!({ "stem": shared.stem, "weight": shared.weight }))
            .collect();
        Some(value)
    });
    json!({
        "code": study.code_name(suggestion.code),
        "key": study.code(suggestion.code).map(|code| &code.body.key),
        "score": suggestion.score,
        "quotes": quotes.collect::<Value>(),
    })
}
