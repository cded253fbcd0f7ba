//! Importing from the screen: what is asked, what would be made, and only then
//! the change, as one undo.

use super::{
    bringer::{Brought, Line, Stage, Watch},
    canvas::Canvas,
    desk::Desk,
    input::Input,
    layer::{
        Answer, Hint, Layer,
        deed::{Deed, PAGE},
        form::{Form, Part},
    },
    theme::Meaning,
    view::Page,
};
use crate::import::corrected::correction;
use crate::import::folder::Folder;
use crate::import::foreign;
use crate::import::pseudonyms::Pseudonyms;
use crate::import::transcript::{self, Imported, Personal, TranscriptOptions};
use crate::study::{Command, Document, Id, Refusal, Study};
use crate::text::alignment::Placed;
use crate::text::{harmless, number, wrap};
use ratatui::layout::Rect;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Asks for a transcript, or a folder of them.
pub fn ask(desk: &mut Desk) {
    let about = "Transcripts (txt, md, docx, odt, rtf, pdf, html, srt, vtt), a folder of them, a project of another program (qdpx, qda, sqlite3), a codebook (qdc) or codings (csv). They are read and shown first. Numbers and addresses that tell who somebody is are refused, and names you list, unless a table of pseudonyms replaces them.";
    let parts = vec![
        Part::new("File or folder", "", 1),
        Part::new("Names to watch for, with commas", "", 1),
        Part::new("Table of pseudonyms (CSV)", "", 1),
        Part::new("Label of who asks", "", 1),
    ];
    desk.ask(
        Form::new("Import", about, parts, |_, desk, texts| {
            let [path, names, table, asks] = texts else { return false };
            let wanted = options(names, table, asks).and_then(|options| Ok((files(path.trim())?, options)));
            match wanted {
                Ok((files, (options, table))) => {
                    let study = desk.study().clone();
                    let known: HashMap<String, String> =
                        desk.study().documents().map(|known| (known.body.hash.clone(), known.body.title.clone())).collect();
                    desk.bringer.begin(move |watch| read(&files, &options, table, known, &study, watch));
                    desk.ask(Importing::default());
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
    let Some(known) = desk.study().document(document).filter(|known| !known.erased) else {
        return desk.say("There is no document whose words could be corrected");
    };
    let title = harmless::one_line(&known.body.title);
    let about = format!(
        "A corrected version of `{title}` takes its place. Quotes go along with their words; what becomes of the others is shown first, and none is deleted."
    );
    desk.ask(
        Form::new("Corrected version", &about, vec![Part::new("File", "", 1)], move |_, desk, texts| {
            let Some(known) = desk.study().document(document).cloned() else { return true };
            let (path, study) = (at_home(texts[0].trim()), desk.study().clone());
            desk.bringer.begin(move |watch| {
                watch(0, 1);
                corrected(&path, &known, &study)
            });
            desk.ask(Importing::default());
            true
        })
        .to("read"),
    );
}

type Table = Option<Arc<Mutex<Pseudonyms>>>;

fn options(names: &str, table: &str, asks: &str) -> Result<(TranscriptOptions, Table), Refusal> {
    let listed =
        |text: &str| -> Vec<String> { text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect() };
    let table = match table.trim() {
        "" => None,
        path => {
            let mut table = Pseudonyms::open(&at_home(path))?;
            table.seek(&listed(names));
            Some(Arc::new(Mutex::new(table)))
        }
    };
    let personal = table.clone().map_or(Personal::Refuse, Personal::Replace);
    Ok((TranscriptOptions { names: listed(names), interviewer: listed(asks), personal, ..TranscriptOptions::default() }, table))
}

fn at_home(typed: &str) -> PathBuf {
    let home = typed.strip_prefix("~/").and_then(|rest| Some(etcetera::home_dir().ok()?.join(rest)));
    home.unwrap_or_else(|| PathBuf::from(typed))
}

fn files(typed: &str) -> Result<Vec<PathBuf>, Refusal> {
    let path = at_home(typed);
    if !path.exists() {
        return Err(Refusal::new(format!("there is no file {}", path.display()), "Check the name and the folder"));
    }
    if path.is_dir() && !foreign::is_project(&path) { Ok(Folder::open(&path)?.files) } else { Ok(vec![path]) }
}

/// Reads the files; when one cannot come in, none can.
fn read(
    files: &[PathBuf],
    options: &TranscriptOptions,
    table: Table,
    mut known: HashMap<String, String>,
    study: &Study,
    watch: Watch<'_>,
) -> Result<Brought, Refusal> {
    let mut brought = Brought { table, ..Brought::default() };
    if let [only] = files
        && let Some(command) = foreign::brought(only, study, &options.personal)?
    {
        brought.lines.push(Line::Head(harmless::one_line(&only.display().to_string())));
        match study.decide(command.clone(), "", &mut uuid::Uuid::now_v7) {
            Ok(decision) if decision.events.is_empty() => {
                brought.lines.push(Line::Told("everything in it is in the study already".into()));
            }
            Ok(decision) => {
                brought.lines.push(Line::Told(decision.said));
                brought.commands.push(command);
            }
            Err(refusal) => brought.lines.push(Line::Fault(format!("{}. {}", refusal.what, refusal.hint))),
        }
        return Ok(brought);
    }
    let mut faults = 0;
    for (place, path) in files.iter().enumerate() {
        if !watch(place, files.len()) {
            return Err(Refusal::new("stopped", "Nothing was imported"));
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        brought.lines.push(Line::Head(harmless::one_line(&name)));
        match transcript::transcript(path, options) {
            Ok(imported) => match known.get(&imported.hash) {
                Some(title) => brought.lines.push(Line::Told(format!("in the study already, as `{title}`: passed over"))),
                None => {
                    known.insert(imported.hash.clone(), imported.report.title.clone());
                    brought.lines.push(Line::Told(format!("“{}”: {}", imported.report.title, imported.report)));
                    brought.commands.extend(Imported::commands(imported));
                }
            },
            Err(refusal) => {
                faults += 1;
                brought.lines.push(Line::Fault(format!("{}. {}", refusal.what, refusal.hint)));
            }
        }
    }
    if faults > 0 {
        brought.commands.clear();
        if let several @ 2.. = files.len() {
            let told =
                format!("{faults} of {several} files cannot come in, so none does: mend them, or leave them out of the folder");
            brought.lines.insert(0, Line::Told(told));
        }
    }
    Ok(brought)
}

/// Reads a corrected version and tells what would become of the quotes.
fn corrected(path: &Path, document: &Document, study: &Study) -> Result<Brought, Refusal> {
    let correction = correction(path, &TranscriptOptions::default(), document, study)?;
    let mut lines = vec![Line::Head(harmless::one_line(&correction.report.file)), Line::Told(correction.report.to_string())];
    let (words, kept) = correction.words.kept();
    let all = study.carriage(document.id, &correction.words);
    let same = all.iter().filter(|(_, placed)| matches!(placed, Placed::Same(_))).count();
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
                lines.push(Line::Told(format!("to look at: “{before}” becomes “{now}”")));
            }
            Placed::Gone => lines.push(Line::Fault(format!("orphan: “{before}”"))),
        }
    }
    Ok(Brought { lines, commands: vec![correction.command], table: None })
}

/// What is being read, and then what would be made of it.
#[derive(Default)]
pub struct Importing {
    top: usize,
}

/// Whether Enter would import something.
enum Outlook {
    /// Nobody knows yet.
    Reading,
    /// It would.
    Something,
    /// There is nothing new, or what there is cannot come in.
    Nothing,
}

/// Columns it takes at most.
const WIDTH: u16 = 100;

impl Importing {
    /// Brings it in; answers whether this is done with.
    fn import(desk: &mut Desk) -> bool {
        let Some(Stage::Read(read)) = desk.bringer.stage() else {
            desk.say(format!("Still reading; {} stops", desk.keymap.key_of(Deed::Leave)));
            return false;
        };
        let Ok(Brought { commands, table, .. }) = &*read else { return true };
        if commands.is_empty() {
            desk.say(format!("There is nothing to import; {} leaves", desk.keymap.key_of(Deed::Leave)));
            return false;
        }
        let saved = table.as_ref().map_or(Ok(()), |table| table.lock().unwrap_or_else(std::sync::PoisonError::into_inner).save());
        if let Err(refusal) = saved {
            desk.refuse(refusal);
            return false;
        }
        desk.perform(Command::All(commands.clone()))
    }

    fn outlook(desk: &Desk) -> Outlook {
        match desk.bringer.stage() {
            Some(Stage::Reading(..)) => Outlook::Reading,
            Some(Stage::Read(read)) if read.as_ref().as_ref().is_ok_and(|brought| !brought.commands.is_empty()) => {
                Outlook::Something
            }
            _ => Outlook::Nothing,
        }
    }

    fn lines(desk: &Desk) -> Vec<Line> {
        match desk.bringer.stage() {
            None => Vec::new(),
            Some(Stage::Reading(_, 0)) => vec![Line::Told("Reading …".into())],
            Some(Stage::Reading(done, all)) => vec![Line::Told(format!("Reading {} of {}", done + 1, number::some(all, "file")))],
            Some(Stage::Read(read)) => match &*read {
                Ok(brought) => brought.lines.clone(),
                Err(refusal) => vec![Line::Fault(refusal.what.clone()), Line::Told(refusal.hint.clone())],
            },
        }
    }
}

impl Layer for Importing {
    fn input(&mut self, input: &Input, _: &mut Page, desk: &mut Desk) -> Answer {
        let last = Importing::lines(desk).len().saturating_sub(1);
        match desk.deed(input) {
            Some(Deed::Leave) => {
                desk.say("Nothing was imported");
                desk.bringer.stop();
                return Answer::Closed;
            }
            Some(Deed::Answer) if Importing::import(desk) => {
                desk.bringer.stop();
                return Answer::Closed;
            }
            Some(Deed::Next) => self.top = (self.top + 1).min(last),
            Some(Deed::Previous) => self.top = self.top.saturating_sub(1),
            Some(Deed::PageDown) => self.top = (self.top + PAGE).min(last),
            Some(Deed::PageUp) => self.top = self.top.saturating_sub(PAGE),
            _ => {}
        }
        Answer::Kept
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let lines = Importing::lines(desk);
        let width = WIDTH.min(area.width);
        let inner = width.saturating_sub(4);
        // What is in sight is broken into rows; a folder may hold hundreds of files.
        let mut rows: Vec<(Meaning, String)> = Vec::new();
        for line in lines.iter().skip(self.top).take(area.height as usize) {
            let (meaning, text, indent) = match line {
                Line::Head(text) => (Meaning::Title, text, 0),
                Line::Told(text) => (Meaning::Text, text, 2),
                Line::Fault(text) => (Meaning::Refused, text, 2),
            };
            let text = harmless::one_line(text);
            wrap::wrap(&text, crate::text::Span::of(0, text.len()), inner.saturating_sub(indent) as usize, |row| {
                rows.push((meaning, format!("{}{}", " ".repeat(indent as usize), row.text(&text).trim_end())));
            });
        }
        let height = (rows.len() as u16 + 2).clamp(3, area.height);
        let title = match Importing::outlook(desk) {
            Outlook::Reading => "Importing",
            Outlook::Something => "What would be imported",
            Outlook::Nothing if lines.iter().any(|line| matches!(line, Line::Fault(_))) => "Nothing can be imported",
            Outlook::Nothing => "There is nothing new to import",
        };
        let from = if self.top > 0 { format!(" (from line {})", self.top + 1) } else { String::new() };
        let title = format!("{title}{from}");
        let inside = canvas.frame(super::layer::foot(area, width, height), &title);
        for (y, (meaning, row)) in (inside.top()..inside.bottom()).zip(&rows) {
            canvas.put(inside.x, y, inside.right(), row, canvas.style(*meaning));
        }
    }

    fn hints(&self, desk: &Desk) -> Vec<Hint> {
        let hint = |deed, word| desk.hint(deed, word);
        match Importing::outlook(desk) {
            Outlook::Reading => vec![hint(Deed::Leave, "stop")],
            Outlook::Something => vec![hint(Deed::Answer, "import"), hint(Deed::Leave, "leave it"), hint(Deed::Next, "scroll")],
            Outlook::Nothing => vec![hint(Deed::Leave, "close"), hint(Deed::Next, "scroll")],
        }
    }
}
