//! A screen to test on, without threads, clocks or sleep.
//!
//! A test writes a text with marks, presses keys, and reads text with marks:
//!
//! ```text
//! Screen::with("I: Hvad så?\nM: #[Jeg så|]# udefra.")   what is between #[ and |]# is selected
//!     .press("a m r")                                   keys as virk writes them
//!     .shows("I: Hvad så?\nM: «Reflection:Jeg så» udefra.")   codings
//!     .says("Coded 2 words as Reflection");
//! ```

use ratatui::{
    buffer::{Buffer, Cell},
    layout::{Position, Rect},
    style::Modifier,
};
use std::{fmt::Write, sync::Arc};
use tempfile::TempDir;
use uuid::Uuid;
use virk::log::{Author, Session};
use virk::study::command::{NewCode, NewLink, NewSpeaker};
use virk::study::document::Provenance;
use virk::study::theory::QuoteAt;
use virk::study::{
    BilingualText, Code, CodeBody, CodeKind, Command, Document, Id, InformantBody, Study,
};
use virk::text::{Span, TurnFormat, turn};
use virk::tui::app::{App, TerminalCommand};
use virk::tui::canvas::Canvas;
use virk::tui::colour::ColourDepth;
use virk::tui::context::AppContext;
use virk::tui::key::Key;
use virk::tui::key::{Input, Mouse, MouseKind};
use virk::tui::keymap::Keymap;
use virk::tui::route::{Route, ViewKind};
use virk::tui::screens;
use virk::tui::status_bar::StatusMessage;
use virk::tui::theme::Theme;
use virk::tui::transcript::TranscriptView;

/// An application on a screen of cells.
pub struct Screen {
    pub app: App,
    pub wishes: Vec<TerminalCommand>,
    size: (u16, u16),
    cells: Buffer,
    caret: Option<Position>,
    folder: TempDir,
}

/// The codebook of these tests: name, kind, tag.
const CODES: [(&str, CodeKind, &str); 6] = [
    ("Tool", CodeKind::Activity, "To"),
    ("Diagnosis", CodeKind::Context, "Di"),
    ("Reflection", CodeKind::Mechanism, "Re"),
    ("Relationship", CodeKind::Mechanism, "Rs"),
    ("Development", CodeKind::Outcome, "De"),
    ("Self-support", CodeKind::Outcome, "Se"),
];

impl Screen {
    /// A screen of 80×24 on a study with this one document, opened.
    pub fn with(marked: &str) -> Screen {
        let (text, selected) = unmark(marked);
        let mut screen = Screen::on(&[("Talk", &text)], ColourDepth::True);
        let document = screen.document();
        let route = selected.map_or_else(
            || Route::document(document),
            |span| Route::quote(QuoteAt { document, span }),
        );
        screen.app = App::new(screen.context(), screens::open, route);
        screen.draw();
        screen
    }

    /// A screen of 80×24 on a study with these documents, at their list.
    pub fn on(documents: &[(&str, &str)], depth: ColourDepth) -> Screen {
        let folder = tempfile::tempdir().unwrap();
        let start = Command::StartStudy {
            title: "A synthetic study".into(),
            language: "en".into(),
            alpha: 0.05,
        };
        let mut session =
            Session::create(&folder.path().join("study.virk"), anna(), start).unwrap();
        session.perform(codebook()).unwrap();
        session.perform(theory(session.study())).unwrap();
        for (title, text) in documents {
            session.perform(document(title, text)).unwrap();
        }
        let context = AppContext::new(
            session,
            Theme::new(depth, false),
            Keymap::new(screens::ACTIONS).unwrap(),
        );
        let app = App::new(context, screens::open, Route::Documents);
        let mut screen = Screen {
            app,
            wishes: Vec::new(),
            size: (80, 24),
            cells: Buffer::default(),
            caret: None,
            folder,
        };
        screen.draw();
        screen
    }

