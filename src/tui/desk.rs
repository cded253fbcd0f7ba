//! The researcher's desk: what views and layers share. They work with the
//! study through it, say through it what happened, and leave on it where to go
//! next; they never see each other.

use super::{
    action::{self, Action, Place, Run},
    digits::{Digits, Kept},
    documents::Documents,
    export,
    keymap::Keymap,
    layer::{Layer, help},
    personal,
    said::{Said, Talk},
    search,
    seeker::Seeker,
    theme::Theme,
    view::Page,
    workers::Workers,
};
use crate::export::privacy::Privacy;
use crate::import;
use crate::log::{Session, Undone};
use crate::study::{Code, Command, Document, Id, Refusal, Study, sentence};
use crate::text::Span;
use std::collections::HashMap;
use std::path::PathBuf;

/// Where to go next. What a view or a layer cannot do itself it leaves here
/// for [`super::app::App`].
pub enum Go {
    /// Open a view on top of this one.
    Open(Box<Page>),
    /// To the view of this sort as it was left, or to this one.
    To(Box<Page>),
    /// Back to the view before.
    Back,
    /// Ask something on top of the view.
    Ask(Box<dyn Layer>),
    /// Do an action, as if its key had been pressed.
    Run(&'static Action),
    /// Draw everything anew.
    Redraw,
    /// Put this text on the clipboard.
    Copy(String),
    /// Stop for a while, like any program in a shell.
    Suspend,
    /// Leave virk.
    Quit,
}

/// What views and layers share.
pub struct Desk {
    session: Session,
    /// How things look.
    pub theme: Theme,
    /// Who may read what leaves the screen, as files and on the clipboard.
    pub privacy: Privacy,
    /// The view on top.
    pub view: Place,
    /// What keys do.
    pub keymap: Keymap,
    /// What has been said.
    pub talk: Talk,
    /// The codes at hand.
    pub digits: Digits,
    /// Whom to ask for passages.
    pub seeker: Seeker,
    /// Those who work beside the screen.
    pub workers: Workers,
    going: Vec<Go>,
    /// Where one stood in each document, for the next time it is opened.
    places: HashMap<Id<Document>, Span>,
    /// The revision of the study at which codings were counted, and how many there were.
    tally: (u64, usize),
    /// How many commands have been done here.
    done: u64,
}

impl Desk {
    /// A desk for a session. The digits begin with the codes used most.
    #[must_use]
    pub fn new(mut session: Session, theme: Theme, keymap: Keymap) -> Desk {
        session.remark_by(import::personal::written);
        let digits = Digits::new(session.study());
        let (places, going) = (HashMap::new(), Vec::new());
        let seeker = Seeker::new(session.store().path());
        Desk {
            session,
            theme,
            privacy: Privacy::Internal,
            view: Place::Anywhere,
            keymap,
            talk: Talk::default(),
            digits,
            seeker,
            workers: Workers::default(),
            going,
            places,
            tally: (0, 0),
            done: 0,
        }
    }

    /// What is known.
    #[must_use]
    pub fn study(&self) -> &Study {
        self.session.study()
    }

    /// The study at work.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Does what a person intends, durably, and says so. Answers whether it was done.
    pub fn perform(&mut self, command: Command) -> bool {
        let result = self.session.perform(command);
        let done = result.is_ok();
        self.done += u64::from(done);
        self.report(result);
        done
    }

    /// A number that changes whenever something is done here.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Counts what is told on every screen, when the study has changed.
    pub fn settle(&mut self) {
        let revision = self.study().revision();
        if self.tally.0 != revision {
            self.tally = (revision, self.study().codings().count());
        }
    }

    /// How many codings the study has.
    #[must_use]
    pub fn coded(&self) -> usize {
        self.tally.1
    }

    /// Keeps the codes under the digits in a file, from which they come again.
    pub fn keep_digits(&mut self, file: PathBuf) {
        let coder = self.session.author().coder.clone();
        self.digits = Digits::kept(self.study(), Kept { file, coder });
    }

    /// Remembers codes that were put on.
    pub fn used(&mut self, codes: &[Id<Code>]) {
        if let Err(refusal) = self.digits.used(codes, self.session.study()) {
            self.refuse(refusal);
        }
    }

    /// The code under a digit from 1 to 9, while it is in the codebook.
    #[must_use]
    pub fn digit(&self, digit: usize) -> Option<Id<Code>> {
        self.digits.code(digit, self.study())
    }

    /// The digit a code is under.
    #[must_use]
    pub fn digit_of(&self, code: Id<Code>) -> Option<usize> {
        self.digits.of(code, self.study())
    }

