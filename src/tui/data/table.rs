//! The crosstab of the two marked variables: the table, the test, what the categories mean, and the
//! advice.

use super::{DataView, advice_card};
use crate::evidence::{Crosstab, crosstab::CrosstabSide};
use crate::study::Refusal;
use crate::text::sanitize;
use crate::tui::{canvas::Canvas, context::AppContext, crosstab, theme::StyleRole};
use ratatui::layout::Rect;

/// Rows above the table for the two variables.
pub const HEAD: u16 = 2;

/// Draws the table, or why there is none; returns the number of rows used.
pub fn draw(
    view: &DataView,
    crossed: &Result<Crosstab, Refusal>,
    context: &AppContext,
    canvas: &mut Canvas<'_>,
    area: Rect,
) -> u16 {
    let room = Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        ..area
    };
    let (quiet, text, title) = (
        canvas.style(StyleRole::Muted),
        canvas.style(StyleRole::Text),
        canvas.style(StyleRole::Title),
    );
    let crosstab = match crossed {
        Ok(crosstab) => crosstab,
        Err(refusal) => {
            let sentence = sanitize::sanitize_line(&format!("{}. {}.", refusal.what, refusal.hint));
            return canvas.paragraph(room, &sentence, canvas.style(StyleRole::Error));
        }
    };
    let mut y = room.y;
    let left = |y: u16| Rect {
        y: y.min(room.bottom()),
        height: room.bottom().saturating_sub(y),
        ..room
    };
    let side =
        |side: &CrosstabSide| sanitize::sanitize_line(&format!("{} ({})", side.label, side.name));
    for (letter, side) in [("R", side(&crosstab.row)), ("C", side(&crosstab.column))] {
        let line = left(y);
        if line.height > 0 {
            canvas.put(
                line.x,
                y,
                line.right(),
                letter,
                canvas.style(StyleRole::Key),
            );
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
    if view.advice_full_height {
        return y - area.y
            + advice_card::draw(canvas, left(y), view, context, view.advice_first_row);
    }
    y += canvas.paragraph(
        Rect {
            height: left(y).height.min(1),
            ..left(y)
        },
        &format!("Cells: {}", view.cells),
        quiet,
    );
    // The table gets what the sentences below it leave.
    let below = 8.min(room.height / 3);
    let space = left(y).height.saturating_sub(below);
    let table = Rect {
        height: crosstab::height(crosstab).min(space),
        ..left(y)
    };
    let whole = crosstab::draw(canvas, table, crosstab, view.cells, view.first_category);
    y += table.height;
    if !whole {
        let keys = ["table_left", "table_down", "table_up", "table_right"]
            .map(|action| context.key_for(action));
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
    if let Some(weighting) = view.weighting(context) {
        let note = format!(
            "! Each row counts as one here; by {weighting}: `virk crosstab {} {}`",
            crosstab.row.name, crosstab.column.name
        );
        y += canvas.paragraph(
            left(y),
            &sanitize::sanitize_line(&note),
            canvas.style(StyleRole::Match),
        );
    }
    if let Some(left_out) = crosstab::left_out(crosstab) {
        y += canvas.paragraph(
            left(y),
            &format!("! {left_out}"),
            canvas.style(StyleRole::Match),
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
    y += advice_card::draw(canvas, left(y), view, context, 0);
    y.min(area.bottom()) - area.y
}
