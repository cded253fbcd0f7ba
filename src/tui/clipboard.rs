//! The clipboard. A program of the system takes the text where there is one; the terminal is asked
//! too (OSC 52), which also reaches the clipboard at the other end of ssh, but never says whether it
//! obeyed.

use crossterm::{clipboard::CopyToClipboard, execute};
use std::io::{self, Write};
use std::process::{Command, Stdio};

/// What took the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClipboardOutcome {
    /// This program.
    Program(&'static str),
    /// The terminal was asked, and may or may not have obeyed.
    Asked,
}

/// A program that reads the clipboard's new text from its standard input.
type ClipboardProgram = (&'static str, &'static [&'static str]);

pub fn copy(text: &str) -> io::Result<ClipboardOutcome> {
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))?;
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let taken = programs(is_set)
        .into_iter()
        .find(|program| hand_over(program, text).is_ok());
    Ok(taken.map_or(ClipboardOutcome::Asked, |(name, _)| {
        ClipboardOutcome::Program(name)
    }))
}

/// The programs of this system, the likeliest first, by the variables that are set.
fn programs(is_set: impl Fn(&str) -> bool) -> Vec<ClipboardProgram> {
    let mut programs: Vec<ClipboardProgram> = Vec::new();
    if cfg!(target_os = "macos") {
        programs.push(("pbcopy", &[]));
    }
    if cfg!(windows) {
        programs.push(("clip", &[]));
    }
    if is_set("WAYLAND_DISPLAY") {
        programs.push(("wl-copy", &[]));
    }
    if is_set("DISPLAY") {
        programs.push(("xclip", &["-selection", "clipboard"]));
        programs.push(("xsel", &["--input", "--clipboard"]));
    }
    if is_set("TMUX") {
        programs.push(("tmux", &["load-buffer", "-w", "-"]));
    }
    programs
}

/// Gives a program the text. It may stay to serve the clipboard, so nothing it writes is waited for.
fn hand_over((name, args): &ClipboardProgram, text: &str) -> io::Result<()> {
    let mut child = Command::new(name)
        .args(*args)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes())?;
    }
    if child.wait()?.success() {
        Ok(())
    } else {
        Err(io::Error::other(*name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_are_those_of_the_system_that_runs() {
        let names = |set: &[&str]| -> Vec<&str> {
            let programs = programs(|name| set.contains(&name));
            let added = programs.iter().map(|(name, _)| *name);
            added
                .filter(|name| !["pbcopy", "clip"].contains(name))
                .collect()
        };
        assert!(names(&[]).is_empty());
        assert_eq!(names(&["TMUX"]), ["tmux"]);
        assert_eq!(
            names(&["WAYLAND_DISPLAY", "DISPLAY"]),
            ["wl-copy", "xclip", "xsel"]
        );
    }

    #[test]
    fn a_program_that_fails_or_is_not_there_has_not_taken_it() {
        assert!(hand_over(&("no-such-program-of-virk", &[]), "text").is_err());
        #[cfg(unix)]
        assert!(hand_over(&("false", &[]), "text").is_err());
        #[cfg(unix)]
        assert!(hand_over(&("cat", &[]), "text").is_ok());
    }
}
