//! End to end: the program in a pseudo-terminal, read by a terminal parser.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may fail loudly")]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::{
    io::{Read, Write},
    path::Path,
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};
use uuid::Uuid;
use virk::{
    log::{Author, Session},
    study::{CodeBody, Command, Kind, Words, command::NewCode, document::Source},
    text::TurnFormat,
};

/// How long the slowest machine may take to show something.
const PATIENCE: Duration = Duration::from_secs(30);

/// A terminal that has the program in it.
struct Terminal {
    seen: Arc<(Mutex<vt100::Parser>, Condvar)>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

impl Terminal {
    fn open(study: &Path, columns: u16, rows: u16) -> Terminal {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_virk"));
        command.arg(study);
        command.env("TERM", "xterm-256color");
        command.env("VIRK_HOME", study.parent().unwrap());
        command.env_remove("NO_COLOR");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let parser = vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
        let seen = Arc::new((Mutex::new(parser), Condvar::new()));
        let mut output = pair.master.try_clone_reader().unwrap();
        let listener = seen.clone();
        thread::spawn(move || {
            let mut bytes = [0; 1 << 16];
            while let Ok(count) = output.read(&mut bytes) {
                if count == 0 {
                    break;
                }
                listener.0.lock().unwrap().process(&bytes[..count]);
                listener.1.notify_all();
            }
        });
        Terminal { seen, keys: pair.master.take_writer().unwrap(), child, master: pair.master }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until the screen fulfils a condition.
    #[track_caller]
    fn until(&self, what: &str, fulfilled: impl Fn(&vt100::Screen) -> bool) {
        let (seen, news) = &*self.seen;
        let (parser, late) = news.wait_timeout_while(seen.lock().unwrap(), PATIENCE, |parser| !fulfilled(parser.screen())).unwrap();
        assert!(!late.timed_out(), "no {what:?} in\n{}", parser.screen().contents());
    }

    #[track_caller]
    fn sees(&self, words: &str) {
        self.until(words, |screen| screen.contents().contains(words));
    }

    /// Waits for the end, and for the screen to be given back.
    fn ends(mut self) -> u32 {
        let status = self.child.wait().unwrap();
        self.until("the terminal restored", |screen| {
            !screen.alternate_screen()
                && !screen.bracketed_paste()
                && !screen.hide_cursor()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
        status.exit_code()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn study(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("study.virk");
    let author = Author { writer: Uuid::from_u128(1), coder: Arc::from("anna") };
    let start = Command::StartStudy { title: "A synthetic study".into(), language: "en".into(), alpha: 0.05 };
    let mut session = Session::create(&path, author, start).unwrap();
    let body = CodeBody { kind: Kind::Mechanism, name: Words::new("Reflection"), colour: "#009E73".into(), ..CodeBody::default() };
    let text = "I: Hvad så?\n\nM: Jeg så pludselig på mig selv \u{1b}]0;owned\u{7}udefra. Ja.\n\nI: Og?";
    let add = Command::AddDocument {
        title: "Talk".into(),
        language: "en".into(),
        format: TurnFormat::Colon,
        text: text.into(),
        speakers: Vec::new(),
        source: Source::default(),
    };
    session.perform(Command::All(vec![Command::AddCodes { codes: vec![NewCode { body, parent: None }] }, add])).unwrap();
    path
}

#[test]
fn a_sentence_is_coded_and_the_terminal_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    let mut terminal = Terminal::open(&path, 80, 24);
    terminal.sees("document 1 of 1");
    terminal.press("\r");
    terminal.sees("turn 1 of 3");
    // The escape sequence in the transcript is a picture, not a command.
    terminal.sees("␛]0;owned␇");
    terminal.press("Jamr");
    terminal.sees("as Reflection");
    terminal.sees("1 coded");
    let tinted = |screen: &vt100::Screen| {
        let row = (0..24).find(|row| screen.rows(0, 80).nth(*row as usize).unwrap().contains("pludselig")).unwrap();
        screen.cell(row, 20).unwrap().bgcolor() != vt100::Color::Default
    };
    terminal.until("a tint", tinted);
    terminal.press("qq");
    assert_eq!(terminal.ends(), 0);
    let author = Author { writer: Uuid::from_u128(2), coder: Arc::from("bo") };
    assert_eq!(Session::open(&path, author).unwrap().study().codings().count(), 1);
}

#[test]
fn it_follows_the_size_of_the_window_and_other_processes() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    let mut terminal = Terminal::open(&path, 80, 24);
    terminal.sees("document 1 of 1");
    terminal.press("\r");
    terminal.sees("turn 1 of 3");
    terminal.seen.0.lock().unwrap().screen_mut().set_size(40.try_into().unwrap(), 120.try_into().unwrap());
    terminal.master.resize(size(120, 40)).unwrap();
    terminal.sees("Codebook");
    let author = Author { writer: Uuid::from_u128(2), coder: Arc::from("bo") };
    let mut other = Session::open(&path, author).unwrap();
    let (document, code) = (other.study().documents().next().unwrap().id, other.study().codes().next().unwrap().id);
    other.perform(Command::Apply { document, span: virk::text::Span::of(3, 12), codes: vec![code] }).unwrap();
    terminal.sees("1 coded");
    terminal.press("\u{3}");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_polite_end_gives_the_terminal_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::open(&study(folder.path()), 60, 15);
    terminal.sees("document 1 of 1");
    terminal.press("\r");
    terminal.sees("Hvad så?");
    let id = terminal.child.process_id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    terminal.ends();
}
