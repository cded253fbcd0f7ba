//! `virk code auto`

use crate::cli::{
    Desk, Outcome, Page,
    asked::{self, Sort},
    number, quoted,
};
use crate::log::Session;
use crate::search::{Answered, Query, Reach, Scope, Uncoded};
use crate::study::{Code, Coding, Command, Id, Refusal, Study, theory::QuoteAt};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Put everything that a query finds under one or more codes.
///
///   virk code auto '"thank you" OR praise*' Praise --dry-run
///   virk code auto 'mechanism:Relation trust*' "Built trust" --span sentence
///   virk code auto 'role:mentor uncoded' Reread
///   virk code auto 'boss OR leader*' Recognition --instead-of Praise
///   virk code auto 'role:interviewer why*' Probing --everybody
///
/// Quotes are coded as they are; of turns, the sentences that hold the words
/// asked for, or the turn when no words are asked for; --span says otherwise.
/// What you have under the code already, by itself or inside a longer coding, is
/// left out. What interviewers say is passed over and counted; --everybody takes
/// it too. Everything is one change: `virk undo` takes it back. Read what was
/// found before you believe it: a word is not yet its meaning. Exit code 1 when
/// there is nothing to code.
///
/// With --instead-of, the codings of that code among the quotes that are found,
/// whoever made them, are put under the other code; memo, condensation and what
/// the quotes do to links stay.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// What to look for, as in `virk search`
    #[arg(value_name = "QUERY")]
    query: String,
    /// The codes
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
    /// How much of each answer to code
    #[arg(long, value_name = "SPAN", value_enum)]
    span: Option<Extent>,
    /// Recode: only quotes under this code, which they leave for the other
    #[arg(long, value_name = "CODE", conflicts_with = "span")]
    instead_of: Option<String>,
    /// Also what interviewers say
    #[arg(long)]
    everybody: bool,
    /// Only show what would be coded
    #[arg(long)]
    dry_run: bool,
}

/// How much of an answer is coded.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// The answer as it is: the quote, or the turn
    Quote,
    /// The sentences that hold the words asked for
    Sentence,
    /// The whole turn
    Turn,
    /// The words asked for and nothing else
    Match,
}

/// Codes them.
///
/// # Errors
/// When the query cannot be read, the code is unknown, or the query asks for no
/// words and these were to be coded.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let mut session = desk.open(page)?;
    let study = session.study();
    let codes = args
        .codes
        .iter()
        .map(|typed| Ok(study.find_code(typed)?.id))
        .collect::<Result<Vec<_>, Refusal>>()?;
    if let Some(left) = &args.instead_of {
        return recode(&args, left, &codes, session, desk, page);
    }
    page.ask(args.query.clone());
    let query = Query::parse(&args.query, study)?.ordered(Sort::Reading.into());
    if query.scope() == Scope::Memos {
        return Err(memos());
    }
    let answer = asked::answer(&session, &query, usize::MAX)?;
    let asks_words = answer
        .passages
        .iter()
        .any(|passage| !passage.matches.is_empty());
    let extent = args.span.unwrap_or_else(|| usual(&query, asks_words));
    if matches!(extent, Extent::Sentence | Extent::Match) && !asks_words && answer.total > 0 {
        return Err(Refusal::new(
            "the query asks for no words",
            "Use --span quote or --span turn; nothing was changed",
        ));
    }
    let Answered { quotes, asked } = args.spoken(study, extent.reach().of(study, &answer.passages));
    let Uncoded { quotes, coded } = Uncoded::of(study, quotes, &codes, &session.author().coder);
    let noun = extent.noun(&query);
    let names: Vec<&str> = codes.iter().map(|code| study.code_name(*code)).collect();
    let said = said(&names.join(" + "), quotes.len(), coded, noun, args.dry_run)
        + &passed_over(asked.len(), noun);
    if args.dry_run && !desk.json {
        quotes
            .iter()
            .for_each(|quote| page.line(&quoted::line(study, *quote)));
    }
    let outcome = Outcome::found(!quotes.is_empty());
    let spans: Vec<Value> = quotes
        .iter()
        .map(|quote| quoted::value_at(study, *quote))
        .collect();
    if !args.dry_run && !quotes.is_empty() {
        session.perform(Command::ApplyEach { quotes, codes })?;
    }
    if desk.json {
        page.json(
            &json!({ "said": said, "dry_run": args.dry_run, "quotes": spans, "coded_already": coded, "passed_over": asked.len() }),
        );
    } else {
        page.say(&said);
    }
    Ok(outcome)
}

