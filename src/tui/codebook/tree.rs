//! The code tree, a row per code: sign, letters, name and counts.

use super::{CodebookView, HEAD, entry::CodeTreeEntry};
use crate::tui::{canvas::Canvas, theme::StyleRole};
use ratatui::{layout::Rect, style::Modifier};

/// Width of a column of counts.
const COUNT: u16 = 8;

/// Width from which the definition is shown after the name.
const ROOMY: u16 = 70;

pub fn draw(view: &CodebookView, canvas: &mut Canvas<'_>) {
    let area = view.tree;
    let (title, quiet) = (
        canvas.style(StyleRole::Title),
        canvas.style(StyleRole::Muted),
    );
    let end = area.right().saturating_sub(1);
    canvas.put(area.x + 1, area.y, end, "Codebook", title);
    let y = area.y + HEAD - 1;
    canvas.put(area.x + 7, y, end, "code", quiet);
    let heads = ["informants", "quotes", "codings"];
    let mut right = end;
    for (place, head) in heads.iter().enumerate() {
        canvas.put_right(y, right, head, quiet);
        right = right.saturating_sub(COUNT + if place == 0 { 4 } else { 0 });
    }
    let rows = view.rows();
    for (y, (place, entry)) in
        (rows.top()..rows.bottom()).zip(view.entries.iter().enumerate().skip(view.list.top()))
    {
        if view.marked.contains(&entry.id) {
            canvas.put(rows.x, y, rows.right(), "*", canvas.style(StyleRole::Key));
        }
        draw_entry(
            entry,
            canvas,
            Rect {
                y,
                height: 1,
                ..rows
            },
            right,
        );
        if place == view.list.selected() {
            canvas.restyle(
                Rect {
                    y,
                    height: 1,
                    width: rows.width.saturating_sub(1),
                    ..rows
                },
                canvas.style(StyleRole::Current),
            );
        }
    }
}

fn draw_entry(entry: &CodeTreeEntry, canvas: &mut Canvas<'_>, row: Rect, names_end: u16) {
    let quiet = canvas.style(StyleRole::Muted);
    let style = canvas.theme.code(&entry.colour);
    // Swatch, letters and kind sign: any one of them identifies the code.
    canvas.put(row.x + 1, row.y, row.right(), "█", style);
    canvas.put(
        row.x + 3,
        row.y,
        row.right(),
        &entry.tag,
        style.add_modifier(Modifier::BOLD),
    );
    let x = row.x + 7 + (entry.depth as u16 * 2).min(12);
    let x = canvas.put(
        x,
        row.y,
        names_end,
        entry.glyph.encode_utf8(&mut [0; 4]),
        style,
    ) + 1;
    let x = canvas.put_cut(
        x,
        row.y,
        names_end,
        &entry.name,
        canvas.style(StyleRole::Text),
    );
    if row.width >= ROOMY && x + 12 < names_end {
        canvas.put_cut(x + 2, row.y, names_end, &entry.definition, quiet);
    }
    let end = row.right().saturating_sub(1);
    let counts = [
        (entry.own.informants, COUNT + 4),
        (entry.own.quotes, COUNT),
        (entry.own.codings, COUNT),
    ];
    let mut right = end;
    for (count, columns) in counts {
        if count > 0 {
            canvas.put_right(row.y, right, &count.to_string(), quiet);
        }
        right = right.saturating_sub(columns);
    }
}
