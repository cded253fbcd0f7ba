//! What people said about the link: each quote with its polarity, speaker, words and condensation.
//! The selected one is shown in full.

use super::{
    EvidencePane, EvidenceView,
    link_evidence::{LinkEvidence, QuoteCard},
};
use crate::study::Polarity;
use crate::tui::{canvas::Canvas, evidence::layout::rows_of, excerpt::Excerpt, theme::StyleRole};
use ratatui::{layout::Rect, style::Modifier};

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
        let why = "No quote yet: code both ends of the link on the same words, or judge a quote for it (p in a transcript).";
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
