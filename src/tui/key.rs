//! Keys as users write them: `w`, `Ctrl-p`, `Shift-Tab`, `g g`.
//!
//! Input: keys, mouse, paste. Everything else that terminals report (key releases, repeats of
//! modifiers) is dropped here, so that no other module has to deal with it.

use crate::study::Refusal;
use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::Position;
use std::fmt;

/// A key with its modifiers. For letters the case stands for Shift; for other keys `shift` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd)]
pub struct Key {
    pub code: KeyCode,
    pub ctrl: bool,
    pub alt: bool,
    /// Never set for letters.
    pub shift: bool,
}

/// Names of keys that are not characters.
const NAMES: &[(&str, KeyCode)] = &[
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Del", KeyCode::Delete),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
];

impl Key {
    /// A key without modifiers.
    pub fn plain(code: KeyCode) -> Key {
        Key {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    pub fn from_event(event: KeyEvent) -> Key {
        let held = |modifier| event.modifiers.contains(modifier);
        let (ctrl, alt, shift) = (
            held(KeyModifiers::CONTROL),
            held(KeyModifiers::ALT),
            held(KeyModifiers::SHIFT),
        );
        match event.code {
            // On Windows AltGr arrives as Ctrl and Alt: what it types is text.
            KeyCode::Char(c) if ctrl && alt && !c.is_ascii_alphanumeric() => {
                Key::plain(KeyCode::Char(c))
            }
            KeyCode::Char(c) => Key {
                code: KeyCode::Char(c),
                ctrl,
                alt,
                shift: false,
            },
            KeyCode::BackTab => Key {
                code: KeyCode::Tab,
                ctrl,
                alt,
                shift: true,
            },
            code => Key {
                code,
                ctrl,
                alt,
                shift,
            },
        }
    }

    /// Parses a single key.
    pub fn parse(written: &str) -> Result<Key, Refusal> {
        let mut key = Key::plain(KeyCode::Null);
        let mut rest = written;
        loop {
            if let Some(after) = rest.strip_prefix("Ctrl-") {
                (key.ctrl, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("Alt-") {
                (key.alt, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("Shift-") {
                (key.shift, rest) = (true, after);
            } else {
                break;
            }
        }
        let mut letters = rest.chars();
        key.code = match (
            letters.next(),
            letters.next(),
            NAMES.iter().find(|(name, _)| *name == rest),
        ) {
            (_, _, Some((_, code))) => *code,
            (Some(letter), None, _) => KeyCode::Char(letter),
            (Some('F'), Some(_), _) => KeyCode::F(rest[1..].parse().map_err(|_| unknown(written))?),
            _ => return Err(unknown(written)),
        };
        Ok(key)
    }

    /// Parses a sequence of keys separated by blanks.
    pub fn parse_all(written: &str) -> Result<Vec<Key>, Refusal> {
        written.split_whitespace().map(Key::parse).collect()
    }

    /// The character that this key types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

fn unknown(written: &str) -> Refusal {
    Refusal::new(
        format!("`{written}` is not a key"),
        "Write keys like w, Ctrl-p, Shift-Tab, F2 or Space",
    )
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.ctrl, "Ctrl-"),
            (self.alt, "Alt-"),
            (self.shift, "Shift-"),
        ] {
            f.write_str(if held { name } else { "" })?;
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, KeyCode::F(n)) => write!(f, "F{n}"),
            (None, other) => write!(f, "{other:?}"),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    Key(Key),
    Mouse(Mouse),
    /// Pasted text arrives as one input, never as keys.
    Paste(String),
    /// New size in columns and rows.
    Resize(u16, u16),
    /// The terminal window got the focus back.
    Focus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    pub kind: MouseKind,
    /// The cell under the pointer.
    pub at: Position,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button.
    Press,
    /// A move with the left button down.
    Drag,
    /// Rows to scroll down, or up if negative.
    Wheel(i32),
}

/// Rows to scroll per notch of the wheel.
const NOTCH: i32 = 3;

impl Input {
    /// Converts a terminal event; `None` for those virk ignores.
    pub fn from_event(event: Event) -> Option<Input> {
        match event {
            Event::Key(key) => {
                (key.kind == KeyEventKind::Press).then(|| Input::Key(Key::from_event(key)))
            }
            Event::Paste(text) => {
                Some(Input::Paste(text.replace("\r\n", "\n").replace('\r', "\n")))
            }
            Event::Resize(columns, rows) => Some(Input::Resize(columns, rows)),
            Event::FocusGained => Some(Input::Focus),
            Event::FocusLost => None,
            Event::Mouse(MouseEvent {
                kind, column, row, ..
            }) => {
                let did = match kind {
                    MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
                    MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
                    MouseEventKind::ScrollDown => MouseKind::Wheel(NOTCH),
                    MouseEventKind::ScrollUp => MouseKind::Wheel(-NOTCH),
                    _ => return None,
                };
                Some(Input::Mouse(Mouse {
                    kind: did,
                    at: Position { x: column, y: row },
                }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for written in [
            "w",
            "W",
            "Ctrl-p",
            "Shift-Tab",
            "Space",
            "F12",
            "F",
            "-",
            "Alt-x",
            "å",
            "Shift-Left",
        ] {
            assert_eq!(Key::parse(written).unwrap().to_string(), written);
        }
        assert!(Key::parse("Ctrl-").is_err());
        assert!(Key::parse("Foo").is_err());
    }

    #[test]
    fn altgr_types_text() {
        let event = KeyEvent::new(
            KeyCode::Char('@'),
            KeyModifiers::CONTROL | KeyModifiers::ALT,
        );
        assert_eq!(Key::from_event(event).typed(), Some('@'));
    }
}
