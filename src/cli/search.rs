//! `virk search`

use super::{
    Desk, Outcome, Page,
    form::{Form, Format},
    number,
    progress::Progress,
    quoted,
};
use crate::export;
use crate::search::{Answer, Order, Passage, Query, Searcher};
use crate::study::{Quote, Refusal, Study};
use serde_json::{Value, json};
use std::ops::Range;

/// Search what people said, and what has been coded in it.
///
///   virk search trust relation
///   virk search '"built trust" OR relat*' --json
///   virk search 'code:reflection informant:"Mentor 1" NOT money'
///
/// Words find words of the same stem; "words in quotation marks" exactly these.
/// relat* finds beginnings, *samtale parts of compounds, trsut~ typing errors,
/// trust NEAR/5 mentor words close to each other, /jeg (ved|tror)/ a pattern.
/// Fields: code: kind: mechanism: (and the other kinds) coder: polarity: link:
/// theme: informant: role: department: document: lang: uncoded. AND may be left
/// out; OR, NOT and ( ) as usual. With a field of codings the answers are
/// quotes, else turns. Places are Unicode code points. Exit code 1 when nothing
/// is found.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// What to look for
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// At most so many answers; without it 50 on a page and all in other forms
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// In reading order, not the best first
    #[arg(long)]
    reading: bool,
    #[command(flatten)]
    form: Form,
}

/// How many answers a page shows.
const PAGEFUL: usize = 50;

/// Searches.
///
/// # Errors
/// When the query cannot be read.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let order = if args.reading { Order::Reading } else { Order::Ranked };
    let query = Query::parse(&args.query.join(" "), study)?.ordered(order);
    let form = args.form.asked(desk)?;
    let limit = args.limit.unwrap_or(if form.is_some() { usize::MAX } else { PAGEFUL });
    let mut searcher = Searcher::open(Some(session.store().path()));
    let mut progress = Progress::of("Indexing");
    // Without its index a search is slower, and just as complete.
    let _ = searcher.catch_up(study, &mut |done, all| progress.step(done, all));
    drop(progress);
    let answer = searcher.search(study, &query, limit)?;
    match form {
        Some(Format::Json) if args.form.out.is_none() => {
            page.json(&answer.passages.iter().filter_map(|passage| value(study, passage)).collect());
        }
        Some(format) => {
            let quotes: Vec<Quote<'_>> = answer.passages.iter().filter_map(|passage| quote(study, passage)).collect();
            args.form.deliver(&export::quotes::quotes(study, &quotes), format, &study.language, desk, page)?;
        }
        None => show(study, &answer, page),
    }
    Ok(Outcome::found(answer.total > 0))
}

/// A passage as a quote: with the document, the informant and the codes themselves.
fn quote<'a>(study: &'a Study, passage: &Passage) -> Option<Quote<'a>> {
    Some(Quote {
        document: study.document(passage.document)?,
        span: passage.span,
        informant: passage.informant.and_then(|id| study.informant(id)),
        turn: passage.turn,
        codes: passage.codes.iter().filter_map(|id| study.code(*id)).collect(),
    })
}

fn value(study: &Study, passage: &Passage) -> Option<Value> {
    let quote = quote(study, passage)?;
    let place = |span| quote.document.points().of_span(&quote.document.text, span);
    let mut value = quoted::value(study, &quote);
    value["matches"] = passage.matches.iter().map(|span| json!(place(*span))).collect();
    value["score"] = json!(passage.score);
    Some(value)
}

fn show(study: &Study, answer: &Answer, page: &mut Page) {
    for passage in &answer.passages {
        let Some(quote) = quote(study, passage) else { continue };
        let from = passage.span.start as usize;
        let places = passage.matches.iter().filter_map(|span| span.meet(passage.span));
        let (words, places) = on_one_line(quote.words(), places.map(|span| span.start as usize - from..span.end as usize - from));
        page.marked("· ", &words, &places);
        quoted::show_source(study, &quote, page);
        page.gap();
    }
    if answer.passages.len() < answer.total {
        page.say(&format!("{} of {}; --limit shows more", answer.passages.len(), number::some(answer.total, "answer")));
    } else {
        page.say(&number::some(answer.total, "answer"));
    }
}

/// Words with their white space made single blanks, and where places in them have moved to.
fn on_one_line(words: &str, places: impl Iterator<Item = Range<usize>>) -> (String, Vec<Range<usize>>) {
    let mut line = String::with_capacity(words.len());
    let mut moved = Vec::with_capacity(words.len());
    for c in words.chars() {
        moved.extend(std::iter::repeat_n(line.len(), c.len_utf8()));
        match (c.is_whitespace(), line.ends_with(' ')) {
            (true, true) => {}
            (true, false) => line.push(' '),
            (false, _) => line.push(c),
        }
    }
    moved.push(line.len());
    let places = places.map(|place| moved[place.start]..moved[place.end]).collect();
    (line, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_the_words() {
        let words = "så\n  gik vi\nud";
        let (line, places) = on_one_line(words, std::iter::once(6..9));
        assert_eq!((line.as_str(), &line[places[0].clone()]), ("så gik vi ud", "gik"));
    }
}
