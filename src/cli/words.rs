//! `virk words`

use super::listing::ListingArgs;
use super::query_args::open_searcher;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::search::{Frequencies, Query, QuerySettings, WordCountOptions};
use crate::study::{Refusal, Study};
use crate::tables::Listing;
use crate::tables::words::{WordRow, word_columns};

/// Count words in everything informants say, or in what a query finds.
///
///   virk words --limit 30
///   virk words 'code:reflection' --by informant --format csv
///   virk words in:condensations --stems --json
///
/// Common words such as "the" and "og" are left out unless --all is given; words
/// that deny or doubt never are. Exit code 1 if there are none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct WordsArgs {
    /// Query for what to count, as in `virk search` (default: everything informants say)
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Count separately for each document, informant or code
    #[arg(long, value_name = "BY", value_enum)]
    by: Option<WordGrouping>,
    /// Count words with the same stem together
    #[arg(long)]
    stems: bool,
    /// Include common words such as "the"
    #[arg(long)]
    all: bool,
    /// Maximum number of words (in each group)
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    listing: ListingArgs,
}

/// What words are counted separately for.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum WordGrouping {
    /// Each document
    Document,
    /// Each informant
    Informant,
    /// Each code and those below it
    Code,
}

pub fn run(
    args: WordsArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let text = if args.query.is_empty() {
        "informant:*".to_owned()
    } else {
        args.query.join(" ")
    };
    output.parse_query(&text, study, QuerySettings::default())?;
    let spoken = study
        .documents()
        .map(|document| document.body.language.as_str());
    let without = if args.all {
        Default::default()
    } else {
        WordCountOptions::small_words(spoken)
    };
    let counting = WordCountOptions {
        by_stem: args.stems,
        excluded: without,
    };
    let mut searcher = open_searcher(&session);
    let mut counted: Vec<(Option<String>, Frequencies)> = Vec::new();
    for (title, condition) in word_groups(study, args.by) {
        let query = Query::parse(&format!("({text}) {condition}"), study)
            .or_else(|_| Query::parse(&format!("{text} {condition}"), study))?;
        let frequencies = searcher.frequencies(study, &query, &counting)?;
        if !frequencies.rows.is_empty() {
            counted.push((title, frequencies));
        }
    }
    let rows: Vec<WordRow<'_>> = counted
        .iter()
        .flat_map(|(group, counted)| {
            let rows = counted.rows.iter().take(args.limit);
            rows.map(move |word| WordRow {
                group: group.as_deref(),
                word,
            })
        })
        .collect();
    let group = args.by.map(|by| match by {
        WordGrouping::Document => ("document", "Document"),
        WordGrouping::Informant => ("informant", "Informant"),
        WordGrouping::Code => ("code", "Code"),
    });
    Listing::new(word_columns(group), rows, "No word to count").show(
        study,
        &args.listing,
        globals,
        output,
    )
}

/// The groups to count separately, each with the condition that selects it.
fn word_groups(study: &Study, by: Option<WordGrouping>) -> Vec<(Option<String>, String)> {
    let part = |title: &str, field: &str, value: &str| {
        (
            Some(title.to_owned()),
            format!("{field}:\"{}\"", value.replace('"', "")),
        )
    };
    match by {
        None => vec![(None, String::new())],
        Some(WordGrouping::Document) => study
            .documents()
            .map(|known| part(&known.body.title, "document", &known.body.title))
            .collect(),
        Some(WordGrouping::Informant) => study
            .informants()
            .map(|known| part(&known.body.name, "informant", &known.body.name))
            .collect(),
        Some(WordGrouping::Code) => study
            .codes()
            .map(|code| part(code.name(&study.language), "code", &code.body.key))
            .collect(),
    }
}
