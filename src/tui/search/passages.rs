//! The passages that were found: by document, each with who speaks, its codes
//! and its words, with what was asked for marked at its place.

use super::Search;
use crate::search::Passage;
use crate::study::{Study, quote::CodedText};
use crate::text::harmless;
use crate::tui::{canvas::Canvas, desk::Desk, excerpt::Excerpt, theme::Meaning, transcript};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Columns that stand before the words.
const INDENT: u16 = 4;

/// Whether a passage stands below the heading of its document.
pub fn is_headed(passages: &[Passage], place: usize) -> bool {
    place == 0 || passages.get(place - 1).map(|before| before.document) != passages.get(place).map(|passage| passage.document)
}

/// The words of a passage, as many as there is room for.
pub fn excerpt(study: &Study, passage: &Passage, area: Rect) -> Excerpt {
    let Some(document) = study.document(passage.document) else { return Excerpt::default() };
    let rows = if area.height >= 36 { 8 } else { 4 };
    let columns = area.width.saturating_sub(INDENT + 2).min(110);
    Excerpt::new(&document.text, passage.span, passage.matches.first().copied(), columns, rows)
}

/// Words, who said them and where.
pub fn citation(study: &Study, passage: &Passage) -> Option<String> {
    let document = study.document(passage.document)?;
    Some(transcript::citation(&CodedText::new(study, document).quote(passage.span)))
}

/// Draws the passages in sight, or that there are none.
pub fn draw(search: &Search, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
    if search.passages().is_empty() {
        if search.news.as_ref().is_some_and(|news| news.answer.is_ok()) {
            let hint = "Nothing found. A beginning finds more: relat*; also typing errors: mentro~; or leave something out.";
            canvas.paragraph(Rect { x: area.x + 1, width: area.width - 2, ..area }, hint, canvas.style(Meaning::Quiet));
        }
        return;
    }
    let mut y = area.y;
    for place in search.list.top()..search.passages().len() {
        if y >= area.bottom() {
            return;
        }
        y = draw_one(search, desk, canvas, Rect { y, height: area.bottom() - y, ..area }, place);
    }
}

/// Draws one passage on top of `area` and answers with the row below it.
fn draw_one(search: &Search, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect, place: usize) -> u16 {
    let study = desk.study();
    let (passages, mut y) = (search.passages(), area.y);
    let Some((passage, document)) = passages.get(place).and_then(|found| Some((found, study.document(found.document)?))) else {
        return y;
    };
    let quiet = canvas.style(Meaning::Quiet);
    if is_headed(passages, place) {
        let title = canvas.style(Meaning::Title);
        let x = canvas.put(area.x + 1, y, area.right() - 1, &harmless::one_line(&document.body.title), title);
        if !search.best_first {
            let count = passages.iter().filter(|other| other.document == passage.document).count();
            canvas.put(x + 2, y, area.right() - 1, &count.to_string(), quiet);
        }
        y += 1;
    }
    if y >= area.bottom() {
        return y;
    }
    let head = y;
    let informant = passage.informant.and_then(|id| study.informant(id));
    let label = document.turns().get(passage.turn).and_then(|turn| document.label(turn)).unwrap_or("Nobody named");
    let who = harmless::one_line(informant.map_or(label, |known| &known.body.name));
    let end = area.right() - 1;
    let x = canvas.put(area.x + 2, y, end, &who, canvas.style(Meaning::Text).add_modifier(Modifier::BOLD));
    let mut x = canvas.put(x, y, end, &format!(" · turn {}", passage.turn + 1), quiet) + 2;
    for code in passage.codes.iter().filter_map(|id| study.code(*id)) {
        let sign = format!("{}{}", code.body.kind.glyph(), harmless::one_line(&code.body.tag));
        if x + 4 < end {
            x = canvas.put(x, y, end, &sign, canvas.theme.code(&code.body.colour)) + 1;
        }
    }
    let excerpt = search.excerpt(study, passage);
    let words = Rect { x: area.x + INDENT, y: y + 1, width: area.width - INDENT - 1, height: area.bottom().saturating_sub(y + 1) };
    excerpt.draw(canvas, words, &document.text, &passage.matches, canvas.style(Meaning::Text), canvas.style(Meaning::Match));
    y += 1 + excerpt.height();
    if place == search.list.at() && !search.typing {
        let rows = Rect { y: head, height: (y - head).min(area.bottom() - head), ..area };
        canvas.restyle(rows, canvas.style(Meaning::Current));
    }
    y + 1
}
