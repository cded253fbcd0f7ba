//! The command line: everything the terminal UI can do, for scripts, screen
//! readers and tests. One file per subcommand; its doc comment is its manual.
//!
//! A command is judged by three things it leaves behind: its page on standard
//! output, its exit code ([`Outcome`]), and, when it cannot do what was asked,
//! one [`Refusal`] on standard error. It changes a study only through
//! [`crate::log::Session`] and decides nothing itself: what a command line
//! adds is finding things by what people type, and laying out answers.

mod archive;
mod asked;
mod backup;
mod check;
mod code;
mod codebook;
mod condense;
mod config;
mod configuration;
mod coverage;
mod crosstab;
mod data;
mod demo;
mod desk;
mod document;
mod erase;
mod evidence;
mod export;
mod fault;
mod form;
mod found;
mod given;
mod grid;
mod guide;
mod import;
mod infer;
mod informant;
mod judge;
mod kwic;
mod lint;
mod log;
mod matrix;
mod memo;
mod new;
mod orphan;
mod outcome;
mod page;
mod paired;
mod place;
mod plain;
mod plan;
mod privacy;
mod progress;
mod questions;
mod quoted;
mod quotes;
mod redo;
mod release;
mod remarks;
mod report;
mod reported;
mod screen;
mod search;
mod searches;
mod similar;
mod suggest;
mod theory;
mod undo;
mod verdict;
mod way_out;
mod words;
mod work;

pub use desk::Desk;
pub use outcome::Outcome;
pub use page::Page;

use crate::study::{Refusal, lookup::nearest};
use crate::text::number;
use clap::{CommandFactory, Parser, Subcommand};
use screen::Screen;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A terminal workbench for realist evaluation.
///
/// Code interviews, condense their meaning, find quotes, and see beside them
/// what the survey says about the same mechanism.
///
///   virk demo                 make and open the sample study
///   virk new NAME.virk        start a study of your own
///   virk NAME.virk            open it in the terminal UI
///
/// Everything the terminal UI does can be done with the commands below.
/// Exit codes: 0 done, 1 nothing found or a check failed, 2 error.
#[derive(Parser, Debug)]
#[command(name = "virk", version, verbatim_doc_comment, max_term_width = 100)]
struct Line {
    /// The study to open in the terminal UI
    #[arg(value_name = "STUDY", value_parser = study_or_typo)]
    study: Option<PathBuf>,
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    desk: Desk,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    Demo(demo::Args),
    New(new::Args),
    Import(import::Args),
    Document(document::Args),
    Informant(informant::Args),
    Data(data::Args),
    Crosstab(crosstab::Args),
    Paired(paired::Args),
    Code(code::Args),
    Orphan(orphan::Args),
    Condense(condense::Args),
    Codebook(codebook::Args),
    Memo(memo::Args),
    Search(search::Args),
    Searches(searches::Args),
    Words(words::Args),
    Similar(similar::Args),
    Suggest(suggest::Args),
    Quotes(quotes::Args),
    Theory(theory::Args),
    Configuration(configuration::Args),
    Evidence(evidence::Args),
    Judge(judge::Args),
    Plan(plan::Args),
    Infer(infer::Args),
    Verdict(verdict::Args),
    Matrix(matrix::Args),
    Coverage(coverage::Args),
    Report(report::Args),
    Questions(questions::Args),
    Lint(lint::Args),
    Guide(guide::Args),
    Reported(reported::Args),
    Log(log::Args),
    Undo(undo::Args),
    Redo(redo::Args),
    Check(check::Args),
    Config(config::Args),
    Archive(archive::Args),
    Backup(backup::Args),
    Erase(erase::Args),
    Export(export::Args),
    Privacy(privacy::Args),
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let json = words
        .iter()
        .skip(1)
        .take_while(|word| *word != "--")
        .any(|word| word == "--json");
    let failed = |refusal: &Refusal, query: Option<&str>| {
        fault::report(refusal, query, json);
        ExitCode::from(2)
    };
    let line = match Line::try_parse_from(&words) {
        Ok(line) => line,
        Err(error) if error.use_stderr() => {
            return failed(
                &mistyped(&words).unwrap_or_else(|| fault::usage(&error)),
                None,
            );
        }
        Err(help) => {
            // Whoever closes the pipe has read enough of the help.
            let _ = help.print();
            return ExitCode::SUCCESS;
        }
    };
    let mut page = Page::new();
    // A page is printed only when its command has succeeded.
    match run(line, &mut page).and_then(|outcome| page.print().map(|()| outcome)) {
        Ok(outcome) => {
            page.notes()
                .iter()
                .for_each(|note| fault::remark(note, json));
            outcome.into()
        }
        Err(refusal) => failed(&refusal, page.asked()),
    }
}

