//! Asking for the passphrase of an encrypted study: a file, a command, or the terminal.

use crate::disk;
use crate::study::Refusal;
use crate::text::sanitize::sanitize_line;
use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Names a file that holds the passphrase in its first line.
const FILE: &str = "VIRK_PASSPHRASE_FILE";
/// A command that prints it, such as that of the system's key store.
const COMMAND: &str = "VIRK_PASSPHRASE_COMMAND";
const LARGEST_FILE: u64 = 1 << 16;

/// The passphrase that opens a study.
pub fn ask(study: &Path) -> Result<String, Refusal> {
    match kept()? {
        Some(passphrase) => Ok(passphrase),
        None => read_line(&format!("Passphrase of {}: ", study.display())),
    }
}

/// A passphrase for a study that has none yet, typed twice.
#[cfg(feature = "encryption")]
pub fn ask_new(study: &Path) -> Result<String, Refusal> {
    if let Some(passphrase) = kept()? {
        return Ok(passphrase);
    }
    let passphrase = read_line(&format!("New passphrase of {}: ", study.display()))?;
    if read_line("The same once more: ")? == passphrase {
        Ok(passphrase)
    } else {
        Err(Refusal::new(
            "the two passphrases differ",
            "Nothing was changed; try again",
        ))
    }
}

/// What stands where the environment says.
fn kept() -> Result<Option<String>, Refusal> {
    let named = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let text = if let Some(file) = named(FILE) {
        read_file(&PathBuf::from(file))?
    } else if let Some(command) = named(COMMAND) {
        run(&command)?
    } else {
        return Ok(None);
    };
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(Refusal::new(
            format!("the passphrase that {FILE} or {COMMAND} gives is empty"),
            "It stands in the first line",
        ));
    }
    Ok(Some(line.to_owned()))
}

fn read_file(file: &Path) -> Result<String, Refusal> {
    if disk::permissions_of_others(file) != 0 {
        return Err(Refusal::new(
            format!(
                "other people on this computer may open {}, which holds the passphrase",
                file.display()
            ),
            "`chmod 600` on it ends that",
        ));
    }
    String::from_utf8(disk::read(file, LARGEST_FILE)?).map_err(|_| {
        Refusal::new(
            format!("{} is not UTF-8", file.display()),
            "The passphrase stands in its first line",
        )
    })
}

fn run(command: &std::ffi::OsStr) -> Result<String, Refusal> {
    let (shell, option) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let ran = Command::new(shell)
        .arg(option)
        .arg(command)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output();
    let printed = ran
        .ok()
        .filter(|ran| ran.status.success())
        .and_then(|ran| String::from_utf8(ran.stdout).ok());
    printed.ok_or_else(|| {
        Refusal::new(
            format!("the command in {COMMAND} failed"),
            "It prints the passphrase in one line and ends with exit code 0",
        )
    })
}

/// Keys as they are typed, unseen, until this is dropped.
struct UnseenKeys;

impl UnseenKeys {
    fn begin() -> io::Result<UnseenKeys> {
        terminal::enable_raw_mode().map(|()| UnseenKeys)
    }
}

impl Drop for UnseenKeys {
    fn drop(&mut self) {
        let _ = terminal::disable_raw_mode();
        eprintln!();
    }
}

fn read_line(prompt: &str) -> Result<String, Refusal> {
    let nobody = || {
        Refusal::new(
            "the study is encrypted, and there is no terminal to ask for its passphrase in",
            format!(
                "Set {FILE} to a file that holds it, readable by you alone, or {COMMAND} to a command that prints it"
            ),
        )
    };
    if !io::stderr().is_terminal() {
        return Err(nobody());
    }
    eprint!("{}", sanitize_line(prompt));
    let _ = io::stderr().flush();
    let _unseen = UnseenKeys::begin().map_err(|_| nobody())?;
    let mut typed = String::new();
    loop {
        let Event::Key(key) = event::read().map_err(|_| nobody())? else {
            continue;
        };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL)
            && !key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Enter => return Ok(typed),
            KeyCode::Esc | KeyCode::Char('c' | 'd') if ctrl || key.code == KeyCode::Esc => {
                return Err(Refusal::new(
                    "no passphrase was given",
                    "Nothing was opened and nothing was changed",
                ));
            }
            KeyCode::Char('u') if ctrl => typed.clear(),
            KeyCode::Char(letter) if !ctrl => typed.push(letter),
            KeyCode::Backspace => drop(typed.pop()),
            _ => {}
        }
    }
}
