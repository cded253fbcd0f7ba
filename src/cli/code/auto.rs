//! `virk code auto`

use crate::cli::{
    Desk, Outcome, Page,
    asked::{self, Sort},
    number, quoted,
};
use crate::search::{Query, Reach, Scope, Uncoded};
use crate::study::{Command, Refusal, Study, theory::QuoteAt};
use serde_json::{Value, json};

/// Put everything that a query finds under a code.
///
///   virk code auto '"thank you" OR praise*' Praise --dry-run
///   virk code auto 'mechanism:Relation trust*' "Built trust" --span sentence
///   virk code auto 'role:mentor uncoded' Reread
///
/// Quotes are coded as they are; of turns, the sentences that hold the words
/// asked for, or the turn when no words are asked for; --span says otherwise.
/// What you have under the code already, by itself or inside a longer coding, is
/// left out. Everything is one change: `virk undo` takes it back. Read what was
/// found before you believe it: a word is not yet its meaning. Exit code 1 when
/// there is nothing to code.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// What to look for, as in `virk search`
    #[arg(value_name = "QUERY")]
    query: String,
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// How much of each answer to code
    #[arg(long, value_name = "SPAN", value_enum)]
    span: Option<Extent>,
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

/// How many characters of the words a line shows.
const GLIMPSE: usize = 60;

/// Codes them.
///
/// # Errors
/// When the query cannot be read, the code is unknown, or the query asks for no
/// words and these were to be coded.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let mut session = desk.open(page)?;
    let study = session.study();
    let code = study.find_code(&args.code)?.id;
    page.ask(args.query.clone());
    let query = Query::parse(&args.query, study)?.ordered(Sort::Reading.into());
    if query.scope() == Scope::Memos {
        return Err(Refusal::new("memos are not coded", "Search in turns, quotes, condensations or themes; nothing was changed"));
    }
    let answer = asked::answer(&session, &query, usize::MAX)?;
    let asks_words = answer.passages.iter().any(|passage| !passage.matches.is_empty());
    let extent = args.span.unwrap_or_else(|| usual(&query, asks_words));
    if matches!(extent, Extent::Sentence | Extent::Match) && !asks_words && answer.total > 0 {
        return Err(Refusal::new("the query asks for no words", "Use --span quote or --span turn; nothing was changed"));
    }
    let quotes = extent.reach().of(study, &answer.passages);
    let Uncoded { quotes, coded } = Uncoded::of(study, quotes, &[code], &session.author().coder);
    let noun = extent.noun(&query);
    let said = said(study.code_name(code), quotes.len(), coded, noun, args.dry_run);
    if args.dry_run && !desk.json {
        quotes.iter().for_each(|quote| page.line(&line(study, *quote)));
    }
    let outcome = Outcome::found(!quotes.is_empty());
    let spans: Vec<Value> = quotes.iter().map(|quote| value(study, *quote)).collect();
    if !args.dry_run && !quotes.is_empty() {
        let apply = |quote: QuoteAt| Command::Apply { document: quote.document, span: quote.span, codes: vec![code] };
        session.perform(Command::All(quotes.into_iter().map(apply).collect()))?;
    }
    if desk.json {
        page.json(&json!({ "said": said, "dry_run": args.dry_run, "quotes": spans, "coded_already": coded }));
    } else {
        page.say(&said);
    }
    Ok(outcome)
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
    let left = if coded == 0 { String::new() } else { format!("; {coded} more are coded so already") };
    match (new, dry) {
        (0, _) if coded > 0 => format!("Nothing to code: {} coded as {code} already", some(coded)),
        (0, _) => "Nothing was found to code".into(),
        (n, true) => format!("Would code {} as {code}{left}", some(n)),
        (n, false) => format!("Coded {} as {code}{left}", some(n)),
    }
}

fn line(study: &Study, quote: QuoteAt) -> String {
    let Some(document) = study.document(quote.document) else { return String::new() };
    let turn = document.turn_at(quote.span.start as usize) + 1;
    format!("{}:{turn}:{}", document.body.title, quoted::glimpse(quote.span.text(&document.text), GLIMPSE))
}

fn value(study: &Study, quote: QuoteAt) -> Value {
    let Some(document) = study.document(quote.document) else { return Value::Null };
    let (start, end) = document.points().of_span(&document.text, quote.span);
    json!({
        "document": document.body.title,
        "turn": document.turn_at(quote.span.start as usize) + 1,
        "start": start,
        "end": end,
        "text": quote.span.text(&document.text),
    })
}
