//! The crosstab of the two marked variables: the table, what the test says, and
//! what the categories mean.

use super::Data;
use crate::evidence::{Crosstab, crosstab::Side};
use crate::study::Refusal;
use crate::text::harmless;
use crate::tui::{canvas::Canvas, crosstab, theme::Meaning};
use ratatui::layout::Rect;

/// Draws it, or why there is none; answers with the rows it took.
pub fn draw(view: &Data, crossed: &Result<Crosstab, Refusal>, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
    let room = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let (quiet, text, title) = (canvas.style(Meaning::Quiet), canvas.style(Meaning::Text), canvas.style(Meaning::Title));
    let crosstab = match crossed {
        Ok(crosstab) => crosstab,
        Err(refusal) => {
            let sentence = harmless::one_line(&format!("{}. {}.", refusal.what, refusal.hint));
            return canvas.paragraph(room, &sentence, canvas.style(Meaning::Refused));
        }
    };
    let mut y = room.y;
    let left = |y: u16| Rect { y: y.min(room.bottom()), height: room.bottom().saturating_sub(y), ..room };
    let side = |side: &Side| harmless::one_line(&format!("{} ({})", side.label, side.name));
    for (letter, side) in [("R", side(&crosstab.row)), ("C", side(&crosstab.column))] {
        let line = left(y);
        if line.height > 0 {
            canvas.put(line.x, y, line.right(), letter, canvas.style(Meaning::Key));
            canvas.paragraph(Rect { x: line.x + 2, width: line.width.saturating_sub(2), height: 1, ..line }, &side, title);
        }
        y += 1;
    }
    y += canvas.paragraph(Rect { height: left(y).height.min(1), ..left(y) }, &format!("Cells: {}", view.cells.name()), quiet);
    // The table gets what the sentences below it leave.
    let below = 5.min(room.height / 3);
    let space = left(y).height.saturating_sub(below);
    let table = Rect { height: crosstab::height(crosstab).min(space), ..left(y) };
    let whole = crosstab::draw(canvas, table, crosstab, view.cells, view.first);
    y += table.height;
    if !whole {
        y += canvas.paragraph(Rect { height: left(y).height.min(1), ..left(y) }, "… more: H J K L scroll the table", quiet);
    }
    y += canvas.paragraph(left(y), &crosstab::statistics(crosstab, view.alpha), text);
    for warning in crosstab::warnings(crosstab) {
        y += canvas.paragraph(left(y), &format!("! {warning}"), canvas.style(Meaning::Match));
    }
    let meanings: Vec<String> = (0..crosstab.column.codes.len())
        .filter(|place| crosstab.column.labels[*place] != crosstab.column.codes[*place])
        .map(|place| format!("{} = {}", crosstab.column.codes[place], crosstab.column.labels[place]))
        .collect();
    if !meanings.is_empty() {
        y += canvas.paragraph(left(y), &harmless::one_line(&format!("Columns: {}", meanings.join(", "))), quiet);
    }
    y.min(area.bottom()) - area.y
}
