//! Turns files into a preview. It only reads, may run on any thread, and changes nothing.

use super::SharedPseudonyms;
use crate::exchange::other_programs::{self, ForeignImport as Known};
use crate::import::correction::read_correction;
use crate::import::folder::distinct_titles;
use crate::import::shared_labels;
use crate::import::transcript::{
    self, TranscriptImport, TranscriptOptions, TranscriptReport, TurnLayout,
};
use crate::study::{Document, ProgressMonitor, Refusal, Study};
use crate::text::alignment::AlignedSpan;
use crate::text::{number, sanitize};
use crate::tui::import_preview::{ImportPreview, LabelRole, PreviewLabel, PreviewLine};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The user's corrections to labels, by file.
pub type LabelCorrections = HashMap<PathBuf, Vec<(String, LabelRole)>>;

/// Read options of a file with the user's corrections applied.
fn corrected_by(
    corrections: Option<&Vec<(String, LabelRole)>>,
    options: TranscriptOptions,
) -> TranscriptOptions {
    let Some(corrections) = corrections else {
        return options;
    };
    let of = |wanted: fn(LabelRole) -> bool| -> Vec<String> {
        corrections
            .iter()
            .filter(|(_, part)| wanted(*part))
            .map(|(label, _)| label.clone())
            .collect()
    };
    let speakers = of(|part| part != LabelRole::NotASpeaker);
    let mut interviewer = of(|part| part == LabelRole::Interviewer);
    if interviewer.is_empty() {
        interviewer.push("-".into());
    }
    let layout = if speakers.is_empty() {
        Some(TurnLayout::Nobody)
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

/// The labels of a file, speakers first, and doubts about them.
fn labels_of(
    file: &Path,
    report: &TranscriptReport,
    corrections: Option<&Vec<(String, LabelRole)>>,
) -> Vec<PreviewLine> {
    let mut lines = Vec::new();
    let mut add = |label: &str, part: LabelRole, told: String| {
        lines.push(PreviewLine::Label(PreviewLabel {
            file: file.to_owned(),
            label: label.to_owned(),
            role: part,
            summary: told,
        }));
    };
    for speaker in &report.speakers {
        let part = if speaker.interviewer {
            LabelRole::Interviewer
        } else {
            LabelRole::Informant
        };
        let turns = number::count_noun(speaker.turns, "turn");
        add(
            &speaker.label,
            part,
            format!("{turns}, {}", number::count_noun(speaker.words, "word")),
        );
    }
    let gone = corrections
        .into_iter()
        .flatten()
        .filter(|(_, part)| *part == LabelRole::NotASpeaker)
        .map(|(label, _)| label);
    let gone: Vec<&String> = gone.collect();
    let passed = report
        .passed_over
        .iter()
        .filter(|label| !gone.contains(label))
        .take(PASSED);
    for label in gone.iter().copied().chain(passed) {
        add(label, LabelRole::NotASpeaker, "looks like a label".into());
    }
    lines.extend(
        report
            .doubts
            .iter()
            .map(|doubt| PreviewLine::Warning(doubt.what.clone())),
    );
    lines
}

/// Labels not taken for speakers that are shown per file.
const PASSED: usize = 8;

/// Reads the files; if one cannot be imported, none is.
pub fn read(
    files: &[PathBuf],
    corrections: &LabelCorrections,
    options: &TranscriptOptions,
    table: SharedPseudonyms,
    mut known: HashMap<String, String>,
    study: &Study,
    watch: ProgressMonitor<'_>,
) -> Result<ImportPreview, Refusal> {
    let mut brought = ImportPreview {
        pseudonyms: table,
        ..ImportPreview::default()
    };
    if let [only] = files
        && options.read_options.format.is_none()
        && let Some(Known {
            command,
            what,
            messages: told,
            item_counts: held,
            ..
        }) = other_programs::read_foreign(only, None, study, &options.personal)?
    {
        brought
            .lines
            .push(PreviewLine::FileHeading(sanitize::sanitize_line(
                &only.display().to_string(),
            )));
        brought.lines.extend(
            [what]
                .into_iter()
                .chain(held)
                .chain(told)
                .map(PreviewLine::ReadAs),
        );
        match study.decide(command.clone(), "", &mut uuid::Uuid::now_v7) {
            Ok(decision) if decision.events.is_empty() => {
                brought.lines.push(PreviewLine::ReadAs(
                    "everything in it is already in the study".into(),
                ));
            }
            Ok(decision) => {
                brought.lines.push(PreviewLine::ReadAs(decision.message));
                brought.commands.push(command);
            }
            Err(refusal) => brought.lines.push(PreviewLine::Error(format!(
                "{}. {}",
                refusal.what, refusal.hint
            ))),
        }
        return Ok(brought);
    }
    let mut faults = 0;
    let taken = study
        .documents()
        .map(|document| document.body.title.clone())
        .collect();
    for (place, (path, called)) in files.iter().zip(distinct_titles(files, &taken)).enumerate() {
        watch.report(place, files.len(), "file")?;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        brought
            .lines
            .push(PreviewLine::FileHeading(sanitize::sanitize_line(&name)));
        let options = corrected_by(
            corrections.get(path),
            TranscriptOptions {
                fallback_title: called,
                ..options.clone()
            },
        );
        match transcript::import_transcript(path, &options) {
            Ok(imported) => match known.get(&imported.hash) {
                Some(title) => brought.lines.push(PreviewLine::ReadAs(format!(
                    "already in the study, as `{title}`: skipped"
                ))),
                None => {
                    known.insert(imported.hash.clone(), imported.report.title.clone());
                    brought.lines.push(PreviewLine::ReadAs(format!(
                        "“{}”: {}",
                        imported.report.title,
                        imported.report.summary()
                    )));
                    brought
                        .lines
                        .extend(labels_of(path, &imported.report, corrections.get(path)));
                    brought
                        .commands
                        .extend(TranscriptImport::commands(imported));
                }
            },
            Err(refusal) => {
                faults += 1;
                brought.lines.push(PreviewLine::Error(format!(
                    "{}. {}",
                    refusal.what, refusal.hint
                )));
            }
        }
    }
    brought.labels = shared_labels::find_shared_labels(study, &brought.commands);
    if faults > 0 {
        brought.labels.clear();
        brought.commands.clear();
        if let several @ 2.. = files.len() {
            let told = format!(
                "{faults} of {several} files cannot be imported, so none is: correct them, or remove them from the folder"
            );
            brought.lines.insert(0, PreviewLine::ReadAs(told));
        }
    }
    Ok(brought)
}

/// Reads a corrected version and previews what would become of the quotes.
pub fn corrected(
    path: &Path,
    document: &Document,
    study: &Study,
) -> Result<ImportPreview, Refusal> {
    let correction = read_correction(path, &TranscriptOptions::default(), document, study)?;
    let mut lines = vec![
        PreviewLine::FileHeading(sanitize::sanitize_line(&correction.report.file)),
        PreviewLine::ReadAs(correction.report.to_string()),
    ];
    let (words, kept) = correction.alignment.kept_tokens();
    let all = study.carry_over(document.id, &correction.alignment);
    let same = all
        .iter()
        .filter(|(_, placed)| matches!(placed, AlignedSpan::Same(_)))
        .count();
    lines.push(PreviewLine::ReadAs(format!(
        "{kept} of its {} are also in the earlier version; {} with the same words.",
        number::count_noun(words, "word and mark"),
        number::count_noun(same, "quote")
    )));
    for (quote, placed) in &all {
        let before = sanitize::sanitize_line(quote.span.text(&document.text));
        match placed {
            AlignedSpan::Same(_) => {}
            AlignedSpan::Changed(span) => {
                let now = sanitize::sanitize_line(span.text(correction.alignment.new_text()));
                lines.push(PreviewLine::ReadAs(format!(
                    "to review: “{before}” becomes “{now}”"
                )));
            }
            AlignedSpan::Gone => lines.push(PreviewLine::Error(format!("orphan: “{before}”"))),
        }
    }
    Ok(ImportPreview {
        lines,
        commands: vec![correction.command],
        ..ImportPreview::default()
    })
}
