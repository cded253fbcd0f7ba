//! `virk code auto`

use crate::cli::{
    CommandOutput, ExitStatus, GlobalArgs, number,
    query_args::{self, HitOrder},
    quote_output,
};
use crate::log::Session;
use crate::search::{CodingExtent, CodingPlan, Query, QuerySettings, SearchScope, SpokenQuotes};
use crate::study::{Code, Coding, Command, Id, Refusal, Study, theory::QuoteAt};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Code everything that a query finds.
///
///   virk code auto '"thank you" OR praise*' Praise --dry-run
///   virk code auto 'mechanism:Relation trust*' "Built trust" --span sentence
///   virk code auto 'role:mentor uncoded' Reread
///   virk code auto 'boss OR leader*' Recognition --instead-of Praise
///   virk code auto 'role:interviewer why*' Probing --everybody
///
/// Quotes are coded as they are. In turns, the sentences with the words searched
/// for are coded, or the whole turn if the query has no words; --span changes
/// that. Words you have already given the code are skipped. What interviewers
/// say is skipped and counted; --everybody includes it. Everything is one change:
/// `virk undo` undoes it. Read what was found before you rely on it: a word is
/// not its meaning. Exit code 1 when there is nothing to code.
///
/// With --instead-of, the codings of that code among the quotes that are found,
/// whoever made them, are put under the other code; memo, condensation and what
/// the quotes do to links stay.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct AutoCodeArgs {
    /// What to search for, as in `virk search`
    #[arg(value_name = "QUERY")]
    query: String,
    /// Codes to assign
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
    /// How much of each result to code
    #[arg(long, value_name = "SPAN", value_enum)]
    span: Option<AutoCodeExtent>,
    /// Recode: only quotes with this code, which is replaced by the new one
    #[arg(long, value_name = "CODE", conflicts_with = "span")]
    instead_of: Option<String>,
    /// Include what interviewers say
    #[arg(long)]
    everybody: bool,
    /// Show what would be coded, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// How much of a result is coded.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum AutoCodeExtent {
    /// The whole result: the quote or the turn
    Quote,
    /// The sentences that contain the words searched for
    Sentence,
    /// The whole turn
    Turn,
    /// Only the words searched for
    Match,
}

pub fn run(
    args: AutoCodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut session = globals.open_study(output)?;
    let study = session.study();
    let codes = args
        .codes
        .iter()
        .map(|typed| Ok(study.find_code(typed)?.id))
        .collect::<Result<Vec<_>, Refusal>>()?;
    if let Some(left) = &args.instead_of {
        return recode(&args, left, &codes, session, globals, output);
    }
    let query = output
        .parse_query(&args.query, study, QuerySettings::default())?
        .ordered(HitOrder::Reading.into());
    if query.scope() == SearchScope::Memos {
        return Err(memos_refusal());
    }
    let answer = query_args::run_query(&session, &query, usize::MAX)?;
    let asks_words = answer
        .passages
        .iter()
        .any(|passage| !passage.matches.is_empty());
    let extent = args
        .span
        .unwrap_or_else(|| default_extent(&query, asks_words));
    if matches!(extent, AutoCodeExtent::Sentence | AutoCodeExtent::Match)
        && !asks_words
        && answer.total > 0
    {
        return Err(Refusal::new(
            "the query asks for no words",
            "Use --span quote or --span turn; nothing was changed",
        ));
    }
    let SpokenQuotes {
        quotes,
        interviewer_only: asked,
    } = args.split_interviewers(study, extent.reach().of(study, &answer.passages));
    let CodingPlan {
        quotes,
        already_coded: coded,
    } = CodingPlan::of(study, quotes, &codes, &session.author().coder);
    let noun = extent.noun(&query);
    let names: Vec<&str> = codes.iter().map(|code| study.code_name(*code)).collect();
    let said = summary(&names.join(" + "), quotes.len(), coded, noun, args.dry_run)
        + &skipped_note(asked.len(), noun);
    if args.dry_run && !globals.json {
        quotes
            .iter()
            .for_each(|quote| output.line(&quote_output::preview_line(study, *quote)));
    }
    let outcome = ExitStatus::from_found(!quotes.is_empty());
    let spans: Vec<Value> = quotes
        .iter()
        .map(|quote| quote_output::quote_json_at(study, *quote))
        .collect();
    if !args.dry_run && !quotes.is_empty() {
        session.perform(Command::ApplyEach { quotes, codes })?;
    }
    if globals.json {
        output.json(
            &json!({ "said": said, "dry_run": args.dry_run, "quotes": spans, "coded_already": coded, "passed_over": asked.len() }),
        );
    } else {
        output.paragraph(&said);
    }
    Ok(outcome)
}

fn memos_refusal() -> Refusal {
    Refusal::new(
        "memos are not coded",
        "Search in turns, quotes, condensations or themes; nothing was changed",
    )
}

