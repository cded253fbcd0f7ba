//! Files into what would be made of them: it only reads, on whatever thread it is
//! called, and changes nothing.

use super::Table;
use crate::import::corrected::correction;
use crate::import::folder::titles;
use crate::import::foreign::{self, Brought as Known};
use crate::import::labels;
use crate::import::transcript::{self, Imported, Layout, Report, TranscriptOptions};
use crate::study::{Document, Refusal, Study, Watch};
use crate::text::alignment::Placed;
use crate::text::{harmless, number};
use crate::tui::bringer::{Brought, Label, Line, Part};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What a person said of the labels of files.
pub type Said = HashMap<PathBuf, Vec<(String, Part)>>;

/// How a file is read when a person has said what its labels are.
fn corrected_by(
    said: Option<&Vec<(String, Part)>>,
    options: TranscriptOptions,
) -> TranscriptOptions {
    let Some(said) = said else { return options };
    let of = |wanted: fn(Part) -> bool| -> Vec<String> {
        said.iter()
            .filter(|(_, part)| wanted(*part))
            .map(|(label, _)| label.clone())
            .collect()
    };
    let speakers = of(|part| part != Part::Words);
    let mut interviewer = of(|part| part == Part::Interviewer);
    if interviewer.is_empty() {
        interviewer.push("-".into());
    }
    let layout = if speakers.is_empty() {
        Some(Layout::Nobody)
    } else {
        options.layout
    };
    TranscriptOptions {
        speakers,
        interviewer,
        layout,
        ..options
    }
}

/// The labels of a file, whoever speaks first, and what is doubted about them.
fn labels_of(file: &Path, report: &Report, said: Option<&Vec<(String, Part)>>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut add = |label: &str, part: Part, told: String| {
        lines.push(Line::Label(Label {
            file: file.to_owned(),
            label: label.to_owned(),
            part,
            told,
        }));
    };
    for speaker in &report.speakers {
        let part = if speaker.interviewer {
            Part::Interviewer
        } else {
            Part::Informant
        };
        let turns = number::some(speaker.turns, "turn");
        add(
            &speaker.label,
            part,
            format!("{turns}, {}", number::some(speaker.words, "word")),
        );
    }
    let gone = said
        .into_iter()
        .flatten()
        .filter(|(_, part)| *part == Part::Words)
        .map(|(label, _)| label);
    let gone: Vec<&String> = gone.collect();
    let passed = report
        .passed_over
        .iter()
        .filter(|label| !gone.contains(label))
        .take(PASSED);
    for label in gone.iter().copied().chain(passed) {
        add(label, Part::Words, "stands like a label".into());
    }
    lines.extend(
        report
            .doubts
            .iter()
            .map(|doubt| Line::Doubt(doubt.what.clone())),
    );
    lines
}

/// How many labels that are taken for words are shown of a file.
const PASSED: usize = 8;

/// Reads the files; when one cannot come in, none can.
pub fn read(
    files: &[PathBuf],
    said: &Said,
    options: &TranscriptOptions,
    table: Table,
    mut known: HashMap<String, String>,
    study: &Study,
    watch: Watch<'_>,
) -> Result<Brought, Refusal> {
    let mut brought = Brought {
        table,
        ..Brought::default()
    };
    if let [only] = files
        && options.how.format.is_none()
        && let Some(Known {
            command,
            what,
            told,
            held,
            ..
        }) = foreign::brought(only, None, study, &options.personal)?
    {
        brought
            .lines
            .push(Line::Head(harmless::one_line(&only.display().to_string())));
        brought
            .lines
            .extend([what].into_iter().chain(held).chain(told).map(Line::Told));
        match study.decide(command.clone(), "", &mut uuid::Uuid::now_v7) {
            Ok(decision) if decision.events.is_empty() => {
                brought.lines.push(Line::Told(
                    "everything in it is in the study already".into(),
                ));
            }
            Ok(decision) => {
                brought.lines.push(Line::Told(decision.said));
                brought.commands.push(command);
            }
            Err(refusal) => brought
                .lines
                .push(Line::Fault(format!("{}. {}", refusal.what, refusal.hint))),
        }
        return Ok(brought);
    }
    let mut faults = 0;
    let taken = study
        .documents()
        .map(|document| document.body.title.clone())
        .collect();
    for (place, (path, called)) in files.iter().zip(titles(files, &taken)).enumerate() {
        watch.step(place, files.len(), "file")?;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        brought.lines.push(Line::Head(harmless::one_line(&name)));
        let options = corrected_by(
            said.get(path),
            TranscriptOptions {
                called,
                ..options.clone()
            },
        );
        match transcript::transcript(path, &options) {
            Ok(imported) => match known.get(&imported.hash) {
                Some(title) => brought.lines.push(Line::Told(format!(
                    "in the study already, as `{title}`: passed over"
                ))),
                None => {
                    known.insert(imported.hash.clone(), imported.report.title.clone());
                    brought.lines.push(Line::Told(format!(
                        "“{}”: {}",
                        imported.report.title,
                        imported.report.summary()
                    )));
                    brought
                        .lines
                        .extend(labels_of(path, &imported.report, said.get(path)));
                    brought.commands.extend(Imported::commands(imported));
                }
            },
            Err(refusal) => {
                faults += 1;
                brought
                    .lines
                    .push(Line::Fault(format!("{}. {}", refusal.what, refusal.hint)));
            }
        }
    }
    brought.labels = labels::shared(study, &brought.commands);
    if faults > 0 {
        brought.labels.clear();
        brought.commands.clear();
        if let several @ 2.. = files.len() {
            let told = format!(
                "{faults} of {several} files cannot come in, so none does: mend them, or leave them out of the folder"
            );
            brought.lines.insert(0, Line::Told(told));
        }
    }
    Ok(brought)
}

/// Reads a corrected version and tells what would become of the quotes.
pub fn corrected(path: &Path, document: &Document, study: &Study) -> Result<Brought, Refusal> {
    let correction = correction(path, &TranscriptOptions::default(), document, study)?;
    let mut lines = vec![
        Line::Head(harmless::one_line(&correction.report.file)),
        Line::Told(correction.report.to_string()),
    ];
    let (words, kept) = correction.words.kept();
    let all = study.carriage(document.id, &correction.words);
    let same = all
        .iter()
        .filter(|(_, placed)| matches!(placed, Placed::Same(_)))
        .count();
    lines.push(Line::Told(format!(
        "{kept} of its {} stand in the earlier version as well; {} with the same words.",
        number::some(words, "word and mark"),
        number::some(same, "quote")
    )));
    for (quote, placed) in &all {
        let before = harmless::one_line(quote.span.text(&document.text));
        match placed {
            Placed::Same(_) => {}
            Placed::Changed(span) => {
                let now = harmless::one_line(span.text(correction.words.new_text()));
                lines.push(Line::Told(format!(
                    "to look at: “{before}” becomes “{now}”"
                )));
            }
            Placed::Gone => lines.push(Line::Fault(format!("orphan: “{before}”"))),
        }
    }
    Ok(Brought {
        lines,
        commands: vec![correction.command],
        ..Brought::default()
    })
}
