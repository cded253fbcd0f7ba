//! Surveys and registers: which file, what it holds, which columns stay outside, and only then the
//! change.

use super::at_home;
use super::preview::Preview;
use super::reading::Said;
use crate::import::survey::{self, Asked, personal};
use crate::study::{Refusal, Study, Watch};
use crate::text::harmless;
use crate::tui::bringer::{Brought, Column, Line, Part};
use crate::tui::desk::Desk;
use crate::tui::layer::form::{Form, Part as Field};
use std::path::Path;

/// What a survey is asked for by.
const LABELS: [&str; 6] = [
    "File",
    "File of variables (JSON), or REDCap dictionary (CSV)",
    "Sheet of a workbook",
    "Rows of headings, if virk errs",
    "Columns to leave out, with commas",
    "Name",
];

/// Asks for a survey or a register.
pub fn ask(desk: &mut Desk) {
    ask_from(&[], desk);
}

fn ask_from(written: &[String], desk: &mut Desk) {
    let about = "A survey or a register: CSV, Excel, LibreOffice, SPSS (sav, por), Stata (dta), JSON; exports of Qualtrics, SurveyMonkey, LimeSurvey, Google Forms, REDCap and SurveyXact are known. It is read and shown first; columns that may tell who somebody is are marked, and can be left out.";
    let text = |place: usize| written.get(place).map_or("", String::as_str);
    let parts = LABELS
        .iter()
        .enumerate()
        .map(|(place, label)| Field::new(label, text(place), 1))
        .collect();
    desk.ask(
        Form::new("Import data", about, parts, |_, desk, texts| {
            match asked(texts) {
                Ok((path, asked, name)) => {
                    let begin = move |desk: &mut Desk, said: &Said| {
                        let (path, asked, name, said, study) = (
                            path.clone(),
                            asked.clone(),
                            name.clone(),
                            said.clone(),
                            desk.snapshot(),
                        );
                        desk.workers.bringing.begin((), move |watch| {
                            Some(read(&path, &asked, &name, &said, &study, watch))
                        });
                    };
                    begin(desk, &Said::new());
                    let written = texts.to_vec();
                    desk.ask(Preview::new(move |desk| ask_from(&written, desk)).read_again(begin));
                    true
                }
                Err(refusal) => {
                    desk.refuse(refusal);
                    false
                }
            }
        })
        .to("read"),
    );
}

/// The file that is meant, how it is to be read, and what it is to be called.
fn asked(texts: &[String]) -> Result<(std::path::PathBuf, Asked, String), Refusal> {
    let [file, meaning, sheet, rows, without, name] = texts else {
        return Err(Refusal::new("nothing is asked for", "Name a file"));
    };
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let path = at_home(file.trim());
    if !path.is_file() {
        return Err(Refusal::new(
            format!("there is no file {}", path.display()),
            "Check the name and the folder",
        ));
    }
    let header_rows = given(rows).map(|rows| rows.parse::<usize>()).transpose();
    let Ok(header_rows) = header_rows else {
        return Err(Refusal::new(
            format!("`{}` is no number of rows", rows.trim()),
            "Write how many rows stand above the answers, such as 2",
        ));
    };
    let meaning = given(meaning).map(|path| at_home(&path));
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
        Asked {
            described,
            sheet: given(sheet),
            header_rows,
            dictionary,
            without,
        },
        name.trim().to_owned(),
    ))
}

/// Reads the file and tells what would come in, column by column.
fn read(
    path: &Path,
    asked: &Asked,
    name: &str,
    said: &Said,
    study: &Study,
    watch: Watch<'_>,
) -> Result<Brought, Refusal> {
    // A person who stops it sees no answer; reading itself is soon over.
    let mut survey = survey::watched(path, asked, &mut |done, all| {
        let _ = watch.step(done >> 20, (all >> 20).max(1), "megabyte");
    })?;
    if !name.is_empty() {
        survey.name = name.to_owned();
    }
    let out: Vec<&str> = said
        .get(path)
        .into_iter()
        .flatten()
        .filter(|(_, part)| *part == Part::Words)
        .map(|(name, _)| name.as_str())
        .collect();
    let file = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut lines = vec![
        Line::Head(harmless::one_line(&file)),
        Line::Told(survey.report.read()),
    ];
    lines.extend(survey.report.scales().map(Line::Told));
    lines.extend(survey.report.notes.iter().cloned().map(Line::Told));
    let found: Vec<personal::Personal> = survey
        .report
        .personal
        .iter()
        .filter(|found| !out.contains(&found.variable.as_str()))
        .cloned()
        .collect();
    lines.extend(personal::sentence(&found, "leave out what is not needed").map(Line::Doubt));
    let (mut first_seen, mut others) = (Vec::new(), Vec::new());
    for row in survey.preview() {
        let name = &row.variable.name;
        let missing = if row.missing > 0 {
            format!(", {} missing", row.missing)
        } else {
            String::new()
        };
        let first: Vec<String> = row.first.iter().map(|cell| shown(cell)).collect();
        let about = row.variable.label.say(&study.language);
        let about = if about == name {
            String::new()
        } else {
            format!(" · {about}")
        };
        let level = row.variable.level.name();
        // Its heading is what it is about.
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
        let column = Line::Column(Column {
            file: path.to_owned(),
            name: name.clone(),
            out: out.contains(&name.as_str()),
            personal: found.iter().any(|found| found.variable == *name),
            told,
        });
        // What may tell who somebody is stands where it is seen.
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
    survey.leave_out(&out);
    if survey.variables.is_empty() {
        lines.push(Line::Fault("every column is left out".into()));
        return Ok(Brought {
            lines,
            ..Brought::default()
        });
    }
    let command = survey.command(study)?;
    match study.decide(command.clone(), "", &mut uuid::Uuid::now_v7) {
        Ok(decision) => {
            lines.insert(1, Line::Told(decision.said));
            Ok(Brought {
                lines,
                commands: vec![command],
                ..Brought::default()
            })
        }
        Err(refusal) => {
            lines.insert(
                1,
                Line::Fault(format!("{}. {}", refusal.what, refusal.hint)),
            );
            Ok(Brought {
                lines,
                ..Brought::default()
            })
        }
    }
}

/// As much of an answer as a preview shows.
const SHOWN: usize = 20;
/// As much of a reason.
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
        let (path, told, name) = asked(&texts("2", "v.json")).unwrap();
        assert_eq!(
            (path, name.as_str(), told.header_rows),
            (file.clone(), "n", Some(2))
        );
        assert!(told.described.is_some() && told.dictionary.is_none());
        assert_eq!(told.without, ["a", "b*"]);
        assert!(asked(&texts("", "d.csv")).unwrap().1.dictionary.is_some());
        assert!(
            asked(&texts("two", ""))
                .unwrap_err()
                .what
                .contains("no number of rows")
        );
        assert_eq!(cut("åååå", 3), "åå…");
    }
}
