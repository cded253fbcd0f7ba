//! End to end: the program in a pseudo-terminal, read by a terminal parser.

#![cfg(unix)]

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
    study::{BilingualText, CodeBody, CodeKind, Command, command::NewCode, document::Provenance},
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
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Terminal {
    fn open(study: &Path, columns: u16, rows: u16) -> Terminal {
        Terminal::of(study, columns, rows, &[("TERM", "xterm-256color")])
    }

    /// A terminal that says of itself what these variables say. The study is opened as
    /// people do: in its folder, by its bare name.
    fn of(study: &Path, columns: u16, rows: u16, says: &[(&str, &str)]) -> Terminal {
        Terminal::within(study.parent().unwrap(), study, columns, rows, says)
    }

    /// The same, from a folder above the study's.
    fn within(
        above: &Path,
        study: &Path,
        columns: u16,
        rows: u16,
        says: &[(&str, &str)],
    ) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_virk"));
        command.cwd(above);
        command.arg(study.strip_prefix(above).unwrap());
        command.env("VIRK_HOME", study.parent().unwrap());
        Terminal::around(command, columns, rows, says)
    }

    /// A terminal with another program in it, which stands in a folder.
    fn run(program: &str, words: &[&str], folder: &Path) -> Terminal {
        let mut command = CommandBuilder::new(program);
        command.cwd(folder);
        command.args(words);
        command.env("VIRK_HOME", folder);
        Terminal::around(command, 80, 24, &[("TERM", "xterm-256color")])
    }

    fn around(
        mut command: CommandBuilder,
        columns: u16,
        rows: u16,
        says: &[(&str, &str)],
    ) -> Terminal {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        for variable in ["NO_COLOR", "COLORTERM", "COLORFGBG", "WT_SESSION"] {
            command.env_remove(variable);
        }
        says.iter()
            .for_each(|(variable, value)| command.env(variable, value));
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
        Terminal {
            seen,
            keys: pair.master.take_writer().unwrap(),
            child,
            master: pair.master,
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until the screen fulfils a condition.
    #[track_caller]
    fn until(&self, what: &str, fulfilled: impl Fn(&vt100::Screen) -> bool) {
        let (seen, news) = &*self.seen;
        let (parser, late) = news
            .wait_timeout_while(seen.lock().unwrap(), PATIENCE, |parser| {
                !fulfilled(parser.screen())
            })
            .unwrap();
        assert!(
            !late.timed_out(),
            "no {what:?} in\n{}",
            parser.screen().contents()
        );
    }

    #[track_caller]
    fn sees(&self, words: &str) {
        self.until(words, |screen| screen.contents().contains(words));
    }

    /// Waits for the end, and for the screen to be given back.
    fn ends(mut self) -> u32 {
        let status = self.child.wait().unwrap();
        self.until("the terminal restored", given_back);
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
    let author = Author {
        writer: Uuid::from_u128(1),
        coder: Arc::from("anna"),
    };
    let start = Command::StartStudy {
        title: "A synthetic study".into(),
        language: "en".into(),
        alpha: 0.05,
    };
    let mut session = Session::create(&path, author, start).unwrap();
    let body = CodeBody {
        kind: CodeKind::Mechanism,
        name: BilingualText::new("Reflection"),
        colour: "#009E73".into(),
        ..CodeBody::default()
    };
    let text =
        "I: Hvad så?\n\nM: Jeg så pludselig på mig selv \u{1b}]0;owned\u{7}udefra. Ja.\n\nI: Og?";
    let add = Command::AddDocument {
        title: "Talk".into(),
        language: "en".into(),
        format: TurnFormat::Colon,
        text: text.into(),
        speakers: Vec::new(),
        source: Provenance::default(),
    };
    session
        .perform(Command::All(vec![
            Command::AddCodes {
                codes: vec![NewCode { body, parent: None }],
            },
            add,
        ]))
        .unwrap();
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
        let row = (0..24)
            .find(|row| {
                screen
                    .rows(0, 80)
                    .nth(*row as usize)
                    .unwrap()
                    .contains("pludselig")
            })
            .unwrap();
        screen.cell(row, 20).unwrap().bgcolor() != vt100::Color::Default
    };
    terminal.until("a tint", tinted);
    terminal.press("qqq");
    assert_eq!(terminal.ends(), 0);
    let author = Author {
        writer: Uuid::from_u128(2),
        coder: Arc::from("bo"),
    };
    assert_eq!(
        Session::open(&path, author)
            .unwrap()
            .study()
            .codings()
            .count(),
        1
    );
}

#[test]
fn it_follows_the_size_of_the_window_and_other_processes() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    let mut terminal = Terminal::open(&path, 80, 24);
    terminal.sees("document 1 of 1");
    terminal.press("\r");
    terminal.sees("turn 1 of 3");
    terminal
        .seen
        .0
        .lock()
        .unwrap()
        .screen_mut()
        .set_size(40.try_into().unwrap(), 120.try_into().unwrap());
    terminal.master.resize(size(120, 40)).unwrap();
    terminal.sees("Codebook");
    let author = Author {
        writer: Uuid::from_u128(2),
        coder: Arc::from("bo"),
    };
    let mut other = Session::open(&path, author).unwrap();
    let (document, code) = (
        other.study().documents().next().unwrap().id,
        other.study().codes().next().unwrap().id,
    );
    other
        .perform(Command::Apply {
            document,
            span: virk::text::Span::of(3, 12),
            codes: vec![code],
        })
        .unwrap();
    terminal.sees("1 coded");
    terminal.press("\u{11}");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_file_is_written_beside_the_study_and_where_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine");
    std::fs::create_dir(&mine).unwrap();
    let path = study(&mine);
    // Opened in its folder and above it; the name that is offered, and one of a person's own.
    for (above, typed, told, written) in [
        (
            &*mine,
            "",
            "to study-log.jsonl",
            mine.join("study-log.jsonl"),
        ),
        (
            folder.path(),
            "",
            "to mine/study-log.jsonl",
            mine.join("study-log.jsonl"),
        ),
        (
            folder.path(),
            "\u{15}own.jsonl",
            "to mine/own.jsonl",
            mine.join("own.jsonl"),
        ),
        (
            folder.path(),
            "\u{15}./own.jsonl",
            "to ./own.jsonl",
            folder.path().join("own.jsonl"),
        ),
    ] {
        let mut terminal = Terminal::within(above, &path, 80, 24, &[("TERM", "xterm-256color")]);
        terminal.sees("document 1 of 1");
        terminal.press("gx");
        terminal.sees("Export to a file");
        terminal.press("l");
        terminal.sees("study-log.jsonl");
        terminal.press(&format!("{typed}\r"));
        terminal.sees(&format!("Wrote 3 records {told}"));
        assert_eq!(
            std::fs::read_to_string(&written).unwrap().lines().count(),
            3
        );
        std::fs::remove_file(written).unwrap();
    }
}

