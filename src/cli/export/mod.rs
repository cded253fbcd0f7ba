//! `virk export`

mod export_format;
mod syntax;
mod table;

use super::{CommandOutput, ExitStatus, GlobalArgs, progress::with_progress};
use crate::exchange::refi::export as refi;
use crate::export::{
    StudyTable, file,
    privacy::{DEFAULT_MIN_COUNT, check_full_export},
    records, sqlite,
};
use crate::study::{Refusal, Time};
use crate::text::number;
use export_format::ExportFormat;
use serde_json::json;
use std::path::PathBuf;

/// Hand the study over to another program, or take a table of it.
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
    /// The file to write, which is replaced when it exists
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The format; without it, as the file's extension says
    #[arg(long, value_enum)]
    format: Option<ExportFormat>,
    /// Which table; without it, the one the file is called after
    #[arg(long, value_name = "TABLE", value_parser = table::sheet)]
    table: Option<StudyTable>,
    /// The version of the theory, for tests and matrix; without it the latest
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    /// Counts of people below this are withheld in public
    #[arg(long, value_name = "N", default_value_t = DEFAULT_MIN_COUNT)]
    small: usize,
    /// Say that definitions of codes were written to be published, and quote nobody
    #[arg(long)]
    definitions: bool,
    /// With .jsonl: also what each record says, and the texts it speaks of
    #[arg(long)]
    content: bool,
    /// What stands between two cells of CSV; after ";" numbers have a decimal comma, as Excel
    /// expects in Denmark
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
            format!("--table goes with a table, and {} is none", handed.name()),
            "End the file's name in csv, xlsx, docx, html, md, tex or json",
        ));
    }
    if !matches!(handed, ExportFormat::Table(_)) {
        check_full_export(globals.privacy, handed.name())?;
    }
    let incoming = match handed {
        ExportFormat::Table(format) => return table::run(args, format, study, globals, output),
        ExportFormat::Database => {
            with_progress("Writing", |watch| sqlite::write(study, &args.file, watch))?;
            globals.print_message(
                output,
                &format!(
                    "Wrote {}; it holds what people said, and only you may read it",
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
        ExportFormat::Syntax => return syntax::run(&args, study, globals, output),
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
            "Left behind, since the format has no place for it: {}",
            incoming.losses.summary()
        ));
    }
    Ok(ExitStatus::Done)
}
