//! The start screen, for when no study is named: continue, begin one from the files of this folder,
//! or look at the sample.

use super::canvas::Canvas;
use super::event_source::{EventSource, LoopEvent};
use super::key::Input;
use super::keymap::Keymap;
use super::layer::dialog_action::DialogAction;
use super::layer::text_dialog::TextField;
use super::terminal::Terminal;
use super::theme::{StyleRole, Theme};
use super::{screens, terminal_lost};
use crate::import::folder::TranscriptFolder;
use crate::settings::Settings;
use crate::study::Refusal;
use crate::text::{number, sanitize, wrap};
use ratatui::layout::{Position, Rect};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the user wants to begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartChoice {
    Open(PathBuf),
    /// A new study in this folder, with this title.
    New(String),
    Sample,
    Quit,
}

/// What there is to begin with.
#[derive(Debug, Default)]
pub struct StartOffer {
    /// The title a new study gets if the user types no other.
    pub title: String,
    /// Studies in this folder.
    pub studies: Vec<PathBuf>,
    /// Studies that were open before, latest first.
    pub recent: Vec<PathBuf>,
    /// Number of transcripts in this folder.
    pub transcripts: usize,
    /// Names of tables in this folder, which may be surveys.
    pub tables: Vec<String>,
}

impl StartOffer {
    /// Looks into a folder.
    pub fn of(folder: &Path, studies: Vec<PathBuf>, recent: Vec<PathBuf>) -> StartOffer {
        let found = TranscriptFolder::open(folder).unwrap_or_default();
        let is_table = |path: &&Path| {
            path.extension().is_some_and(|extension| {
                ["csv", "tsv", "xlsx", "ods", "sav", "dta"]
                    .iter()
                    .any(|known| extension.eq_ignore_ascii_case(known))
            })
        };
        let skipped = found.skipped.iter().map(|(path, _)| path.as_path());
        let tables = skipped
            .filter(is_table)
            .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
            .collect();
        let name = folder.canonicalize().unwrap_or_default();
        let title = name.file_name().unwrap_or_default().to_string_lossy();
        StartOffer {
            title: if title.is_empty() {
                "My study".to_owned()
            } else {
                title.into_owned()
            },
            studies,
            recent,
            transcripts: found.files.len(),
            tables,
        }
    }
}

/// What an item leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum StartStep {
    Done(StartChoice),
    /// Asks for the title of a new study.
    AskTitle,
    /// Asks for the file of a study.
    AskFile,
}

struct StartItem {
    letter: char,
    text: String,
    step: StartStep,
}

/// The question of a step, while it is open.
struct StartQuestion {
    step: StartStep,
    label: &'static str,
    field: TextField,
}

pub struct StartScreen {
    items: Vec<StartItem>,
    at: usize,
    question: Option<StartQuestion>,
    title: String,
    fault: Option<String>,
}

impl StartScreen {
    pub fn new(offer: StartOffer) -> StartScreen {
        let mut items = Vec::new();
        let mut studies = offer.studies;
        studies.extend(offer.recent);
        for (path, digit) in studies.into_iter().zip('1'..='9') {
            items.push(StartItem {
                letter: digit,
                text: format!(
                    "Open {}",
                    sanitize::sanitize_line(&path.display().to_string())
                ),
                step: StartStep::Done(StartChoice::Open(path)),
            });
        }
        let mut from = Vec::new();
        if offer.transcripts > 0 {
            from.push(number::count_noun(offer.transcripts, "transcript"));
        }
        from.extend(
            offer
                .tables
                .iter()
                .map(|name| sanitize::sanitize_line(name)),
        );
        let from = if from.is_empty() {
            "; transcripts and a survey can be imported then".to_owned()
        } else {
            format!(" from {}", from.join(", "))
        };
        let mut item = |letter, text: String, step| items.push(StartItem { letter, text, step });
        item(
            'n',
            format!("New study in this folder{from}"),
            StartStep::AskTitle,
        );
        item(
            's',
            "Sample study with a short tour: fictional interviews, synthetic answers".to_owned(),
            StartStep::Done(StartChoice::Sample),
        );
        item(
            'o',
            "Open a study somewhere else".to_owned(),
            StartStep::AskFile,
        );
        item('q', "Quit".to_owned(), StartStep::Done(StartChoice::Quit));
        StartScreen {
            items,
            at: 0,
            question: None,
            title: offer.title,
            fault: None,
        }
    }

    /// Returns the choice, once it is made.
    pub fn handle_input(&mut self, input: &Input, keymap: &Keymap) -> Option<StartChoice> {
        let action = match input {
            Input::Key(key) => keymap.dialog_action(*key),
            _ => None,
        };
        self.fault = None;
        if self.question.is_some() {
            return self.answer(input, action);
        }
        match action {
            Some(DialogAction::Next | DialogAction::NextField) => {
                self.at = (self.at + 1) % self.items.len();
            }
            Some(DialogAction::Previous | DialogAction::PreviousField) => {
                self.at = self.at.checked_sub(1).unwrap_or(self.items.len() - 1);
            }
            Some(DialogAction::Confirm) => return self.take(self.at),
            _ => {
                if let Input::Key(key) = input {
                    let letter = if key.ctrl { None } else { key.typed() };
                    let place = self
                        .items
                        .iter()
                        .position(|item| Some(item.letter) == letter);
                    match place {
                        Some(place) => return self.take(place),
                        None if action == Some(DialogAction::Cancel) => {
                            self.fault = Some("q quits".to_owned());
                        }
                        None => self.fault = Some(format!("{key} does nothing here")),
                    }
                }
            }
        }
        None
    }

