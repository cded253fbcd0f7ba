//! Drawing a picker.

use super::{Picker, PickerChoice};
use crate::text::wrap;
use crate::tui::{canvas::Canvas, layer::foot, theme::StyleRole};
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

/// Width from which the description is beside the list.
const WIDE: u16 = 76;

impl<T> PickerChoice<T> {
    /// True if the text is cut in a list of this width.
    fn is_cut(&self, columns: u16) -> bool {
        let around = wrap::width(&self.sign)
            + usize::from(!self.sign.is_empty())
            + wrap::width(&self.note)
            + 2;
        wrap::width(&self.text) + around > columns as usize
    }
}

impl<T: Clone> Picker<T> {
    /// Draws the picker: the typed text, the list, and the description of the selected choice beside
    /// or below it, whichever fits.
    pub(super) fn draw_frame(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let height = (self.choices.len() as u16)
            .saturating_add(5)
            .min(area.height * 3 / 4)
            .max(9);
        let inside = canvas.frame(foot(area, 110, height), &self.title);
        if inside.height < 3 {
            return;
        }
        let quiet = canvas.style(StyleRole::Muted);
        let count = format!("{} of {}", self.shown.len(), self.choices.len());
        let end = canvas.put_right(inside.y, inside.right(), &count, quiet);
        let x = canvas.put(inside.x, inside.y, end, "› ", canvas.style(StyleRole::Key));
        self.typed.draw(
            canvas,
            Rect {
                x,
                y: inside.y,
                width: end.saturating_sub(x + 1),
                height: 1,
            },
            true,
        );
        let rows = Rect {
            y: inside.y + 1,
            height: inside.height - 1,
            ..inside
        };
        let any = self.choices.iter().any(|choice| !choice.about.is_empty());
        if inside.width >= WIDE - 4 && any {
            let width = inside.width * 9 / 20;
            let list = Rect {
                width: inside.width - width - 2,
                ..rows
            };
            self.draw_list(canvas, list);
            self.tell(
                canvas,
                list,
                Rect {
                    x: inside.right() - width,
                    width,
                    ..rows
                },
            );
        } else if rows.height >= 6
            && (any || self.choices.iter().any(|choice| choice.is_cut(rows.width)))
        {
            self.draw_list(
                canvas,
                Rect {
                    height: rows.height - 3,
                    ..rows
                },
            );
            self.tell(
                canvas,
                rows,
                Rect {
                    y: rows.bottom() - 2,
                    height: 2,
                    ..rows
                },
            );
        } else {
            self.draw_list(canvas, rows);
        }
    }

    /// Describes the selected choice, beginning with its name if it is cut in `list`.
    fn tell(&self, canvas: &mut Canvas<'_>, list: Rect, mut room: Rect) {
        let Some(choice) = self.on_row(self.at).map(|(place, _)| &self.choices[*place]) else {
            return;
        };
        if choice.is_cut(list.width) {
            let rows = canvas.paragraph(room, &choice.text, canvas.style(StyleRole::Text));
            room = Rect {
                y: room.y + rows,
                height: room.height - rows,
                ..room
            };
        }
        canvas.paragraph(room, &choice.about, canvas.style(StyleRole::Muted));
    }

    fn draw_list(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let first = (self.at + 1).saturating_sub(area.height as usize);
        let quiet = canvas.style(StyleRole::Muted);
        if self.rows() == 0 {
            let why = match (self.choices.is_empty(), self.new_label) {
                (true, Some(_)) => "None yet: type a name to make one",
                (true, None) => "None yet",
                (false, _) => "No matches; type something else",
            };
            canvas.paragraph(area, why, quiet);
        }
        for (y, row) in (area.top()..area.bottom()).zip(first..self.rows()) {
            if let Some((place, hits)) = self.on_row(row) {
                let choice = &self.choices[*place];
                let end = canvas
                    .put_right(y, area.right(), &choice.note, quiet)
                    .saturating_sub(1);
                let mark = if self.marked.contains(place) {
                    "✓"
                } else {
                    " "
                };
                let x = canvas.put(area.x, y, end, mark, canvas.style(StyleRole::Key));
                let x = canvas.put(x, y, end, &choice.sign, choice.style)
                    + u16::from(!choice.sign.is_empty());
                self.draw_matches(canvas, (x, y, end), choice, hits);
            } else if let Some((label, name)) = self.offers_new() {
                let x = canvas.put(
                    area.x + 1,
                    y,
                    area.right(),
                    label,
                    canvas.style(StyleRole::Key),
                ) + 1;
                canvas.put(
                    x,
                    y,
                    area.right(),
                    &format!("“{name}”"),
                    canvas.style(StyleRole::Text),
                );
            }
            if row == self.at {
                canvas.restyle(
                    Rect {
                        y,
                        height: 1,
                        ..area
                    },
                    canvas.style(StyleRole::Current),
                );
            }
        }
    }

    fn draw_matches(
        &self,
        canvas: &mut Canvas<'_>,
        (x, y, end): (u16, u16, u16),
        choice: &PickerChoice<T>,
        hits: &[u32],
    ) {
        let (plain, hit) = (
            canvas.style(StyleRole::Text),
            canvas.style(StyleRole::Match),
        );
        canvas.put_cut(x, y, end, &choice.text, plain);
        // Matches are counted in characters; a grapheme may have several.
        let (mut x, mut letter) = (x, 0);
        for grapheme in choice.text.graphemes(true) {
            let next = letter + grapheme.chars().count() as u32;
            let wide = wrap::grapheme_width(grapheme) as u16;
            if x + wide >= end {
                break;
            }
            if hits.iter().any(|hit| (letter..next).contains(hit)) {
                canvas.put(x, y, end, grapheme, hit);
            }
            (x, letter) = (x + wide, next);
        }
    }
}
