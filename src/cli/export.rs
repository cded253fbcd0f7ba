//! `virk export`

use super::command_output::with_progress;
use super::table_output::TableOutputArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::exchange::refi::export as refi;
use crate::export::privacy::{DEFAULT_MIN_COUNT, check_full_export};
use crate::export::study_table::StudyTableRequest;
use crate::export::{StudyTable, TableFormat, file, records, spss, sqlite, study_table};
use crate::study::{Refusal, Study, Time};
use crate::text::number;
use clap::builder::PossibleValue;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Export the study for another program, or as a table.
///
///   virk export study.qdpx            for NVivo, ATLAS.ti, MAXQDA, QualCoder (REFI-QDA 1.5)
///   virk export codebook.qdc          the codebook alone
///   virk export quotes.xlsx           a table, by the name of the file
///   virk export study.csv --table codings --delimiter ";"
///   virk export tests.docx --theory v1
///   virk export informants.csv --privacy supervisor
///   virk export study.sqlite          plain tables for R, Python and DB Browser
///   virk export tests.sps             SPSS syntax that repeats every test, with the rows as CSV beside it
///   virk export log.jsonl             every record in a line, without the words of people
///
/// Tables are codings, quotes, condensations, codebook, tests, informants and
/// matrix, as csv, xlsx, html, md, tex, docx or json. virk says what a format
/// has no place for. A project that comes back with `virk import study.qdpx` is
/// whole again. --privacy decides what a table tells: internal, everything;
/// supervisor, pseudonyms; public, what was released, and no small counts. What is
/// no table holds everything and is refused for other readers than internal ones.
/// VIRK_PRIVACY says for whom files are where --privacy does not.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ExportArgs {
    /// File to write; an existing file is replaced
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Format (default: by the file's extension)
    #[arg(long, value_enum)]
    format: Option<ExportFormat>,
    /// Table (default: by the file's name)
    #[arg(long, value_name = "TABLE", value_parser = sheet)]
    table: Option<StudyTable>,
    /// Version of the theory, for tests and matrix (default: the latest)
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    /// In public, withhold counts of people below this
    #[arg(long, value_name = "N", default_value_t = DEFAULT_MIN_COUNT)]
    small: usize,
    /// Declare that definitions of codes were written for publication and quote nobody
    #[arg(long)]
    definitions: bool,
    /// With .jsonl: include what each record says and the texts it refers to
    #[arg(long)]
    content: bool,
    /// What stands between two cells of CSV; after ";" numbers have a decimal comma, as Excel
    /// expects in many European countries
    #[arg(long, value_name = "SIGN", default_value_t = ',')]
    delimiter: char,
}

pub fn run(
    args: ExportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let handed = args
        .format
        .or_else(|| ExportFormat::from_path(&args.file))
        .ok_or_else(|| {
            Refusal::new(
                format!("virk does not know the format of {}", args.file.display()),
                format!(
                    "End the name in one of {}, or choose with --format",
                    ExportFormat::names()
                ),
            )
        })?;
    if args.table.is_some() && !matches!(handed, ExportFormat::Table(_)) {
        return Err(Refusal::new(
            format!("--table is for tables, and {} is not one", handed.name()),
            "Use one of these extensions: csv, xlsx, docx, html, md, tex or json",
        ));
    }
    if !matches!(handed, ExportFormat::Table(_)) {
        check_full_export(globals.privacy, handed.name())?;
    }
    let incoming = match handed {
        ExportFormat::Table(format) => return table(args, format, study, globals, output),
        ExportFormat::Database => {
            with_progress("Writing", |watch| sqlite::write(study, &args.file, watch))?;
            globals.print_message(
                output,
                &format!(
                    "Wrote {}; it contains what people said, and only you can read it",
                    args.file.display()
                ),
            );
            return Ok(ExitStatus::Done);
        }
        ExportFormat::Log => {
            let records = session.store().latest(usize::MAX)?;
            file::write_file(
                records::json_lines(study, &records, args.content),
                &args.file,
            )?;
            globals.print_message(
                output,
                &format!(
                    "Wrote {} to {}",
                    number::count_noun(records.len(), "record"),
                    args.file.display()
                ),
            );
            return Ok(ExitStatus::Done);
        }
        ExportFormat::Syntax => return syntax(&args, study, globals, output),
        ExportFormat::Project => {
            refi::project(study, Time(jiff::Timestamp::now().as_microsecond()))?
        }
        ExportFormat::Codebook => refi::codebook(study),
    };
    file::write_file(&incoming.bytes, &args.file)?;
    if globals.json {
        output.json(&json!({ "file": args.file, "bytes": incoming.bytes.len(), "left_behind": incoming.losses }));
        return Ok(ExitStatus::Done);
    }
    output.paragraph(&format!("Wrote {}", args.file.display()));
    if !incoming.losses.is_empty() {
        output.paragraph(&format!(
            "Not exported, because the format has no place for it: {}",
            incoming.losses.summary()
        ));
    }
    Ok(ExitStatus::Done)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// A REFI-QDA project.
    Project,
    /// A REFI-QDA codebook.
    Codebook,
    /// An SQLite database of plain tables.
    Database,
    /// The log as JSON Lines.
    Log,
    /// SPSS syntax that repeats the tests.
    Syntax,
    Table(TableFormat),
}