    fn take(&mut self, place: usize) -> Option<StartChoice> {
        self.at = place;
        let step = self.items[place].step.clone();
        let (label, text) = match &step {
            StartStep::Done(choice) => return Some(choice.clone()),
            StartStep::AskTitle => ("Title of the study", self.title.as_str()),
            StartStep::AskFile => ("File of the study (NAME.virk)", ""),
        };
        let mut field = TextField::new(text);
        field.choose();
        self.question = Some(StartQuestion { step, label, field });
        None
    }

    fn answer(&mut self, input: &Input, action: Option<DialogAction>) -> Option<StartChoice> {
        let question = self.question.as_mut()?;
        match action {
            Some(DialogAction::Cancel) => self.question = None,
            Some(DialogAction::Confirm) => {
                let text = question.field.text().trim().to_owned();
                if text.is_empty() {
                    self.fault = Some("Type something, or Esc goes back".to_owned());
                } else if question.step == StartStep::AskTitle {
                    return Some(StartChoice::New(text));
                } else if Path::new(&text).is_file() {
                    return Some(StartChoice::Open(PathBuf::from(text)));
                } else {
                    self.fault = Some(format!(
                        "There is no file {}",
                        sanitize::sanitize_line(&text)
                    ));
                }
            }
            _ => drop(question.field.handle_input(input, action)),
        }
        None
    }

    /// Draws the screen and returns the position of the terminal's cursor.
    pub fn draw(&self, canvas: &mut Canvas<'_>) -> Option<Position> {
        let area = canvas.area();
        let left = area.x + 2;
        let room = Rect {
            x: left,
            y: area.y + 1,
            width: area.width.saturating_sub(4).min(96),
            height: area.height.saturating_sub(2),
        };
        let (title, text, quiet, key) = (
            canvas.style(StyleRole::Title),
            canvas.style(StyleRole::Text),
            canvas.style(StyleRole::Muted),
            canvas.style(StyleRole::Key),
        );
        canvas.put(left, room.y, room.right(), "virk", title);
        let about = "Code interviews, condense their meaning, and see beside the quotes what the numbers say.";
        let used = canvas.paragraph(
            Rect {
                y: room.y + 1,
                ..room
            },
            about,
            quiet,
        );
        let mut y = room.y + used + 2;
        for (place, item) in self.items.iter().enumerate() {
            if y >= room.bottom() {
                break;
            }
            let x = canvas.put(
                left,
                y,
                room.right(),
                item.letter.encode_utf8(&mut [0; 4]),
                key,
            );
            canvas.put_cut(x + 2, y, room.right(), &item.text, text);
            if place == self.at {
                let row = Rect {
                    x: room.x,
                    y,
                    width: room.width,
                    height: 1,
                };
                canvas.restyle(row, canvas.style(StyleRole::Current));
            }
            y += 1;
        }
        if let Some(question) = &self.question {
            y += 1;
            canvas.put(left, y, room.right(), question.label, key);
            let x = left + wrap::width(question.label) as u16 + 2;
            let field = Rect {
                x,
                y,
                width: room.right().saturating_sub(x),
                height: 1,
            };
            question.field.draw(canvas, field, true);
        }
        if let Some(fault) = &self.fault {
            canvas.put_cut(
                left,
                y + 1,
                room.right(),
                fault,
                canvas.style(StyleRole::Error),
            );
        }
        let hints = match self.question {
            Some(_) => "Enter go on  Esc back",
            None => "Enter select  Down next  q quit",
        };
        canvas.put(left, area.bottom() - 1, area.right(), hints, quiet);
        canvas.caret
    }
}

/// Shows the start screen until something is chosen.
///
/// # Errors
/// If there is no terminal, or it is lost.
pub fn ask(settings: &Settings, theme: Theme, offer: StartOffer) -> Result<StartChoice, Refusal> {
    let (keymap, _) = Keymap::from_settings(screens::ACTIONS, settings)?;
    let mut events = EventSource::new().map_err(terminal_lost)?;
    let mut terminal = Terminal::open(false)?;
    let mut screen = StartScreen::new(offer);
    loop {
        terminal
            .draw(|cells| screen.draw(&mut Canvas::new(cells, theme)))
            .map_err(terminal_lost)?;
        let inputs = match events
            .wait(Duration::from_secs(3600))
            .map_err(terminal_lost)?
        {
            LoopEvent::Inputs(inputs) => inputs,
            LoopEvent::Timeout => continue,
            #[cfg(unix)]
            LoopEvent::SuspendRequested | LoopEvent::Resumed => {
                events.clear_suspend();
                continue;
            }
            LoopEvent::Shutdown => return Ok(StartChoice::Quit),
        };
        for input in &inputs {
            if matches!(input, Input::Resize(..)) {
                terminal.redraw().map_err(terminal_lost)?;
            }
            if let Some(choice) = screen.handle_input(input, &keymap) {
                return Ok(choice);
            }
        }
    }
}