    /// A screen on the sample study that comes with virk, at its documents.
    pub fn sample(depth: ColourDepth) -> Screen {
        let folder = tempfile::tempdir().unwrap();
        let session =
            virk::import::sample::create_sample(&folder.path().join("study.virk"), anna()).unwrap();
        Screen::at(session, depth, folder)
    }

    /// A screen on the study that `write` makes, at its documents.
    pub fn of(write: fn(&std::path::Path)) -> Screen {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("study.virk");
        write(&path);
        Screen::at(
            Session::open(&path, anna()).unwrap(),
            ColourDepth::True,
            folder,
        )
    }

    fn at(session: Session, depth: ColourDepth, folder: TempDir) -> Screen {
        let context = AppContext::new(
            session,
            Theme::new(depth, false),
            Keymap::new(screens::ACTIONS).unwrap(),
        );
        let app = App::new(context, screens::open, Route::Documents);
        let mut screen = Screen {
            app,
            wishes: Vec::new(),
            size: (80, 24),
            cells: Buffer::default(),
            caret: None,
            folder,
        };
        screen.draw();
        screen
    }

    /// The same for other readers of what leaves it.
    pub fn read_by(mut self, privacy: virk::export::privacy::Privacy) -> Screen {
        self.app.context.privacy = privacy;
        self
    }

