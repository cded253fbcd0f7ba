//! The tests of the link: a card for each, including those without a result, and the table of the
//! selected one.

use super::{
    EvidencePane, EvidenceView,
    layout::rows_of,
    link_evidence::{LinkEvidence, TestCard},
};
use crate::text::sanitize;
use crate::tui::{
    canvas::Canvas,
    crosstab::{self, CrosstabDisplay},
    theme::StyleRole,
};
use ratatui::layout::Rect;

/// Indent of a card's text.
const INDENT: u16 = 2;

/// "Reflection in general × Self-confidence", with the names of the variables.
fn title(test: &TestCard) -> String {
    let side = |side: &crate::evidence::crosstab::CrosstabSide| {
        if side.label == side.name {
            side.name.clone()
        } else {
            format!("{} ({})", side.label, side.name)
        }
    };
    sanitize::sanitize_line(&format!(
        "{} × {}",
        side(&test.crosstab.row),
        side(&test.crosstab.column)
    ))
}

/// Rows of the parts of a card: title, warnings, table.
fn parts(test: &TestCard, room: Rect, current: bool) -> (u16, u16, u16) {
    let columns = room.width.saturating_sub(INDENT + 1);
    let title = rows_of(&title(test), columns).min(2);
    let warnings = test
        .warnings
        .iter()
        .map(|warning| rows_of(warning, columns));
    let warnings = if current {
        warnings.sum()
    } else {
        warnings.take(1).map(|rows| rows.min(1)).sum()
    };
    let table = if current {
        crosstab::height(&test.crosstab) + 1
    } else {
        0
    };
    (title, warnings, table)
}

/// Rows of a card with the blank below it.
pub fn height(gathered: &LinkEvidence, place: usize, room: Rect, current: bool) -> u16 {
    let Some(test) = gathered.tests.get(place) else {
        return 0;
    };
    let (title, warnings, table) = parts(test, room, current);
    title + 1 + warnings + table + 1
}

/// Draws the visible cards, then why there are not more tests.
pub fn draw(view: &EvidenceView, gathered: &LinkEvidence, canvas: &mut Canvas<'_>) {
    let room = view.layout.tests;
    if room.width == 0 {
        return;
    }
    let mut y = room.y;
    for (place, test) in gathered.tests.iter().enumerate().skip(view.tests.top()) {
        if y >= room.bottom() {
            return;
        }
        let current = place == view.tests.selected();
        let area = Rect {
            y,
            height: room.bottom() - y,
            ..room
        };
        let used = draw_one(test, canvas, area, current);
        if current && view.pane == EvidencePane::Tests {
            canvas.restyle(
                Rect {
                    height: (used - parts(test, room, current).2).min(area.height),
                    ..area
                },
                canvas.style(StyleRole::Current),
            );
        }
        y += used + 1;
    }
    let quiet = canvas.style(StyleRole::Muted);
    let untested = gathered.tests.is_empty().then(|| "Untested:".to_owned());
    for note in untested.iter().chain(&gathered.notes) {
        let rest = Rect {
            x: room.x + INDENT,
            y,
            width: room.width.saturating_sub(INDENT + 1),
            height: room.bottom().saturating_sub(y),
        };
        y += canvas.paragraph(rest, note, quiet);
    }
}

/// Draws one card and returns the number of rows used.
fn draw_one(test: &TestCard, canvas: &mut Canvas<'_>, area: Rect, current: bool) -> u16 {
    let (title_rows, warning_rows, table_rows) = parts(test, area, current);
    let (quiet, heading) = (
        canvas.style(StyleRole::Muted),
        canvas.style(StyleRole::Title),
    );
    let columns = Rect {
        x: area.x + INDENT,
        width: area.width.saturating_sub(INDENT + 1),
        ..area
    };
    let part = |from: u16, rows: u16| {
        let y = (area.y + from).min(area.bottom());
        Rect {
            y,
            height: rows.min(area.bottom() - y),
            ..columns
        }
    };
    canvas.paragraph(part(0, title_rows), &title(test), heading);
    let line = part(title_rows, 1);
    if line.height > 0 {
        let x = canvas.put(
            line.x,
            line.y,
            line.right(),
            &test.statistics,
            canvas.style(StyleRole::Text),
        );
        canvas.put(x + 2, line.y, line.right(), &test.dataset, quiet);
    }
    let mut from = title_rows + 1;
    for warning in &test.warnings {
        let left = (title_rows + 1 + warning_rows).saturating_sub(from);
        from += {
            let role = if warning.starts_with('!') {
                StyleRole::Match
            } else {
                StyleRole::Text
            };
            canvas.paragraph(part(from, left), warning, canvas.style(role))
        };
    }
    if table_rows > 0 {
        let table = part(title_rows + 1 + warning_rows + 1, table_rows - 1);
        crosstab::draw(
            canvas,
            table,
            &test.crosstab,
            CrosstabDisplay::Counts,
            (0, 0),
        );
    }
    title_rows + 1 + warning_rows + table_rows
}
