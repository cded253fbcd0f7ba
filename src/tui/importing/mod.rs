//! Importing from the screen: what is asked, what would be made, and only then
//! the change, as one undo.

mod preview;
mod reading;
pub mod survey;

use super::{
    desk::Desk,
    layer::form::{Form, Part},
};
use crate::import::folder::Folder;
use crate::import::foreign;
use crate::import::pseudonyms::Pseudonyms;
use crate::import::reader::How;
use crate::import::transcript::{Personal, TranscriptOptions};
use crate::study::{Document, Id, Refusal};
use crate::text::{harmless, language};
use preview::Preview;
use reading::Said;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// Asks for a transcript, or a folder of them.
pub fn ask(desk: &mut Desk) {
    ask_from(&[], desk);
}

/// What a transcript, or a folder of them, is asked for by.
const LABELS: [&str; 5] = [
    "File or folder",
    "Names to watch for, with commas",
    "Table of pseudonyms (CSV)",
    "Label of who asks",
    "Language, kind of file, encoding: if virk errs",
];

/// Asks with what was written before.
fn ask_from(written: &[String], desk: &mut Desk) {
    let about = "Transcripts (txt, md, docx, odt, rtf, pdf, html, srt, vtt), a folder of them, a table of time, speaker and words (csv, xlsx), a project of another program (qdpx, qda, sqlite3), a codebook (qdc, csv, xlsx) or coded segments (csv, xlsx). They are read and shown first. Numbers and addresses that tell who somebody is are refused, and names you list, unless a table of pseudonyms replaces them.";
    let text = |place: usize| written.get(place).map_or("", String::as_str);
    let parts = LABELS
        .iter()
        .enumerate()
        .map(|(place, label)| Part::new(label, text(place), 1))
        .collect();
    desk.ask(
        Form::new("Import", about, parts, |_, desk, texts| {
            let [path, names, table, asks, read_as] = texts else {
                return false;
            };
            let wanted = options([names, table, asks, read_as])
                .and_then(|options| Ok((files(path.trim())?, options)));
            match wanted {
                Ok((files, (options, table))) => {
                    let begin = move |desk: &mut Desk, said: &Said| {
                        let (files, options, table, said) =
                            (files.clone(), options.clone(), table.clone(), said.clone());
                        let study = desk.snapshot();
                        let known: HashMap<String, String> = study
                            .documents()
                            .map(|known| (known.body.hash.clone(), known.body.title.clone()))
                            .collect();
                        desk.workers.bringing.begin((), move |watch| {
                            Some(reading::read(
                                &files, &said, &options, table, known, &study, watch,
                            ))
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

/// Asks for a corrected version of a document.
pub fn ask_corrected(document: Id<Document>, desk: &mut Desk) {
    ask_corrected_from(document, "", desk);
}

fn ask_corrected_from(document: Id<Document>, written: &str, desk: &mut Desk) {
    let Some(known) = desk
        .study()
        .document(document)
        .filter(|known| !known.erased)
    else {
        return desk.say("There is no document whose words could be corrected");
    };
    let title = harmless::one_line(&known.body.title);
    let about = format!(
        "A corrected version of `{title}` takes its place. Quotes go along with their words; what becomes of the others is shown first, and none is deleted."
    );
    desk.ask(
        Form::new(
            "Corrected version",
            &about,
            vec![Part::new("File", written, 1)],
            move |_, desk, texts| {
                let Some(known) = desk.study().document(document).cloned() else {
                    return true;
                };
                let (path, study) = (at_home(texts[0].trim()), desk.snapshot());
                desk.workers
                    .bringing
                    .begin((), move |_| Some(reading::corrected(&path, &known, &study)));
                let written = texts[0].clone();
                desk.ask(Preview::new(move |desk| {
                    ask_corrected_from(document, &written, desk)
                }));
                true
            },
        )
        .to("read"),
    );
}

type Table = Option<Arc<Mutex<Pseudonyms>>>;

fn options(
    [names, table, asks, read_as]: [&String; 4],
) -> Result<(TranscriptOptions, Table), Refusal> {
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
            let mut table = Pseudonyms::open(&at_home(path))?;
            table.seek(&listed(names));
            Some(Arc::new(Mutex::new(table)))
        }
    };
    let personal = table.clone().map_or(Personal::Refuse, Personal::Replace);
    let mut options = TranscriptOptions {
        names: listed(names),
        interviewer: Some(asks.trim().to_owned())
            .filter(|asks| !asks.is_empty())
            .into_iter()
            .collect(),
        personal,
        ..TranscriptOptions::default()
    };
    for said in listed(read_as) {
        // No language, format and encoding have a name in common.
        if let Some(code) = language::code(&said) {
            options.language = Some(code.to_owned());
        } else if let Ok(how) = How::named(None, Some(&said)) {
            options.how.format = how.format;
        } else if let Ok(how) = How::named(Some(&said), None) {
            options.how.encoding = how.encoding;
        } else {
            return Err(Refusal::new(
                format!("`{said}` is no language, kind of file or encoding"),
                "Write them like this: de, txt, macintosh",
            ));
        }
    }
    Ok((options, table))
}

pub(super) fn at_home(typed: &str) -> PathBuf {
    let home = typed
        .strip_prefix("~/")
        .and_then(|rest| Some(etcetera::home_dir().ok()?.join(rest)));
    home.unwrap_or_else(|| PathBuf::from(typed))
}

fn files(typed: &str) -> Result<Vec<PathBuf>, Refusal> {
    let path = at_home(typed);
    if !path.exists() {
        return Err(Refusal::new(
            format!("there is no file {}", path.display()),
            "Check the name and the folder",
        ));
    }
    if path.is_dir() && !foreign::is_project(&path) {
        Ok(Folder::open(&path)?.files)
    } else {
        Ok(vec![path])
    }
}
