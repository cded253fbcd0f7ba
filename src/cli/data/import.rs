//! `virk data import`

use crate::cli::command_output::ProgressLine;
use crate::cli::table_output::TextGrid;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::import::survey::{self, Survey, SurveyRequest, personal_columns};
use crate::import::table_reader;
use crate::study::Refusal;
use crate::text::number::count_noun;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(clap::Args, Debug)]
#[command(about = about(), long_about = manual())]
pub struct DataImportArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Variables file: labels, levels and missing values
    #[arg(long, value_name = "JSON")]
    variables: Option<PathBuf>,
    /// Sheet of a workbook (default: the first that is not empty)
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Name of the dataset (default: the file's name)
    #[arg(long)]
    name: Option<String>,
    /// Number of heading rows above the answers
    #[arg(long, value_name = "N")]
    header_rows: Option<usize>,
    /// The data dictionary of REDCap (CSV)
    #[arg(long, value_name = "FILE")]
    dictionary: Option<PathBuf>,
    /// Columns to leave out, by name or heading; `*` matches anything
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    without: Vec<String>,
    /// Keep columns that identify people
    #[arg(long)]
    keep_personal: bool,
    /// Show what would be imported, and import nothing
    #[arg(long)]
    preview: bool,
}

fn about() -> String {
    format!(
        "Import a survey or register extract: {}.",
        table_reader::manual_formats()
    )
}

/// The manual: what is read of each format stands with its reader.
fn manual() -> String {
    let formats = format!(
        "{}. Exports of {} are known by their headings: questions become labels, long headings short \
         names, options with a column each yes and no; --header-rows says otherwise. Columns that \
         hold identity numbers, account numbers, e-mail addresses, phone numbers or days of birth \
         refuse the file: --without leaves them out, --keep-personal keeps them. Names, addresses \
         and places are told. The variables file says what the numbers mean: levels, labels, missing \
         values, which rows are left out and why, which code a variable is an indicator of. Without \
         one, levels are guessed and every guess is said. Ctrl-C leaves the study as it was.",
        table_reader::manual_contents(),
        table_reader::programs_by_headings()
    );
    format!(
        "{}\n\n  \
         virk data import survey.csv --preview\n  \
         virk data import survey.csv --variables variables.json --without email,phone\n  \
         virk data import register.xlsx --sheet 2024 --name register\n\n{}",
        about(),
        wrapped(&formats)
    )
}

/// Words in lines of the width that manuals have, so that they look like those of other commands.
fn wrapped(words: &str) -> String {
    const WIDTH: usize = 80;
    let mut lines = vec![String::new()];
    for word in words.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// Imports it.
///
/// # Errors
/// When a file is missing, no text or broken, or an indicator measures a code the study does not
/// have.
pub fn run(
    args: DataImportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let DataImportArgs {
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
    let asked = SurveyRequest {
        variables_file: variables,
        sheet,
        header_rows,
        dictionary,
        excluded_columns: without,
    };
    // A preview needs no study.
    let session = if preview {
        None
    } else {
        Some(globals.open_study(output)?)
    };
    let mut reading = ProgressLine::new("Reading rows");
    let watch = &mut |done, all| reading.step(done, all);
    let mut survey = survey::read_survey_with_progress(&file, &asked, watch)?;
    drop(reading);
    if let Some(name) = name.filter(|name| !name.trim().is_empty()) {
        survey.name = name;
    }
    let Some(mut session) = session else {
        show(&survey, globals, output);
        return Ok(ExitStatus::Done);
    };
    if !keep_personal {
        personal_columns::refuse(&file.display().to_string(), &survey.report.personal)?;
    }
    let report = survey.report.clone();
    let mut storing = ProgressLine::new("Storing rows");
    storing.step(0, 1);
    let said = session.perform(survey.command(session.study())?)?;
    drop(storing);
    if globals.json {
        output.json(&json!({ "said": said, "report": report, "personal": personal_columns::command_line_sentence(&report.personal) }));
    } else {
        output.paragraph(&report.to_string());
        output.paragraph(&said);
    }
    Ok(ExitStatus::Done)
}

/// Shows what would be imported.
fn show(survey: &Survey, globals: &GlobalArgs, output: &mut CommandOutput) {
    let rows = survey.preview();
    if globals.json {
        let variables: Vec<Value> = rows.iter().map(|row| row.value("en")).collect();
        let personal = personal_columns::command_line_sentence(&survey.report.personal);
        output.json(&json!({ "name": survey.name, "report": survey.report, "personal": personal, "variables": variables }));
        return;
    }
    output.paragraph(&survey.report.to_string());
    output.heading(&format!(
        "{}, {}",
        survey.name,
        count_noun(rows.len(), "variable")
    ));
    let mut grid = TextGrid::new(&[
        "Variable",
        "Level",
        ">N",
        ">Missing",
        "First answers",
        "About",
    ]);
    for row in &rows {
        let label = row.variable.label.in_language("en");
        grid.row([
            row.variable.name.clone(),
            row.variable.level.name().to_owned() + if row.guessed { "?" } else { "" },
            row.n.to_string(),
            row.missing.to_string(),
            row.first
                .iter()
                .map(|cell| cut_answer(cell))
                .collect::<Vec<_>>()
                .join(" · "),
            if label == row.variable.name {
                String::new()
            } else {
                label.to_owned()
            },
        ]);
    }
    grid.show(output);
    if rows.iter().any(|row| row.guessed) {
        output.paragraph("? level guessed; `virk data variable` says what it is.");
    }
    let decided: Vec<&survey::VariablePreview<'_>> = rows
        .iter()
        .filter(|row| !row.decided.is_empty() || row.variable.proposed.is_some())
        .collect();
    if !decided.is_empty() {
        output.heading("What was decided");
        for row in decided {
            output.hanging(&format!("{}: ", row.variable.name), &row.decision_line());
        }
    }
    output.blank_line();
    output.paragraph("Nothing was imported: this is a preview.");
}

/// Longer answers are truncated in a preview.
const MAX_ANSWER_CHARS: usize = 20;

fn cut_answer(cell: &str) -> String {
    if cell.chars().count() <= MAX_ANSWER_CHARS {
        cell.to_owned()
    } else {
        format!(
            "{}…",
            cell.chars().take(MAX_ANSWER_CHARS - 1).collect::<String>()
        )
    }
}