    /// Catches up with what other processes wrote; answers whether anything changed.
    pub fn refresh(&mut self) -> bool {
        match self.session.refresh() {
            Ok(changed) => changed,
            Err(refusal) => {
                let news = *self.talk.last() != Said::Refused(refusal.clone());
                self.refuse(refusal);
                news
            }
        }
    }

    /// The keys that do an action in the view on top.
    #[must_use]
    pub fn keys_here(&self, action: &Action) -> Vec<&str> {
        self.keymap.keys_in(self.view, action).collect()
    }

    /// The first key of an action by its name, to be told in a sentence; the
    /// way through the palette when a person took its keys away.
    #[must_use]
    pub fn key(&self, name: &str) -> String {
        let action = action::all().find(|action| action.name == name);
        let key = action.and_then(|action| {
            let place = if action.place() == Place::Anywhere {
                self.view
            } else {
                action.place()
            };
            self.keymap.keys_in(place, action).next().map(str::to_owned)
        });
        key.unwrap_or_else(|| format!("“{}” in the palette", name.replace('_', " ")))
    }

    /// What to do where there is no programme theory.
    #[must_use]
    pub fn no_theory(&self) -> String {
        let (board, begin) = (self.key("theory_board"), self.key("new_version"));
        format!(
            "There is no programme theory yet: {board}, then {begin} begins one, and `virk theory import FILE` brings one."
        )
    }

    /// What to do where there is no link.
    #[must_use]
    pub fn no_links(&self) -> String {
        match self.study().theory() {
            Some(_) => format!(
                "The programme theory has no link yet: {}, then {} draws one.",
                self.key("theory_board"),
                self.key("draw_link")
            ),
            None => self.no_theory(),
        }
    }

    /// Says what was done.
    pub fn say(&mut self, what: impl Into<String>) {
        self.talk.say(Said::Done(what.into()));
    }

    /// Says what was refused.
    pub fn refuse(&mut self, refusal: Refusal) {
        self.talk.say(Said::Refused(refusal));
    }

    /// Remembers where one stood in a document.
    pub fn keep_place(&mut self, document: Id<Document>, span: Span) {
        self.places.insert(document, span);
    }

    /// Where one stood in a document.
    #[must_use]
    pub fn place(&self, document: Id<Document>) -> Option<Span> {
        self.places.get(&document).copied()
    }

    /// Says how something ended.
    pub fn report(&mut self, result: Result<String, Refusal>) {
        match result {
            Ok(said) => self.say(said),
            Err(refusal) => self.refuse(refusal),
        }
    }

    /// Leaves a wish for where to go next.
    pub fn go(&mut self, go: Go) {
        self.going.push(go);
    }

    /// Asks something on top of the view.
    pub fn ask(&mut self, layer: impl Layer + 'static) {
        self.going.push(Go::Ask(Box::new(layer)));
    }

    /// The wishes left, in order.
    pub fn take_wishes(&mut self) -> Vec<Go> {
        std::mem::take(&mut self.going)
    }

    fn undo(&mut self) {
        let result = self.session.undo();
        self.report_answer("Undid", result);
    }

    fn redo(&mut self) {
        let result = self.session.redo();
        self.report_answer("Did again", result);
    }

