//! Importing surveys and registers: the file, its content, the columns to exclude, and only then
//! the change.

use super::expand_home;
use super::preview::ImportDialog;
use super::read_files::LabelCorrections;
use crate::import::survey::{self, SurveyRequest, personal_columns};
use crate::import::table_reader;
use crate::study::{ProgressMonitor, Refusal, Study};
use crate::text::sanitize;
use crate::tui::context::AppContext;
use crate::tui::import_preview::ImportJob;
use crate::tui::import_preview::{ImportPreview, LabelRole, PreviewColumn, PreviewLine};
use crate::tui::layer::form::{FormDialog, FormField as Field};
use std::path::Path;

/// Labels of the form's fields.
const LABELS: [&str; 6] = [
    "File",
    "File of variables (JSON), or REDCap dictionary (CSV)",
    "Sheet of a workbook",
    "Heading rows (empty: detected)",
    "Columns to leave out, separated by commas",
    "Name",
];

/// Asks for a survey or a register.
pub fn ask(context: &mut AppContext) {
    ask_from(&[], context);
}

fn ask_from(written: &[String], context: &mut AppContext) {
    let about = format!(
        "A survey or a register: {}; exports of {} are known. You see a preview first; columns that may identify people are marked and can be left out.",
        table_reader::screen_formats(),
        table_reader::known_programs()
    );
    let text = |place: usize| written.get(place).map_or("", String::as_str);
    let parts = LABELS
        .iter()
        .enumerate()
        .map(|(place, label)| Field::new(label, text(place), 1))
        .collect();
    context.push_layer(
        FormDialog::new(
            "Import data",
            &about,
            parts,
            |_, context, texts| match asked(texts) {
                Ok((path, asked, name)) => {
                    let begin = move |context: &mut AppContext, corrections: &LabelCorrections| {
                        let (path, asked, name, corrections, study) = (
                            path.clone(),
                            asked.clone(),
                            name.clone(),
                            corrections.clone(),
                            context.snapshot(),
                        );
                        context.jobs.of::<ImportJob>().start((), move |watch| {
                            Some(read(&path, &asked, &name, &corrections, &study, watch))
                        });
                    };
                    begin(context, &LabelCorrections::new());
                    let written = texts.to_vec();
                    context.push_layer(
                        ImportDialog::new(move |context| ask_from(&written, context))
                            .with_reread(begin),
                    );
                    true
                }
                Err(refusal) => {
                    context.notify_refusal(refusal);
                    false
                }
            },
        )
        .with_verb("read"),
    );
}

/// Parses the form into a file, read options and a name.
fn asked(texts: &[String]) -> Result<(std::path::PathBuf, SurveyRequest, String), Refusal> {
    let [file, meaning, sheet, rows, without, name] = texts else {
        return Err(Refusal::new("no file is named", "Name a file"));
    };
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let path = expand_home(file.trim());
    if !path.is_file() {
        return Err(Refusal::new(
            format!("there is no file {}", path.display()),
            "Check the name and the folder",
        ));
    }
    let header_rows = given(rows).map(|rows| rows.parse::<usize>()).transpose();
    let Ok(header_rows) = header_rows else {
        return Err(Refusal::new(
            format!("`{}` is not a number of rows", rows.trim()),
            "Write the number of rows above the answers, e.g. 2",
        ));
    };
    let meaning = given(meaning).map(|path| expand_home(&path));
    let json = meaning
        .as_ref()
        .and_then(|path| path.extension())
        .is_some_and(|end| end.eq_ignore_ascii_case("json"));
    let (described, dictionary) = if json {
        (meaning, None)
    } else {
        (None, meaning)
    };
    let without = without.split(',').filter_map(given).collect();
    Ok((
        path,
        SurveyRequest {
            variables_file: described,
            sheet: given(sheet),
            header_rows,
            dictionary,
            excluded_columns: without,
        },
        name.trim().to_owned(),
    ))
}

