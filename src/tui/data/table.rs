//! The crosstab of the two marked variables: the table, what the test says,
//! what the categories mean, and the advice on it.

use super::{Data, card};
use crate::evidence::{Crosstab, crosstab::Side};
use crate::study::Refusal;
use crate::text::harmless;
use crate::tui::{canvas::Canvas, crosstab, desk::Desk, theme::Meaning};
use ratatui::layout::Rect;

/// Rows of the two variables above the table.
pub const HEAD: u16 = 2;

/// Draws it, or why there is none; answers with the rows it took.
pub fn draw(
    view: &Data,
    crossed: &Result<Crosstab, Refusal>,
    desk: &Desk,
    canvas: &mut Canvas<'_>,
    area: Rect,
) -> u16 {
    let room = Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        ..area
    };
    let (quiet, text, title) = (
        canvas.style(Meaning::Quiet),
        canvas.style(Meaning::Text),
        canvas.style(Meaning::Title),
    );
    let crosstab = match crossed {
        Ok(crosstab) => crosstab,
        Err(refusal) => {
            let sentence = harmless::one_line(&format!("{}. {}.", refusal.what, refusal.hint));
            return canvas.paragraph(room, &sentence, canvas.style(Meaning::Refused));
        }
    };
    let mut y = room.y;
    let left = |y: u16| Rect {
        y: y.min(room.bottom()),
        height: room.bottom().saturating_sub(y),
        ..room
    };
    let side = |side: &Side| harmless::one_line(&format!("{} ({})", side.label, side.name));
    for (letter, side) in [("R", side(&crosstab.row)), ("C", side(&crosstab.column))] {
        let line = left(y);
        if line.height > 0 {
            canvas.put(line.x, y, line.right(), letter, canvas.style(Meaning::Key));
            canvas.paragraph(
                Rect {
                    x: line.x + 2,
                    width: line.width.saturating_sub(2),
                    height: 1,
                    ..line
                },
                &side,
                title,
            );
        }
        y += 1;
    }
    if view.reading {
        return y - area.y + card::draw(canvas, left(y), view, desk, view.read_from);
    }
    y += canvas.paragraph(
        Rect {
            height: left(y).height.min(1),
            ..left(y)
        },
        &format!("Cells: {}", view.cells.name()),
        quiet,
    );
    // The table gets what the sentences below it leave.
    let below = 8.min(room.height / 3);
    let space = left(y).height.saturating_sub(below);
    let table = Rect {
        height: crosstab::height(crosstab).min(space),
        ..left(y)
    };
    let whole = crosstab::draw(canvas, table, crosstab, view.cells, view.first);
    y += table.height;
    if !whole {
        let keys =
            ["table_left", "table_down", "table_up", "table_right"].map(|action| desk.key(action));
        let more = format!("… more: {} scroll the table", keys.join(" "));
        y += canvas.paragraph(
            Rect {
                height: left(y).height.min(1),
                ..left(y)
            },
            &more,
            quiet,
        );
    }
    y += canvas.paragraph(left(y), &crosstab::statistics(crosstab, view.alpha), text);
    if let Some(weighting) = view.weighting(desk) {
        let note = format!(
            "! Each row counts as one here; by {weighting}: `virk crosstab {} {}`",
            crosstab.row.name, crosstab.column.name
        );
        y += canvas.paragraph(
            left(y),
            &harmless::one_line(&note),
            canvas.style(Meaning::Match),
        );
    }
    if let Some(left_out) = crosstab::left_out(crosstab) {
        y += canvas.paragraph(
            left(y),
            &format!("! {left_out}"),
            canvas.style(Meaning::Match),
        );
    }
    if let Some(legend) = crosstab::legend(crosstab, view.cells) {
        y += canvas.paragraph(
            Rect {
                height: left(y).height.min(2),
                ..left(y)
            },
            &legend,
            quiet,
        );
    }
    if left(y).height > 3 {
        y += 1;
    }
    y += card::draw(canvas, left(y), view, desk, 0);
    y.min(area.bottom()) - area.y
}
