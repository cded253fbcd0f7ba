//! Keyword in context: each match in the middle of a line.

use super::SearchView;
use crate::search::ConcordanceLine;
use crate::study::QuoteSpeaker;
use crate::text::{Span, sanitize, wrap};
use crate::tui::{canvas::Canvas, context::AppContext, theme::StyleRole};
use ratatui::layout::Rect;

/// Most words on either side.
pub const WORDS: usize = 20;

/// Width of the speaker's name.
const WHO: u16 = 14;

/// Pairs lines with the row of their passage.
pub fn placed(search: &SearchView, lines: Vec<ConcordanceLine>) -> Vec<(usize, ConcordanceLine)> {
    let passages = search.passages();
    let row = |line: &ConcordanceLine| {
        search.grouped.order.iter().position(|place| {
            let passage = &passages[*place];
            passage.document == line.document
                && passage.span.start <= line.at.start
                && line.at.end <= passage.span.end
        })
    };
    lines
        .into_iter()
        .filter_map(|line| Some((row(&line)?, line)))
        .collect()
}

/// Draws the visible lines.
pub fn draw(search: &SearchView, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
    let study = context.study();
    let quiet = canvas.style(StyleRole::Muted);
    if search.lines.is_empty() {
        canvas.put(
            area.x + 1,
            area.y,
            area.right(),
            "The query asks for no words that could stand in a line.",
            quiet,
        );
        return;
    }
    let who_ends = area.x + 2 + WHO;
    let middle = who_ends + (area.width.saturating_sub(WHO + 3)) / 2;
    for (y, (row, (_, line))) in
        (area.top()..area.bottom()).zip(search.lines.iter().enumerate().skip(search.list.top()))
    {
        let Some(document) = study.document(line.document) else {
            continue;
        };
        let one_line = |span: Span| {
            sanitize::sanitize_line(
                &span
                    .text(&document.text)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        };
        if search.has_chosen(row) {
            canvas.put(area.x, y, area.right(), "✓", canvas.style(StyleRole::Key));
        }
        let who = match study.speaker_at(document, line.at) {
            QuoteSpeaker::Unknown(None) => document.body.title.clone(),
            voice => voice.to_string(),
        };
        let who = sanitize::sanitize_line(&who);
        canvas.put_cut(area.x + 2, y, who_ends, &who, quiet);
        let (before, at) = (one_line(line.before), one_line(line.at));
        let begin = middle.saturating_sub(wrap::width(&at) as u16 / 2);
        put_end(canvas, (who_ends + 1, y, begin.saturating_sub(1)), &before);
        let x = canvas.put(
            begin,
            y,
            area.right() - 1,
            &at,
            canvas.style(StyleRole::Match),
        );
        // Text that follows without a blank, such as a comma, stays attached.
        let glued = document.text[line.at.end as usize..]
            .chars()
            .next()
            .is_some_and(|c| !c.is_whitespace());
        canvas.put(
            x + u16::from(!glued),
            y,
            area.right() - 1,
            &one_line(line.after),
            canvas.style(StyleRole::Text),
        );
        if row == search.list.selected() && !search.typing {
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

/// Writes the end of a text so that it ends before a column.
fn put_end(canvas: &mut Canvas<'_>, (from, y, end): (u16, u16, u16), text: &str) {
    let room = end.saturating_sub(from) as usize;
    let begins = text
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| wrap::width(&text[*at..]) <= room)
        .unwrap_or(text.len());
    canvas.put_right(y, end, &text[begins..], canvas.style(StyleRole::Text));
}
