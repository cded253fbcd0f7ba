//! What a person does: keys, mouse, paste. What the terminal reports beyond
//! that (releases, repeats of modifiers) is left out here and known to nobody else.

use super::key::Key;
use crossterm::event::{Event, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

/// One thing a person did, or the terminal told.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something.
    Mouse(Mouse),
    /// Text was pasted: one input, never keys.
    Paste(String),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// The terminal window is looked at again.
    Focus,
}

/// What the mouse did, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// The cell it points at.
    pub at: Position,
}

/// What a mouse can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The mouse moved with the left button down.
    Drag,
    /// The wheel turned towards the hand: this many rows down, or up when negative.
    Wheel(i32),
}

/// Rows a notch of the wheel scrolls.
const NOTCH: i32 = 3;

impl Input {
    /// What a terminal's event means, if it means something here.
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
