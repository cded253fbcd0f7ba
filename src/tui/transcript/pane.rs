//! The text pane: the visible rows with turn numbers and speakers, coloured by codes, selection and
//! hits. For speed, cells are written straight into the buffer.

use super::TranscriptView;
use super::coding_index::VisibleCodings;
use super::layout::TextRow;
use crate::text::{Span, Turn, number, wrap};
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::theme::{StyleRole, Theme};
use ratatui::style::{Modifier, Style};

/// Draws the visible rows.
pub fn draw(
    view: &TranscriptView,
    context: &AppContext,
    near: &VisibleCodings,
    canvas: &mut Canvas<'_>,
) {
    let area = view.layout.text;
    let document = context.study().document(view.document);
    let informant = |turn: &Turn| {
        document
            .and_then(|document| document.informant(turn))
            .is_some()
    };
    for (y, row) in
        (area.top()..area.bottom()).zip(view.rows.window(view.top, area.height as usize))
    {
        let Some(turn) = view.turns.get(row.turn as usize) else {
            continue;
        };
        // If no informants are known, nobody is dimmed.
        let spoken = informant(turn)
            || document.is_none_or(|document| {
                document
                    .body
                    .speakers
                    .iter()
                    .all(|known| known.informant.is_none())
            });
        if row.first {
            let label = document.and_then(|document| document.label(turn));
            draw_label(view, canvas, y, row.turn, (turn, label), spoken);
        }
        let above = (view.top + usize::from(y - area.top()))
            .checked_sub(1)
            .and_then(|above| view.rows.get(above));
        if let Some(turn) = above
            .filter(|above| above.first)
            .and_then(|above| view.turns.get(above.turn as usize))
        {
            draw_time(view, canvas, y, turn);
        }
        if view.layout.lines.width > 0 {
            draw_line_number(view, canvas, y, row);
        }
        let base = canvas.style(if spoken {
            StyleRole::Text
        } else {
            StyleRole::Muted
        });
        draw_words(view, canvas, y, *row, near, base);
    }
}

fn draw_label(
    view: &TranscriptView,
    canvas: &mut Canvas<'_>,
    y: u16,
    number: u32,
    (turn, label): (&Turn, Option<&str>),
    spoken: bool,
) {
    let (gutter, speaker) = (view.layout.gutter, view.layout.speaker);
    canvas.put_right(
        y,
        gutter.right().saturating_sub(1),
        &(number + 1).to_string(),
        canvas.style(StyleRole::Rule),
    );
    let before = (number as usize)
        .checked_sub(1)
        .and_then(|before| view.turns.get(before))
        .and_then(|turn| turn.speaker);
    if let Some(label) = label.filter(|_| turn.labelled || before != turn.speaker) {
        let style = if spoken {
            canvas.style(StyleRole::Title)
        } else {
            canvas.style(StyleRole::Muted)
        };
        canvas.put_cut(
            speaker.x,
            y,
            speaker.right().saturating_sub(1),
            label,
            style,
        );
    }
}

/// Timestamp of a turn, below the speaker's label.
fn draw_time(view: &TranscriptView, canvas: &mut Canvas<'_>, y: u16, turn: &Turn) {
    let (speaker, Some(time)) = (view.layout.speaker, turn.time) else {
        return;
    };
    let time = number::clock(time);
    if time.len() < usize::from(speaker.width) {
        canvas.put_cut(
            speaker.x,
            y,
            speaker.right().saturating_sub(1),
            &time,
            canvas.style(StyleRole::Rule),
        );
    }
}

/// Number of the source line that begins in a row.
fn draw_line_number(view: &TranscriptView, canvas: &mut Canvas<'_>, y: u16, row: &TextRow) {
    let line = view.lines.partition_point(|start| *start <= row.span.start);
    let begins = view
        .lines
        .get(line.saturating_sub(1))
        .copied()
        .unwrap_or_default();
    // A turn's first words follow the speaker's label.
    if row.first || (begins == row.span.start && !row.span.is_empty()) {
        let end = view.layout.lines.right().saturating_sub(1);
        canvas.put_right(y, end, &line.to_string(), canvas.style(StyleRole::Muted));
    }
}

/// Everything that determines the style of a row's words.
struct RowStyling<'a> {
    view: &'a TranscriptView,
    theme: Theme,
    /// The codings that meet the row.
    marks: Vec<usize>,
    base: Style,
    chosen: Option<Span>,
    cursor: Span,
}

impl RowStyling<'_> {
    /// The style at byte `at`, and the byte up to which it stays the same.
    fn at(&self, at: u32, end: u32) -> (Style, u32) {
        let theme = self.theme;
        let mut until = end;
        let mut inside = |span: Span| {
            for edge in [span.start, span.end] {
                if edge > at {
                    until = until.min(edge);
                }
            }
            span.contains_byte(at as usize)
        };
        let mut style = self.base;
        let mut covering = 0;
        // By start and longest first: the last one that covers the byte is the innermost.
        for mark in &self.marks {
            let mark = &self.view.codings.marks[*mark];
            let ink = &self.view.codings.codes[mark.code];
            if inside(mark.span) && (self.view.uncoded || self.view.shows(ink.id)) {
                covering += 1;
                style = if self.view.uncoded {
                    theme.style(StyleRole::Rule)
                } else {
                    self.view.code_styles.words(mark.code, covering > 1)
                };
            }
        }
        for hit in self.view.find.hits_in(Span { start: at, end }) {
            if inside(*hit) {
                style = style
                    .patch(theme.style(StyleRole::Match))
                    .add_modifier(Modifier::UNDERLINED);
            }
        }
        let cursor = inside(self.cursor);
        match self.chosen {
            Some(chosen) if inside(chosen) => {
                style = style.patch(theme.style(StyleRole::Selected));
                if cursor {
                    style = style.add_modifier(Modifier::BOLD);
                }
            }
            None if cursor => style = style.patch(theme.style(StyleRole::Cursor)),
            _ => {}
        }
        (style, until)
    }
}

fn draw_words(
    view: &TranscriptView,
    canvas: &mut Canvas<'_>,
    y: u16,
    row: TextRow,
    near: &VisibleCodings,
    base: Style,
) {
    let selection = view.selection();
    let marks = near.meeting(row.span).collect();
    let styling = RowStyling {
        view,
        theme: canvas.theme,
        marks,
        base,
        chosen: selection.selected,
        cursor: selection.cursor,
    };
    let plain = wrap::is_single_width(row.span.text(&view.text));
    let (mut x, mut at) = (view.layout.text.x, row.span.start);
    while at < row.span.end {
        let (style, until) = styling.at(at, row.span.end);
        let stretch = Span {
            start: at,
            end: until,
        };
        // A search hit may end within a grapheme.
        let whole = if plain {
            stretch
        } else {
            Span::snap(&view.text, stretch.range()).unwrap_or(stretch)
        };
        x = canvas.put(
            x,
            y,
            view.layout.text.right(),
            whole.text(&view.text),
            style,
        );
        at = whole.end;
    }
}
