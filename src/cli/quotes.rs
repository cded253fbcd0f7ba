//! `virk quotes`, with `release` and `withhold`, and `virk judge`

use super::hit_list::{HitList, HitListArgs};
use super::listing::ListingArgs;
use super::query_args::HitOrder;
use super::{CommandOutput, ExitStatus, GlobalArgs, number, query_args, quote_output};
use crate::search::{CodingExtent, QuerySettings, SearchScope};
use crate::study::{Code, CodeKind, Command, Id, Polarity, Refusal, Study};
use crate::tables::hits::QuoteHit;
use serde_json::json;
use std::collections::HashSet;

/// Find quotes by code and informant.
///
///   virk quotes --code Reflection
///   virk quotes --code Reflection --code "Personal dev" --informant "Mentor 2" --json
///   virk quotes --kind mechanism --document 03 --output quotes.csv
///   virk quotes --code Reflection --count --group informant
///
/// A code stands for itself and those under it. Given twice, quotes that carry both are found.
/// Without any option all quotes are listed. Places are Unicode code points. On a terminal the
/// quotes are paragraphs; to another program they go as lines, DOCUMENT:TURN:WORDS. `virk quotes
/// release` says which may be published. Exit code 1 when there is none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, args_conflicts_with_subcommands = true)]
pub struct QuotesArgs {
    /// With this code; repeatable
    #[arg(long, value_name = "CODE")]
    code: Vec<String>,
    /// With a code of this kind
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<CodeKind>,
    /// Said by this informant
    #[arg(long, value_name = "NAME")]
    informant: Option<String>,
    /// In this document
    #[arg(long, value_name = "DOC")]
    document: Option<String>,
    #[command(flatten)]
    layout: HitListArgs,
    #[command(flatten)]
    listing: ListingArgs,
    #[command(subcommand)]
    command: Option<QuotesCommand>,
}

#[derive(clap::Subcommand, Debug)]
enum QuotesCommand {
    Release(ReleaseArgs),
    Withhold(ReleaseArgs),
}

pub fn quotes(
    args: QuotesArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        Some(QuotesCommand::Release(args)) => return release(args, true, globals, output),
        Some(QuotesCommand::Withhold(args)) => return release(args, false, globals, output),
        None => {}
    }
    let session = globals.open_study(output)?;
    let study = session.study();
    let families = args
        .code
        .iter()
        .map(|typed| Ok(study.subtree(study.find_code(typed)?.id)))
        .collect::<Result<Vec<_>, Refusal>>()?;
    let informant = args
        .informant
        .map(|typed| study.find_informant(&typed))
        .transpose()?
        .map(|known| known.id);
    let document = args
        .document
        .map(|typed| study.find_document(&typed))
        .transpose()?
        .map(|known| known.id);
    let mut quotes = study.quotes_under(&selected_codes(study, families.first(), args.kind));
    quotes.retain(|quote| {
        informant.is_none_or(|id| quote.informant.is_some_and(|known| known.id == id))
            && document.is_none_or(|id| quote.document.id == id)
            && families
                .iter()
                .all(|family| quote.codes.iter().any(|code| family.contains(&code.id)))
            && args
                .kind
                .is_none_or(|kind| quote.codes.iter().any(|code| code.body.kind == kind))
    });
    let found = |quote| QuoteHit {
        quote,
        matches: Vec::new(),
        note: None,
        score: None,
    };
    let findings = HitList {
        total: quotes.len(),
        hits: quotes.into_iter().map(found).collect(),
        noun: "quote",
    };
    args.layout
        .show(study, findings, &args.listing, globals, output)
}

/// The codes whose quotes are listed: those of `family` if there is one, otherwise those of the
/// kind, otherwise all.
fn selected_codes(
    study: &Study,
    family: Option<&HashSet<Id<Code>>>,
    kind: Option<CodeKind>,
) -> HashSet<Id<Code>> {
    match family {
        Some(family) => family.clone(),
        None => study
            .codes()
            .filter(|code| kind.is_none_or(|kind| code.body.kind == kind))
            .map(|code| code.id)
            .collect(),
    }
}

pub fn kind(typed: &str) -> Result<CodeKind, String> {
    let names: Vec<&str> = CodeKind::ALL.iter().map(|kind| kind.name()).collect();
    CodeKind::parse(typed).ok_or_else(|| format!("choose one of {}", names.join(", ")))
}

/// Release a quote for publication, or withhold it.
///
///   virk quotes release 02-mentor-2 1204..1290
///   virk quotes withhold 02-mentor-2 --quote "it does not matter"
///
/// Exports with `--privacy public` contain only released quotes. Nothing is released automatically.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ReleaseArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words as START..END
    #[arg(value_name = "START..END")]
    span: Option<String>,
    /// Quote the words instead of giving START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
}

