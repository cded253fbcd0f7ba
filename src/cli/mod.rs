//! The command line: everything the terminal UI can do, for scripts, screen readers and tests. One
//! file per subcommand; its doc comment is its manual.
//!
//! A command has three results: its standard output, its exit status ([`ExitStatus`]) and, if it
//! cannot do what was asked, one [`Refusal`] on standard error. It changes a study only through
//! [`crate::log::Session`] and decides nothing itself: what the command line adds is finding things
//! by what people type, and laying out answers.

mod archive;
mod check;
mod code;
mod codebook;
mod command_output;
mod condense;
mod config;
mod configuration;
mod conflict;
mod crosstab;
mod data;
mod data_source;
mod document;
mod encryption;
mod erase;
mod evidence;
mod export;
mod global_args;
mod guide;
mod history;
mod hit_list;
mod import;
mod infer;
mod informant;
mod interrupt;
mod lint;
mod listing;
mod manual;
mod matrix;
mod memo;
mod merge;
mod orphan;
mod output_privacy;
mod paired;
mod passphrase;
mod plan;
mod privacy;
mod query_args;
mod quote_output;
mod quotes;
mod report;
mod reported;
mod search;
mod similar;
mod start;
mod study_file;
mod table_output;
mod theory;
mod verdict;
mod words;

use command_output::QueryMistake;

pub use command_output::CommandOutput;
pub use command_output::ExitStatus;
pub use global_args::GlobalArgs;

use crate::log;
use crate::study::{Refusal, lookup::nearest_name};
use crate::text::number;
use crate::tui::FirstStep;
use clap::{CommandFactory, Parser, Subcommand};
use global_args::TuiArgs;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A terminal workbench for realist evaluation.
///
/// Code interviews, condense their meaning, find quotes, and see what the survey
/// says about the same mechanism beside them.
///
///   virk demo                 make and open the sample study
///   virk new NAME.virk        start a study of your own
///   virk NAME.virk            open it in the terminal UI
///
/// Everything the terminal UI does can be done with the commands below.
/// Exit codes: 0 done, 1 nothing found or a check failed, 2 error.
#[derive(Parser, Debug)]
#[command(name = "virk", version, verbatim_doc_comment, max_term_width = 100)]
struct CommandLine {
    /// The study to open in the terminal UI
    #[arg(value_name = "STUDY", value_parser = study_or_typo)]
    study: Option<PathBuf>,
    #[command(flatten)]
    screen: TuiArgs,
    #[command(flatten)]
    globals: GlobalArgs,
    #[command(subcommand)]
    command: Option<CliCommand>,
}

#[derive(Subcommand, Debug)]
enum CliCommand {
    Demo(study_file::DemoArgs),
    New(study_file::NewArgs),
    Import(import::ImportArgs),
    Document(document::DocumentArgs),
    Informant(informant::InformantArgs),
    Data(data::DataArgs),
    Crosstab(crosstab::CrosstabArgs),
    Paired(paired::PairedArgs),
    Code(code::CodeArgs),
    Orphan(orphan::OrphanArgs),
    Condense(condense::CondenseArgs),
    Codebook(codebook::CodebookArgs),
    Memo(memo::MemoArgs),
    Search(search::SearchArgs),
    Searches(search::SearchesArgs),
    Words(words::WordsArgs),
    Similar(similar::SimilarArgs),
    Suggest(similar::SuggestArgs),
    Quotes(quotes::QuotesArgs),
    Theory(theory::TheoryArgs),
    Configuration(configuration::ConfigurationArgs),
    Evidence(evidence::EvidenceArgs),
    Judge(quotes::JudgeArgs),
    Plan(plan::PlanArgs),
    Infer(infer::InferArgs),
    Verdict(verdict::VerdictArgs),
    Matrix(matrix::MatrixArgs),
    Coverage(matrix::CoverageArgs),
    Report(report::ReportArgs),
    Questions(report::QuestionsArgs),
    Lint(lint::LintArgs),
    Guide(guide::GuideArgs),
    Reported(reported::ReportedArgs),
    Log(history::LogArgs),
    Undo(history::UndoArgs),
    Redo(history::RedoArgs),
    Check(check::CheckArgs),
    Config(config::ConfigArgs),
    Archive(archive::ArchiveArgs),
    Copy(merge::CopyArgs),
    Merge(merge::MergeArgs),
    Conflicts(conflict::ConflictsArgs),
    Backup(study_file::BackupArgs),
    Salvage(study_file::SalvageArgs),
    Lock(encryption::LockArgs),
    Unlock(encryption::UnlockArgs),
    Erase(erase::EraseArgs),
    Export(export::ExportArgs),
    Privacy(privacy::PrivacyArgs),
    Completions(manual::CompletionsArgs),
    Man(manual::ManArgs),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    log::set_passphrase_prompt(passphrase::ask);
    let words: Vec<OsString> = std::env::args_os().collect();
    let json = words
        .iter()
        .skip(1)
        .take_while(|word| *word != "--")
        .any(|word| word == "--json");
    let failed = |refusal: &Refusal, mistake: Option<&QueryMistake>| {
        command_output::print_error(refusal, mistake, json);
        ExitCode::from(2)
    };
    let line = match CommandLine::try_parse_from(&words) {
        Ok(line) => line,
        Err(error) if error.use_stderr() => {
            return failed(
                &unknown_command(&words).unwrap_or_else(|| command_output::usage_error(&error)),
                None,
            );
        }
        Err(help) => {
            // A reader that closes the pipe has read enough of the help.
            let _ = help.print();
            return ExitCode::SUCCESS;
        }
    };
    let mut output = CommandOutput::new();
    // Output is only printed if its command succeeds.
    match run(line, &mut output).and_then(|outcome| output.print().map(|()| outcome)) {
        Ok(outcome) => {
            output
                .notes()
                .iter()
                .for_each(|note| command_output::print_note(note, json));
            outcome.into()
        }
        Err(refusal) => failed(&refusal, output.query_mistake()),
    }
}

