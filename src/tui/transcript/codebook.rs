//! The codebook beside the text: the code tree with sign, tag, count, and the digit for quick
//! coding.

use super::TranscriptView;
use crate::tui::{canvas::Canvas, context::AppContext, theme::StyleRole};
use ratatui::{layout::Rect, style::Modifier};

/// Rows above the codes.
const HEAD: u16 = 1;

pub fn draw(view: &TranscriptView, context: &AppContext, canvas: &mut Canvas<'_>) {
    let area = view.layout.codebook;
    if area.width == 0 {
        return;
    }
    let (rule, quiet) = (
        canvas.style(StyleRole::Rule),
        canvas.style(StyleRole::Muted),
    );
    let right = area.right() - 2;
    for y in area.top()..area.bottom() {
        canvas.put(right, y, area.right(), "│", rule);
    }
    canvas.put(
        area.x + 1,
        area.y,
        right,
        "Codebook",
        canvas.style(StyleRole::Title),
    );
    let codes = &view.codings.codes;
    if codes.is_empty() {
        let room = Rect {
            x: area.x + 1,
            y: area.y + 2,
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(2),
        };
        canvas.paragraph(
            room,
            &format!(
                "No codes yet. {} makes one; or `virk codebook import`.",
                context.key_for("code")
            ),
            quiet,
        );
        return;
    }
    let here: Vec<usize> = view
        .codings
        .meeting(view.selection().extent())
        .into_iter()
        .map(|mark| view.codings.marks[mark].code)
        .collect();
    for (y, place) in (area.y + HEAD..area.bottom()).zip(first(view)..codes.len()) {
        let ink = &codes[place];
        let style = view.badge_style(canvas, place);
        let digit = context
            .digit_for_code(ink.id)
            .map_or_else(|| " ".into(), |digit| digit.to_string());
        canvas.put(area.x, y, right, &digit, canvas.style(StyleRole::Key));
        let count = if ink.count == 0 {
            String::new()
        } else {
            ink.count.to_string()
        };
        let end = canvas
            .put_right(y, right - 1, &count, quiet)
            .saturating_sub(1);
        let x = area.x + 2 + (ink.depth as u16 * 2).min(8);
        let x = canvas.put(x, y, end, ink.glyph.encode_utf8(&mut [0; 4]), style) + 1;
        let x = canvas.put(x, y, end, &ink.tag, style.add_modifier(Modifier::BOLD)) + 1;
        canvas.put_cut(x, y, end, &ink.name, canvas.style(StyleRole::Text));
        if here.contains(&place) {
            canvas.restyle(
                Rect {
                    y,
                    height: 1,
                    width: right - 1 - area.x,
                    ..area
                },
                canvas.style(StyleRole::Current),
            );
        }
    }
}

/// The first visible code, such that the codes of the current quote are visible.
fn first(view: &TranscriptView) -> usize {
    let room = view.layout.codebook.height.saturating_sub(HEAD) as usize;
    let here = view.codings.innermost(view.selection().extent());
    let lowest = here.and_then(|span| {
        view.codes_of(span)
            .map(|mark| view.codings.marks[mark].code)
            .max()
    });
    lowest.map_or(0, |place| (place + 1).saturating_sub(room))
}

impl TranscriptView {
    /// Codes the selection with the code on a screen row, after a click in the codebook. Requires a
    /// selection, because a click may not have meant coding.
    pub(super) fn code_at_row(&mut self, y: u16, context: &mut AppContext) {
        let Some(row) = y.checked_sub(self.layout.codebook.y + HEAD) else {
            return;
        };
        let Some(ink) = self.codings.codes.get(first(self) + row as usize) else {
            return;
        };
        if self.selection().selected.is_some() {
            let code = ink.id;
            self.put_codes(vec![code], context);
        } else {
            let (sentence, name) = (context.key_for("sentence"), &ink.name);
            context.notify(format!("Nothing is selected: {sentence} selects the sentence, then a click codes it as {name}"));
        }
    }
}
