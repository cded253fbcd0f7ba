//! `virk export`: a table of the study.

use super::ExportArgs;
use crate::cli::{
    CommandOutput, ExitStatus, GlobalArgs, progress::with_progress, table_output::TableOutputArgs,
};
use crate::export::{
    StudyTable, TableFormat,
    study_table::{self, StudyTableRequest},
};
use crate::study::{Refusal, Study};

/// Writes the table; exits with 1 if it is empty.
pub(super) fn run(
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
                    "it is not said which table {} is to hold",
                    args.file.display()
                ),
                format!(
                    "Call the file after it, such as quotes.{}, or say --table: {}",
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
