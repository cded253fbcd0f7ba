//! A table of the study, by `virk export`.

use super::Args;
use crate::cli::{Desk, Outcome, Page, form::Form, progress::watched};
use crate::export::{
    Format, Sheet,
    sheet::{self, Ask},
};
use crate::study::{Refusal, Study};

/// Writes the table; exit code 1 when it has no row.
pub(super) fn run(
    args: Args,
    format: Format,
    study: &Study,
    desk: &Desk,
    page: &mut Page,
) -> Result<Outcome, Refusal> {
    let sheet = args
        .table
        .or_else(|| Sheet::of(&args.file))
        .ok_or_else(|| {
            Refusal::new(
                format!(
                    "it is not said which table {} is to hold",
                    args.file.display()
                ),
                format!(
                    "Call the file after it, such as quotes.{}, or say --table: {}",
                    format.name(),
                    sheet::names()
                ),
            )
        })?;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let shield = desk
        .shield(study, args.small)
        .with_definitions(args.definitions);
    let theory = args.theory.as_deref();
    let table = watched("Gathering", |watch| {
        sheet.table(Ask {
            shield,
            theory,
            small: args.small,
            threads,
            watch,
        })
    })?;
    let form = Form {
        format: Some(format),
        out: Some(args.file),
        delimiter: args.delimiter,
    };
    form.deliver(&table, format, &study.language, desk, page)?;
    Ok(Outcome::found(!table.rows.is_empty()))
}

/// A table as typed.
pub(super) fn sheet(typed: &str) -> Result<Sheet, String> {
    let known = Sheet::ALL
        .into_iter()
        .find(|sheet| sheet.name() == typed.trim().to_lowercase());
    known.ok_or_else(|| format!("choose one of {}", sheet::names()))
}
