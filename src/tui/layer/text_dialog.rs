//! A read-only text on top of a view: lines under a title, part of which can be copied.
//!
//! A text field: text, a caret, and the usual editing keys of terminals. The caret is always at a
//! grapheme boundary.

use super::dialog_action::{DialogAction, PAGE};
use super::{KeyHint, Layer, LayerResponse, foot};
use crate::text::{Span, boundary, sanitize, span, wrap};
use crate::tui::canvas::Canvas;
use crate::tui::context::{AppCommand, AppContext};
use crate::tui::key::Input;
use crate::tui::theme::StyleRole;
use crate::tui::view::View;
use ratatui::layout::{Position, Rect};

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
        _: &mut dyn View,
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

#[derive(Clone, Debug, Default)]
pub struct TextField {
    text: String,
    caret: usize,
    /// The next typed character replaces everything.
    all_selected: bool,
}

impl TextField {
    /// The caret is at the end.
    pub fn new(text: &str) -> TextField {
        TextField {
            text: text.to_owned(),
            caret: text.len(),
            all_selected: false,
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn at_end(&self) -> bool {
        self.caret == self.text.len()
    }

    /// Selects everything: typing replaces it, moving the caret keeps it.
    pub fn choose(&mut self) {
        self.caret = self.text.len();
        self.all_selected = !self.text.is_empty();
    }

    /// Handles an input that edits, given the dialog action bound to it; returns whether it did. A
    /// key that types a character types it, whatever else it is bound to. Line breaks and moving
    /// between lines are up to the caller.
    pub fn handle_input(&mut self, input: &Input, action: Option<DialogAction>) -> bool {
        match (input, action) {
            (Input::Paste(text), _) => self.insert(text),
            (Input::Key(key), action) => match (key.typed(), action) {
                (Some(letter), _) => self.insert(letter.encode_utf8(&mut [0; 4])),
                (None, Some(action)) => return self.edit(action),
                (None, None) => return false,
            },
            _ => return false,
        }
        true
    }

    fn edit(&mut self, action: DialogAction) -> bool {
        let deletes = [
            DialogAction::DeleteBefore,
            DialogAction::DeleteAfter,
            DialogAction::DeleteWord,
            DialogAction::DeleteToStart,
            DialogAction::DeleteToEnd,
        ];
        if std::mem::take(&mut self.all_selected) && deletes.contains(&action) {
            self.cut(0, self.text.len());
            return true;
        }
        let all = Span::of(0, self.text.len());
        let word_before = || {
            boundary::word_before(&self.text, all, self.caret).map_or(0, |word| word.start as usize)
        };
        match action {
            DialogAction::WordLeft => self.caret = word_before(),
            DialogAction::WordRight => {
                self.caret = boundary::word_after(&self.text, all, self.caret)
                    .map_or(self.text.len(), |word| word.start as usize);
            }
            DialogAction::Left => self.caret = span::previous_grapheme(&self.text, self.caret),
            DialogAction::Right => self.caret = span::next_grapheme(&self.text, self.caret),
            DialogAction::Start => self.caret = 0,
            DialogAction::End => self.caret = self.text.len(),
            DialogAction::DeleteBefore => {
                self.cut(span::previous_grapheme(&self.text, self.caret), self.caret)
            }
            DialogAction::DeleteAfter => {
                self.cut(self.caret, span::next_grapheme(&self.text, self.caret))
            }
            DialogAction::DeleteWord => self.cut(word_before(), self.caret),
            DialogAction::DeleteToStart => self.cut(0, self.caret),
            DialogAction::DeleteToEnd => self.cut(self.caret, self.text.len()),
            _ => return false,
        }
        true
    }

    pub fn insert(&mut self, text: &str) {
        if std::mem::take(&mut self.all_selected) {
            self.cut(0, self.text.len());
        }
        self.text.insert_str(self.caret, text);
        self.caret += text.len();
        // The inserted text may have joined with its neighbours, as a combining mark does.
        self.caret = Span::snap(&self.text, self.caret.saturating_sub(1)..self.caret)
            .map_or(self.caret, |span| span.end as usize);
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.caret = from;
    }

    /// Moves the caret up or down a line in the layout of this width. Returns whether there was
    /// such a line.
    pub fn step(&mut self, down: bool, columns: u16) -> bool {
        let lines = self.lines(columns);
        let (row, column) = self.place(&lines);
        let Some(line) = (if down {
            row.checked_add(1)
        } else {
            row.checked_sub(1)
        })
        .and_then(|row| lines.get(row)) else {
            return false;
        };
        let (mut at, mut used) = (line.start as usize, 0);
        while used < column && at < line.end as usize {
            let next = span::next_grapheme(&self.text, at);
            used += wrap::grapheme_width(&self.text[at..next]);
            at = next;
        }
        self.caret = at.min(line.end as usize);
        true
    }

    /// The text in lines of this width; unlike [`wrap::wrap`], this includes empty lines.
    fn lines(&self, columns: u16) -> Vec<Span> {
        let mut lines = Vec::new();
        let mut start = 0;
        for part in self.text.split('\n') {
            let before = lines.len();
            // One cell stays free for the caret after the last letter.
            wrap::wrap(
                &self.text,
                Span::of(start, start + part.len()),
                columns.saturating_sub(1) as usize,
                |line| lines.push(line),
            );
            if lines.len() == before {
                lines.push(Span::of(start, start));
            }
            start += part.len() + 1;
        }
        lines
    }

    /// Row and column of the caret.
    fn place(&self, lines: &[Span]) -> (usize, usize) {
        let row = lines
            .iter()
            .rposition(|line| line.start as usize <= self.caret)
            .unwrap_or(0);
        let column = lines.get(row).map_or(0, |line| {
            wrap::width(&self.text[line.start as usize..self.caret])
        });
        (row, column)
    }

    /// Draws the part of the text around the caret; the caret is shown if the field is `live`.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, live: bool) {
        let lines = self.lines(area.width);
        let (row, column) = self.place(&lines);
        let first = (row + 1).saturating_sub(area.height as usize);
        let style = canvas.style(if live && self.all_selected {
            StyleRole::Selected
        } else {
            StyleRole::Text
        });
        for (y, line) in (area.top()..area.bottom()).zip(&lines[first..]) {
            canvas.put(area.x, y, area.right(), line.text(&self.text), style);
        }
        if live && area.height > 0 {
            let x = (area.x + column as u16).min(area.right().saturating_sub(1));
            canvas.caret = Some(Position {
                x,
                y: area.y + (row - first) as u16,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::{key::Key, keymap::Keymap};

    fn press(mut field: TextField, keys: &str) -> TextField {
        let keymap = Keymap::new(crate::tui::screens::ACTIONS).unwrap();
        for key in Key::parse_all(keys).unwrap() {
            field.handle_input(&Input::Key(key), keymap.dialog_action(key));
        }
        field
    }

    fn typed(keys: &str) -> TextField {
        press(TextField::default(), keys)
    }

    #[test]
    fn letters_are_whole() {
        assert_eq!(typed("s å Backspace").text(), "s");
        // Even where the dialog has a use for these keys.
        assert_eq!(typed("a Space + b").text(), "a +b");
        let mut field = TextField::new("a");
        field.handle_input(&Input::Paste("\u{30a}b".into()), None);
        assert_eq!(press(field, "Backspace Backspace").text(), "");
    }

    #[test]
    fn what_is_chosen_gives_way_to_what_is_typed_and_stays_for_a_step() {
        let chosen = || {
            let mut field = TextField::new("trust");
            field.choose();
            field
        };
        assert_eq!(press(chosen(), "a b").text(), "ab");
        assert_eq!(press(chosen(), "End s").text(), "trusts");
        assert_eq!(press(chosen(), "Backspace").text(), "");
    }

    #[test]
    fn words_go_at_once() {
        assert_eq!(typed("a Space b c Ctrl-w").text(), "a ");
        assert_eq!(typed("a Space b c Home Ctrl-Right d").text(), "a dbc");
    }

    #[test]
    fn lines_can_be_walked() {
        let mut field = TextField::new("one\n\nthree");
        assert!(field.step(false, 20) && field.step(false, 20) && !field.step(false, 20));
        field.insert("!");
        assert_eq!(field.text(), "!one\n\nthree");
    }
}
