//! Forms: one or more fields, a text above them, and what happens with the input. Typed text is
//! never lost by accident: a form that cannot be saved stays open, and a changed one closes only at
//! the second attempt.

use super::dialog_action::DialogAction;
use super::text_dialog::TextField;
use super::{KeyHint, Layer, LayerResponse, foot};
use crate::text::{sanitize, wrap};
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::key::Input;
use crate::tui::theme::StyleRole;
use crate::tui::view::View;
use ratatui::layout::Rect;

pub struct FormField {
    label: &'static str,
    field: TextField,
    /// Height; with more than one row, the field accepts line breaks.
    rows: u16,
    /// Earlier values; the first that begins with the typed text is suggested.
    earlier: Vec<String>,
}

impl FormField {
    pub fn new(label: &'static str, text: &str, rows: u16) -> FormField {
        FormField {
            label,
            field: TextField::new(text),
            rows,
            earlier: Vec::new(),
        }
    }

    /// Suggests earlier values.
    pub fn with_suggestions(mut self, earlier: Vec<String>) -> FormField {
        self.earlier = earlier;
        self
    }

    /// The rest of the suggested value.
    fn offer(&self) -> Option<&str> {
        let typed = self.field.text();
        let begins = |known: &&String| {
            !typed.is_empty() && known.len() > typed.len() && known.starts_with(typed)
        };
        self.field
            .at_end()
            .then(|| {
                self.earlier
                    .iter()
                    .find(begins)
                    .map(|known| &known[typed.len()..])
            })
            .flatten()
    }
}

/// Handles the input; returns `true` if the form can be closed.
type SaveFn = Box<dyn FnMut(&mut dyn View, &mut AppContext, &[String]) -> bool>;

pub struct FormDialog {
    title: String,
    about: String,
    fields: Vec<FormField>,
    at: usize,
    before: Vec<String>,
    warned: bool,
    /// Width of the fields, as last drawn.
    columns: u16,
    /// Word for confirming, on the hint line.
    verb: &'static str,
    save: SaveFn,
}

/// Widest form: longer lines are hard to read.
const WIDTH: u16 = 84;

impl FormDialog {
    /// `about` is shown above the fields and may be empty.
    pub fn new(
        title: impl Into<String>,
        about: &str,
        parts: Vec<FormField>,
        save: impl FnMut(&mut dyn View, &mut AppContext, &[String]) -> bool + 'static,
    ) -> FormDialog {
        let before = parts
            .iter()
            .map(|part| part.field.text().to_owned())
            .collect();
        let about = sanitize::sanitize_line(about);
        FormDialog {
            title: title.into(),
            about,
            fields: parts,
            at: 0,
            before,
            warned: false,
            columns: WIDTH,
            verb: "save",
            save: Box::new(save),
        }
    }

    /// Replaces the word for confirming, for forms that do not save.
    pub fn with_verb(mut self, verb: &'static str) -> FormDialog {
        self.verb = verb;
        self
    }

    fn texts(&self) -> Vec<String> {
        self.fields
            .iter()
            .map(|part| part.field.text().to_owned())
            .collect()
    }

    fn leave(&mut self, context: &mut AppContext) -> LayerResponse {
        if self.warned || self.texts() == self.before {
            return LayerResponse::Close;
        }
        self.warned = true;
        let (answer, leave) = (
            context.keymap.first_key_for(DialogAction::Confirm),
            context.keymap.first_key_for(DialogAction::Cancel),
        );
        context.notify(format!(
            "Not saved yet: {answer} to {}, {leave} again discards what was typed",
            self.verb
        ));
        LayerResponse::Consumed
    }

    fn width(area: Rect) -> u16 {
        WIDTH.min(area.width)
    }

    fn about_rows(&self, width: u16) -> u16 {
        let mut rows = 0;
        wrap::wrap(
            &self.about,
            crate::text::Span::of(0, self.about.len()),
            width as usize,
            |_| rows += 1,
        );
        rows
    }
}

