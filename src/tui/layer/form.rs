//! Something to write: one or more fields, what they are about, and what is
//! done with them. What was typed is never lost to a slip: a form that cannot
//! be saved stays open, and leaving a changed one asks for it twice.

use super::{Answer, Hint, Layer, deed::Deed, field::Field, foot};
use crate::text::{harmless, wrap};
use crate::tui::{canvas::Canvas, desk::Desk, input::Input, theme::Meaning, view::Page};
use ratatui::layout::Rect;

/// One field of a form.
pub struct Part {
    label: &'static str,
    field: Field,
    /// Rows it takes; with more than one, lines may be broken in it.
    rows: u16,
    /// What was written in it before; the first that begins as typed is offered.
    earlier: Vec<String>,
}

impl Part {
    /// A field of so many rows that holds `text`.
    #[must_use]
    pub fn new(label: &'static str, text: &str, rows: u16) -> Part {
        Part {
            label,
            field: Field::new(text),
            rows,
            earlier: Vec::new(),
        }
    }

    /// The same, which offers what was written in it before.
    #[must_use]
    pub fn offering(mut self, earlier: Vec<String>) -> Part {
        self.earlier = earlier;
        self
    }

    /// The rest of what is offered for what has been typed.
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

/// What is done with the fields; answers whether they are done with.
type Save = Box<dyn FnMut(&mut Page, &mut Desk, &[String]) -> bool>;

/// Fields to write in.
pub struct Form {
    title: String,
    about: String,
    parts: Vec<Part>,
    at: usize,
    before: Vec<String>,
    warned: bool,
    /// Columns of the fields, as last drawn.
    columns: u16,
    /// What answering it does, for the last line of the screen.
    verb: &'static str,
    save: Save,
}

/// Columns a form takes at most: longer lines are hard to read.
const WIDTH: u16 = 84;

impl Form {
    /// A form about something (shown above the fields; may be empty).
    pub fn new(
        title: impl Into<String>,
        about: &str,
        parts: Vec<Part>,
        save: impl FnMut(&mut Page, &mut Desk, &[String]) -> bool + 'static,
    ) -> Form {
        let before = parts
            .iter()
            .map(|part| part.field.text().to_owned())
            .collect();
        let about = harmless::one_line(about);
        Form {
            title: title.into(),
            about,
            parts,
            at: 0,
            before,
            warned: false,
            columns: WIDTH,
            verb: "save",
            save: Box::new(save),
        }
    }

    /// The same, which does something else than save what is written.
    #[must_use]
    pub fn to(mut self, verb: &'static str) -> Form {
        self.verb = verb;
        self
    }

    fn texts(&self) -> Vec<String> {
        self.parts
            .iter()
            .map(|part| part.field.text().to_owned())
            .collect()
    }

    fn leave(&mut self, desk: &mut Desk) -> Answer {
        if self.warned || self.texts() == self.before {
            return Answer::Closed;
        }
        self.warned = true;
        let (answer, leave) = (
            desk.keymap.key_of(Deed::Answer),
            desk.keymap.key_of(Deed::Leave),
        );
        desk.say(format!(
            "Not done yet: {answer} to {}, {leave} once more throws away what was typed",
            self.verb
        ));
        Answer::Kept
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

impl Layer for Form {
    fn input(&mut self, input: &Input, page: &mut Page, desk: &mut Desk) -> Answer {
        let several = self.parts.len();
        let Some(part) = self.parts.get_mut(self.at) else {
            return Answer::Closed;
        };
        let deed = desk.deed(input);
        match deed {
            Some(Deed::Leave) => return self.leave(desk),
            Some(Deed::Answer) => {
                let texts = self.texts();
                self.warned = false;
                return if (self.save)(page, desk, &texts) {
                    Answer::Closed
                } else {
                    Answer::Kept
                };
            }
            Some(Deed::NewLine) if part.rows > 1 => part.field.insert("\n"),
            Some(Deed::Right | Deed::End) if part.offer().is_some() => {
                let offer = part.offer().unwrap_or_default().to_owned();
                part.field.insert(&offer);
            }
            Some(Deed::GoOn) => self.at = (self.at + 1) % several,
            Some(Deed::GoBack) => self.at = (self.at + several - 1) % several,
            Some(Deed::Next) if !part.field.step(true, self.columns) => {
                self.at = (self.at + 1).min(several - 1)
            }
            Some(Deed::Previous) if !part.field.step(false, self.columns) => {
                self.at = self.at.saturating_sub(1)
            }
            _ => match input {
                // In a field of one row a pasted line break would only be in the way.
                Input::Paste(text) if part.rows == 1 => {
                    part.field.insert(&harmless::one_line(text))
                }
                Input::Mouse(_) => return Answer::Kept,
                _ => drop(part.field.input(input, deed)),
            },
        }
        self.warned = false;
        Answer::Kept
    }

    fn settle(&mut self, area: Rect) {
        self.columns = Form::width(area).saturating_sub(4);
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let width = Form::width(area);
        let fields: u16 = self.parts.iter().map(|part| part.rows + 1).sum();
        let room = area.height.saturating_sub(fields + 2);
        let about = self.about_rows(width - 4).min(room);
        let inside = canvas.frame(foot(area, width, fields + about + 2), &self.title);
        let (quiet, label) = (canvas.style(Meaning::Quiet), canvas.style(Meaning::Key));
        canvas.paragraph(
            Rect {
                height: about.min(inside.height),
                ..inside
            },
            &self.about,
            quiet,
        );
        let mut y = inside.y + about;
        for (place, part) in self.parts.iter().enumerate() {
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
                let takes = format!("{offer}  ({} takes it)", desk.keymap.key_of(Deed::Right));
                canvas.put(caret.x, caret.y, inside.right(), &takes, quiet);
            }
            y += part.rows + 1;
        }
    }

    fn hints(&self, desk: &Desk) -> Vec<Hint> {
        let mut hints = vec![
            desk.hint(Deed::Answer, self.verb),
            desk.hint(Deed::Leave, "close"),
        ];
        if self.parts.len() > 1 {
            hints.push(desk.hint(Deed::GoOn, "next field"));
        }
        if self.parts.iter().any(|part| part.rows > 1) {
            hints.push(desk.hint(Deed::NewLine, "new line"));
        }
        hints
    }
}
