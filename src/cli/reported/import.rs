//! `virk reported import`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::import::{TextFile, reported};
use crate::study::Refusal;
use std::path::PathBuf;

/// Write down the results that a report prints, without their data.
///
///   virk reported import tests.json
///   virk reported import tests.json claims.json --name "Evaluation 2019"
///
/// A file holds `tests`, each with `id`, the variables `a` and `b`, and as far as
/// the report tells them `section`, `line`, `link` ("FROM->TO": what the two
/// measure there), `reported_p` as printed ("0,051"), `claim` ("related",
/// "not_related"), `design` ("association", "directed", "stratified",
/// "moderation"), `called_a` and `called_b` (the words of the conclusion).
///
/// Beside them, or in a second file, `claims` with `id`, `says` and `about` or
/// `tests`: what the text says beyond one test (related, not_related, positive,
/// negative, strongest, low, near_miss, no_reason, not_valid, recommended,
/// majority, ruled_out, confirmed, works, tested, kept, removed); and `elements`,
/// `variables`, `distributions`, `figures`, `appendices`, `sections`, `references`,
/// `terms`, `alpha`, `n`, `comparison`. Write them in your own words. Anything else
/// in a file is not taken over. They are no evidence: only `virk lint` reads them.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ReportedImportArgs {
    /// The files, which together make one report
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// What the report is called; without it like the first file
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

pub fn run(
    args: ReportedImportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let files = args
        .files
        .iter()
        .map(|path| TextFile::open(path))
        .collect::<Result<Vec<_>, _>>()?;
    globals.perform(output, |_| {
        reported::parse_reported(&files, args.name.as_deref())
    })
}