/// Moves codings of `left` among the hits to another code.
fn recode(
    args: &AutoCodeArgs,
    left: &str,
    codes: &[Id<Code>],
    mut session: Session,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let study = session.study();
    let [code] = *codes else {
        return Err(Refusal::new(
            "quotes leave a code for one other code",
            "Name one code; nothing was changed",
        ));
    };
    let left = study.find_code(left)?;
    output.parse_query(&args.query, study, QuerySettings::default())?;
    // Restricts the query to quotes with the code; hits among turns, condensations or themes need
    // it too.
    let query = Query::parse(
        &format!("({}) code:\"{}\"", args.query, left.body.key),
        study,
    )?
    .ordered(HitOrder::Reading.into());
    if query.scope() == SearchScope::Memos {
        return Err(memos_refusal());
    }
    let answer = query_args::run_query(&session, &query, usize::MAX)?;
    let SpokenQuotes {
        quotes,
        interviewer_only: asked,
    } = args.split_interviewers(
        study,
        AutoCodeExtent::Quote.reach().of(study, &answer.passages),
    );
    let codings: Vec<&Coding> = quotes
        .iter()
        .flat_map(|quote| study.codings_at(quote.document, quote.span))
        .filter(|coding| coding.code == left.id)
        .collect();
    let quotes: BTreeSet<QuoteAt> = codings
        .iter()
        .map(|coding| QuoteAt {
            document: coding.document,
            span: coding.span,
        })
        .collect();
    let spans: Vec<Value> = quotes
        .iter()
        .map(|quote| quote_output::quote_json_at(study, *quote))
        .collect();
    let count = codings.len();
    let some = number::count_noun(count, "coding");
    let (from, to) = (
        study.code_name(left.id).to_owned(),
        study.code_name(code).to_owned(),
    );
    let ids: Vec<Id<Coding>> = codings.iter().map(|coding| coding.id).collect();
    if args.dry_run && !globals.json {
        quotes
            .iter()
            .for_each(|quote| output.line(&quote_output::preview_line(study, *quote)));
    }
    let said = if ids.is_empty() {
        format!("Nothing found is coded as {from}")
    } else if args.dry_run {
        format!("Would change {some} from {from} to {to}")
    } else {
        session.perform(Command::Recode { codings: ids, code })?
    } + &skipped_note(asked.len(), "quote");
    if globals.json {
        output.json(&json!({ "said": said, "dry_run": args.dry_run, "quotes": spans, "codings": count, "passed_over": asked.len() }));
    } else {
        output.paragraph(&said);
    }
    Ok(ExitStatus::from_found(!quotes.is_empty()))
}

impl AutoCodeArgs {
    /// Separates what interviewers said, which is not coded by default.
    fn split_interviewers(&self, study: &Study, quotes: Vec<QuoteAt>) -> SpokenQuotes {
        if self.everybody {
            SpokenQuotes {
                quotes,
                interviewer_only: Vec::new(),
            }
        } else {
            SpokenQuotes::of(study, quotes)
        }
    }
}

/// "; skipped 3 sentences of interviewers (--everybody includes them)".
fn skipped_note(asked: usize, noun: &str) -> String {
    match asked {
        0 => String::new(),
        asked => format!(
            "; skipped {} of interviewers (--everybody includes them)",
            number::count_noun(asked, noun)
        ),
    }
}

/// The default extent: quotes as they are, and sentences if the query asks for words.
fn default_extent(query: &Query, asks_words: bool) -> AutoCodeExtent {
    match (query.scope(), asks_words) {
        (SearchScope::Turns, true) => AutoCodeExtent::Sentence,
        (SearchScope::Turns, false) => AutoCodeExtent::Turn,
        _ => AutoCodeExtent::Quote,
    }
}

impl AutoCodeExtent {
    fn reach(self) -> CodingExtent {
        match self {
            AutoCodeExtent::Quote => CodingExtent::Passage,
            AutoCodeExtent::Sentence => CodingExtent::Sentence,
            AutoCodeExtent::Turn => CodingExtent::Turn,
            AutoCodeExtent::Match => CodingExtent::Match,
        }
    }

    fn noun(self, query: &Query) -> &'static str {
        match self {
            AutoCodeExtent::Quote if query.scope() == SearchScope::Turns => "turn",
            AutoCodeExtent::Quote => "quote",
            AutoCodeExtent::Sentence => "sentence",
            AutoCodeExtent::Turn => "turn",
            AutoCodeExtent::Match => "place",
        }
    }
}

fn summary(code: &str, new: usize, coded: usize, noun: &str, dry: bool) -> String {
    let some = |n: usize| number::count_noun(n, noun);
    let left = if coded == 0 {
        String::new()
    } else {
        format!("; {coded} more are already coded that way")
    };
    match (new, dry) {
        (0, _) if coded > 0 => format!("Nothing to code: {} already coded as {code}", some(coded)),
        (0, _) => "Nothing was found to code".into(),
        (n, true) => format!("Would code {} as {code}{left}", some(n)),
        (n, false) => format!("Coded {} as {code}{left}", some(n)),
    }
}
