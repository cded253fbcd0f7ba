//! `virk crosstab`

mod value;

use super::{Desk, Outcome, Page, grid::Grid, number};
use crate::evidence::Crosstab;
use crate::import::survey;
use crate::stats::{Warning, exact};
use crate::study::{Dataset, Refusal, Study};
use std::path::PathBuf;

/// Count two variables against each other, and test whether they are related.
///
///   virk crosstab refl_gen pu_selv
///   virk crosstab --file survey.csv --variables variables.json refl_gen pu_selv --json
///
/// Each cell holds the count and, in brackets, the count expected if the two
/// were not related. The test is Pearson's chi-square without correction; its p
/// is a rough guide when expected counts are small: virk says so and gives the
/// exact p beside it. Answers missing on either side are left out and counted.
/// The beginning of a variable's name is enough.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The variable of the rows
    #[arg(value_name = "A")]
    row: String,
    /// The variable of the columns
    #[arg(value_name = "B")]
    column: String,
    /// The dataset they are in, when several have such variables
    #[arg(long, value_name = "NAME", conflicts_with = "file")]
    dataset: Option<String>,
    /// A delimited text file instead of a study
    #[arg(long, value_name = "CSV")]
    file: Option<PathBuf>,
    /// What the numbers of --file mean
    #[arg(long, value_name = "JSON", requires = "file")]
    variables: Option<PathBuf>,
}

/// Counts and tests.
///
/// # Errors
/// When a variable is not known, is in another dataset, or cannot be crossed.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    if let Some(path) = &args.file {
        let dataset = survey::survey(path, args.variables.as_deref())?.dataset();
        answer(&cross(&dataset, &args, "en")?, desk, page);
        return Ok(Outcome::Done);
    }
    let session = desk.open(page)?;
    let study = session.study();
    answer(&cross(dataset_of(study, &args)?, &args, &study.language)?, desk, page);
    Ok(Outcome::Done)
}

/// The dataset that is named, else the one that has the first variable.
fn dataset_of<'a>(study: &'a Study, args: &Args) -> Result<&'a Dataset, Refusal> {
    match &args.dataset {
        Some(typed) => study.find_dataset(Some(typed)),
        None => Ok(study.find_variable(&args.row)?.0),
    }
}

fn cross(dataset: &Dataset, args: &Args, language: &str) -> Result<Crosstab, Refusal> {
    let (row, column) = (dataset.find_variable(&args.row)?, dataset.find_variable(&args.column)?);
    Crosstab::new(dataset, row, column, language)
}

fn answer(crosstab: &Crosstab, desk: &Desk, page: &mut Page) {
    if desk.json { page.json(&value::of(crosstab)) } else { show(crosstab, page) }
}

fn show(crosstab: &Crosstab, page: &mut Page) {
    let (row, column) = (&crosstab.row, &crosstab.column);
    page.heading(&format!("{} × {}", row.name, column.name));
    page.say(&format!("Rows: {} ({}). Columns: {} ({}).", row.label, row.level.name(), column.label, column.level.name()));
    page.gap();
    counts(crosstab, page);
    page.gap();
    page.say(&format!("N = {}, missing {}", crosstab.n(), crosstab.missing));
    match crosstab.pearson() {
        Ok(test) => {
            let statistic = number::decimals(test.statistic, 3);
            page.say(&format!("Pearson's chi-square = {statistic}, df = {}, {}", test.df, number::p(test.p)));
            if let Ok(v) = crosstab.cramers_v() {
                page.say(&format!("Cramér's V = {} (0 none, 1 complete)", number::decimals(v.value, 3)));
            }
            test.warnings.iter().for_each(|warning| page.say(&format!("Beware: {warning}")));
            if test.warnings.iter().any(|warning| matches!(warning, Warning::Sparse { .. })) {
                exact_p(crosstab, page);
            }
        }
        Err(why) => page.say(&format!("No test: {why}")),
    }
}

/// The p to read where the chi-square's is only a rough guide.
fn exact_p(crosstab: &Crosstab, page: &mut Page) {
    match exact::test(&crosstab.table, exact::Order::Probability, &exact::Effort::default()) {
        Ok(test) => match test.by {
            exact::By::Enumeration { .. } => page.say(&format!("{}: {}", test.method, number::p(test.p))),
            exact::By::MonteCarlo { samples, seed, low, high, .. } => page.say(&format!(
                "{}: {} (99 % sure: {low:.4} to {high:.4}; {samples} tables drawn, seed {seed})",
                test.method,
                number::p(test.p)
            )),
        },
        Err(why) => page.say(&format!("No exact p: {why}")),
    }
}

fn counts(crosstab: &Crosstab, page: &mut Page) {
    let (row, column, table) = (&crosstab.row, &crosstab.column, &crosstab.table);
    let titles: Vec<String> =
        column.codes.iter().zip(&column.labels).map(|(code, label)| format!(">{}", category(code, label))).collect();
    let mut head = vec![""];
    head.extend(titles.iter().map(String::as_str));
    head.push(">Total");
    let mut grid = Grid::new(&head);
    let expected = table.expected();
    for (at, (code, label)) in row.codes.iter().zip(&row.labels).enumerate() {
        let mut cells = vec![category(code, label)];
        cells.extend((0..table.columns()).map(|place| {
            let expected = number::decimals(expected[at * table.columns() + place], 1);
            format!("{} ({expected})", number::count(table.at(at, place)))
        }));
        cells.push(number::count(table.row(at).iter().sum()));
        grid.cells(cells);
    }
    let mut totals = vec!["Total".to_owned()];
    totals.extend(table.column_totals().into_iter().map(number::count));
    totals.push(number::count(table.n()));
    grid.cells(totals);
    grid.show(page);
}

/// "4 agree", or the code alone when it has no label of its own.
fn category(code: &str, label: &str) -> String {
    if label == code { code.to_owned() } else { format!("{code} {label}") }
}
