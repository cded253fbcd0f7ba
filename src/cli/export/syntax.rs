//! SPSS syntax of all tests, by `virk export`.

use super::Args;
use crate::cli::{Desk, Outcome, Page, progress::watched};
use crate::export::{file, spss};
use crate::study::{Refusal, Study};
use crate::text::number;

/// Writes the syntax, and beside it the rows it reads; exit code 1 when there is nothing to test.
pub(super) fn run(
    args: &Args,
    study: &Study,
    desk: &Desk,
    page: &mut Page,
) -> Result<Outcome, Refusal> {
    let theory = study.find_theory(args.theory.as_deref())?;
    let stem = args.file.file_stem().unwrap_or_default().to_string_lossy();
    let spss::Syntax { text, rows, tests } = watched("Gathering tests", |watch| {
        spss::theory(study, theory, &stem, watch)
    })?;
    if tests == 0 {
        desk.answer(
            page,
            "No link of the theory can be tested: nothing was written",
        );
        return Ok(Outcome::Nothing);
    }
    for (name, rows) in &rows {
        file::put(rows, &args.file.with_file_name(name))?;
    }
    file::put(text, &args.file)?;
    let beside = rows
        .iter()
        .map(|(name, _)| name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    let said = format!(
        "Wrote {} with {} and, beside it, {beside}",
        args.file.display(),
        number::some(tests, "test")
    );
    desk.answer(page, &said);
    Ok(Outcome::Done)
}
