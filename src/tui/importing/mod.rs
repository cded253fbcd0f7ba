//! Importing: a form, a preview of the result, and only then the change, as one undo step.

mod preview;
mod read_files;
pub mod survey;

use super::{
    context::AppContext,
    layer::form::{FormDialog, FormField},
};
use crate::exchange::other_programs;
use crate::import::folder::TranscriptFolder;
use crate::import::pseudonyms::Pseudonyms;
use crate::import::reader::ReadOptions;
use crate::import::transcript::{PersonalDataPolicy, TranscriptOptions};
use crate::study::{Document, Id, Refusal};
use crate::text::{language, sanitize};
use crate::tui::import_preview::ImportJob;
use preview::ImportDialog;
use read_files::LabelCorrections;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Asks for a transcript, or a folder of them.
pub fn ask(context: &mut AppContext) {
    ask_from(&[], context);
}

/// Labels of the form's fields.
const LABELS: [&str; 5] = [
    "File or folder",
    "Names to watch for, separated by commas",
    "Table of pseudonyms (CSV)",
    "Interviewer label (e.g. I, INT)",
    "Language, format, encoding (empty: detected)",
];

/// Opens the form filled in with `written`.
fn ask_from(written: &[String], context: &mut AppContext) {
    let about = "Transcripts (txt, md, docx, odt, rtf, pdf, html, srt, vtt), a folder of them, a table of time, speaker and words (csv, xlsx), a project of another program (qdpx, qda, sqlite3), a codebook (qdc, csv, xlsx) or coded segments (csv, xlsx). You see a preview first. Numbers and addresses that identify people are refused, and names you list, unless a table of pseudonyms replaces them.";
    let text = |place: usize| written.get(place).map_or("", String::as_str);
    let parts = LABELS
        .iter()
        .enumerate()
        .map(|(place, label)| FormField::new(label, text(place), 1))
        .collect();
    context.push_layer(
        FormDialog::new(
            "Import",
            about,
            parts,
            |_, context, texts| match read_form(texts, context) {
                Ok(()) => true,
                Err(refusal) => {
                    context.notify_refusal(refusal);
                    false
                }
            },
        )
        .with_verb("read"),
    );
}

/// Reads what is in a folder and shows it, to be imported or not.
pub fn read_folder(folder: &Path, context: &mut AppContext) {
    let mut texts = vec![String::new(); LABELS.len()];
    texts[0] = folder.display().to_string();
    if let Err(refusal) = read_form(&texts, context) {
        context.notify_refusal(refusal);
    }
}

/// Reads the files that the form names, and shows what is in them.
fn read_form(texts: &[String], context: &mut AppContext) -> Result<(), Refusal> {
    let [path, names, table, asks, read_as] = texts else {
        return Ok(());
    };
    let (options, table) = options([names, table, asks, read_as])?;
    let files = files(path.trim())?;
    let begin = move |context: &mut AppContext, corrections: &LabelCorrections| {
        let (files, options, table, corrections) = (
            files.clone(),
            options.clone(),
            table.clone(),
            corrections.clone(),
        );
        let study = context.snapshot();
        let known: HashMap<String, String> = study
            .documents()
            .map(|known| (known.body.hash.clone(), known.body.title.clone()))
            .collect();
        context.jobs.of::<ImportJob>().start((), move |watch| {
            Some(read_files::read(
                &files,
                &corrections,
                &options,
                table,
                known,
                &study,
                watch,
            ))
        });
    };
    begin(context, &LabelCorrections::new());
    let written = texts.to_vec();
    context.push_layer(
        ImportDialog::new(move |context| ask_from(&written, context)).with_reread(begin),
    );
    Ok(())
}

/// Asks for a corrected version of a document.
pub fn ask_corrected(document: Id<Document>, context: &mut AppContext) {
    ask_corrected_from(document, "", context);
}

fn ask_corrected_from(document: Id<Document>, written: &str, context: &mut AppContext) {
    let Some(known) = context
        .study()
        .document(document)
        .filter(|known| !known.erased)
    else {
        return context.notify("There is no document to correct");
    };
    let title = sanitize::sanitize_line(&known.body.title);
    let about = format!(
        "Replaces `{title}` by a corrected version. Quotes whose words are still there are kept; you see what happens to the others first, and none is deleted."
    );
    context.push_layer(
        FormDialog::new(
            "Corrected version",
            &about,
            vec![FormField::new("File", written, 1)],
            move |_, context, texts| {
                let Some(known) = context.study().document(document).cloned() else {
                    return true;
                };
                let (path, study) = (expand_home(texts[0].trim()), context.snapshot());
                context.jobs.of::<ImportJob>().start((), move |_| {
                    Some(read_files::corrected(&path, &known, &study))
                });
                let written = texts[0].clone();
                context.push_layer(ImportDialog::new(move |context| {
                    ask_corrected_from(document, &written, context)
                }));
                true
            },
        )
        .with_verb("read"),
    );
}

type SharedPseudonyms = Option<Arc<Mutex<Pseudonyms>>>;

fn options(
    [names, table, asks, read_as]: [&String; 4],
) -> Result<(TranscriptOptions, SharedPseudonyms), Refusal> {
    let listed = |text: &str| -> Vec<String> {
        text.split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let table = match table.trim() {
        "" => None,
        path => {
            let mut table = Pseudonyms::open(&expand_home(path))?;
            table.request_names(&listed(names));
            Some(Arc::new(Mutex::new(table)))
        }
    };
    let personal = table
        .clone()
        .map_or(PersonalDataPolicy::Refuse, PersonalDataPolicy::Replace);
    let mut options = TranscriptOptions {
        names: listed(names),
        interviewer: Some(asks.trim().to_owned())
            .filter(|asks| !asks.is_empty())
            .into_iter()
            .collect(),
        personal,
        ..TranscriptOptions::default()
    };
    for name in listed(read_as) {
        // No language, format and encoding share a name.
        if let Some(code) = language::parse_code(&name) {
            options.language = Some(code.to_owned());
        } else if let Ok(how) = ReadOptions::from_names(None, Some(&name)) {
            options.read_options.format = how.format;
        } else if let Ok(how) = ReadOptions::from_names(Some(&name), None) {
            options.read_options.encoding = how.encoding;
        } else {
            return Err(Refusal::new(
                format!("`{name}` is not a language, format or encoding"),
                "Write them like this: de, txt, macintosh",
            ));
        }
    }
    Ok((options, table))
}

pub(super) fn expand_home(typed: &str) -> PathBuf {
    let home = typed
        .strip_prefix("~/")
        .and_then(|rest| Some(etcetera::home_dir().ok()?.join(rest)));
    home.unwrap_or_else(|| PathBuf::from(typed))
}

fn files(typed: &str) -> Result<Vec<PathBuf>, Refusal> {
    let path = expand_home(typed);
    if !path.exists() {
        return Err(Refusal::new(
            format!("there is no file {}", path.display()),
            "Check the name and the folder",
        ));
    }
    if path.is_dir() && !other_programs::is_project(&path) {
        Ok(TranscriptFolder::open(&path)?.files)
    } else {
        Ok(vec![path])
    }
}