#[test]
fn a_broken_pdf_takes_no_screen_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::open(&study(folder.path()), 80, 24);
    std::fs::write(
        folder.path().join("talk.pdf"),
        include_bytes!("../fixtures/import/half-a-command.pdf"),
    )
    .unwrap();
    terminal.sees("document 1 of 1");
    terminal.press("i");
    terminal.sees("File or folder");
    terminal.press("talk.pdf\r");
    terminal.sees("it is broken");
    terminal.until("the screen kept", |screen| {
        screen.alternate_screen() && !screen.contents().contains("panicked")
    });
    terminal.press("\u{3}\u{3}\u{11}");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn an_end_from_outside_gives_the_terminal_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    for signal in ["TERM", "HUP", "INT", "QUIT"] {
        let mut terminal = Terminal::open(&path, 60, 15);
        terminal.sees("document 1 of 1");
        terminal.press("\r");
        terminal.sees("Hvad så?");
        kill(signal, terminal.child.process_id().unwrap());
        terminal.ends();
    }
}

fn kill(signal: &str, process: u32) {
    let words = [format!("-{signal}"), process.to_string()];
    assert!(
        std::process::Command::new("kill")
            .args(words)
            .status()
            .unwrap()
            .success()
    );
}

/// Takes the screen and fails; does nothing unless it is told to.
#[test]
fn a_panic_on_purpose() {
    if std::env::var_os("VIRK_PANIC").is_some() {
        let _terminal = virk::tui::terminal::Terminal::open(true).unwrap();
        panic!("on purpose");
    }
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let test = std::env::current_exe().unwrap();
    let words = [
        "-c",
        "unset RUST_BACKTRACE; VIRK_PANIC=1 VIRK_HOME=. \"$0\" --exact pty::a_panic_on_purpose --nocapture; stty -a",
        test.to_str().unwrap(),
    ];
    let terminal = Terminal::run("sh", &words, folder.path());
    terminal.until("the panic told", |screen| {
        given_back(screen)
            && screen.contents().contains("Your study is safe")
            && screen.contents().contains("tests/it/pty.rs")
            && !screen.contents().contains("on purpose")
    });
    // The line discipline is a shell's again.
    terminal.until("a sane terminal", |screen| {
        let told = screen.contents();
        let modes: Vec<&str> = told.split_whitespace().collect();
        ["icanon", "echo", "isig", "opost"]
            .iter()
            .all(|mode| modes.contains(mode))
    });
    terminal.ends();
}

