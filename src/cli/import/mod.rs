//! `virk import`

mod args;
mod correction;
mod preview;
mod project;

use super::command_output::ProgressLine;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::exchange::other_programs;
use crate::import::folder::{TranscriptFolder, distinct_titles};
use crate::import::pseudonyms::Pseudonyms;
use crate::import::reader::ReadOptions;
use crate::import::shared_labels::{self, SharedLabel};
use crate::import::transcript::{
    PersonalDataPolicy, SpeakerDoubt, TranscriptImport, TranscriptOptions,
};
use crate::import::{TextFile, codebook, codings, theory, transcript};
use crate::privacy;
use crate::study::{Command, Refusal, Study};
use crate::text::sanitize;
pub use args::ImportArgs;
use args::TurnFormatArg;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A file and what was recognised in it.
struct ImportedFile {
    commands: Vec<Command>,
    /// How it was read, for messages and JSON.
    summary: String,
    report: Value,
    transcript: Option<TranscriptImport>,
    /// True if it refers to codes, documents or links and so must be imported after them.
    needs_existing: bool,
}

/// Imports all files or, if one cannot be imported, none.
pub fn run(
    args: ImportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let files = files(&args.files, output)?;
    if args.title.is_some() && files.len() > 1 {
        return Err(Refusal::new(
            "one title for several files",
            "Import the file that --title is for by itself",
        ));
    }
    let table = args
        .pseudonyms
        .as_deref()
        .map(Pseudonyms::open)
        .transpose()?
        .map(|table| Arc::new(Mutex::new(table)));
    let mut options = options(&args, table.as_ref())?;
    if let Some(list) = &args.names {
        options
            .names
            .extend(privacy::parse_name_list(&TextFile::open(list)?.text));
    }
    if let PersonalDataPolicy::Replace(table) = &options.personal {
        table
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .request_names(&options.names);
    }
    if let Some(replaces) = &args.replaces {
        let [file] = files.as_slice() else {
            return Err(Refusal::new(
                "one document cannot be replaced by several files",
                "Name one file with --replaces",
            ));
        };
        let save = || table.as_ref().map_or(Ok(()), save_pseudonyms);
        return correction::run(
            replaces,
            file,
            &options,
            args.preview,
            save,
            (globals, output),
        );
    }
    if args.preview {
        return preview::run(&files, &args, &options, globals, output);
    }
    let mut session = globals.open_study(output)?;
    let mut found = read_all(&files, &args, &options, session.study())?;
    if found.len() > 1 {
        skip_known(&mut found, session.study(), output);
    }
    if found.iter().any(|found| found.needs_existing)
        && found.iter().any(|found| !found.needs_existing)
    {
        return Err(Refusal::new(
            "theories and codings cannot be imported together with the codes and documents they refer to",
            "Nothing was imported; import transcripts and codebooks first, then the others",
        ));
    }
    let doubts = doubts(&found);
    if args.strict && !doubts.is_empty() {
        doubts.iter().for_each(|doubt| output.paragraph(doubt));
        output.paragraph("Nothing was imported");
        if globals.json {
            output.json(&json!({ "said": "Nothing was imported", "doubts": doubts }));
        }
        return Ok(ExitStatus::NothingFound);
    }
    doubts
        .into_iter()
        .for_each(|doubt| output.note(Refusal::new(doubt, "")));
    let (mut commands, mut reports) = (Vec::new(), Vec::new());
    for found in found {
        commands.extend(found.commands);
        commands.extend(
            found
                .transcript
                .map(TranscriptImport::commands)
                .unwrap_or_default(),
        );
        reports.push((found.summary, found.report));
    }
    let shared = shared_labels::find_shared_labels(session.study(), &commands);
    if args.join_labels {
        shared_labels::join_shared_labels(session.study(), &mut commands);
    }
    table.as_ref().map_or(Ok(()), save_pseudonyms)?;
    let done = session.perform(Command::All(commands))?;
    if globals.json {
        let files: Vec<&Value> = reports.iter().map(|(_, read)| read).collect();
        output.json(&json!({ "said": done, "files": files, "shared_labels": shared, "joined_labels": args.join_labels }));
    } else {
        reports
            .iter()
            .filter(|(said, _)| !said.is_empty())
            .for_each(|(said, _)| output.paragraph(said));
        show_label_hints(&shared, args.join_labels, output);
        output.paragraph(&done);
    }
    Ok(ExitStatus::Done)
}