    /// The folder the study lies in.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    fn context(&self) -> AppContext {
        let session = Session::open(&self.folder.path().join("study.virk"), anna()).unwrap();
        AppContext::new(
            session,
            Theme::new(ColourDepth::True, false),
            Keymap::new(screens::ACTIONS).unwrap(),
        )
    }

    /// The same study after virk has been left and opened again.
    pub fn opened_again(mut self) -> Screen {
        let mut context = self.context();
        context.load_quick_codes(self.folder.path().join("digits.json"));
        let route = Route::document(self.document());
        self.app = App::new(context, screens::open, route);
        self.draw();
        self
    }

    /// Another process at the same study.
    pub fn neighbour(&self) -> Session {
        let author = Author {
            writer: Uuid::from_u128(2),
            coder: Arc::from("bo"),
        };
        Session::open(&self.folder.path().join("study.virk"), author).unwrap()
    }

    /// The same person at the same study once more.
    pub fn neighbour_as_anna(&self) -> Session {
        Session::open(&self.folder.path().join("study.virk"), anna()).unwrap()
    }

    /// The same on a screen of another size.
    pub fn sized(mut self, columns: u16, rows: u16) -> Screen {
        self.size = (columns, rows);
        self.give(Input::Resize(columns, rows))
    }

    pub fn study(&self) -> &Study {
        self.app.context.study()
    }

    pub fn document(&self) -> Id<Document> {
        self.study().documents().next().unwrap().id
    }

    pub fn code(&self, name: &str) -> Id<Code> {
        self.study().find_code(name).unwrap().id
    }

    pub fn draw(&mut self) {
        self.cells = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        let theme = self.app.context.theme;
        self.caret = self.app.draw(&mut Canvas::new(&mut self.cells, theme));
    }

    pub fn give(mut self, input: Input) -> Screen {
        let wishes = self.app.handle_input(input);
        self.wishes.extend(wishes);
        self.draw();
        if let ViewKind::Search | ViewKind::Transcript = self.app.view().kind() {
            // What is asked while the frame is made is answered for the next one.
            self.app.context.search_job.wait_until_idle();
            self.draw();
        }
        self.app.context.jobs.wait_until_idle();
        self.draw();
        self
    }

    /// Presses keys, with a frame after each.
    pub fn press(mut self, keys: &str) -> Screen {
        for key in Key::parse_all(keys).unwrap() {
            self = self.give(Input::Key(key));
        }
        self
    }

    /// Presses keys faster than frames are drawn.
    pub fn burst(mut self, keys: &str) -> Screen {
        for key in Key::parse_all(keys).unwrap() {
            let wishes = self.app.handle_input(Input::Key(key));
            self.wishes.extend(wishes);
        }
        self.draw();
        self
    }

    /// Types words, letter by letter.
    pub fn types(mut self, words: &str) -> Screen {
        for letter in words.chars() {
            self = self.give(Input::Key(Key::plain(crossterm::event::KeyCode::Char(
                letter,
            ))));
        }
        self
    }

    /// Uses the mouse on the cell where `words` begin on the screen.
    pub fn mouse(self, did: MouseKind, words: &str) -> Screen {
        let at = self.find(words);
        self.give(Input::Mouse(Mouse { kind: did, at }))
    }

    fn find(&self, words: &str) -> Position {
        let place = (0..self.size.1).find_map(|y| {
            let row: Vec<String> = (0..self.size.0).map(|x| self.symbol(x, y)).collect();
            (0..row.len())
                .find(|x| row[*x..].concat().starts_with(words))
                .map(|x| Position { x: x as u16, y })
        });
        place.unwrap_or_else(|| panic!("no {words:?} in\n{}", self.text()))
    }

    /// The transcript with its codings written into it.
    #[track_caller]
    pub fn shows(self, expected: &str) -> Screen {
        assert_eq!(self.coded_text(), expected);
        self
    }

    fn coded_text(&self) -> String {
        let study = self.study();
        let document = study.document(self.document()).unwrap();
        let mut marks: Vec<(u32, bool, String)> = Vec::new();
        for coding in study.codings_in(document.id) {
            marks.push((
                coding.span.start,
                true,
                format!("«{}:", study.code_name(coding.code)),
            ));
            marks.push((coding.span.end, false, "»".into()));
        }
        // At one place the earlier stretch is closed before the next one is opened.
        marks.sort_by_key(|(at, opens, _)| (*at, *opens));
        let (mut out, mut from) = (String::new(), 0);
        for (at, _, sign) in marks {
            out += &document.text[from..at as usize];
            out += &sign;
            from = at as usize;
        }
        out + &document.text[from..]
    }

    /// What is selected, or stood on.
    #[track_caller]
    pub fn selects(self, expected: &str) -> Screen {
        let Some(view) = self.app.view().downcast_ref::<TranscriptView>() else {
            panic!("no transcript")
        };
        let text = self.study().document(view.document()).unwrap().text.clone();
        assert_eq!(view.selection().extent().text(&text), expected);
        self
    }

    /// What was said or refused, with its hint.
    #[track_caller]
    pub fn says(self, expected: &str) -> Screen {
        let said = match self.app.context.messages.last() {
            StatusMessage::Empty => String::new(),
            StatusMessage::Done(said) => said.clone(),
            StatusMessage::Error(refusal) => format!("{}. {}", refusal.what, refusal.hint),
        };
        assert_eq!(said, expected);
        self
    }

    /// Words somewhere on the screen.
    #[track_caller]
    pub fn sees(self, words: &str) -> Screen {
        assert!(
            self.text().contains(words),
            "no {words:?} in\n{}",
            self.text()
        );
        self
    }

    #[track_caller]
    pub fn sees_not(self, words: &str) -> Screen {
        assert!(
            !self.text().contains(words),
            "{words:?} in\n{}",
            self.text()
        );
        self
    }

    /// The caret's row up to it.
    pub fn before_caret(&self) -> String {
        let Position { x, y } = self.caret.expect("a caret");
        (0..x).map(|x| self.symbol(x, y)).collect()
    }

    fn symbol(&self, x: u16, y: u16) -> String {
        symbol(&self.cells[(x, y)])
    }

    /// The screen as text.
    pub fn text(&self) -> String {
        self.rows(symbol)
    }

    /// The screen as text, then as looks: one letter per cell, each explained below.
    pub fn snapshot(&self) -> String {
        let mut looks: Vec<String> = vec![String::new()];
        let mut letters = Vec::new();
        for cell in self.cells.content() {
            let look = look(cell);
            let place = looks
                .iter()
                .position(|known| *known == look)
                .unwrap_or_else(|| {
                    looks.push(look);
                    looks.len() - 1
                });
            letters.push(
                ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                    .chars()
                    .nth(place)
                    .unwrap_or('?'),
            );
        }
        let mut at = 0;
        let plane = self.rows(|_| {
            at += 1;
            letters[at - 1].to_string()
        });
        let mut out = format!("{}\n{plane}\n", self.text());
        for (place, look) in looks.iter().enumerate().skip(1) {
            let letter = ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                .chars()
                .nth(place)
                .unwrap_or('?');
            writeln!(out, "{letter} {look}").unwrap();
        }
        out
    }

    fn rows(&self, mut cell: impl FnMut(&Cell) -> String) -> String {
        let mut out = String::new();
        for y in 0..self.size.1 {
            let from = usize::from(y) * usize::from(self.size.0);
            let row: String = self.cells.content()[from..from + usize::from(self.size.0)]
                .iter()
                .map(&mut cell)
                .collect();
            out += row.trim_end();
            out.push('\n');
        }
        out
    }
}