impl Layer for FormDialog {
    fn handle_input(
        &mut self,
        input: &Input,
        view: &mut dyn View,
        context: &mut AppContext,
    ) -> LayerResponse {
        let several = self.fields.len();
        let Some(part) = self.fields.get_mut(self.at) else {
            return LayerResponse::Close;
        };
        let action = context.dialog_action(input);
        match action {
            Some(DialogAction::Cancel) => return self.leave(context),
            Some(DialogAction::Confirm) => {
                let texts = self.texts();
                self.warned = false;
                return if (self.save)(view, context, &texts) {
                    LayerResponse::Close
                } else {
                    LayerResponse::Consumed
                };
            }
            Some(DialogAction::NewLine) if part.rows > 1 => part.field.insert("\n"),
            Some(DialogAction::Right | DialogAction::End) if part.offer().is_some() => {
                let offer = part.offer().unwrap_or_default().to_owned();
                part.field.insert(&offer);
            }
            Some(DialogAction::NextField) => self.at = (self.at + 1) % several,
            Some(DialogAction::PreviousField) => self.at = (self.at + several - 1) % several,
            Some(DialogAction::Next) if !part.field.step(true, self.columns) => {
                self.at = (self.at + 1).min(several - 1)
            }
            Some(DialogAction::Previous) if !part.field.step(false, self.columns) => {
                self.at = self.at.saturating_sub(1)
            }
            _ => match input {
                // In a field of one row, a pasted line break would only get in the way.
                Input::Paste(text) if part.rows == 1 => {
                    part.field.insert(&sanitize::sanitize_line(text))
                }
                Input::Mouse(_) => return LayerResponse::Consumed,
                _ => drop(part.field.handle_input(input, action)),
            },
        }
        self.warned = false;
        LayerResponse::Consumed
    }

    fn set_area(&mut self, area: Rect) {
        self.columns = FormDialog::width(area).saturating_sub(4);
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let width = FormDialog::width(area);
        let fields: u16 = self.fields.iter().map(|part| part.rows + 1).sum();
        let room = area.height.saturating_sub(fields + 2);
        let about = self.about_rows(width - 4).min(room);
        let inside = canvas.frame(foot(area, width, fields + about + 2), &self.title);
        let (quiet, label) = (canvas.style(StyleRole::Muted), canvas.style(StyleRole::Key));
        canvas.paragraph(
            Rect {
                height: about.min(inside.height),
                ..inside
            },
            &self.about,
            quiet,
        );
        let mut y = inside.y + about;
        for (place, part) in self.fields.iter().enumerate() {
            if y >= inside.bottom() {
                break;
            }
            let live = place == self.at;
            canvas.put(
                inside.x,
                y,
                inside.right(),
                part.label,
                if live { label } else { quiet },
            );
            let rows = Rect {
                x: inside.x,
                y: y + 1,
                width: inside.width,
                height: part.rows.min(inside.bottom().saturating_sub(y + 1)),
            };
            part.field.draw(canvas, rows, live);
            if let (true, Some(offer), Some(caret)) = (live, part.offer(), canvas.caret) {
                let takes = format!(
                    "{offer}  ({} accepts)",
                    context.keymap.first_key_for(DialogAction::Right)
                );
                canvas.put(caret.x, caret.y, inside.right(), &takes, quiet);
            }
            y += part.rows + 1;
        }
    }

    fn hints(&self, context: &AppContext) -> Vec<KeyHint> {
        let mut hints = vec![
            context.dialog_hint(DialogAction::Confirm, self.verb),
            context.dialog_hint(DialogAction::Cancel, "close"),
        ];
        if self.fields.len() > 1 {
            hints.push(context.dialog_hint(DialogAction::NextField, "next field"));
        }
        if self.fields.iter().any(|part| part.rows > 1) {
            hints.push(context.dialog_hint(DialogAction::NewLine, "new line"));
        }
        hints
    }
}
