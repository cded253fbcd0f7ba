//! `virk export`: SPSS syntax of all tests.

use super::ExportArgs;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, progress::with_progress};
use crate::export::{file, spss};
use crate::study::{Refusal, Study};
use crate::text::number;

/// Writes the syntax and, beside it, the data files it reads. Exits with 1 if there is nothing to
/// test.
pub(super) fn run(
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