fn run(line: Line, page: &mut Page) -> Result<Outcome, Refusal> {
    let mut desk = line.desk;
    desk.file = line.study.or(desk.file);
    if let Some(command) = &line.command {
        command.way_out().open_to(desk.privacy, command.name())?;
    }
    match line.command {
        None => line.screen.open(&desk, page),
        Some(Command::Demo(args)) => demo::run(args, &desk, page),
        Some(Command::New(args)) => new::run(args, &desk, page),
        Some(Command::Import(args)) => import::run(args, &desk, page),
        Some(Command::Document(args)) => document::run(args, &desk, page),
        Some(Command::Informant(args)) => informant::run(args, &desk, page),
        Some(Command::Data(args)) => data::run(args, &desk, page),
        Some(Command::Crosstab(args)) => crosstab::run(args, &desk, page),
        Some(Command::Paired(args)) => paired::run(args, &desk, page),
        Some(Command::Code(args)) => code::run(args, &desk, page),
        Some(Command::Orphan(args)) => orphan::run(args, &desk, page),
        Some(Command::Condense(args)) => condense::run(args, &desk, page),
        Some(Command::Codebook(args)) => codebook::run(args, &desk, page),
        Some(Command::Memo(args)) => memo::run(args, &desk, page),
        Some(Command::Search(args)) => search::run(args, &desk, page),
        Some(Command::Searches(args)) => searches::run(args, &desk, page),
        Some(Command::Words(args)) => words::run(args, &desk, page),
        Some(Command::Similar(args)) => similar::run(args, &desk, page),
        Some(Command::Suggest(args)) => suggest::run(args, &desk, page),
        Some(Command::Quotes(args)) => quotes::run(args, &desk, page),
        Some(Command::Theory(args)) => theory::run(args, &desk, page),
        Some(Command::Configuration(args)) => configuration::run(args, &desk, page),
        Some(Command::Evidence(args)) => evidence::run(args, &desk, page),
        Some(Command::Judge(args)) => judge::run(args, &desk, page),
        Some(Command::Plan(args)) => plan::run(args, &desk, page),
        Some(Command::Infer(args)) => infer::run(args, &desk, page),
        Some(Command::Verdict(args)) => verdict::run(args, &desk, page),
        Some(Command::Matrix(args)) => matrix::run(args, &desk, page),
        Some(Command::Coverage(args)) => coverage::run(args, &desk, page),
        Some(Command::Report(args)) => report::run(args, &desk, page),
        Some(Command::Questions(args)) => questions::run(args, &desk, page),
        Some(Command::Lint(args)) => lint::run(args, &desk, page),
        Some(Command::Guide(args)) => guide::run(args, &desk, page),
        Some(Command::Reported(args)) => reported::run(args, &desk, page),
        Some(Command::Log(args)) => log::run(args, &desk, page),
        Some(Command::Undo(args)) => undo::run(args, &desk, page),
        Some(Command::Redo(args)) => redo::run(args, &desk, page),
        Some(Command::Check(args)) => check::run(args, &desk, page),
        Some(Command::Config(args)) => config::run(args, &desk, page),
        Some(Command::Archive(args)) => archive::run(&args, &desk, page),
        Some(Command::Backup(args)) => backup::run(&args, &desk, page),
        Some(Command::Erase(args)) => erase::run(&args, &desk, page),
        Some(Command::Export(args)) => export::run(args, &desk, page),
        Some(Command::Privacy(args)) => privacy::run(args, &desk, page),
    }
}

/// What is wrong with the first word of a line that cannot be understood, if
/// that is where the fault lies: clap would complain of the words after it.
fn mistyped(words: &[OsString]) -> Option<Refusal> {
    let first = words
        .get(1)?
        .to_str()
        .filter(|word| !word.starts_with('-'))?;
    let command = Line::command();
    if command.find_subcommand(first).is_some() {
        return None;
    }
    study_or_typo(first).err().map(|why| {
        Refusal::new(
            format!("`{first}` is {why}"),
            "`virk --help` lists the commands",
        )
    })
}

/// A word before any command is a study, or a command mistyped.
fn study_or_typo(word: &str) -> Result<PathBuf, String> {
    let path = Path::new(word);
    if path.exists()
        || path
            .extension()
            .is_some_and(|extension| extension == "virk")
    {
        return Ok(path.to_owned());
    }
    let line = Line::command();
    Err(
        match nearest(
            &word.to_lowercase(),
            line.get_subcommands().map(clap::Command::get_name),
        ) {
            Some(name) => format!("neither a study nor a command; did you mean `virk {name}`?"),
            None => "neither a study nor a command".into(),
        },
    )
}
