//! `virk import --preview`: how files would be read, before anything is stored.

use super::{ImportArgs, project};
use crate::cli::table_output::TextGrid;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::import::folder::distinct_titles;
use crate::import::shared_labels;
use crate::import::transcript::{self, InterviewerSource, TranscriptImport, TranscriptOptions};
use crate::log::Session;
use crate::study::{Command, Refusal, Study};
use crate::text::{number, turn};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::PathBuf;

/// Turns shown per file.
const MAX_TURNS: usize = 4;
const EXCERPT_CHARS: usize = 120;

/// Shows how the files are read.
pub fn run(
    files: &[PathBuf],
    args: &ImportArgs,
    options: &TranscriptOptions,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut all = Vec::new();
    let (mut commands, mut doubts) = (Vec::new(), 0);
    // Files can be previewed without a study.
    let session = globals
        .study_path()
        .ok()
        .and_then(|_| globals.open_study(output).ok());
    let taken: HashSet<String> = session
        .iter()
        .flat_map(|session| {
            session
                .study()
                .documents()
                .map(|document| document.body.title.clone())
                .collect::<Vec<_>>()
        })
        .collect();
    for (path, called) in files.iter().zip(distinct_titles(files, &taken)) {
        if args.format.is_none()
            && let Some(read) =
                project::preview(path, &args.positions, &options.personal, globals, output)?
        {
            all.push(read);
            continue;
        }
        let imported = transcript::import_transcript(
            path,
            &TranscriptOptions {
                fallback_title: called,
                ..options.clone()
            },
        )?;
        if globals.json {
            all.push(value(&imported));
        } else {
            show(&imported, output);
        }
        doubts += imported.report.doubts.len();
        commands.push(imported.command);
    }
    let shared = shared_labels::find_shared_labels(
        session.as_ref().map_or(&Study::default(), Session::study),
        &commands,
    );
    if globals.json {
        for file in &mut all {
            let Some(title) = file["title"].as_str().map(str::to_owned) else {
                continue;
            };
            let here = shared
                .iter()
                .filter(|label| label.documents.contains(&title))
                .map(|label| label.label.as_str());
            file["shared_labels"] = here.collect();
        }
        output.json(&Value::Array(all));
    } else {
        output.blank_line();
        super::show_label_hints(&shared, args.join_labels, output);
        let how = if commands.is_empty() {
            "Nothing was imported. Run it without --preview to import"
        } else {
            "Nothing was imported. --speakers, --interviewer, --language and --turns correct how files are read"
        };
        output.paragraph(how);
    }
    Ok(ExitStatus::from_found(!args.strict || doubts == 0))
}

/// The first turns as pairs of speaker and beginning.
fn turns(imported: &TranscriptImport) -> (usize, Vec<(String, String)>) {
    let Command::AddDocument {
        text,
        format,
        speakers,
        ..
    } = &imported.command
    else {
        return (0, Vec::new());
    };
    let labels: Vec<String> = speakers
        .iter()
        .map(|speaker| speaker.label.clone())
        .collect();
    let turns = turn::turns(text, format, &labels);
    let shown = turns.iter().take(MAX_TURNS).map(|turn| {
        let words: String = turn.words.text(text).chars().take(EXCERPT_CHARS).collect();
        let dots = if words.len() < turn.words.len() {
            "…"
        } else {
            ""
        };
        let label = turn
            .speaker
            .and_then(|place| labels.get(usize::from(place)))
            .cloned()
            .unwrap_or_default();
        let time = turn
            .time
            .map(|time| format!(" {}", number::clock(time)))
            .unwrap_or_default();
        (format!("{label}{time}"), format!("{words}{dots}"))
    });
    let shown = shown.collect();
    (turns.len(), shown)
}

fn value(imported: &TranscriptImport) -> Value {
    let mut value = json!(imported.report);
    let (count, shown) = turns(imported);
    value["turns"] = json!(count);
    value["first_turns"] = shown
        .iter()
        .map(|(who, words)| json!({ "speaker": who, "text": words }))
        .collect();
    value
}

fn show(imported: &TranscriptImport, output: &mut CommandOutput) {
    let report = &imported.report;
    let (count, shown) = turns(imported);
    output.heading(&report.file);
    output.paragraph(&report.to_string());
    if !report.speakers.is_empty() {
        let mut grid = TextGrid::new(&["Speaker", ">Turns", ">Words", "Role"]);
        for speaker in &report.speakers {
            let role = match (speaker.interviewer, report.interviewer) {
                (true, InterviewerSource::ByQuestions) => "interviewer, by the questions asked",
                (true, _) => "interviewer",
                (false, _) => "informant",
            };
            grid.row([
                speaker.label.clone(),
                speaker.turns.to_string(),
                speaker.words.to_string(),
                role.to_owned(),
            ]);
        }
        grid.show(output);
    }
    for (who, words) in shown {
        output.hanging(
            &format!("  {} ", if who.is_empty() { "·" } else { &who }),
            &on_one_line(&words),
        );
    }
    output.paragraph(&format!("  … {count} turns in all"));
    report
        .doubts
        .iter()
        .for_each(|doubt| output.hanging("  ? ", &doubt.to_string()));
}

fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