/// Says which informants ambiguous labels were taken for.
fn show_label_hints(shared: &[SharedLabel], joined: bool, output: &mut CommandOutput) {
    let way = match joined {
        true => "`virk informant split NAME --by-document` undoes that later",
        false => "--join-labels makes one person of them, and `virk informant join` does so later",
    };
    shared
        .iter()
        .for_each(|label| output.paragraph(&label.describe(joined, way)));
}

/// Called before the study is changed: a study with pseudonyms but no table to look them up would
/// be useless.
fn save_pseudonyms(table: &Arc<Mutex<Pseudonyms>>) -> Result<(), Refusal> {
    table
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .save()
}

/// Expands folders, and notes the files skipped in them.
fn files(named: &[PathBuf], output: &mut CommandOutput) -> Result<Vec<PathBuf>, Refusal> {
    let mut files = Vec::new();
    for path in named {
        if !path.is_dir() || other_programs::is_project(path) {
            files.push(path.clone());
            continue;
        }
        let TranscriptFolder {
            files: inside,
            skipped,
        } = TranscriptFolder::open(path)?;
        files.extend(inside);
        if !skipped.is_empty() {
            let told: Vec<String> = skipped
                .iter()
                .take(5)
                .map(|(path, why)| format!("{} ({why})", path.display()))
                .collect();
            let more = if skipped.len() > 5 {
                format!(" and {} more", skipped.len() - 5)
            } else {
                String::new()
            };
            output.note(Refusal::new(
                format!("skipped in {}: {}{more}", path.display(), told.join(", ")),
                "",
            ));
        }
    }
    Ok(files)
}

fn read_all(
    files: &[PathBuf],
    args: &ImportArgs,
    options: &TranscriptOptions,
    study: &Study,
) -> Result<Vec<ImportedFile>, Refusal> {
    let mut progress = ProgressLine::new("Reading files");
    let mut all = Vec::with_capacity(files.len());
    let taken = study
        .documents()
        .map(|document| document.body.title.clone())
        .collect();
    for (place, (path, called)) in files.iter().zip(distinct_titles(files, &taken)).enumerate() {
        progress.step(place, files.len());
        all.push(read(
            path,
            args,
            &TranscriptOptions {
                fallback_title: called,
                ..options.clone()
            },
            study,
        )?);
    }
    Ok(all)
}

/// Everything the user should check, each doubt once with the documents it concerns.
fn doubts(found: &[ImportedFile]) -> Vec<String> {
    let mut doubts: Vec<(&SpeakerDoubt, Vec<&str>)> = Vec::new();
    for report in found
        .iter()
        .filter_map(|found| found.transcript.as_ref())
        .map(|imported| &imported.report)
    {
        for doubt in &report.doubts {
            match doubts.iter_mut().find(|(known, _)| *known == doubt) {
                Some((_, titles)) => titles.push(&report.title),
                None => doubts.push((doubt, vec![&report.title])),
            }
        }
    }
    let about = |titles: &[&str]| match titles {
        [first, second, third, others @ .., _] => {
            format!("{first}, {second}, {third} and {} more", others.len() + 1)
        }
        few => few.join(", "),
    };
    doubts
        .into_iter()
        .map(|(doubt, titles)| sanitize::sanitize_line(&format!("{}: {doubt}", about(&titles))))
        .collect()
}