/// Whether a screen was given back.
fn given_back(screen: &vt100::Screen) -> bool {
    !screen.alternate_screen()
        && !screen.bracketed_paste()
        && !screen.hide_cursor()
        && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
}

#[test]
fn without_a_shell_nothing_stops() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::open(&study(folder.path()), 80, 24);
    terminal.sees("document 1 of 1");
    terminal.press("\u{1a}");
    terminal.sees("There is no shell here that could resume virk");
    kill("TSTP", terminal.child.process_id().unwrap());
    terminal.press("\r");
    terminal.sees("turn 1 of 3");
    terminal.press("\u{11}");
    assert_eq!(terminal.ends(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_stop_gives_the_terminal_back_and_going_on_takes_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    // A shell that does what virk asks: it has jobs.
    let mut terminal = Terminal::run("bash", &["--norc", "--noprofile", "-i"], folder.path());
    let virk = env!("CARGO_BIN_EXE_virk");
    terminal.press(&format!(
        "bind 'set enable-bracketed-paste off'; PS1='ready> '; set -b; {virk} {}\r",
        path.display()
    ));
    terminal.sees("document 1 of 1");
    let stopped = |terminal: &Terminal| {
        terminal.until("the terminal given back", |screen| {
            given_back(screen) && screen.contents().contains("Stopped")
        });
        terminal.until("a prompt", |screen| {
            screen.contents().trim_end().ends_with("ready>")
        });
    };
    // By the key, from outside, and by what nobody can hear before.
    for (signal, key) in [("", "\u{1a}"), ("TSTP", ""), ("STOP", "")] {
        if signal.is_empty() {
            terminal.press(key)
        } else {
            kill(signal, child_of(terminal.child.process_id().unwrap()))
        }
        if signal == "STOP" {
            // The shell has the keys again; the screen is as it was.
            std::thread::sleep(Duration::from_millis(300));
            terminal.press("clear; echo o''ther\r");
            terminal.sees("other");
        } else {
            stopped(&terminal);
            // The terminal works as a shell needs it: what is typed is seen.
            terminal.press("echo o''ther\r");
            terminal.sees("other");
        }
        terminal.press("fg\r");
        terminal.until("the screen taken again", |screen| {
            screen.alternate_screen() && screen.contents().contains("document 1 of 1")
        });
        terminal.press("\r");
        terminal.sees("turn 1 of 3");
        terminal.press("q");
        terminal.sees("document 1 of 1");
    }
    terminal.press("\u{3}\u{3}");
    terminal.until("a prompt", |screen| {
        given_back(screen) && screen.contents().trim_end().ends_with("ready>")
    });
    terminal.press("exit\r");
    terminal.ends();
}

/// The process that another one started.
#[cfg(target_os = "linux")]
fn child_of(process: u32) -> u32 {
    let told = |entry: std::fs::DirEntry| {
        let pid: u32 = entry.file_name().to_str()?.parse().ok()?;
        let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        let above: u32 = stat
            .rsplit_once(')')?
            .1
            .split_whitespace()
            .nth(1)?
            .parse()
            .ok()?;
        (above == process).then_some(pid)
    };
    std::fs::read_dir("/proc")
        .unwrap()
        .find_map(|entry| told(entry.unwrap()))
        .expect("a child")
}

/// The colours of the cells in sight, text and background.
fn colours(screen: &vt100::Screen) -> Vec<vt100::Color> {
    let (rows, columns) = screen.size();
    let cells = (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |column| (row, column)));
    let cells = cells.filter_map(|(row, column)| screen.cell(row, column));
    let mut found: Vec<vt100::Color> = Vec::new();
    for colour in cells.flat_map(|cell| [cell.fgcolor(), cell.bgcolor()]) {
        if !found.contains(&colour) {
            found.push(colour);
        }
    }
    found
}

