//! A read-only text on top of a view: lines under a title, part of which can be copied.

use super::{
    KeyHint, Layer, LayerResponse,
    dialog_action::{DialogAction, PAGE},
    foot,
};
use crate::text::{Span, sanitize, wrap};
use crate::tui::{
    canvas::Canvas,
    context::{AppCommand, AppContext},
    input::Input,
    theme::StyleRole,
    view::AnyView,
};
use ratatui::layout::Rect;

/// Each line has a style. Lines that are laid out already are cut, never wrapped.
pub struct TextDialog {
    title: String,
    lines: Vec<(StyleRole, String)>,
    copy: String,
    /// Noun for the text that is copied.
    copied_noun: &'static str,
    /// The lines wrapped for the width of the last frame.
    rows: Vec<(StyleRole, String)>,
    from: usize,
    seen: usize,
}

impl TextDialog {
    /// Lines under a title, and the sentence that the confirm key copies.
    #[must_use]
    pub fn new(
        title: impl Into<String>,
        lines: Vec<(StyleRole, String)>,
        copy: impl Into<String>,
    ) -> TextDialog {
        TextDialog {
            title: sanitize::sanitize_line(&title.into()),
            lines,
            copy: copy.into(),
            copied_noun: "the sentence",
            rows: Vec::new(),
            from: 0,
            seen: 1,
        }
    }

    /// Names what is copied if it is not a sentence.
    #[must_use]
    pub fn copying(self, called: &'static str) -> TextDialog {
        TextDialog {
            copied_noun: called,
            ..self
        }
    }
}

impl Layer for TextDialog {
    fn handle_input(
        &mut self,
        input: &Input,
        _: &mut AnyView,
        context: &mut AppContext,
    ) -> LayerResponse {
        let Input::Key(_) = input else {
            return LayerResponse::Ignored;
        };
        let last = self.rows.len().saturating_sub(self.seen);
        match context.dialog_action(input) {
            Some(DialogAction::Cancel) => return LayerResponse::Close,
            Some(DialogAction::Confirm) => {
                context.notify(format!("Copied {}", self.copied_noun));
                context.send(AppCommand::Copy(self.copy.clone()));
                return LayerResponse::Close;
            }
            Some(DialogAction::Next | DialogAction::NextField) => {
                self.from = (self.from + 1).min(last)
            }
            Some(DialogAction::Previous | DialogAction::PreviousField) => {
                self.from = self.from.saturating_sub(1)
            }
            Some(DialogAction::PageDown) => self.from = (self.from + PAGE).min(last),
            Some(DialogAction::PageUp) => self.from = self.from.saturating_sub(PAGE),
            _ => {}
        }
        LayerResponse::Consumed
    }

    fn set_area(&mut self, area: Rect) {
        let columns = area.width.min(WIDEST).saturating_sub(4).max(8) as usize;
        self.rows.clear();
        for (role, line) in &self.lines {
            let line = sanitize::sanitize_line(line);
            if line.is_empty() {
                self.rows.push((*role, String::new()));
            }
            wrap::wrap(&line, Span::of(0, line.len()), columns, |row| {
                self.rows.push((*role, row.text(&line).to_owned()))
            });
        }
        self.seen = (area.height.saturating_sub(2) as usize).max(1);
        self.from = self.from.min(self.rows.len().saturating_sub(self.seen));
    }

    fn draw(&self, _: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let height = (self.rows.len() as u16).saturating_add(2);
        let inside = canvas.frame(foot(area, WIDEST, height), &self.title);
        for (y, (role, row)) in
            (inside.top()..inside.bottom()).zip(self.rows.iter().skip(self.from))
        {
            canvas.put(inside.x, y, inside.right(), row, canvas.style(*role));
        }
        if self.from + (inside.height as usize) < self.rows.len() && inside.height > 0 {
            canvas.put(
                inside.right() - 1,
                inside.bottom() - 1,
                inside.right(),
                "…",
                canvas.style(StyleRole::Muted),
            );
        }
    }

    fn hints(&self, context: &AppContext) -> Vec<KeyHint> {
        vec![
            context.dialog_hint(DialogAction::Cancel, "close"),
            context.dialog_hint(
                DialogAction::Confirm,
                if self.copied_noun == "the list" {
                    "copy the list"
                } else {
                    "copy the sentence"
                },
            ),
            context.dialog_hint(DialogAction::Next, "further"),
        ]
    }
}

/// Longer lines are hard to read.
const WIDEST: u16 = 100;