/// The text of a cell; a blank for one that a wide grapheme covers.
fn symbol(cell: &Cell) -> String {
    match cell.symbol() {
        "" => " ".into(),
        symbol => symbol.into(),
    }
}

fn look(look: &Cell) -> String {
    let mut words = Vec::new();
    for (colour, what) in [(look.fg, ""), (look.bg, "on ")] {
        if colour != ratatui::style::Color::Reset {
            words.push(format!("{what}{colour}"));
        }
    }
    let modifiers = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ];
    words.extend(
        modifiers
            .into_iter()
            .filter(|(modifier, _)| look.modifier.contains(*modifier))
            .map(|(_, name)| name.to_owned()),
    );
    words.join(" ")
}

fn anna() -> Author {
    Author {
        writer: Uuid::from_u128(1),
        coder: Arc::from("anna"),
    }
}

/// `#[` and `|]#` taken out, and what was between them.
fn unmark(marked: &str) -> (String, Option<Span>) {
    let Some((before, rest)) = marked.split_once("#[") else {
        return (marked.to_owned(), None);
    };
    let (inside, after) = rest.split_once("|]#").expect("a closing mark");
    (
        format!("{before}{inside}{after}"),
        Some(Span::of(before.len(), before.len() + inside.len())),
    )
}

fn codebook() -> Command {
    let codes = CODES.map(|(name, kind, tag)| {
        let definition = BilingualText::new(format!("What is meant by {}.", name.to_lowercase()));
        let body = CodeBody {
            kind,
            name: BilingualText::new(name),
            tag: tag.into(),
            definition,
            ..CodeBody::default()
        };
        NewCode { body, parent: None }
    });
    Command::AddCodes {
        codes: codes.into(),
    }
}

fn theory(study: &Study) -> Command {
    let code = |name: &str| study.find_code(name).unwrap().id;
    let link = |from, to| NewLink::between(code(from), code(to));
    let links = vec![
        link("Reflection", "Development"),
        link("Relationship", "Development"),
    ];
    Command::AddTheory {
        version: "v1".into(),
        nodes: ["Reflection", "Relationship", "Development"]
            .map(code)
            .into(),
        links,
    }
}

/// A document whose speakers are all informants but `I`.
pub fn document(title: &str, text: &str) -> Command {
    let format = TurnFormat::detect(text);
    let speakers = turn::speakers(text, &format)
        .into_iter()
        .map(|(label, _)| NewSpeaker {
            informant: (label != "I").then(|| InformantBody {
                name: label.clone(),
                ..InformantBody::default()
            }),
            label,
            by_name: false,
        });
    let (title, language) = (title.to_owned(), "en".to_owned());
    Command::AddDocument {
        title,
        language,
        format,
        text: text.into(),
        speakers: speakers.collect(),
        source: Provenance::default(),
    }
}
