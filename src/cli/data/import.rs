//! `virk data import`

use crate::cli::{Desk, Outcome, Page, grid::Grid, progress::Progress};
use crate::import::survey::{self, Asked, Survey, personal};
use crate::study::Refusal;
use crate::text::number::some;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Import a survey or register extract: CSV, TSV, XLSX, ODS, SPSS, Stata, JSON.
///
///   virk data import survey.csv --preview
///   virk data import survey.csv --variables variables.json --without email,phone
///   virk data import register.xlsx --sheet 2024 --name register
///
/// Commas, semicolons or tabs between cells, decimal commas or points; of a
/// workbook one sheet, with names in the first filled row; JSON as an array of
/// objects or an object of columns; SPSS and Stata with their labels, missing
/// values and levels, which a variables file may correct; an export of SurveyXact
/// with its labels and questions (sheets Dataset, Labels, Structure, or files
/// beside each other that are called so). Exports of Qualtrics, SurveyMonkey,
/// LimeSurvey, Google Forms and REDCap are known by their headings: questions
/// become labels, long headings short names, options with a column each yes and
/// no; --header-rows says otherwise. Columns that hold identity numbers, account
/// numbers, e-mail addresses, phone numbers or days of birth refuse the file:
/// --without leaves them out, --keep-personal keeps them. Names, addresses and
/// places are told. The variables file says what the numbers
/// mean: levels, labels, missing values, which rows are left out and why, which
/// code a variable is an indicator of. Without one, levels are guessed and every
/// guess is said. Ctrl-C leaves the study as it was.
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
    /// How many rows of headings stand above the answers
    #[arg(long, value_name = "N")]
    header_rows: Option<usize>,
    /// The data dictionary of REDCap (CSV)
    #[arg(long, value_name = "FILE")]
    dictionary: Option<PathBuf>,
    /// Columns to leave out, by name or heading; `*` stands for anything
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    without: Vec<String>,
    /// Keep columns that tell who somebody is
    #[arg(long)]
    keep_personal: bool,
    /// Show what would come in, and import nothing
    #[arg(long)]
    preview: bool,
}

/// Imports it.
///
/// # Errors
/// When a file is missing, no text or broken, or an indicator measures a code the study does not
/// have.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let Args {
        file,
        variables,
        sheet,
        name,
        header_rows,
        dictionary,
        without,
        keep_personal,
        preview,
    } = args;
    let asked = Asked {
        described: variables,
        sheet,
        header_rows,
        dictionary,
        without,
    };
    // A preview needs no study.
    let session = if preview {
        None
    } else {
        Some(desk.open(page)?)
    };
    let mut reading = Progress::of("Reading rows");
    let watch = &mut |done, all| reading.step(done, all);
    let mut survey = survey::watched(&file, &asked, watch)?;
    drop(reading);
    if let Some(name) = name.filter(|name| !name.trim().is_empty()) {
        survey.name = name;
    }
    let Some(mut session) = session else {
        show(&survey, desk, page);
        return Ok(Outcome::Done);
    };
    if !keep_personal {
        personal::refuse(&file.display().to_string(), &survey.report.personal)?;
    }
    let report = survey.report.clone();
    let mut storing = Progress::of("Storing rows");
    storing.step(0, 1);
    let said = session.perform(survey.command(session.study())?)?;
    drop(storing);
    if desk.json {
        page.json(&json!({ "said": said, "report": report, "personal": personal::told(&report.personal) }));
    } else {
        page.say(&report.to_string());
        page.say(&said);
    }
    Ok(Outcome::Done)
}

/// What would come in.
fn show(survey: &Survey, desk: &Desk, page: &mut Page) {
    let rows = survey.preview();
    if desk.json {
        let variables: Vec<Value> = rows.iter().map(|row| row.value("en")).collect();
        let personal = personal::told(&survey.report.personal);
        page.json(&json!({ "name": survey.name, "report": survey.report, "personal": personal, "variables": variables }));
        return;
    }
    page.say(&survey.report.to_string());
    page.heading(&format!(
        "{}, {}",
        survey.name,
        some(rows.len(), "variable")
    ));
    let mut grid = Grid::new(&[
        "Variable",
        "Level",
        ">N",
        ">Missing",
        "First answers",
        "About",
    ]);
    for row in &rows {
        let label = row.variable.label.say("en");
        grid.row([
            row.variable.name.clone(),
            row.variable.level.name().to_owned() + if row.guessed { "?" } else { "" },
            row.n.to_string(),
            row.missing.to_string(),
            row.first
                .iter()
                .map(|cell| shown(cell))
                .collect::<Vec<_>>()
                .join(" · "),
            if label == row.variable.name {
                String::new()
            } else {
                label.to_owned()
            },
        ]);
    }
    grid.show(page);
    if rows.iter().any(|row| row.guessed) {
        page.say("? level guessed; `virk data variable` says what it is.");
    }
    let decided: Vec<&survey::Row<'_>> = rows
        .iter()
        .filter(|row| !row.decided.is_empty() || row.variable.proposed.is_some())
        .collect();
    if !decided.is_empty() {
        page.heading("What was decided");
        for row in decided {
            page.hanging(&format!("{}: ", row.variable.name), &row.why());
        }
    }
    page.gap();
    page.say("Nothing was imported: this is a preview.");
}

/// As much of an answer as a preview shows.
const SHOWN: usize = 20;

fn shown(cell: &str) -> String {
    if cell.chars().count() <= SHOWN {
        cell.to_owned()
    } else {
        format!("{}…", cell.chars().take(SHOWN - 1).collect::<String>())
    }
}
