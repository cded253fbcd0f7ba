//! The passages: each with speaker, codes and words, matches highlighted, and its context.

use super::results::PassageGrouping;
use super::{SearchItem, SearchView, place};
use crate::search::{ContextTurn, Memo, Note, Passage, PassageContext};
use crate::study::{Document, QuoteSpeaker, Study};
use crate::text::{Span, sanitize};
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::excerpt::Excerpt;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Indent of the words.
const INDENT: u16 = 4;

/// The laid-out rows of one item.
struct PassageLayout {
    words: Excerpt,
    /// The memo on the words, if memos were searched.
    note: Excerpt,
    context: PassageContext,
}

impl PassageLayout {
    fn new(
        search: &SearchView,
        document: &Document,
        passage: &Passage,
        area: Rect,
    ) -> PassageLayout {
        let columns = columns(area);
        let rows = if area.height >= 36 { 8 } else { 4 };
        let words = Excerpt::new(
            &document.text,
            passage.span,
            passage.matches.first().copied(),
            columns,
            rows,
        );
        let note = passage
            .note
            .as_ref()
            .map_or_else(Excerpt::default, |note| noted(note, columns));
        PassageLayout {
            words,
            note,
            context: PassageContext::around(document, passage.span, search.context),
        }
    }

    fn height(&self) -> u16 {
        self.words.height()
            + self.note.height()
            + (self.context.before.len() + self.context.after.len()) as u16
    }
}

fn columns(area: Rect) -> u16 {
    area.width.saturating_sub(INDENT + 2).min(110)
}

fn noted(note: &Note, columns: u16) -> Excerpt {
    Excerpt::new(
        &note.text,
        Span::of(0, note.text.len()),
        note.matches.first().copied(),
        columns,
        4,
    )
}

/// Height of an item: heading, speaker, words with notes and context, a blank.
pub fn height(search: &SearchView, study: &Study, row: usize) -> u16 {
    let area = search.rows();
    match search.item(row) {
        Some(SearchItem::Passage(passage)) => {
            let headed = search
                .grouped
                .headings
                .get(row)
                .is_some_and(Option::is_some);
            let laid = study
                .document(passage.document)
                .map(|document| PassageLayout::new(search, document, passage, area));
            laid.map_or(0, |laid| laid.height()) + 2 + u16::from(headed)
        }
        Some(SearchItem::Memo(memo)) => noted(&memo.note, columns(area)).height() + 2,
        None => 0,
    }
}

/// Draws the visible items, or that there are none.
pub fn draw(search: &SearchView, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
    if search.len() == 0 {
        if search
            .latest_response
            .as_ref()
            .is_some_and(|news| news.answer.is_ok())
        {
            let hint = "Nothing found. The beginning of a word finds more: relat*; ~ allows typing errors: mentro~; or use fewer words.";
            canvas.paragraph(
                Rect {
                    x: area.x + 1,
                    width: area.width - 2,
                    ..area
                },
                hint,
                canvas.style(StyleRole::Muted),
            );
        }
        return;
    }
    let mut y = area.y;
    for row in search.list.top()..search.len() {
        if y >= area.bottom() {
            return;
        }
        let room = Rect {
            y,
            height: area.bottom() - y,
            ..area
        };
        y = match search.item(row) {
            Some(SearchItem::Passage(passage)) => {
                draw_passage(search, context, canvas, room, row, passage)
            }
            Some(SearchItem::Memo(memo)) => draw_memo(search, context, canvas, room, row, memo),
            None => return,
        };
    }
}

/// Draws a passage at the top of `area` and returns the row below it.
fn draw_passage(
    search: &SearchView,
    context: &AppContext,
    canvas: &mut Canvas<'_>,
    area: Rect,
    row: usize,
    passage: &Passage,
) -> u16 {
    let study = context.study();
    let Some(document) = study.document(passage.document) else {
        return area.y;
    };
    let (mut y, end, quiet) = (area.y, area.right() - 1, canvas.style(StyleRole::Muted));
    if let Some(head) = search.grouped.headings.get(row).and_then(Option::as_ref) {
        let x = canvas.put_cut(
            area.x + 1,
            y,
            end,
            &head.title,
            canvas.style(StyleRole::Title),
        );
        canvas.put(x + 2, y, end, &head.count.to_string(), quiet);
        y += 1;
    }
    let head = y;
    if y < area.bottom() {
        if search
            .selection
            .contains(place(passage), row, search.list.selected())
        {
            canvas.put(area.x, y, end, "✓", canvas.style(StyleRole::Key));
        }
        let place = if search.group_by == PassageGrouping::Document {
            ""
        } else {
            &document.body.title
        };
        draw_source(
            study,
            canvas,
            Rect {
                y,
                height: 1,
                ..area
            },
            document,
            (passage, place),
        );
        y += 1;
    }
    // Laid out for the height of the whole list, so that an item keeps its layout when it is partly
    // out of view.
    let laid = PassageLayout::new(search, document, passage, search.rows());
    for beside in &laid.context.before {
        draw_beside(document, beside, canvas, Rect { y, ..area }, area.bottom());
        y += 1;
    }
    let (plain, marked) = (
        canvas.style(StyleRole::Text),
        canvas.style(StyleRole::Match),
    );
    let room = |y: u16| Rect {
        x: area.x + INDENT,
        y,
        width: area.width - INDENT - 1,
        height: area.bottom().saturating_sub(y),
    };
    laid.words.draw(
        canvas,
        room(y),
        &document.text,
        &passage.matches,
        plain,
        marked,
    );
    y += laid.words.height();
    if let Some(note) = &passage.note {
        if y < area.bottom() {
            canvas.put(area.x + INDENT - 2, y, end, "=", quiet);
        }
        laid.note.draw(
            canvas,
            room(y),
            &note.text,
            &note.matches,
            canvas.style(StyleRole::Success),
            marked,
        );
        y += laid.note.height();
    }
    for beside in &laid.context.after {
        draw_beside(document, beside, canvas, Rect { y, ..area }, area.bottom());
        y += 1;
    }
    stand(search, canvas, area, row, head, y);
    y + 1
}