fn memos() -> Refusal {
    Refusal::new(
        "memos are not coded",
        "Search in turns, quotes, condensations or themes; nothing was changed",
    )
}

/// Puts the codings of `left` among what is found under another code.
fn recode(
    args: &Args,
    left: &str,
    codes: &[Id<Code>],
    mut session: Session,
    desk: &Desk,
    page: &mut Page,
) -> Result<Outcome, Refusal> {
    let study = session.study();
    let [code] = *codes else {
        return Err(Refusal::new(
            "quotes leave a code for one other code",
            "Name one code; nothing was changed",
        ));
    };
    let left = study.find_code(left)?;
    page.ask(args.query.clone());
    Query::parse(&args.query, study)?;
    // Only quotes that are under it: what turns, condensations or themes say is asked of them.
    let query = Query::parse(
        &format!("({}) code:\"{}\"", args.query, left.body.key),
        study,
    )?
    .ordered(Sort::Reading.into());
    if query.scope() == Scope::Memos {
        return Err(memos());
    }
    let answer = asked::answer(&session, &query, usize::MAX)?;
    let Answered { quotes, asked } =
        args.spoken(study, Extent::Quote.reach().of(study, &answer.passages));
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
        .map(|quote| quoted::value_at(study, *quote))
        .collect();
    let count = codings.len();
    let some = number::some(count, "coding");
    let (from, to) = (
        study.code_name(left.id).to_owned(),
        study.code_name(code).to_owned(),
    );
    let ids: Vec<Id<Coding>> = codings.iter().map(|coding| coding.id).collect();
    if args.dry_run && !desk.json {
        quotes
            .iter()
            .for_each(|quote| page.line(&quoted::line(study, *quote)));
    }
    let said = if ids.is_empty() {
        format!("Nothing that was found is coded as {from}")
    } else if args.dry_run {
        format!("Would put {some} of {from} under {to}")
    } else {
        session.perform(Command::Recode { codings: ids, code })?
    } + &passed_over(asked.len(), "quote");
    if desk.json {
        page.json(&json!({ "said": said, "dry_run": args.dry_run, "quotes": spans, "codings": count, "passed_over": asked.len() }));
    } else {
        page.say(&said);
    }
    Ok(Outcome::found(!quotes.is_empty()))
}

impl Args {
    /// What is to be coded, and what of the interviewers is passed over.
    fn spoken(&self, study: &Study, quotes: Vec<QuoteAt>) -> Answered {
        if self.everybody {
            Answered {
                quotes,
                asked: Vec::new(),
            }
        } else {
            Answered::of(study, quotes)
        }
    }
}

/// "; passed over 3 sentences of interviewers (--everybody takes them too)".
fn passed_over(asked: usize, noun: &str) -> String {
    match asked {
        0 => String::new(),
        asked => format!(
            "; passed over {} of interviewers (--everybody takes them too)",
            number::some(asked, noun)
        ),
    }
}

/// What is coded when it is not said: quotes as they are, else sentences where words are asked for.
fn usual(query: &Query, asks_words: bool) -> Extent {
    match (query.scope(), asks_words) {
        (Scope::Turns, true) => Extent::Sentence,
        (Scope::Turns, false) => Extent::Turn,
        _ => Extent::Quote,
    }
}

impl Extent {
    fn reach(self) -> Reach {
        match self {
            Extent::Quote => Reach::Passage,
            Extent::Sentence => Reach::Sentence,
            Extent::Turn => Reach::Turn,
            Extent::Match => Reach::Match,
        }
    }

    fn noun(self, query: &Query) -> &'static str {
        match self {
            Extent::Quote if query.scope() == Scope::Turns => "turn",
            Extent::Quote => "quote",
            Extent::Sentence => "sentence",
            Extent::Turn => "turn",
            Extent::Match => "place",
        }
    }
}

fn said(code: &str, new: usize, coded: usize, noun: &str, dry: bool) -> String {
    let some = |n: usize| number::some(n, noun);
    let left = if coded == 0 {
        String::new()
    } else {
        format!("; {coded} more are coded so already")
    };
    match (new, dry) {
        (0, _) if coded > 0 => format!("Nothing to code: {} coded as {code} already", some(coded)),
        (0, _) => "Nothing was found to code".into(),
        (n, true) => format!("Would code {} as {code}{left}", some(n)),
        (n, false) => format!("Coded {} as {code}{left}", some(n)),
    }
}