fn run(line: CommandLine, output: &mut CommandOutput) -> Result<ExitStatus, Refusal> {
    let mut globals = line.globals;
    globals.file = line.study.or(globals.file);
    if let Some(command) = &line.command {
        command
            .output_privacy()
            .check_readers(globals.privacy, command.name())?;
    }
    match line.command {
        None => line.screen.open(&globals, FirstStep::Documents, output),
        Some(CliCommand::Demo(args)) => study_file::demo(args, &globals, output),
        Some(CliCommand::New(args)) => study_file::new(args, &globals, output),
        Some(CliCommand::Import(args)) => import::run(args, &globals, output),
        Some(CliCommand::Document(args)) => document::run(args, &globals, output),
        Some(CliCommand::Informant(args)) => informant::run(args, &globals, output),
        Some(CliCommand::Data(args)) => data::run(args, &globals, output),
        Some(CliCommand::Crosstab(args)) => crosstab::run(args, &globals, output),
        Some(CliCommand::Paired(args)) => paired::run(args, &globals, output),
        Some(CliCommand::Code(args)) => code::run(args, &globals, output),
        Some(CliCommand::Orphan(args)) => orphan::run(args, &globals, output),
        Some(CliCommand::Condense(args)) => condense::run(args, &globals, output),
        Some(CliCommand::Codebook(args)) => codebook::run(args, &globals, output),
        Some(CliCommand::Memo(args)) => memo::run(args, &globals, output),
        Some(CliCommand::Search(args)) => search::search(args, &globals, output),
        Some(CliCommand::Searches(args)) => search::searches(args, &globals, output),
        Some(CliCommand::Words(args)) => words::run(args, &globals, output),
        Some(CliCommand::Similar(args)) => similar::similar(args, &globals, output),
        Some(CliCommand::Suggest(args)) => similar::suggest(args, &globals, output),
        Some(CliCommand::Quotes(args)) => quotes::quotes(args, &globals, output),
        Some(CliCommand::Theory(args)) => theory::run(args, &globals, output),
        Some(CliCommand::Configuration(args)) => configuration::run(args, &globals, output),
        Some(CliCommand::Evidence(args)) => evidence::run(args, &globals, output),
        Some(CliCommand::Judge(args)) => quotes::judge(args, &globals, output),
        Some(CliCommand::Plan(args)) => plan::run(args, &globals, output),
        Some(CliCommand::Infer(args)) => infer::run(args, &globals, output),
        Some(CliCommand::Verdict(args)) => verdict::run(args, &globals, output),
        Some(CliCommand::Matrix(args)) => matrix::matrix(args, &globals, output),
        Some(CliCommand::Coverage(args)) => matrix::coverage(args, &globals, output),
        Some(CliCommand::Report(args)) => report::report(args, &globals, output),
        Some(CliCommand::Questions(args)) => report::questions(args, &globals, output),
        Some(CliCommand::Lint(args)) => lint::run(args, &globals, output),
        Some(CliCommand::Guide(args)) => guide::run(args, &globals, output),
        Some(CliCommand::Reported(args)) => reported::run(args, &globals, output),
        Some(CliCommand::Log(args)) => history::log(args, &globals, output),
        Some(CliCommand::Undo(args)) => history::undo(args, &globals, output),
        Some(CliCommand::Redo(args)) => history::redo(args, &globals, output),
        Some(CliCommand::Check(args)) => check::run(args, &globals, output),
        Some(CliCommand::Config(args)) => config::run(args, &globals, output),
        Some(CliCommand::Archive(args)) => archive::run(&args, &globals, output),
        Some(CliCommand::Copy(args)) => merge::copy(args, &globals, output),
        Some(CliCommand::Merge(args)) => merge::merge(args, &globals, output),
        Some(CliCommand::Conflicts(args)) => conflict::run(args, &globals, output),
        Some(CliCommand::Backup(args)) => study_file::backup(&args, &globals, output),
        Some(CliCommand::Salvage(args)) => study_file::salvage(&args, &globals, output),
        Some(CliCommand::Lock(args)) => encryption::lock(args, &globals, output),
        Some(CliCommand::Unlock(args)) => encryption::unlock(args, &globals, output),
        Some(CliCommand::Erase(args)) => erase::run(&args, &globals, output),
        Some(CliCommand::Export(args)) => export::run(args, &globals, output),
        Some(CliCommand::Privacy(args)) => privacy::run(args, &globals, output),
        Some(CliCommand::Completions(args)) => manual::completions(&args, &globals, output),
        Some(CliCommand::Man(args)) => manual::man(&args, &globals, output),
    }
}

/// Explains an unknown first word if the error lies there; clap would complain about the words
/// after it instead.
fn unknown_command(words: &[OsString]) -> Option<Refusal> {
    let first = words
        .get(1)?
        .to_str()
        .filter(|word| !word.starts_with('-'))?;
    let command = CommandLine::command();
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

/// A word before any command is a study, or a mistyped command.
fn study_or_typo(word: &str) -> Result<PathBuf, String> {
    let path = Path::new(word);
    if path.exists()
        || path
            .extension()
            .is_some_and(|extension| extension == "virk")
    {
        return Ok(path.to_owned());
    }
    let line = CommandLine::command();
    Err(
        match nearest_name(
            &word.to_lowercase(),
            line.get_subcommands().map(clap::Command::get_name),
        ) {
            Some(name) => format!("neither a study nor a command; did you mean `virk {name}`?"),
            None => "neither a study nor a command".into(),
        },
    )
}
