//! `virk matrix` and `virk coverage`

use super::command_output::with_progress;
use super::listing::ListingArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::matrix::node_coverage;
use crate::export::matrix;
use crate::export::matrix::MatrixRequest;
use crate::export::privacy::DEFAULT_MIN_COUNT;
use crate::study::{Refusal, Study, Theory};
use crate::tables::{ExportTable, Listing, coverage};

/// Show the evidence matrix: one row of evidence for each link of the theory.
///
///   virk matrix
///   virk matrix --format csv > matrix.csv
///   virk matrix --output matrix.docx --privacy public
///   virk matrix --form side-by-side --output joint.html
///   virk matrix --columns from,to,quant_status,qual_status,verdict_proposed --filter quant_status=fragile
///
/// Quotes are counted as supporting (+), contradicting (−), nuancing (~) and not
/// judged (·), tests as significant out of those run. A link without a test says
/// why. Exit code 1 if the theory has no links. Forms: links, mechanisms, outputs,
/// side-by-side, statistics-by-themes, grid (mechanisms against outputs).
/// `--columns help` lists the columns.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct MatrixArgs {
    /// Version of the theory (default: the latest)
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    /// What a row shows
    #[arg(long = "form", value_name = "FORM", value_parser = form, default_value = "links")]
    shape: matrix::MatrixLayout,
    /// Only rows with these words in any cell, or COLUMN=WORDS in that one
    #[arg(long, value_name = "WORDS")]
    filter: Option<String>,
    /// In public, withhold counts of people below this
    #[arg(long, value_name = "N", default_value_t = DEFAULT_MIN_COUNT)]
    small: usize,
    #[command(flatten)]
    listing: ListingArgs,
}

pub fn matrix(
    args: MatrixArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let listing = args.listing;
    if listing.asks_for_columns() && args.shape == matrix::MatrixLayout::Links {
        return Listing::new(matrix::columns(), Vec::new(), "")
            .show(study, &listing, globals, output);
    }
    let theory = study.find_theory(args.theory.as_deref())?;
    let asked = listing.request();
    let ask = MatrixRequest {
        layout: args.shape,
        form: listing.form(globals)?,
        columns: if listing.asks_for_columns() {
            Vec::new()
        } else {
            asked.columns.to_vec()
        },
        sort: asked.sort.map(str::to_owned),
        filter: args.filter,
        privacy: globals.privacy,
        small: args.small,
    };
    let table = gather(study, theory, &ask)?;
    let listing = if listing.asks_for_columns() {
        listing
    } else {
        listing.with_request_done()
    };
    Listing::from(table).show(study, &listing, globals, output)
}

/// The table of a matrix; how far it is stands on a terminal.
pub fn gather(study: &Study, theory: &Theory, ask: &MatrixRequest) -> Result<ExportTable, Refusal> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    with_progress("Gathering links", |watch| {
        matrix::matrix(study, theory, ask, threads, watch)
    })
}

fn form(typed: &str) -> Result<matrix::MatrixLayout, String> {
    let names: Vec<&str> = matrix::MatrixLayout::ALL
        .iter()
        .map(|form| form.name())
        .collect();
    let known = matrix::MatrixLayout::ALL
        .into_iter()
        .find(|form| form.name() == typed.trim().to_lowercase());
    known.ok_or_else(|| format!("choose one of {}", names.join(", ")))
}

/// Show the coverage of each node of the theory, and its gaps.
///
///   virk coverage
///   virk coverage --json
///   virk coverage --output coverage.xlsx
///
/// For each node: whether it is defined, and the number of guide questions that
/// ask about it, variables that measure it, quotes and informants, and tests of
/// its links. `–` marks a gap. Exit code 1 if there is one.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CoverageArgs {
    /// Version of the theory (default: the latest)
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    #[command(flatten)]
    listing: ListingArgs,
}

pub fn coverage(
    args: CoverageArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    if args.listing.asks_for_columns() {
        return coverage::coverage(Vec::new(), "").show(study, &args.listing, globals, output);
    }
    let theory = study.find_theory(args.theory.as_deref())?;
    let nodes = node_coverage(study, theory);
    let complete = nodes
        .iter()
        .all(|node| node.missing_columns().next().is_none());
    coverage::coverage(nodes, &theory.version).show(study, &args.listing, globals, output)?;
    Ok(ExitStatus::from_found(complete))
}