/// Drops what is already in the study, with a note.
fn skip_known(found: &mut Vec<ImportedFile>, study: &Study, output: &mut CommandOutput) {
    let mut seen: HashMap<String, String> = study
        .documents()
        .map(|document| (document.body.hash.clone(), document.body.title.clone()))
        .collect();
    found.retain(|found| {
        let Some(imported) = &found.transcript else {
            return true;
        };
        match seen.entry(imported.hash.clone()) {
            Entry::Occupied(known) => {
                let what = format!(
                    "`{}` is already in the study, as `{}`: skipped",
                    imported.report.file,
                    known.get()
                );
                output.note(Refusal::new(what, ""));
                false
            }
            Entry::Vacant(fresh) => {
                fresh.insert(imported.report.title.clone());
                true
            }
        }
    });
}

fn read(
    path: &Path,
    args: &ImportArgs,
    options: &TranscriptOptions,
    study: &Study,
) -> Result<ImportedFile, Refusal> {
    // A format given by the user overrides detection by extension and content.
    if args.format.is_some() {
        return read_transcript(path, options);
    }
    if let Some(found) = project::read_project(path, &args.positions, study, &options.personal)? {
        return Ok(found);
    }
    let extension = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    match extension.as_str() {
        "json" => read_json(path, options, study),
        "virk" if path.is_file() => Err(Refusal::new(
            format!("{} is a study itself", path.display()),
            format!(
                "Nothing was imported; open it with `virk {}`",
                path.display()
            ),
        )),
        _ => read_transcript(path, options),
    }
}

fn read_transcript(path: &Path, options: &TranscriptOptions) -> Result<ImportedFile, Refusal> {
    let imported = transcript::import_transcript(path, options)?;
    let said = format!("{}: {}", imported.report.title, imported.report);
    Ok(ImportedFile {
        commands: Vec::new(),
        summary: said,
        report: json!(imported.report),
        transcript: Some(imported),
        needs_existing: false,
    })
}

/// Options for reading transcripts, from the command line.
fn options(
    args: &ImportArgs,
    table: Option<&Arc<Mutex<Pseudonyms>>>,
) -> Result<TranscriptOptions, Refusal> {
    Ok(TranscriptOptions {
        title: args.title.clone(),
        fallback_title: None,
        read_options: ReadOptions::from_names(args.encoding.as_deref(), args.format.as_deref())?,
        language: args.language.clone(),
        layout: args.turns.map(TurnFormatArg::layout),
        speakers: args.speakers.clone(),
        interviewer: args.interviewer.clone(),
        comments: args.comments,
        names: args.name.clone(),
        personal: match table {
            Some(table) => PersonalDataPolicy::Replace(table.clone()),
            // A preview keeps personal data, so that it can show how much there is.
            None if args.keep_personal || args.preview => PersonalDataPolicy::Keep,
            None => PersonalDataPolicy::Refuse,
        },
    })
}

/// JSON is told apart by its keys: a Whisper transcript has segments, a codebook codes, a file of
/// codings quotes, and a theory none of these.
fn read_json(
    path: &Path,
    options: &TranscriptOptions,
    study: &Study,
) -> Result<ImportedFile, Refusal> {
    let file = TextFile::open(path)?;
    let content: Value = file.json("a codebook, a theory, codings or a transcript")?;
    let has = |field: &str| content.get(field).is_some();
    if has("segments") || content.is_array() {
        return read_transcript(path, options);
    }
    let what = if has("codes") {
        "codebook"
    } else if has("quotes") {
        "codings"
    } else {
        "theory"
    };
    let command = match what {
        "codebook" => Command::AddCodes {
            codes: codebook::parse_codebook(&file)?,
        },
        "codings" => {
            let codings = codings::parse_codings(&file)?;
            let mut commands = codings.informants();
            commands.extend(codings.commands(&file, study)?);
            Command::All(commands)
        }
        _ if has("variables") => {
            return Err(Refusal::new(
                format!("{} describes the variables of a dataset", file.name),
                format!(
                    "Nothing was imported; use `virk data import CSV --variables {}`",
                    file.name
                ),
            ));
        }
        _ => theory::parse_theory(&file, None, study)?,
    };
    let read = json!({ "file": file.name, "what": what });
    Ok(ImportedFile {
        commands: vec![command],
        summary: String::new(),
        report: read,
        transcript: None,
        needs_existing: what != "codebook",
    })
}
