//! `virk report`

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::export::{file, privacy::DEFAULT_MIN_COUNT, report};
use crate::study::Refusal;
use std::path::PathBuf;

/// Write the whole study as one page: theory, evidence, matrix, charts, methods, caveats.
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
    /// The file to write, which is replaced when it exists
    #[arg(value_name = "FILE.html")]
    file: PathBuf,
    /// The version of the theory; without it the latest
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    /// Say that definitions of codes were written to be published, and quote nobody
    #[arg(long)]
    definitions: bool,
}

pub fn run(
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
    file::write_file(
        report::filtered_report_page(
            globals
                .privacy_filter(study, DEFAULT_MIN_COUNT)
                .with_definitions(args.definitions),
            theory,
        ),
        &args.file,
    )?;
    globals.print_message(output, &format!("Wrote {}", args.file.display()));
    Ok(ExitStatus::Done)
}
