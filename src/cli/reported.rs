//! `virk reported`

use super::listing::ListingArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::import::{TextFile, reported};
use crate::study::reported::Relation;
use crate::study::{Command, Refusal, Reported};
use crate::tables::Listing;
use crate::tables::reported::{ReportedRow, reported_columns};
use crate::text::number;
use std::path::PathBuf;

/// Record what a report prints about its tests, so that `virk lint` can check its reasoning.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct ReportedArgs {
    #[command(subcommand)]
    command: ReportedCommand,
}

#[derive(clap::Subcommand, Debug)]
enum ReportedCommand {
    Import(ReportedImportArgs),
    List(ReportedListArgs),
    Remove(ReportedRemoveArgs),
}

pub fn run(
    args: ReportedArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        ReportedCommand::Import(args) => import(args, globals, output),
        ReportedCommand::List(args) => list(args, globals, output),
        ReportedCommand::Remove(args) => remove(args, globals, output),
    }
}

/// Import the results that a report prints, without their data.
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
struct ReportedImportArgs {
    /// Files that together make up one report
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Name of the report (default: the first file's name)
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

fn import(
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

/// List the recorded tests of reports.
///
///   virk reported list
///   virk reported list "Evaluation 2019" --json
///
/// Exit code 1 when none have been written down.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct ReportedListArgs {
    /// Only this report
    #[arg(value_name = "REPORT")]
    report: Option<String>,
    #[command(flatten)]
    listing: ListingArgs,
}

fn list(
    args: ReportedListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let reports: Vec<&Reported> = match args.report {
        Some(typed) => vec![study.find_reported(Some(&typed))?],
        None => study.reported().collect(),
    };
    let rows: Vec<ReportedRow<'_>> = reports
        .iter()
        .flat_map(|report| report.results.tests.iter().map(|test| (*report, test)))
        .collect();
    let mut listing = Listing::new(
        reported_columns(),
        rows,
        "No reported results yet. Write down what a report prints with `virk reported import FILE`.",
    );
    listing.group = Some(|_, (report, _)| format!("Reported by “{}”", report.body.name));
    listing
        .footer
        .extend(reports.iter().map(|report| summary(report)));
    listing.show(study, &args.listing, globals, output)?;
    Ok(args.listing.exit_status(!reports.is_empty()))
}

fn summary(report: &Reported) -> String {
    let results = &report.results;
    let printed = results.tests.iter().filter(|test| test.p.is_some()).count();
    let related = results
        .tests
        .iter()
        .filter(|test| test.claim == Some(Relation::Related))
        .count();
    format!(
        "“{}”: {}, {printed} with a printed p, {related} called related; {}",
        report.body.name,
        number::count_noun(results.tests.len(), "test"),
        number::count_noun(results.claims.len(), "claim")
    )
}

/// Remove reported results from the study.
///
///   virk reported remove "Evaluation 2019"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct ReportedRemoveArgs {
    /// The report
    #[arg(value_name = "REPORT")]
    report: String,
}

fn remove(
    args: ReportedRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::RemoveReported {
            id: study.find_reported(Some(&args.report))?.id,
        })
    })
}
