//! The frame around every view: status line, key hints, which-key, and messages too long for one
//! line.
//!
//! Messages to the user: the latest on the status line, and all of them in a list, so that no
//! refusal is lost at the next key.

use super::app::App;
use super::canvas::Canvas;
use super::key::Key;
use super::keymap::{KeyBranch, KeyLookup};
use super::theme::StyleRole;
use crate::study::Refusal;
use crate::text::{sanitize, wrap};
use ratatui::layout::Rect;
use std::collections::VecDeque;
use std::fmt;

/// Rows of the status line and the hint line.
pub const LINES: u16 = 2;

/// Draws the last two lines, with long messages above them; returns the number of rows used.
pub fn status(app: &App, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
    let row = Rect {
        y: area.bottom() - LINES,
        height: 1,
        ..area
    };
    let plain = canvas.style(StyleRole::Status);
    canvas.blank(Rect {
        height: LINES,
        ..row
    });
    canvas.restyle(row, plain);
    let end = area.right() - 1;
    let right = canvas.put_right(row.y, end, &standing(app), plain);
    let left = canvas.put_cut(
        area.x + 1,
        row.y,
        right.saturating_sub(1),
        &app.view().status_text(&app.context),
        plain,
    ) + 2;
    let writing = app
        .context
        .writing()
        .map(StatusMessage::Done)
        .filter(|_| *app.context.messages.last() == StatusMessage::Empty);
    let above = draw_message(
        writing.as_ref().unwrap_or(app.context.messages.last()),
        canvas,
        row,
        left,
        right.saturating_sub(2),
    );
    match app
        .context
        .keymap
        .lookup(app.view().kind(), app.pending_keys())
    {
        KeyLookup::Prefix(branch) if !app.pending_keys().is_empty() => {
            which_key(branch, app.pending_keys(), canvas, row)
        }
        _ => {}
    }
    hints(app, canvas, area);
    above
}

/// The coder, and the number of codings.
fn standing(app: &App) -> String {
    let coded = app.context.coding_count();
    let coder = sanitize::sanitize_line(&app.context.session().author().coder);
    match app.context.session().read_only() {
        Some(_) => format!("read-only · {coded} coded"),
        None => format!("{coder} · {coded} coded"),
    }
}

/// Shows the message in the status line if it fits, else in full on lines above it.
fn draw_message(
    message: &StatusMessage,
    canvas: &mut Canvas<'_>,
    row: Rect,
    left: u16,
    right: u16,
) -> u16 {
    let text = message.to_string();
    let role = match message {
        StatusMessage::Empty => return 0,
        StatusMessage::Done(_) => StyleRole::Success,
        StatusMessage::Error(_) => StyleRole::Error,
    };
    let style = canvas.style(StyleRole::Status).patch(canvas.style(role));
    if wrap::width(&text) <= right.saturating_sub(left) as usize {
        canvas.put(left, row.y, right, &text, style);
        return 0;
    }
    let width = row.width.saturating_sub(2);
    let mut lines = 0;
    wrap::wrap(
        &text,
        crate::text::Span::of(0, text.len()),
        width as usize,
        |_| lines += 1,
    );
    let height = lines.min(row.y);
    let over = Rect {
        x: row.x,
        y: row.y - height,
        width: row.width,
        height,
    };
    canvas.blank(over);
    canvas.restyle(over, canvas.style(StyleRole::Status));
    canvas.paragraph(
        Rect {
            x: row.x + 1,
            width,
            ..over
        },
        &text,
        style,
    );
    height
}

/// The keys that may follow those pressed so far.
fn which_key(branch: &KeyBranch, pending: &[Key], canvas: &mut Canvas<'_>, row: Rect) {
    let entries: Vec<(String, &str)> = branch
        .entries()
        .map(|(key, doc)| (key.to_string(), doc))
        .collect();
    let height = (entries.len() as u16 + 2).min(row.y);
    let widest = entries
        .iter()
        .map(|(key, doc)| wrap::width(key) + wrap::width(doc) + 6)
        .max()
        .unwrap_or(0) as u16;
    let width = widest.max(24).min(row.width);
    let title = format!(
        "{} … {}",
        pending
            .iter()
            .map(Key::to_string)
            .collect::<Vec<_>>()
            .join(" "),
        branch.label
    );
    let inside = canvas.frame(
        Rect {
            x: row.right() - width,
            y: row.y - height,
            width,
            height,
        },
        &title,
    );
    for (y, (key, doc)) in (inside.top()..inside.bottom()).zip(&entries) {
        let x = canvas.put(
            inside.x,
            y,
            inside.right(),
            key,
            canvas.style(StyleRole::Key),
        );
        canvas.put(x + 2, y, inside.right(), doc, canvas.style(StyleRole::Text));
    }
}

/// Key hints of the front layer, or of the view.
fn hints(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let y = area.bottom() - 1;
    let mut x = area.x + 1;
    let end = area.right();
    let mut hint = |key: &str, word: &str| {
        if !key.is_empty() && x as usize + wrap::width(key) + wrap::width(word) + 1 < end as usize {
            x = canvas.put(x, y, end, key, canvas.style(StyleRole::Key)) + 1;
            x = canvas.put(x, y, end, word, canvas.style(StyleRole::Muted)) + 2;
        }
    };
    match app.layers().last() {
        Some(layer) => layer
            .hints(&app.context)
            .iter()
            .for_each(|(key, word)| hint(key, word)),
        None => app
            .context
            .keymap
            .hints(app.view().kind())
            .iter()
            .for_each(|(key, word)| hint(key, word)),
    }
}

/// The latest message.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum StatusMessage {
    /// Nothing since the last key.
    #[default]
    Empty,
    Done(String),
    Error(Refusal),
}

impl fmt::Display for StatusMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StatusMessage::Empty => Ok(()),
            StatusMessage::Done(what) => f.write_str(&sanitize::sanitize_line(what)),
            StatusMessage::Error(Refusal { what, hint }) if hint.is_empty() => {
                f.write_str(&sanitize::sanitize_line(what))
            }
            StatusMessage::Error(Refusal { what, hint }) => {
                f.write_str(&sanitize::sanitize_line(&format!("{what}. {hint}.")))
            }
        }
    }
}

/// Length of the log.
const KEPT: usize = 200;

/// The log, and the latest message.
#[derive(Debug, Default)]
pub struct MessageLog {
    last: StatusMessage,
    all: VecDeque<String>,
}

impl MessageLog {
    pub fn push(&mut self, message: StatusMessage) {
        if self.all.len() == KEPT {
            self.all.pop_front();
        }
        self.all.push_back(message.to_string());
        self.last = message;
    }

    /// Says more at the end of the latest message.
    pub fn amend(&mut self, more: &str) {
        if let StatusMessage::Done(said) = &mut self.last {
            said.push_str(more);
        }
        if let Some(said) = self.all.back_mut() {
            said.push_str(more);
        }
    }

    /// The latest message, unless it was cleared by a later key.
    pub fn last(&self) -> &StatusMessage {
        &self.last
    }

    /// Clears the status line.
    pub fn clear_current(&mut self) {
        self.last = StatusMessage::Empty;
    }

    /// Latest first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.all.iter().rev().map(String::as_str)
    }
}
