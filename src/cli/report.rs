//! `virk report` and `virk questions`

use super::command_output::with_progress;
use super::table_output::TextGrid;
use super::table_output::{TableFormat, TableOutputArgs};
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::export::privacy::DEFAULT_MIN_COUNT;
use crate::export::questions::EvaluationQuestion;
use crate::export::{file, json, questions, report};
use crate::study::Refusal;
use serde_json::{Map, Value};
use std::path::PathBuf;

/// Write a report of the whole study: theory, evidence, matrix, charts, methods, caveats.
///
///   virk report study.html
///   virk report study.html --privacy public
///
/// The page needs no network and no other file; it can be read in a browser, on a
/// phone and on paper. For whom it is decides what it tells: internal, everything;
/// supervisor, pseudonyms for informants; public, quotes that were released (`virk
/// release`), no reasons in words, and no count of fewer than five people.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ReportArgs {
    /// File to write; an existing file is replaced
    #[arg(value_name = "FILE.html")]
    file: PathBuf,
    /// Version of the theory (default: the latest)
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    /// Declare that definitions of codes were written for publication and quote nobody
    #[arg(long)]
    definitions: bool,
}

pub fn report(
    args: ReportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let html = args
        .file
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm"));
    if !html {
        return Err(Refusal::new(
            format!("{} does not end in .html", args.file.display()),
            "The report is one page for a browser: name it NAME.html",
        ));
    }
    let session = globals.open_study(output)?;
    let study = session.study();
    let theory = match &args.theory {
        Some(version) => Some(study.find_theory(Some(version))?),
        None => study.theory(),
    };
    let page = with_progress("Writing the report", |watch| {
        let privacy_filter = globals
            .privacy_filter(study, DEFAULT_MIN_COUNT)
            .with_definitions(args.definitions);
        report::filtered_report_page(privacy_filter, theory, watch)
    })?;
    file::write_file(page, &args.file)?;
    globals.print_message(output, &format!("Wrote {}", args.file.display()));
    Ok(ExitStatus::Done)
}

/// Answer the questions of a realist evaluation: does it work, what works, for whom, and in what
/// circumstances?
///
///   virk questions
///   virk questions effect --privacy public
///   virk questions groups --json
///   virk questions circumstances --output circumstances.xlsx
///
/// effect: status before and after, for all and by group, with Wilson's
/// intervals, and who went where. mechanisms: where each stands by the declared
/// plan. groups: the outcome against what people bring with them. circumstances:
/// whether each relation differs by what moderates it: an interaction where all
/// three have order, exact odds ratios (Zelen) where they are yes and no, groups
/// by their categories else; p is adjusted by Benjamini–Hochberg among them all.
/// Exit code 1 when there is nothing to answer with.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct QuestionsArgs {
    /// effect, mechanisms, groups or circumstances (default: all four)
    #[arg(value_name = "QUESTION", value_parser = question)]
    question: Option<EvaluationQuestion>,
    /// Version of the theory (default: the latest)
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    /// In public, withhold counts of people below this
    #[arg(long, value_name = "N", default_value_t = DEFAULT_MIN_COUNT)]
    small: usize,
    #[command(flatten)]
    form: TableOutputArgs,
}

pub fn questions(
    args: QuestionsArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let theory = match &args.theory {
        Some(version) => Some(study.find_theory(Some(version))?),
        None => study.theory(),
    };
    let privacy_filter = globals.privacy_filter(study, args.small);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let asked = args
        .question
        .map_or(EvaluationQuestion::ALL.to_vec(), |question| vec![question]);
    let mut found = Vec::new();
    for question in &asked {
        match with_progress("Weighing tests", |watch| {
            questions::answer(study, theory, *question, &privacy_filter, threads, watch)
        }) {
            Ok(tables) => found.push((*question, tables)),
            Err(refusal) if asked.len() == 1 => return Err(refusal),
            Err(refusal) => output.note(refusal),
        }
    }
    let outcome = ExitStatus::from_found(!found.is_empty());
    match args.form.requested_format(globals)? {
        None => {
            for (question, tables) in &found {
                output.heading(question.question_text());
                for table in tables {
                    output.blank_line();
                    let brief = (*question == EvaluationQuestion::Circumstances)
                        .then(|| questions::narrow_table(table));
                    let table = brief.as_ref().unwrap_or(table);
                    TextGrid::from_table(table).show_with_notes(table, output);
                }
            }
        }
        Some(TableFormat::Json) if args.form.out.is_none() => {
            let mut value = Map::new();
            for (question, tables) in &found {
                let tables = tables
                    .iter()
                    .map(|table| serde_json::from_str(&json::write(table)).unwrap_or(Value::Null));
                let mut tables: Vec<Value> = tables.collect();
                let answer = if tables.len() == 1 {
                    tables.remove(0)
                } else {
                    Value::Array(tables)
                };
                value.insert(question.name().to_owned(), answer);
            }
            output.json(&Value::Object(value));
        }
        Some(format) => {
            let [(_, tables)] = found.as_slice() else {
                return Err(Refusal::new(
                    "a file holds one question",
                    "Name one: effect, mechanisms, groups or circumstances",
                ));
            };
            let Some(first) = tables.first() else {
                return Ok(outcome);
            };
            args.form
                .write_table(first, format, &study.language, globals, output)?;
        }
    }
    Ok(outcome)
}

fn question(typed: &str) -> Result<EvaluationQuestion, String> {
    let known = EvaluationQuestion::ALL
        .into_iter()
        .find(|question| question.name() == typed.trim().to_lowercase());
    known.ok_or_else(|| "choose one of effect, mechanisms, groups, circumstances".to_owned())
}
