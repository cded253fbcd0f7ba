//! What frames every view: the status line, the hints on the last line,
//! which-key, and sentences too long for one line.

use super::{
    app::App,
    canvas::Canvas,
    key::Key,
    keymap::{Branch, Found},
    said::Said,
    theme::Meaning,
};
use crate::text::{harmless, wrap};
use ratatui::layout::Rect;

/// Rows the frame takes at the foot of the screen.
pub const LINES: u16 = 2;

/// Draws the two last lines, and what stands above them when there is more to
/// say; answers how many rows that takes.
pub fn status(app: &App, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
    let row = Rect {
        y: area.bottom() - LINES,
        height: 1,
        ..area
    };
    let plain = canvas.style(Meaning::Status);
    canvas.blank(Rect {
        height: LINES,
        ..row
    });
    canvas.restyle(row, plain);
    let end = area.right() - 1;
    let right = canvas.put_right(row.y, end, &standing(app), plain);
    let left = canvas.put_cut(
        area.x + 1,
        row.y,
        right.saturating_sub(1),
        &app.page().view().whereabouts(&app.desk),
        plain,
    ) + 2;
    let writing = app
        .desk
        .writing()
        .map(Said::Done)
        .filter(|_| *app.desk.talk.last() == Said::Nothing);
    let above = say(
        writing.as_ref().unwrap_or(app.desk.talk.last()),
        canvas,
        row,
        left,
        right.saturating_sub(2),
    );
    match app.desk.keymap.find(app.page().place(), app.pending()) {
        Found::Begun(branch) if !app.pending().is_empty() => {
            which_key(branch, app.pending(), canvas, row)
        }
        _ => {}
    }
    hints(app, canvas, area);
    above
}

/// Who works here, and how much has been coded.
fn standing(app: &App) -> String {
    let coded = app.desk.coded();
    let coder = harmless::one_line(&app.desk.session().author().coder);
    match app.desk.session().read_only() {
        Some(_) => format!("read-only · {coded} coded"),
        None => format!("{coder} · {coded} coded"),
    }
}

/// Says what happened: between left and right where there is room, else in
/// full on lines of its own above the status line.
fn say(said: &Said, canvas: &mut Canvas<'_>, row: Rect, left: u16, right: u16) -> u16 {
    let text = said.to_string();
    let meaning = match said {
        Said::Nothing => return 0,
        Said::Done(_) => Meaning::Said,
        Said::Refused(_) => Meaning::Refused,
    };
    let style = canvas.style(Meaning::Status).patch(canvas.style(meaning));
    if wrap::width(&text) <= right.saturating_sub(left) as usize {
        canvas.put(left, row.y, right, &text, style);
        return 0;
    }
    let width = row.width.saturating_sub(2);
    let mut lines = 0;
    wrap::wrap(
        &text,
        crate::text::Span::of(0, text.len()),
        width as usize,
        |_| lines += 1,
    );
    let height = lines.min(row.y);
    let over = Rect {
        x: row.x,
        y: row.y - height,
        width: row.width,
        height,
    };
    canvas.blank(over);
    canvas.restyle(over, canvas.style(Meaning::Status));
    canvas.paragraph(
        Rect {
            x: row.x + 1,
            width,
            ..over
        },
        &text,
        style,
    );
    height
}

/// What may follow the keys pressed so far, at once.
fn which_key(branch: &Branch, pending: &[Key], canvas: &mut Canvas<'_>, row: Rect) {
    let entries: Vec<(String, &str)> = branch
        .entries()
        .map(|(key, doc)| (key.to_string(), doc))
        .collect();
    let height = (entries.len() as u16 + 2).min(row.y);
    let widest = entries
        .iter()
        .map(|(key, doc)| wrap::width(key) + wrap::width(doc) + 6)
        .max()
        .unwrap_or(0) as u16;
    let width = widest.max(24).min(row.width);
    let title = format!(
        "{} … {}",
        pending
            .iter()
            .map(Key::to_string)
            .collect::<Vec<_>>()
            .join(" "),
        branch.label
    );
    let inside = canvas.frame(
        Rect {
            x: row.right() - width,
            y: row.y - height,
            width,
            height,
        },
        &title,
    );
    for (y, (key, doc)) in (inside.top()..inside.bottom()).zip(&entries) {
        let x = canvas.put(inside.x, y, inside.right(), key, canvas.style(Meaning::Key));
        canvas.put(x + 2, y, inside.right(), doc, canvas.style(Meaning::Text));
    }
}

/// The keys worth knowing here: those of the front layer, or of the view.
fn hints(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let y = area.bottom() - 1;
    let mut x = area.x + 1;
    let end = area.right();
    let mut hint = |key: &str, word: &str| {
        if !key.is_empty() && x as usize + wrap::width(key) + wrap::width(word) + 1 < end as usize {
            x = canvas.put(x, y, end, key, canvas.style(Meaning::Key)) + 1;
            x = canvas.put(x, y, end, word, canvas.style(Meaning::Quiet)) + 2;
        }
    };
    match app.layers().last() {
        Some(layer) => layer
            .hints(&app.desk)
            .iter()
            .for_each(|(key, word)| hint(key, word)),
        None => app
            .desk
            .keymap
            .hints(app.page().place())
            .iter()
            .for_each(|(key, word)| hint(key, word)),
    }
}