/// Speaker, turn, position and codes.
fn draw_source(
    study: &Study,
    canvas: &mut Canvas<'_>,
    row: Rect,
    document: &Document,
    (passage, place): (&Passage, &str),
) {
    let (y, end, quiet) = (row.y, row.right() - 1, canvas.style(StyleRole::Muted));
    let voice = study.speaker_at(document, passage.span);
    let who = match voice {
        // There may be several interviewers: the label distinguishes them.
        QuoteSpeaker::Interviewer(label) if !label.to_lowercase().starts_with("interviewer") => {
            format!("{voice} {label}")
        }
        QuoteSpeaker::Unknown(None) => "Unknown".to_owned(),
        QuoteSpeaker::Informant(known) if voice.is_interviewer() => {
            format!("{} (interviewer)", known.body.name)
        }
        voice => voice.to_string(),
    };
    let bold = canvas.style(StyleRole::Text).add_modifier(Modifier::BOLD);
    let style = if voice.is_interviewer() { quiet } else { bold };
    let x = canvas.put(row.x + 2, y, end, &sanitize::sanitize_line(&who), style);
    let comma = if place.is_empty() { "" } else { ", " };
    let place = sanitize::sanitize_line(&format!(" · {place}{comma}turn {}", passage.turn + 1));
    let mut x = canvas.put(x, y, end, &place, quiet) + 2;
    for code in passage.codes.iter().filter_map(|id| study.code(*id)) {
        let sign = format!(
            "{}{}",
            code.body.kind.glyph(),
            sanitize::sanitize_line(&code.body.tag)
        );
        if x + 4 < end {
            x = canvas.put(x, y, end, &sign, canvas.theme.code(&code.body.colour)) + 1;
        }
    }
}

/// One row of context.
fn draw_beside(
    document: &Document,
    beside: &ContextTurn,
    canvas: &mut Canvas<'_>,
    row: Rect,
    bottom: u16,
) {
    if row.y >= bottom {
        return;
    }
    let label = document
        .turns()
        .get(beside.turn)
        .and_then(|turn| document.label(turn));
    // A screen is never wider than this many characters of a turn.
    let words: String = beside
        .words
        .text(&document.text)
        .chars()
        .take(400)
        .collect();
    let text = sanitize::sanitize_line(&format!(
        "{}{words}",
        label.map(|label| format!("{label}: ")).unwrap_or_default()
    ));
    canvas.put_cut(
        row.x + INDENT,
        row.y,
        row.right() - 1,
        &text,
        canvas.style(StyleRole::Muted),
    );
}

fn draw_memo(
    search: &SearchView,
    context: &AppContext,
    canvas: &mut Canvas<'_>,
    area: Rect,
    row: usize,
    memo: &Memo,
) -> u16 {
    let on = sanitize::sanitize_line(&format!(
        "Memo on {}",
        context.study().target_in_words(memo.on)
    ));
    canvas.put_cut(
        area.x + 2,
        area.y,
        area.right() - 1,
        &on,
        canvas.style(StyleRole::Text).add_modifier(Modifier::BOLD),
    );
    let excerpt = noted(&memo.note, columns(search.rows()));
    let y = area.y + 1;
    let room = Rect {
        x: area.x + INDENT,
        y,
        width: area.width - INDENT - 1,
        height: area.bottom().saturating_sub(y),
    };
    excerpt.draw(
        canvas,
        room,
        &memo.note.text,
        &memo.note.matches,
        canvas.style(StyleRole::Text),
        canvas.style(StyleRole::Match),
    );
    stand(search, canvas, area, row, area.y, y + excerpt.height());
    y + excerpt.height() + 1
}

/// Highlights the selected item.
fn stand(search: &SearchView, canvas: &mut Canvas<'_>, area: Rect, row: usize, from: u16, to: u16) {
    if row == search.list.selected() && !search.typing {
        let rows = Rect {
            y: from,
            height: to.min(area.bottom()).saturating_sub(from),
            ..area
        };
        canvas.restyle(rows, canvas.style(StyleRole::Current));
    }
}