/// The same work at three sizes, in a terminal without colours, with sixteen
/// on a light ground, and with all of them.
#[test]
fn the_whole_way_at_three_sizes_and_depths() {
    let plain: &[(&str, &str)] = &[("TERM", "xterm-256color"), ("NO_COLOR", "1")];
    let sixteen: &[(&str, &str)] = &[("TERM", "xterm"), ("COLORFGBG", "0;15")];
    let all: &[(&str, &str)] = &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")];
    for (columns, rows, says) in [(80, 24, plain), (120, 40, sixteen), (200, 60, all)] {
        let folder = tempfile::tempdir().unwrap();
        let path = study(folder.path());
        let mut terminal = Terminal::of(&path, columns, rows, says);
        terminal.sees("document 1 of 1");
        terminal.press("\r");
        terminal.sees("turn 1 of 3");
        terminal.press("Jsamr");
        terminal.sees("1 coded");
        // The code is told by its letters, whatever the colours.
        let tagged = |screen: &vt100::Screen| {
            screen
                .rows(0, columns)
                .any(|row| row.contains("pludselig") && row.contains(" Re "))
        };
        terminal.until("the tag in the margin", tagged);
        terminal.press("e");
        terminal.sees("Central theme");
        terminal.press("\u{1b}[200~Sees\rherself\u{1b}[201~\tself\r");
        terminal.sees("Condensed ");
        terminal.press("gc");
        terminal.sees("1 of 1 condensed");
        terminal.sees("Sees");
        terminal.press("\r");
        terminal.sees("turn 2 of 3");
        terminal.press("uu\u{7f}");
        terminal.sees("Nothing is condensed yet");
        let seen = terminal.seen.0.lock().unwrap();
        let colours = colours(seen.screen());
        drop(seen);
        let few = |colour: &vt100::Color| {
            matches!(colour, vt100::Color::Default | vt100::Color::Idx(0..=15))
        };
        match says {
            says if says == plain => assert_eq!(colours, [vt100::Color::Default]),
            says if says == sixteen => assert!(colours.iter().all(few), "{colours:?}"),
            _ => assert!(
                colours
                    .iter()
                    .any(|colour| matches!(colour, vt100::Color::Rgb(..))),
                "{colours:?}"
            ),
        }
        terminal.press("\u{11}");
        assert_eq!(terminal.ends(), 0);
    }
}

#[test]
fn a_fault_in_the_settings_is_told_and_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    std::fs::write(
        folder.path().join("config.toml"),
        "backround = \"light\"\n[keys.documents]\nopen_document = \"z\"\n",
    )
    .unwrap();
    let mut terminal = Terminal::open(&path, 100, 30);
    terminal.sees("line 1: there is no setting `backround`. Perhaps `background`");
    terminal.sees("z open");
    terminal.press("z");
    terminal.sees("turn 1 of 3");
    terminal.press("\u{11}");
    assert_eq!(terminal.ends(), 0);
}

/// The passphrase is asked for once and never shown; the screen hides itself when told to.
#[test]
#[cfg(feature = "encryption")]
fn an_encrypted_study_asks_for_its_passphrase_and_hides_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    virk::log::lock(&path, "hest batteri").unwrap();
    let mut terminal = Terminal::open(&path, 80, 24);
    terminal.sees("Passphrase of study.virk:");
    terminal.press("hest battx\u{7f}eri\r");
    terminal.sees("Talk");
    terminal.press("gk");
    terminal.sees("The study is locked.");
    terminal.until("nothing of the study", |screen| {
        !screen.contents().contains("Talk")
    });
    terminal.press("hest\r");
    terminal.sees("This is not its passphrase.");
    terminal.press("hest batt");
    terminal.sees("Passphrase: •••••••••");
    terminal.until("no passphrase", |screen| {
        !screen.contents().contains("hest")
    });
    terminal.press("eri\r");
    terminal.sees("Talk");
    terminal.press("q");
    assert_eq!(terminal.ends(), 0);

    let mut terminal = Terminal::open(&path, 80, 24);
    terminal.sees("Passphrase of study.virk:");
    terminal.press("hest\r");
    terminal.sees("this is not the passphrase of study.virk");
    assert_eq!(terminal.child.wait().unwrap().exit_code(), 2);
}