/// Reads the file and previews it column by column.
fn read(
    path: &Path,
    asked: &SurveyRequest,
    name: &str,
    corrections: &LabelCorrections,
    study: &Study,
    watch: ProgressMonitor<'_>,
) -> Result<ImportPreview, Refusal> {
    // If the user cancels, the result is dropped; reading is soon over anyway.
    let mut survey = survey::read_survey_with_progress(path, asked, &mut |done, all| {
        let _ = watch.report(done >> 20, (all >> 20).max(1), "megabyte");
    })?;
    if !name.is_empty() {
        survey.name = name.to_owned();
    }
    let out: Vec<&str> = corrections
        .get(path)
        .into_iter()
        .flatten()
        .filter(|(_, part)| *part == LabelRole::NotASpeaker)
        .map(|(name, _)| name.as_str())
        .collect();
    let file = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut lines = vec![
        PreviewLine::FileHeading(sanitize::sanitize_line(&file)),
        PreviewLine::ReadAs(survey.report.read()),
    ];
    lines.extend(survey.report.scales().map(PreviewLine::ReadAs));
    lines.extend(survey.report.notes.iter().cloned().map(PreviewLine::ReadAs));
    let found: Vec<personal_columns::PersonalColumn> = survey
        .report
        .personal
        .iter()
        .filter(|found| !out.contains(&found.variable.as_str()))
        .cloned()
        .collect();
    lines.extend(
        personal_columns::sentence(&found, "leave out what is not needed")
            .map(PreviewLine::Warning),
    );
    let (mut first_seen, mut others) = (Vec::new(), Vec::new());
    for row in survey.preview() {
        let name = &row.variable.name;
        let missing = if row.missing > 0 {
            format!(", {} missing", row.missing)
        } else {
            String::new()
        };
        let first: Vec<String> = row.first.iter().map(|cell| shown(cell)).collect();
        let about = row.variable.label.in_language(&study.language);
        let about = if about == name {
            String::new()
        } else {
            format!(" · {about}")
        };
        let level = row.variable.level.name();
        // The heading is shown already, as what the column is about.
        let decided: Vec<&str> = row
            .decided
            .iter()
            .copied()
            .filter(|what| !what.starts_with("heading: "))
            .collect();
        let scale = row
            .variable
            .proposed
            .as_ref()
            .map(|scale| format!("seems to be on a scale of {}", scale.scale));
        let decided: Vec<&str> = decided.into_iter().chain(scale.as_deref()).collect();
        let why = if decided.is_empty() {
            String::new()
        } else {
            format!(" ({})", shown_why(&decided))
        };
        let answers = if first.is_empty() {
            String::new()
        } else {
            format!(" · {}", first.join(", "))
        };
        let told = format!(
            "{level}{} · N {}{missing}{answers}{about}{why}",
            if row.guessed { "?" } else { "" },
            row.n
        );
        let column = PreviewLine::Column(PreviewColumn {
            file: path.to_owned(),
            name: name.clone(),
            excluded: out.contains(&name.as_str()),
            personal: found.iter().any(|found| found.variable == *name),
            summary: told,
        });
        // Columns that may identify a person come where they are seen.
        if survey
            .report
            .personal
            .iter()
            .any(|found| found.variable == *name)
        {
            first_seen.push(column)
        } else {
            others.push(column)
        }
    }
    lines.extend(first_seen.into_iter().chain(others));
    survey.exclude_variables(&out);
    if survey.variables.is_empty() {
        lines.push(PreviewLine::Error("every column is left out".into()));
        return Ok(ImportPreview {
            lines,
            ..ImportPreview::default()
        });
    }
    let command = survey.command(study)?;
    match study.decide(command.clone(), "", &mut uuid::Uuid::now_v7) {
        Ok(decision) => {
            lines.insert(1, PreviewLine::ReadAs(decision.message));
            Ok(ImportPreview {
                lines,
                commands: vec![command],
                ..ImportPreview::default()
            })
        }
        Err(refusal) => {
            lines.insert(
                1,
                PreviewLine::Error(format!("{}. {}", refusal.what, refusal.hint)),
            );
            Ok(ImportPreview {
                lines,
                ..ImportPreview::default()
            })
        }
    }
}

/// Characters of an answer in the preview.
const SHOWN: usize = 20;
/// Characters of a reason.
const WHY: usize = 90;

fn shown(cell: &str) -> String {
    cut(cell, SHOWN)
}

fn shown_why(decided: &[&str]) -> String {
    decided
        .iter()
        .map(|what| cut(what, WHY))
        .collect::<Vec<_>>()
        .join("; ")
}

fn cut(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        words.to_owned()
    } else {
        format!("{}…", words.chars().take(most - 1).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_understood() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("s.csv");
        std::fs::write(&file, "a,b\n1,2\n").unwrap();
        let texts = |rows: &str, meaning: &str| {
            [file.to_str().unwrap(), meaning, "", rows, "a, b*", " n "]
                .map(str::to_owned)
                .to_vec()
        };
        let (path, request, name) = asked(&texts("2", "v.json")).unwrap();
        assert_eq!(
            (path, name.as_str(), request.header_rows),
            (file.clone(), "n", Some(2))
        );
        assert!(request.variables_file.is_some() && request.dictionary.is_none());
        assert_eq!(request.excluded_columns, ["a", "b*"]);
        assert!(asked(&texts("", "d.csv")).unwrap().1.dictionary.is_some());
        assert!(
            asked(&texts("two", ""))
                .unwrap_err()
                .what
                .contains("not a number of rows")
        );
        assert_eq!(cut("åååå", 3), "åå…");
    }
}
