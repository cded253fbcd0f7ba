//! The margin: a stripe for each coding, in a lane that stays the same while scrolling, with the
//! code's tag where it begins; and the minimap, the whole document in one column.

use super::{TranscriptView, coding_index::VisibleCodings, layout::LANE};
use crate::text::Span;
use crate::tui::{canvas::Canvas, theme::StyleRole};
use ratatui::style::Modifier;

/// Draws the stripes beside the visible rows.
pub fn draw(view: &TranscriptView, near: &VisibleCodings, canvas: &mut Canvas<'_>) {
    let (area, lanes) = (view.layout.margin, view.layout.lanes());
    if lanes == 0 {
        return;
    }
    let rows = view.rows.window(view.top, area.height as usize);
    for (y, row) in (area.top()..area.bottom()).zip(rows) {
        // The row between two turns belongs to a coding that continues after it.
        let stretch = if row.span.is_empty() {
            Span {
                start: row.span.start.saturating_sub(1),
                end: row.span.start,
            }
        } else {
            row.span
        };
        let (mut taken, mut more) = (vec![false; lanes], false);
        for place in near.meeting(stretch) {
            let mark = &view.codings.marks[place];
            if row.span.is_empty() && mark.span.end <= row.span.start {
                continue;
            }
            let lane = view.codings.lane(place);
            let begins = row.span.contains_byte(mark.span.start as usize);
            if lane >= lanes || (begins && taken[lane]) {
                more = true;
                continue;
            }
            let style = view.badge_style(canvas, mark.code);
            let x = area.x + lane as u16 * LANE;
            if begins {
                taken[lane] = true;
                canvas.put(
                    x,
                    y,
                    x + 2,
                    &view.codings.badge(place).tag,
                    style.add_modifier(Modifier::BOLD),
                );
            } else {
                let ends = !row.span.is_empty() && mark.span.end <= row.span.end;
                canvas.put(x, y, x + 1, if ends { "╵" } else { "│" }, style);
            }
        }
        if more {
            canvas.put(
                area.x + lanes as u16 * LANE - 1,
                y,
                area.right(),
                "+",
                canvas.style(StyleRole::Key),
            );
        }
    }
}

/// Draws the minimap: the distribution of codes, and the visible part.
pub fn draw_minimap(view: &TranscriptView, canvas: &mut Canvas<'_>) {
    let area = view.layout.minimap;
    let height = area.height as usize;
    let total = view.rows.len().max(height);
    let sight = (view.top, view.top + view.layout.text.height as usize);
    for (step, code) in view.minimap.iter().enumerate().take(height) {
        let rows = (
            step * total / height.max(1),
            (step + 1) * total / height.max(1),
        );
        let in_sight = rows.0 < sight.1 && rows.1.max(rows.0 + 1) > sight.0;
        let (sign, style) = match (code, in_sight) {
            // Highlight uncoded parts while the user looks for them.
            (Some(_), _) if view.uncoded => ("·", canvas.style(StyleRole::Rule)),
            (None, _) if view.uncoded => (
                if in_sight { "█" } else { "▐" },
                canvas.style(StyleRole::Key),
            ),
            (Some(code), true) => ("█", view.badge_style(canvas, *code)),
            (Some(code), false) => ("▐", view.badge_style(canvas, *code)),
            (None, true) => ("┃", canvas.style(StyleRole::Muted)),
            (None, false) => ("·", canvas.style(StyleRole::Rule)),
        };
        canvas.put(area.x, area.y + step as u16, area.right(), sign, style);
    }
}
