//! State shared by views and layers: the session, the message log and a queue of commands to the
//! app. Views never refer to each other.

use super::action::Action;
use super::appearance;
use super::clipboard::ClipboardOutcome;
use super::jobs::Jobs;
use super::keymap::Keymap;
use super::layer::Layer;
use super::quick_codes::{QuickCodeFile, QuickCodes};
use super::route::{Route, ViewKind};
use super::search_job::SearchJob;
use super::status_bar::{MessageLog, StatusMessage};
use super::theme::Theme;
use super::tour::Tour;
use crate::export::privacy::Privacy;
use crate::import;
use crate::log::{Session, UndoResult};
use crate::study::{Code, Command, Document, Id, Refusal, Study, sentence};
use crate::text::Span;
use std::collections::HashMap;
use std::path::PathBuf;

/// A request to [`super::app::App`] for what a view or a layer cannot do itself.
pub enum AppCommand {
    /// Opens a view on top of this one.
    Open(Route),
    /// Shows the parked view of this kind, or else this one.
    SwitchTo(Route),
    /// Returns to the previous view.
    Back,
    /// Opens a dialog on top of the view.
    PushLayer(Box<dyn Layer>),
    /// Runs an action as if its key had been pressed.
    RunAction(&'static Action),
    /// Cancels the export, or else what is being computed for the view on top.
    CancelJob,
    /// Copies the selection of the view; without one, quits after asking.
    CopyOrQuit,
    Redraw,
    Copy(String),
    /// Job control, as with Ctrl-Z in a shell.
    Suspend,
    /// Hides the screen until the passphrase is typed.
    Lock,
    Quit,
}

pub struct AppContext {
    session: Session,
    pub theme: Theme,
    /// Who may read what leaves the screen, as files and on the clipboard.
    pub privacy: Privacy,
    /// Kind of the view on top.
    pub view_kind: ViewKind,
    pub keymap: Keymap,
    pub messages: MessageLog,
    pub quick_codes: QuickCodes,
    pub search_job: SearchJob,
    pub jobs: Jobs,
    /// The tour, while the user is on it.
    pub tour: Option<Tour>,
    commands: Vec<AppCommand>,
    /// The last position in each document, for the next time it is opened.
    last_positions: HashMap<Id<Document>, Span>,
    last_document: Option<Id<Document>>,
    /// Revision at which codings were counted, and the count.
    tally: (u64, usize),
    /// Number of commands performed in this session.
    commands_done: u64,
}

impl AppContext {
    /// The quick codes start with the codes used most.
    pub fn new(mut session: Session, theme: Theme, keymap: Keymap) -> AppContext {
        session.set_post_commit_check(import::personal_data::warn_about_text);
        let digits = QuickCodes::new(session.study());
        let (places, commands) = (HashMap::new(), Vec::new());
        let seeker = SearchJob::new(session.index_location());
        AppContext {
            session,
            theme,
            privacy: Privacy::Internal,
            view_kind: ViewKind::Anywhere,
            keymap,
            messages: MessageLog::default(),
            quick_codes: digits,
            search_job: seeker,
            jobs: Jobs::default(),
            tour: None,
            commands,
            last_positions: places,
            last_document: None,
            tally: (0, 0),
            commands_done: 0,
        }
    }

    pub fn study(&self) -> &Study {
        self.session.study()
    }

    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Performs a command durably and reports the outcome. Returns whether it succeeded.
    pub fn perform(&mut self, command: Command) -> bool {
        let result = self.session.perform(command);
        let done = result.is_ok();
        self.commands_done += u64::from(done);
        self.notify_result(result);
        done
    }

    /// Changes whenever a command is performed here.
    pub fn commands_done(&self) -> u64 {
        self.commands_done
    }

    /// Recounts what every screen shows, if the study has changed.
    pub fn update_counts(&mut self) {
        let revision = self.study().revision();
        if self.tally.0 != revision {
            self.tally = (revision, self.study().codings().count());
        }
    }

    pub fn coding_count(&self) -> usize {
        self.tally.1
    }

    /// Loads the quick codes from a file and keeps them there.
    pub fn load_quick_codes(&mut self, file: PathBuf) {
        let coder = self.session.author().coder.clone();
        self.quick_codes = QuickCodes::load(self.study(), QuickCodeFile { file, coder });
    }

    /// Remembers codes that were just applied.
    pub fn remember_used_codes(&mut self, codes: &[Id<Code>]) {
        if let Err(refusal) = self.quick_codes.remember(codes, self.session.study()) {
            self.notify_refusal(refusal);
        }
    }

