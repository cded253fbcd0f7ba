//! `virk words`

use super::{Desk, Outcome, Page, asked::searcher, form::Form, grid::Grid};
use crate::export::{Column, Table};
use crate::search::{Counting, Frequencies, Query};
use crate::study::{Refusal, Study};

/// Count words: in everything informants say, or in what a query finds.
///
///   virk words --limit 30
///   virk words 'code:reflection' --by informant --format csv
///   virk words in:condensations --stems --json
///
/// Small words such as "the" and "og" are left out unless --all is given; words
/// that deny or doubt never are. Exit code 1 when there is none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// What to count in, as in `virk search`; without it what informants say
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Count apart for each document, informant or code
    #[arg(long, value_name = "BY", value_enum)]
    by: Option<By>,
    /// Words with the same stem are one
    #[arg(long)]
    stems: bool,
    /// Small words too
    #[arg(long)]
    all: bool,
    /// At most so many words (of each)
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    form: Form,
}

/// What words are counted apart for.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// Each document
    Document,
    /// Each informant
    Informant,
    /// Each code and what is below it
    Code,
}

/// Counts them.
///
/// # Errors
/// When the query cannot be read.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let text = if args.query.is_empty() {
        "informant:*".to_owned()
    } else {
        args.query.join(" ")
    };
    page.ask(text.clone());
    Query::parse(&text, study)?;
    let spoken = study
        .documents()
        .map(|document| document.body.language.as_str());
    let without = if args.all {
        Default::default()
    } else {
        Counting::small_words(spoken)
    };
    let counting = Counting {
        by_stem: args.stems,
        without,
    };
    let mut searcher = searcher(&session);
    let mut counted: Vec<(Option<String>, Frequencies)> = Vec::new();
    for (title, condition) in parts(study, args.by) {
        let query = Query::parse(&format!("({text}) {condition}"), study)
            .or_else(|_| Query::parse(&format!("{text} {condition}"), study))?;
        let frequencies = searcher.frequencies(study, &query, &counting)?;
        if !frequencies.rows.is_empty() {
            counted.push((title, frequencies));
        }
    }
    let table = table(&counted, args.by, args.limit);
    match args.form.asked(desk)? {
        Some(format) => args
            .form
            .deliver(&table, format, &study.language, desk, page)?,
        None => show(&table, args.by.is_some(), page),
    }
    Ok(Outcome::found(!table.rows.is_empty()))
}

/// What is counted apart, with the condition that finds it.
fn parts(study: &Study, by: Option<By>) -> Vec<(Option<String>, String)> {
    let part = |title: &str, field: &str, value: &str| {
        (
            Some(title.to_owned()),
            format!("{field}:\"{}\"", value.replace('"', "")),
        )
    };
    match by {
        None => vec![(None, String::new())],
        Some(By::Document) => study
            .documents()
            .map(|known| part(&known.body.title, "document", &known.body.title))
            .collect(),
        Some(By::Informant) => study
            .informants()
            .map(|known| part(&known.body.name, "informant", &known.body.name))
            .collect(),
        Some(By::Code) => study
            .codes()
            .map(|code| part(code.name(&study.language), "code", &code.body.key))
            .collect(),
    }
}

fn table(counted: &[(Option<String>, Frequencies)], by: Option<By>, limit: usize) -> Table {
    let mut columns = vec![
        Column::words("word", "Word"),
        Column::numbers("count", "Count"),
        Column::numbers("in", "In"),
    ];
    match by {
        None => {}
        Some(By::Document) => columns.insert(0, Column::words("document", "Document")),
        Some(By::Informant) => columns.insert(0, Column::words("informant", "Informant")),
        Some(By::Code) => columns.insert(0, Column::words("code", "Code")),
    }
    let mut table = Table {
        title: Some("Words".into()),
        columns,
        ..Table::default()
    };
    for (title, frequencies) in counted {
        for row in frequencies.rows.iter().take(limit) {
            let mut cells = vec![
                row.word.as_str().into(),
                row.count.into(),
                row.holding.into(),
            ];
            if let Some(title) = title {
                cells.insert(0, title.as_str().into());
            }
            table.rows.push(cells);
        }
    }
    table
}

fn show(table: &Table, apart: bool, page: &mut Page) {
    if table.rows.is_empty() {
        return page.say("No word to count");
    }
    let mut grid = if apart {
        Grid::new(&["", "Word", ">Count", ">In"])
    } else {
        Grid::new(&["Word", ">Count", ">In"])
    };
    table
        .rows
        .iter()
        .for_each(|row| grid.cells(row.iter().map(|cell| cell.as_shown().to_owned()).collect()));
    grid.show(page);
}
