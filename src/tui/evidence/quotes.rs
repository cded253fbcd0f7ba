//! What people said about the link: each quote with its polarity, speaker, words and condensation.
//! The selected one is shown in full.
//!
//! The tests of the link: a card for each, including those without a result, and the table of the
//! selected one.

use super::layout::rows_of;
use super::link_evidence::{LinkEvidence, QuoteCard, TestCard};
use super::{EvidencePane, EvidenceView};
use crate::study::Polarity;
use crate::text::sanitize;
use crate::tui::canvas::Canvas;
use crate::tui::crosstab;
use crate::tui::crosstab::CrosstabDisplay;
use crate::tui::excerpt::Excerpt;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Columns for the sign before the words.
const SIGN: u16 = 4;

fn excerpt(quote: &QuoteCard, room: Rect, current: bool) -> Excerpt {
    let most = if current {
        room.height.saturating_sub(3).max(3)
    } else {
        3
    };
    Excerpt::new(
        &quote.text,
        quote.at.span,
        None,
        room.width.saturating_sub(SIGN + 1),
        most,
    )
}

fn condensed_rows(quote: &QuoteCard, room: Rect, current: bool) -> u16 {
    rows_of(&quote.condensed, room.width.saturating_sub(SIGN + 3)).min(if current { 3 } else { 1 })
}

/// Rows of a quote with the blank below it.
pub fn height(gathered: &LinkEvidence, place: usize, room: Rect, current: bool) -> u16 {
    let Some(quote) = gathered.quotes.get(place) else {
        return 0;
    };
    1 + excerpt(quote, room, current).height() + condensed_rows(quote, room, current) + 1
}

/// A dot for a quote not judged yet.
fn sign(polarity: Option<Polarity>) -> char {
    polarity.map_or('·', Polarity::sign)
}

/// Draws the visible quotes.
pub fn draw(view: &EvidenceView, gathered: &LinkEvidence, canvas: &mut Canvas<'_>) {
    let room = view.layout.quotes;
    if room.width == 0 {
        return;
    }
    if gathered.quotes.is_empty() {
        let why = "No quotes yet: code both ends of the link on the same words, or judge a quote for it (p in a transcript).";
        let room = Rect {
            x: room.x + 1,
            width: room.width.saturating_sub(2),
            ..room
        };
        canvas.paragraph(room, why, canvas.style(StyleRole::Muted));
        return;
    }
    let mut y = room.y;
    for (place, quote) in gathered.quotes.iter().enumerate().skip(view.quotes.top()) {
        if y >= room.bottom() {
            return;
        }
        let current = place == view.quotes.selected();
        let area = Rect {
            y,
            height: room.bottom() - y,
            ..room
        };
        let used = draw_one(quote, canvas, area, room, current);
        if current && view.pane == EvidencePane::Quotes {
            canvas.restyle(
                Rect {
                    height: used.min(area.height),
                    ..area
                },
                canvas.style(StyleRole::Current),
            );
        }
        y += used + 1;
    }
}

/// Draws one quote and returns the number of rows used.
fn draw_one(
    quote: &QuoteCard,
    canvas: &mut Canvas<'_>,
    area: Rect,
    room: Rect,
    current: bool,
) -> u16 {
    let quiet = canvas.style(StyleRole::Muted);
    let (x, end) = (area.x + SIGN, area.right().saturating_sub(1));
    let look = match quote.polarity {
        Some(Polarity::Contradicts) => canvas.style(StyleRole::Error),
        Some(_) => canvas.style(StyleRole::Key),
        None => quiet,
    };
    canvas.put(
        area.x + 1,
        area.y,
        end,
        sign(quote.polarity).encode_utf8(&mut [0; 4]),
        look,
    );
    let at = canvas.put(
        x,
        area.y,
        end,
        &quote.source,
        canvas.style(StyleRole::Text).add_modifier(Modifier::BOLD),
    );
    if let Some(polarity) = quote.polarity {
        canvas.put(at, area.y, end, &format!(" · {polarity}"), quiet);
    }
    let excerpt = excerpt(quote, room, current);
    let words = Rect {
        x,
        y: area.y + 1,
        width: end.saturating_sub(x),
        height: area.height.saturating_sub(1),
    };
    let text = canvas.style(StyleRole::Text);
    excerpt.draw(canvas, words, &quote.text, &[], text, text);
    let y = area.y + 1 + excerpt.height();
    let rows = condensed_rows(quote, room, current);
    if rows > 0 && y < area.bottom() {
        canvas.put(x, y, end, "↳", quiet);
        let place = Rect {
            x: x + 2,
            y,
            width: end.saturating_sub(x + 2),
            height: rows.min(area.bottom() - y),
        };
        canvas.paragraph(
            place,
            &quote.condensed,
            quiet.add_modifier(Modifier::ITALIC),
        );
    }
    1 + excerpt.height() + rows
}

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
pub fn test_height(gathered: &LinkEvidence, place: usize, room: Rect, current: bool) -> u16 {
    let Some(test) = gathered.tests.get(place) else {
        return 0;
    };
    let (title, warnings, table) = parts(test, room, current);
    title + 1 + warnings + table + 1
}

/// Draws the visible cards, then why there are not more tests.
pub fn draw_tests(view: &EvidenceView, gathered: &LinkEvidence, canvas: &mut Canvas<'_>) {
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
        let used = draw_test(test, canvas, area, current);
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
fn draw_test(test: &TestCard, canvas: &mut Canvas<'_>, area: Rect, current: bool) -> u16 {
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
