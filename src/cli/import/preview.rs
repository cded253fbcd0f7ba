//! `virk import --preview`: how files would be read, before anything is stored.

use super::{Args, project};
use crate::cli::{Desk, Outcome, Page, grid::Grid};
use crate::import::folder::titles;
use crate::import::labels;
use crate::import::transcript::{self, Imported, Told, TranscriptOptions};
use crate::log::Session;
use crate::study::{Command, Refusal, Study};
use crate::text::{number, turn};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::PathBuf;

/// How many turns are shown of each file.
const TURNS: usize = 4;
/// How many characters of each.
const GLIMPSE: usize = 120;

/// Shows how the files are read.
///
/// # Errors
/// When one cannot be read.
pub fn run(
    files: &[PathBuf],
    args: &Args,
    options: &TranscriptOptions,
    desk: &Desk,
    page: &mut Page,
) -> Result<Outcome, Refusal> {
    let mut all = Vec::new();
    let (mut commands, mut doubts) = (Vec::new(), 0);
    // Files can be looked at without a study.
    let session = desk.path().ok().and_then(|_| desk.open(page).ok());
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
    for (path, called) in files.iter().zip(titles(files, &taken)) {
        if args.format.is_none()
            && let Some(read) =
                project::preview(path, &args.positions, &options.personal, desk, page)?
        {
            all.push(read);
            continue;
        }
        let imported = transcript::transcript(
            path,
            &TranscriptOptions {
                called,
                ..options.clone()
            },
        )?;
        if desk.json {
            all.push(value(&imported));
        } else {
            show(&imported, page);
        }
        doubts += imported.report.doubts.len();
        commands.push(imported.command);
    }
    let shared = labels::shared(
        session.as_ref().map_or(&Study::default(), Session::study),
        &commands,
    );
    if desk.json {
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
        page.json(&Value::Array(all));
    } else {
        page.gap();
        super::tell_labels(&shared, args.join_labels, page);
        let how = if commands.is_empty() {
            "Nothing was imported. Leave --preview out to import it"
        } else {
            "Nothing was imported. --speakers, --interviewer, --language and --turns correct how files are read"
        };
        page.say(how);
    }
    Ok(Outcome::found(!args.strict || doubts == 0))
}

/// The first turns: who, and the first words.
fn turns(imported: &Imported) -> (usize, Vec<(String, String)>) {
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
    let shown = turns.iter().take(TURNS).map(|turn| {
        let words: String = turn.words.text(text).chars().take(GLIMPSE).collect();
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

fn value(imported: &Imported) -> Value {
    let mut value = json!(imported.report);
    let (count, shown) = turns(imported);
    value["turns"] = json!(count);
    value["first_turns"] = shown
        .iter()
        .map(|(who, words)| json!({ "speaker": who, "text": words }))
        .collect();
    value
}

fn show(imported: &Imported, page: &mut Page) {
    let report = &imported.report;
    let (count, shown) = turns(imported);
    page.heading(&report.file);
    page.say(&report.to_string());
    if !report.speakers.is_empty() {
        let mut grid = Grid::new(&["Speaker", ">Turns", ">Words", "Role"]);
        for speaker in &report.speakers {
            let role = match (speaker.interviewer, report.interviewer) {
                (true, Told::ByQuestions) => "interviewer, by the questions asked",
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
        grid.show(page);
    }
    for (who, words) in shown {
        page.hanging(
            &format!("  {} ", if who.is_empty() { "·" } else { &who }),
            &flat(&words),
        );
    }
    page.say(&format!("  … {count} turns in all"));
    report
        .doubts
        .iter()
        .for_each(|doubt| page.hanging("  ? ", &doubt.to_string()));
}

/// On one line.
fn flat(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
