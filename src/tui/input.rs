//! Input: keys, mouse, paste. Everything else that terminals report (key releases, repeats of
//! modifiers) is dropped here, so that no other module has to deal with it.

use super::key::Key;
use crossterm::event::{Event, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

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
    #[must_use]
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
