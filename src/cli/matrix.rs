//! `virk matrix` and `virk coverage`

use super::command_output::with_progress;
use super::listing::ListingArgs;
use super::table_output::{TableOutputArgs, TextGrid};
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::matrix::NodeCoverage;
use crate::evidence::{Matrix, MatrixRow, matrix::node_coverage};
use crate::export;
use crate::export::matrix;
use crate::export::matrix::MatrixRequest;
use crate::export::privacy::{DEFAULT_MIN_COUNT, Privacy};
use crate::study::{Refusal, Study};
use crate::text::number;

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
    /// Columns by link, separated by commas; "all" for all of them
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    columns: Vec<String>,
    /// Sort by this column; a minus before it reverses the order
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    sort: Option<String>,
    /// Only rows with these words in any cell, or COLUMN=WORDS in that one
    #[arg(long, value_name = "WORDS")]
    filter: Option<String>,
    /// In public, withhold counts of people below this
    #[arg(long, value_name = "N", default_value_t = DEFAULT_MIN_COUNT)]
    small: usize,
    #[command(flatten)]
    form: TableOutputArgs,
}

pub fn matrix(
    args: MatrixArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let theory = study.find_theory(args.theory.as_deref())?;
    if args.columns == ["help"] {
        list_columns(output);
        return Ok(ExitStatus::Done);
    }
    let usual = args.columns.is_empty()
        && args.sort.is_none()
        && args.filter.is_none()
        && globals.privacy == Privacy::Internal;
    let format = args.form.requested_format(globals)?;
    if usual && args.shape == matrix::MatrixLayout::Links && format.is_none() {
        let matrix = with_progress("Gathering links", |watch| Matrix::new(study, theory, watch))?;
        show(study, &matrix, output);
        return Ok(ExitStatus::from_found(!matrix.rows.is_empty()));
    }
    let sort = args
        .sort
        .as_deref()
        .map(|key| (key.trim_start_matches('-').to_owned(), key.starts_with('-')));
    let ask = MatrixRequest {
        layout: args.shape,
        columns: args.columns,
        descending: sort.as_ref().is_some_and(|(_, backwards)| *backwards),
        sort: sort.map(|(key, _)| key),
        filter: args.filter,
        privacy: globals.privacy,
        small: args.small,
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let table = with_progress("Gathering links", |watch| {
        matrix::matrix(study, theory, &ask, threads, watch)
    })?;
    match format {
        Some(format) => args
            .form
            .write_table(&table, format, &study.language, globals, output)?,
        None => {
            output.heading(table.title.as_deref().unwrap_or_default());
            TextGrid::from_table(&table).show_with_notes(&table, output);
        }
    }
    Ok(ExitStatus::from_found(!table.rows.is_empty()))
}

fn list_columns(output: &mut CommandOutput) {
    let mut grid = TextGrid::new(&["Column", "What", ""]);
    for of in matrix::COLUMNS {
        let when = match (of.is_default, of.needs_proposals) {
            (true, _) => "",
            (false, false) => "when asked for",
            (false, true) => "when asked for; tests are weighed",
        };
        grid.row([of.key.to_owned(), of.heading.to_owned(), when.to_owned()]);
    }
    grid.show(output);
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

/// The matrix as a text table.
pub fn show(study: &Study, matrix: &Matrix, output: &mut CommandOutput) {
    output.heading(&format!(
        "Evidence matrix of “{}”, theory {}",
        study.title, matrix.version
    ));
    let mut grid = TextGrid::new(&[
        "Link",
        ">+",
        ">−",
        ">~",
        ">·",
        ">Informants",
        ">Significant",
        ">Plan p",
        "Verdict",
    ]);
    for row in &matrix.rows {
        let MatrixRow {
            from, to, balance, ..
        } = row;
        grid.row([
            format!("{} → {}", from.name, to.name),
            balance.supports.to_string(),
            balance.contradicts.to_string(),
            balance.nuances.to_string(),
            balance.unjudged.to_string(),
            row.informants.len().to_string(),
            if row.tests == 0 {
                "untested".into()
            } else {
                format!("{} of {}", row.significant, row.tests)
            },
            row.p.map(number::bare_p).unwrap_or_default(),
            row.verdict.unwrap_or_default().to_owned(),
        ]);
    }
    grid.show(output);
    output.blank_line();
    output.paragraph(&format!(
        "{} links, {} different tests in the theory; significant means p < {}, each test by itself. Plan p is that of the link as a whole: {}",
        matrix.rows.len(),
        matrix.tests_in_theory,
        matrix.alpha,
        study.plan()
    ));
    let mut reasons: Vec<&str> = matrix
        .rows
        .iter()
        .filter(|row| row.tests == 0)
        .flat_map(|row| &row.notes)
        .map(String::as_str)
        .collect();
    reasons.sort_unstable();
    reasons.dedup();
    if !reasons.is_empty() {
        output.paragraph(&format!("Untested: {}", reasons.join("; ")));
    }
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
    let theory = study.find_theory(args.theory.as_deref())?;
    let nodes = node_coverage(study, theory);
    if args.listing.is_plain(globals) {
        print_coverage(&nodes, &theory.version, output);
    } else {
        let table = export::coverage::coverage(&nodes, &theory.version);
        args.listing
            .show_table(table, &study.language, globals, output)?;
    }
    Ok(ExitStatus::from_found(
        nodes
            .iter()
            .all(|node| node.missing_columns().next().is_none()),
    ))
}

fn print_coverage(nodes: &[NodeCoverage], version: &str, output: &mut CommandOutput) {
    output.heading(&format!("Coverage of theory {version}"));
    let mut grid = TextGrid::new(&[
        "",
        "Node",
        ">Definition",
        ">Guide",
        ">Survey",
        ">Quotes",
        ">Informants",
        ">Tests",
    ]);
    let mut gaps = 0;
    for node in nodes {
        let [definition, counts @ ..] = node.counts;
        let count = |count: usize| {
            if count == 0 {
                "–".to_owned()
            } else {
                count.to_string()
            }
        };
        let mut cells = vec![
            node.kind.glyph().to_string(),
            node.name.clone(),
            if definition > 0 { "yes" } else { "–" }.to_owned(),
        ];
        cells.extend(counts.into_iter().map(count));
        grid.dynamic_row(cells);
        gaps += node.missing_columns().count();
    }
    grid.show(output);
    output.blank_line();
    output.paragraph(&format!(
        "{}, {}",
        number::count_noun(nodes.len(), "node"),
        if gaps == 0 {
            "no gap".to_owned()
        } else {
            number::count_noun(gaps, "gap")
        }
    ));
}