pub fn release(
    args: ReleaseArgs,
    released: bool,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest: Vec<String> = args.span.into_iter().collect();
        let quote =
            quote_output::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
        Ok(Command::Release { quote, released })
    })
}

/// Judge what a quote, or all quotes that a query finds, does to a link of the theory.
///
///   virk judge "Reflection -> Personal dev" 02-mentor-2 1204..1290 supports
///   virk judge "Match -> Relation" 01-mentor-1 --quote "it does not matter" contradicts
///   virk judge "Praise -> Relation" nuances --found 'code:praise late' --dry-run
///
/// A quote supports a link, contradicts it, or nuances it: says when, for whom
/// or how far. `open` removes the judgement. The quote need not be coded with the
/// ends of the link. All quotes of --found are one change; exit code 1 if nothing
/// is found.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk judge LINK DOC START..END POLARITY\n       virk judge LINK DOC --quote WORDS POLARITY\n       virk judge LINK POLARITY --found QUERY"
)]
pub struct JudgeArgs {
    /// Link, as "FROM -> TO"
    #[arg(value_name = "LINK")]
    link: String,
    /// Document, the words as START..END, and supports, contradicts, nuances or open
    #[arg(value_name = "DOC START..END POLARITY", required = true)]
    rest: Vec<String>,
    /// Quote the words instead of giving START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// Instead of a document and words: everything that this query finds
    #[arg(long, value_name = "QUERY", conflicts_with = "quote")]
    found: Option<String>,
    /// Show what --found would judge, and change nothing
    #[arg(long, requires = "found")]
    dry_run: bool,
    /// Version of the theory (default: the latest)
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
}

pub fn judge(
    args: JudgeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    if let Some(found) = &args.found {
        return all(&args, found, globals, output);
    }
    globals.perform(output, |study| {
        let link = study
            .find_link(study.find_theory(args.theory.as_deref())?, &args.link)?
            .id;
        let (document, rest) = args.rest.split_first().ok_or_else(|| unknown(""))?;
        let mut rest = rest.to_vec();
        let quote = quote_output::find_quote(study, document, args.quote.as_deref(), &mut rest)?;
        Ok(Command::Judge {
            link,
            quote,
            polarity: polarity(&rest)?,
        })
    })
}

/// Judges everything a query finds.
fn all(
    args: &JudgeArgs,
    found: &str,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut session = globals.open_study(output)?;
    let study = session.study();
    let link = study.find_link(study.find_theory(args.theory.as_deref())?, &args.link)?;
    let polarity = polarity(&args.rest)?;
    let query = output
        .parse_query(found, study, QuerySettings::default())?
        .ordered(HitOrder::Reading.into());
    if query.scope() == SearchScope::Memos {
        return Err(Refusal::new(
            "memos cannot be judged",
            "Search in turns, quotes, condensations or themes; nothing was changed",
        ));
    }
    let answer = query_args::run_query(&session, &query, usize::MAX)?;
    let quotes = CodingExtent::Passage.of(study, &answer.passages);
    let new = quotes
        .iter()
        .filter(|quote| study.polarity(link.id, **quote) != polarity)
        .count();
    let shown: Vec<_> = quotes
        .iter()
        .map(|quote| quote_output::quote_json_at(study, *quote))
        .collect();
    if args.dry_run && !globals.json {
        quotes
            .iter()
            .for_each(|quote| output.line(&quote_output::preview_line(study, *quote)));
    }
    let (name, says) = (
        study.link_name(link),
        polarity.map_or("open again", Polarity::name),
    );
    let said = match (quotes.len(), new) {
        (0, _) => "Nothing was found to judge".to_owned(),
        (_, 0) => format!(
            "Nothing to judge: {} already judged that way for {name}",
            number::count_noun(quotes.len(), "quote")
        ),
        _ if args.dry_run => format!(
            "Would judge {} for {name}: {says}",
            number::count_noun(new, "quote")
        ),
        _ => {
            let link = link.id;
            session.perform(Command::JudgeEach {
                link,
                quotes,
                polarity,
            })?
        }
    };
    if globals.json {
        output.json(&json!({ "said": said, "dry_run": args.dry_run, "quotes": shown, "judged_already": shown.len() - new }));
    } else {
        output.paragraph(&said);
    }
    Ok(ExitStatus::from_found(new > 0))
}

/// `None` for `open`, which takes a judgement back.
fn polarity(typed: &[String]) -> Result<Option<Polarity>, Refusal> {
    match typed {
        [word] if word == "open" => Ok(None),
        [word] => Ok(Some(Polarity::parse(word).ok_or_else(|| unknown(word))?)),
        _ => Err(unknown(&typed.join(" "))),
    }
}

fn unknown(typed: &str) -> Refusal {
    Refusal::new(
        format!("`{typed}` is no polarity"),
        "Write supports, contradicts, nuances or open after the words",
    )
}