    fn report_answer(&mut self, word: &str, result: Result<Undone, Refusal>) {
        let said = result.map(|Undone { first, facts }| {
            let more = if facts > 1 {
                format!(" (and {} more)", facts - 1)
            } else {
                String::new()
            };
            format!("{word}: {}{more}", sentence::describe(&first, self.study()))
        });
        self.report(said);
    }
}

/// What can be done in any view.
pub const ACTIONS: &[Action] = &[
    Action {
        name: "undo",
        keys: &["u"],
        doc: "Take back what you did last",
        hint: "undo",
        run: Run::Anywhere(Desk::undo),
    },
    Action {
        name: "redo",
        keys: &["U", "Ctrl-r"],
        doc: "Do again what was taken back",
        hint: "",
        run: Run::Anywhere(Desk::redo),
    },
    Action {
        name: "stop",
        keys: &["Esc", "Ctrl-x"],
        doc: "Stop what is being gathered or written",
        hint: "",
        run: Run::Anywhere(Desk::stop),
    },
    Action {
        name: "documents",
        keys: &["F2", "g d"],
        doc: "Go to the list of documents",
        hint: "",
        run: Run::Anywhere(|desk| {
            desk.go(Go::Open(Box::new(Page::Documents(Documents::default()))))
        }),
    },
    Action {
        name: "informants",
        keys: &["g i"],
        doc: "Go to the informants: rename, describe, join and split them",
        hint: "",
        run: Run::Anywhere(|desk| desk.go(Go::To(Box::new(Page::Informants(Box::default()))))),
    },
    Action {
        name: "help",
        keys: &["?", "F1"],
        doc: "Show every key and what it does",
        hint: "help",
        run: Run::Anywhere(help::ask),
    },
    Action {
        name: "palette",
        keys: &[":", "Ctrl-p"],
        doc: "Find an action by name and do it",
        hint: "",
        run: Run::Anywhere(help::ask_palette),
    },
    Action {
        name: "messages",
        keys: &["M"],
        doc: "Show what virk has said so far",
        hint: "",
        run: Run::Anywhere(help::ask_messages),
    },
    Action {
        name: "light_or_dark",
        keys: &["F8"],
        doc: "Change between the light and the dark theme",
        hint: "",
        run: Run::Anywhere(|desk| desk.theme = desk.theme.turned()),
    },
    Action {
        name: "redraw",
        keys: &["Ctrl-l"],
        doc: "Draw the screen anew",
        hint: "",
        run: Run::Anywhere(|desk| desk.go(Go::Redraw)),
    },
    Action {
        name: "suspend",
        keys: &["Ctrl-z"],
        doc: "Stop virk and return to the shell; `fg` brings it back",
        hint: "",
        run: Run::Anywhere(|desk| desk.go(Go::Suspend)),
    },
    Action {
        name: "back",
        keys: &["q", "Backspace"],
        doc: "Back to the view before; leave virk from the first one",
        hint: "back",
        run: Run::Anywhere(|desk| desk.go(Go::Back)),
    },
    Action {
        name: "quit",
        keys: &["Ctrl-q", "Ctrl-c"],
        doc: "Leave virk; everything is saved already",
        hint: "",
        run: Run::Anywhere(|desk| desk.go(Go::Quit)),
    },
    Action {
        name: "search",
        keys: &["F3", "g s"],
        doc: "Go to the search: words, codes, informants",
        hint: "search",
        run: Run::Anywhere(search::ask),
    },
    Action {
        name: "evidence",
        keys: &["F4", "g e"],
        doc: "Go to the evidence of a link: quotes and tests",
        hint: "evidence",
        run: Run::Anywhere(|desk| desk.go(Go::To(Box::new(Page::Evidence(Box::default()))))),
    },
    Action {
        name: "theory_board",
        keys: &["F10", "g t"],
        doc: "Go to the theory: its nodes, links and versions",
        hint: "",
        run: Run::Anywhere(|desk| desk.go(Go::To(Box::new(Page::Board(Box::default()))))),
    },
    Action {
        name: "configurations",
        keys: &["g o"],
        doc: "Go to the configurations: circumstances, mechanism, outcome",
        hint: "",
        run: Run::Anywhere(|desk| desk.go(Go::To(Box::new(Page::Configurations(Box::default()))))),
    },
    Action {
        name: "matrix",
        keys: &["F5", "g m"],
        doc: "Go to the evidence matrix of all links",
        hint: "matrix",
        run: Run::Anywhere(|desk| desk.go(Go::To(Box::new(Page::Matrix(Box::default()))))),
    },
    Action {
        name: "data",
        keys: &["F6", "g v"],
        doc: "Go to the data: variables and crosstabs",
        hint: "data",
        run: Run::Anywhere(|desk| desk.go(Go::To(Box::new(Page::Data(Box::default()))))),
    },
    Action {
        name: "codes",
        keys: &["F9", "g b"],
        doc: "Go to the codebook: make, change, merge and split codes",
        hint: "",
        run: Run::Anywhere(|desk| desk.go(Go::To(Box::new(Page::Codebook(Box::default()))))),
    },
    Action {
        name: "condensations",
        keys: &["F7", "g c"],
        doc: "Go to the condensation grid: natural units, meanings, themes",
        hint: "",
        run: Run::Anywhere(|desk| desk.go(Go::To(Box::new(Page::Condensations(Box::default()))))),
    },
    Action {
        name: "export",
        keys: &["g x"],
        doc: "Write the study or a table of it into a file: quotes, tests, project, archive …",
        hint: "",
        run: Run::Anywhere(export::ask),
    },
    Action {
        name: "lint",
        keys: &["g l"],
        doc: "Go to the checks on the reasoning",
        hint: "",
        run: Run::Anywhere(|desk| desk.go(Go::To(Box::new(Page::Lint(Box::default()))))),
    },
    Action {
        name: "personal_data",
        keys: &["g p"],
        doc: "Look through the study for numbers and addresses that tell who somebody is",
        hint: "",
        run: Run::Anywhere(personal::ask),
    },
    Action {
        name: "coverage",
        keys: &["g n"],
        doc: "Go to the coverage: what there is for each node of the theory",
        hint: "",
        run: Run::Anywhere(|desk| desk.go(Go::To(Box::new(Page::Coverage(Box::default()))))),
    },
];