impl ExportFormat {
    const ALL: [ExportFormat; 12] = [
        ExportFormat::Project,
        ExportFormat::Codebook,
        ExportFormat::Database,
        ExportFormat::Log,
        ExportFormat::Syntax,
        ExportFormat::Table(TableFormat::Csv),
        ExportFormat::Table(TableFormat::Xlsx),
        ExportFormat::Table(TableFormat::Docx),
        ExportFormat::Table(TableFormat::Html),
        ExportFormat::Table(TableFormat::Md),
        ExportFormat::Table(TableFormat::Tex),
        ExportFormat::Table(TableFormat::Json),
    ];

    /// The name, which is also the file extension.
    pub fn name(self) -> &'static str {
        match self {
            ExportFormat::Project => "qdpx",
            ExportFormat::Codebook => "qdc",
            ExportFormat::Database => "sqlite",
            ExportFormat::Log => "jsonl",
            ExportFormat::Syntax => "sps",
            ExportFormat::Table(format) => format.name(),
        }
    }

    /// All names, for messages.
    pub fn names() -> String {
        ExportFormat::ALL.map(ExportFormat::name).join(", ")
    }

    fn about(self) -> &'static str {
        match self {
            ExportFormat::Project => "A REFI-QDA project",
            ExportFormat::Codebook => "A REFI-QDA codebook",
            ExportFormat::Database => "A database of plain tables, for R and DB Browser",
            ExportFormat::Log => "The log as JSON Lines",
            ExportFormat::Syntax => "SPSS syntax that repeats the tests",
            ExportFormat::Table(format) => format.about(),
        }
    }

    /// The format for a file's extension.
    pub fn from_path(path: &Path) -> Option<ExportFormat> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        let named = ExportFormat::ALL
            .into_iter()
            .find(|handed| handed.name() == extension);
        named.or_else(|| TableFormat::from_path(path).map(ExportFormat::Table))
    }
}

impl clap::ValueEnum for ExportFormat {
    fn value_variants<'a>() -> &'a [ExportFormat] {
        &ExportFormat::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.about()))
    }
}

/// Writes the syntax and, beside it, the data files it reads. Exits with 1 if there is nothing to
/// test.
pub(super) fn syntax(
    args: &ExportArgs,
    study: &Study,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let theory = study.find_theory(args.theory.as_deref())?;
    let stem = args.file.file_stem().unwrap_or_default().to_string_lossy();
    let spss::SpssSyntax { text, rows, tests } = with_progress("Gathering tests", |watch| {
        spss::theory(study, theory, &stem, watch)
    })?;
    if tests == 0 {
        globals.print_message(
            output,
            "No link of the theory can be tested: nothing was written",
        );
        return Ok(ExitStatus::NothingFound);
    }
    for (name, rows) in &rows {
        file::write_file(rows, &args.file.with_file_name(name))?;
    }
    file::write_file(text, &args.file)?;
    let beside = rows
        .iter()
        .map(|(name, _)| name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    let said = format!(
        "Wrote {} with {} and, beside it, {beside}",
        args.file.display(),
        number::count_noun(tests, "test")
    );
    globals.print_message(output, &said);
    Ok(ExitStatus::Done)
}

/// Writes the table; exits with 1 if it is empty.
pub(super) fn table(
    args: ExportArgs,
    format: TableFormat,
    study: &Study,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let sheet = args
        .table
        .or_else(|| StudyTable::from_path(&args.file))
        .ok_or_else(|| {
            Refusal::new(
                format!(
                    "it is not clear which table to write to {}",
                    args.file.display()
                ),
                format!(
                    "Name the file after the table, e.g. quotes.{}, or use --table: {}",
                    format.name(),
                    study_table::table_names()
                ),
            )
        })?;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let privacy_filter = globals
        .privacy_filter(study, args.small)
        .with_definitions(args.definitions);
    let theory = args.theory.as_deref();
    let table = with_progress("Gathering", |watch| {
        sheet.table(StudyTableRequest {
            privacy_filter,
            theory,
            small: args.small,
            threads,
            watch,
        })
    })?;
    let form = TableOutputArgs {
        format: Some(format),
        out: Some(args.file),
        delimiter: args.delimiter,
    };
    form.write_table(&table, format, &study.language, globals, output)?;
    Ok(ExitStatus::from_found(!table.rows.is_empty()))
}

pub(super) fn sheet(typed: &str) -> Result<StudyTable, String> {
    let known = StudyTable::ALL
        .into_iter()
        .find(|sheet| sheet.name() == typed.trim().to_lowercase());
    known.ok_or_else(|| format!("choose one of {}", study_table::table_names()))
}