    /// The code on a digit from 1 to 9, while it is in the codebook.
    pub fn code_for_digit(&self, digit: usize) -> Option<Id<Code>> {
        self.quick_codes.code(digit, self.study())
    }

    pub fn digit_for_code(&self, code: Id<Code>) -> Option<usize> {
        self.quick_codes.digit_for(code, self.study())
    }

    /// Reads what other processes wrote; returns whether anything changed.
    pub fn refresh(&mut self) -> bool {
        match self.session.refresh() {
            Ok(changed) => changed,
            Err(refusal) => {
                let news = *self.messages.last() != StatusMessage::Error(refusal.clone());
                self.notify_refusal(refusal);
                news
            }
        }
    }

    /// Keys of an action in the view on top.
    pub fn keys_here(&self, action: &Action) -> Vec<&str> {
        self.keymap.keys_in(self.view_kind, action).collect()
    }

    /// The first key of an action, by its name, for use in a sentence; if the user unbound it, the
    /// way through the palette.
    pub fn key_for(&self, name: &str) -> String {
        let action = self.keymap.actions.find(name);
        let key = action.and_then(|action| {
            let place = if action.kind() == ViewKind::Anywhere {
                self.view_kind
            } else {
                action.kind()
            };
            self.keymap.keys_in(place, action).next().map(str::to_owned)
        });
        key.unwrap_or_else(|| format!("“{}” in the palette", name.replace('_', " ")))
    }

    /// Hint for a study without a programme theory.
    pub fn no_theory(&self) -> String {
        let (board, begin) = (self.key_for("theory_board"), self.key_for("new_version"));
        format!(
            "There is no programme theory yet: {board}, then {begin} begins one, and `virk theory import FILE` imports one."
        )
    }

    /// Hint for a theory without links.
    pub fn no_links(&self) -> String {
        match self.study().theory() {
            Some(_) => format!(
                "The programme theory has no links yet: {}, then {} draws one.",
                self.key_for("theory_board"),
                self.key_for("draw_link")
            ),
            None => self.no_theory(),
        }
    }

    /// Reports success.
    pub fn notify(&mut self, what: impl Into<String>) {
        self.messages.push(StatusMessage::Done(what.into()));
    }

    pub fn notify_refusal(&mut self, refusal: Refusal) {
        self.messages.push(StatusMessage::Error(refusal));
    }

    pub fn save_position(&mut self, document: Id<Document>, span: Span) {
        self.last_positions.insert(document, span);
        self.last_document = Some(document);
    }

    /// The document that was read last, while it is in the study.
    pub fn last_document(&self) -> Option<Id<Document>> {
        self.last_document
            .filter(|id| self.study().document(*id).is_some())
    }

    pub fn saved_position(&self, document: Id<Document>) -> Option<Span> {
        self.last_positions.get(&document).copied()
    }

    pub fn notify_result(&mut self, result: Result<String, Refusal>) {
        match result {
            Ok(message) => self.notify(message),
            Err(refusal) => self.notify_refusal(refusal),
        }
    }

    /// Says more of what was just copied, if only the terminal was asked to take it.
    pub fn tell_copied(&mut self, outcome: ClipboardOutcome) {
        if outcome == ClipboardOutcome::Asked {
            self.messages.amend(
                " (sent to the terminal; if it cannot be pasted, the terminal does not allow it)",
            );
        }
    }

    /// Changes between light and dark, from now on.
    pub fn toggle_theme(&mut self) {
        self.theme = self.theme.toggled();
        appearance::remember(self.theme.light);
    }

    /// Queues a command for the app.
    pub fn send(&mut self, go: AppCommand) {
        self.commands.push(go);
    }

    pub fn push_layer(&mut self, layer: impl Layer + 'static) {
        self.commands.push(AppCommand::PushLayer(Box::new(layer)));
    }

    pub fn take_commands(&mut self) -> Vec<AppCommand> {
        std::mem::take(&mut self.commands)
    }

    pub fn undo(&mut self) {
        let result = self.session.undo();
        self.notify_undone("Undone", result);
    }

    pub fn redo(&mut self) {
        let result = self.session.redo();
        self.notify_undone("Redone", result);
    }

    fn notify_undone(&mut self, word: &str, result: Result<UndoResult, Refusal>) {
        let message = result.map(
            |UndoResult {
                 first,
                 event_count: facts,
             }| {
                let more = if facts > 1 {
                    format!(" (and {} more)", facts - 1)
                } else {
                    String::new()
                };
                format!(
                    "{word}: {}{more}",
                    sentence::describe_event(&first, self.study())
                )
            },
        );
        self.notify_result(message);
    }
}
