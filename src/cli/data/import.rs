//! `virk data import`

use crate::cli::{Desk, Outcome, Page, progress::Progress};
use crate::import::survey;
use crate::study::Refusal;
use serde_json::json;
use std::path::PathBuf;

/// Import a survey or register extract: CSV, TSV, XLSX, ODS, SPSS, JSON.
///
///   virk data import survey.csv --variables variables.json
///   virk data import register.xlsx --sheet 2024 --name register
///
/// Commas, semicolons or tabs between cells, decimal commas or points; of a
/// workbook one sheet, with names in the first filled row; JSON as an array of
/// objects or an object of columns; SPSS with its labels, missing values and
/// levels, which a variables file may correct; an export of SurveyXact with its
/// labels and questions (sheets Dataset, Labels, Structure, or files beside
/// each other that are called so). The
/// variables file says what the numbers mean: levels, labels, missing values,
/// which rows are left out and why, which code a variable is an indicator of.
/// Without one, levels are guessed and every guess is said. Ctrl-C leaves the study as it was.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What its numbers mean
    #[arg(long, value_name = "JSON")]
    variables: Option<PathBuf>,
    /// Which sheet of a workbook; without it, the first that holds something
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// What to call the dataset; without it, as the file
    #[arg(long)]
    name: Option<String>,
}

/// Imports it.
///
/// # Errors
/// When a file is missing, no text or broken, or an indicator measures a code the study does not have.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let mut session = desk.open(page)?;
    let mut reading = Progress::of("Reading rows");
    let watch = &mut |done, all| reading.step(done, all);
    let mut survey = survey::watched(&args.file, args.variables.as_deref(), args.sheet.as_deref(), watch)?;
    drop(reading);
    if let Some(name) = args.name.filter(|name| !name.trim().is_empty()) {
        survey.name = name;
    }
    let report = survey.report.clone();
    let mut storing = Progress::of("Storing rows");
    storing.step(0, 1);
    let said = session.perform(survey.command(session.study())?)?;
    drop(storing);
    if desk.json {
        page.json(&json!({ "said": said, "report": report }));
    } else {
        page.say(&report.to_string());
        page.say(&said);
    }
    Ok(Outcome::Done)
}
