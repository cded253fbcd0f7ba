//! Word frequencies in the result.

use super::SearchView;
use crate::text::sanitize;
use crate::tui::{canvas::Canvas, theme::StyleRole};
use ratatui::layout::Rect;

/// Width of a word.
const WORD: u16 = 24;
/// Width of a count.
const COUNT: u16 = 8;

/// Draws the visible words, each with its count and a bar.
pub fn draw(search: &SearchView, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(found) = &search.shown_response else {
        return;
    };
    let rows = &found.words.rows;
    let most = rows.first().map_or(1, |row| row.count).max(1);
    let quiet = canvas.style(StyleRole::Muted);
    if rows.is_empty() {
        canvas.put(
            area.x + 1,
            area.y,
            area.right(),
            "There is no word to count.",
            quiet,
        );
        return;
    }
    let counted = area.x + 2 + WORD + COUNT;
    for (y, (place, row)) in
        (area.top()..area.bottom()).zip(rows.iter().enumerate().skip(search.list.top()))
    {
        canvas.put_cut(
            area.x + 2,
            y,
            area.x + 2 + WORD,
            &sanitize::sanitize_line(&row.word),
            canvas.style(StyleRole::Text),
        );
        canvas.put_right(
            y,
            counted,
            &row.count.to_string(),
            canvas.style(StyleRole::Text),
        );
        canvas.put_right(y, counted + COUNT, &format!("in {}", row.holding), quiet);
        let room = area.right().saturating_sub(counted + COUNT + 3) as usize;
        let bar = "█".repeat(room.min(60) * row.count / most);
        canvas.put(
            counted + COUNT + 2,
            y,
            area.right() - 1,
            &bar,
            canvas.style(StyleRole::Rule),
        );
        if place == search.list.selected() && !search.typing {
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
