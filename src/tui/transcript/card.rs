//! The card: everything about the current quote. Its codes and who assigned them, its condensation
//! and theme, its memo, and what it does to links.
//!
//! The codebook beside the text: the code tree with sign, tag, count, and the digit for quick
//! coding.

use super::{TranscriptView, coding};
use crate::study::Study;
use crate::study::event::MemoTarget;
use crate::study::theory::QuoteAt;
use crate::text::{Span, boundary, number, sanitize};
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Rows from which the card also explains its codes.
const ROOMY: u16 = 16;

/// The quote described by the card. A long quote overlaps thousands of codings, so this is computed
/// only when the quote changes.
#[derive(Clone, Debug, Default)]
pub struct CardSubject {
    quote: Option<Span>,
    /// For each code that overlaps the quote but is not assigned to it, one coding.
    others: Vec<usize>,
}

impl CardSubject {
    /// Recomputes the subject unless the quote and the study are the same as before.
    pub fn updated(self, view: &TranscriptView, study: &Study, changed: bool) -> CardSubject {
        let at = |span| QuoteAt {
            document: view.document,
            span,
        };
        // Words may have a memo or a condensation without a code.
        let has_notes = |span: &Span| {
            study.condensation(at(*span)).is_some()
                || study.memo(MemoTarget::Quote(at(*span))).is_some()
        };
        let quote = view
            .selection()
            .selected
            .filter(has_notes)
            .or_else(|| view.current_quote());
        if quote == self.quote && !changed {
            return self;
        }
        CardSubject {
            quote,
            others: quote.map_or_else(Vec::new, |span| view.codings.overlapping(span)),
        }
    }
}

pub fn draw(view: &TranscriptView, context: &AppContext, canvas: &mut Canvas<'_>) {
    let area = view.layout.card;
    if area.height < 3 || area.width < 20 {
        return;
    }
    let inside = rule(view, canvas, area);
    let study = context.study();
    let Some(span) = view.subject.quote else {
        draw_uncoded(view, context, canvas, inside);
        return;
    };
    let quote = QuoteAt {
        document: view.document,
        span,
    };
    let mut y = draw_codes(view, canvas, inside, span);
    let mut line = |canvas: &mut Canvas<'_>, label: &str, text: &str| {
        if y < inside.bottom() && !text.is_empty() {
            canvas.put(
                inside.x,
                y,
                inside.right(),
                label,
                canvas.style(StyleRole::Muted),
            );
            let indent = 12.min(inside.width);
            // On a small card, a long memo must not push the links out of view.
            let height = (inside.bottom() - y).min((inside.height / 3).max(2));
            let room = Rect {
                x: inside.x + indent,
                y,
                width: inside.width - indent,
                height,
            };
            y += canvas
                .paragraph(room, text, canvas.style(StyleRole::Text))
                .max(1);
        }
    };
    if let Some(condensation) = study.condensation(quote) {
        let theme = sanitize::sanitize_line(&condensation.theme);
        let text = study
            .words(condensation.content)
            .map(sanitize::sanitize_line)
            .unwrap_or_default();
        line(
            canvas,
            "Condensed",
            &if theme.is_empty() {
                text.clone()
            } else {
                format!("{text} — {theme}")
            },
        );
    }
    line(
        canvas,
        "Memo",
        &study
            .memo(MemoTarget::Quote(quote))
            .map(sanitize::sanitize_line)
            .unwrap_or_default(),
    );
    for link in study
        .theory()
        .into_iter()
        .flat_map(|theory| study.links_of(theory))
    {
        if let Some(polarity) = study.polarity(link.id, quote) {
            let text = format!(
                "{} {polarity} {}",
                polarity.sign(),
                sanitize::sanitize_line(&study.link_name(link))
            );
            line(canvas, "Link", &text);
        }
    }
    if inside.height > ROOMY {
        draw_rules(
            view,
            context,
            canvas,
            Rect {
                y: y + 1,
                height: inside.bottom().saturating_sub(y + 1),
                ..inside
            },
            span,
        );
    }
}

/// Definitions and rules of the quote's codes, where there is room.
fn draw_rules(
    view: &TranscriptView,
    context: &AppContext,
    canvas: &mut Canvas<'_>,
    room: Rect,
    span: Span,
) {
    let mut y = room.y;
    for mark in view.codes_of(span) {
        let ink = view.codings.badge(mark);
        let Some(code) = context.study().code(ink.id).filter(|_| y < room.bottom()) else {
            continue;
        };
        let style = view
            .badge_style(canvas, view.codings.marks[mark].code)
            .add_modifier(Modifier::BOLD);
        canvas.put_cut(
            room.x,
            y,
            room.right(),
            &format!("{} {}", ink.glyph, ink.name),
            style,
        );
        let text = Rect {
            y: y + 1,
            height: room.bottom() - y - 1,
            ..room
        };
        y += canvas.paragraph(
            text,
            &coding::rules(code, &context.study().language),
            canvas.style(StyleRole::Muted),
        ) + 2;
    }
}

/// Draws the rule between card and text; returns the area inside.
fn rule(view: &TranscriptView, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let style = canvas.style(StyleRole::Rule);
    if area.y > view.layout.text.y {
        for x in area.left()..area.right() {
            canvas.put(x, area.y, area.right(), "─", style);
        }
        return Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width - 2,
            height: area.height - 1,
        };
    }
    for y in area.top()..area.bottom() {
        canvas.put(area.x + 1, y, area.right(), "│", style);
    }
    Rect {
        x: area.x + 3,
        width: area.width - 4,
        ..area
    }
}

/// The quote's codes, then in a quiet style those that only overlap it, each once; returns the next
/// row.
fn draw_codes(view: &TranscriptView, canvas: &mut Canvas<'_>, inside: Rect, span: Span) -> u16 {
    let (own, others) = (view.codes_of(span), &view.subject.others);
    let (mut x, mut y) = (inside.x, inside.y);
    // A long quote overlaps almost every code; they must not push the notes out of view.
    let lowest = inside.y + (inside.height / 3).max(2);
    let count = own.len() + others.len();
    let chips = own
        .map(|mark| (mark, true))
        .chain(others.iter().map(|mark| (*mark, false)));
    for (before, (mark, whole)) in chips.enumerate() {
        let (coding, ink) = (&view.codings.marks[mark], view.codings.badge(mark));
        let name = if whole {
            format!("{} ({})", ink.name, sanitize::sanitize_line(&coding.coder))
        } else {
            ink.name.clone()
        };
        let width = crate::text::wrap::width(&name) as u16 + 7;
        if x > inside.x && x + width > inside.right() {
            (x, y) = (inside.x, y + 1);
        }
        if y >= inside.bottom() {
            break;
        }
        if !whole && y >= lowest {
            let more = format!("and {} more that overlap", count - before);
            canvas.put(x, y, inside.right(), &more, canvas.style(StyleRole::Muted));
            break;
        }
        let style = view.badge_style(canvas, coding.code);
        x = canvas.put(
            x,
            y,
            inside.right(),
            &format!("{} {} ", ink.glyph, ink.tag),
            style.add_modifier(Modifier::BOLD),
        );
        x = canvas.put(
            x,
            y,
            inside.right(),
            &name,
            if whole {
                Style::new()
            } else {
                canvas.style(StyleRole::Muted)
            },
        ) + 2;
    }
    y + 1
}

/// What can be done where nothing is coded.
fn draw_uncoded(
    view: &TranscriptView,
    context: &AppContext,
    canvas: &mut Canvas<'_>,
    inside: Rect,
) {
    let words = boundary::count_words(view.target().text(&view.text));
    let what = match (view.selection().selected, words) {
        (Some(_), 1) => "This word is".to_owned(),
        (Some(_), _) => format!("These {words} words are"),
        (None, _) => format!("This sentence of {} is", number::count_noun(words, "word")),
    };
    let mut text = format!(
        "{what} not coded. {} chooses a code",
        context.key_for("code")
    );
    if let Some(code) = context.code_for_digit(1) {
        text += &format!(
            ", {} is {}",
            context.key_for("code_1"),
            sanitize::sanitize_line(context.study().code_name(code))
        );
    }
    if let Some(code) = context.quick_codes.last_used().first() {
        text += &format!(
            ", {} is {} again",
            context.key_for("code_again"),
            sanitize::sanitize_line(context.study().code_name(*code))
        );
    }
    canvas.paragraph(
        inside,
        &format!(
            "{text}. {} condenses, {} writes a memo.",
            context.key_for("condense"),
            context.key_for("memo")
        ),
        canvas.style(StyleRole::Muted),
    );
}

/// Rows above the codes.
const HEAD: u16 = 1;

pub fn draw_codebook(view: &TranscriptView, context: &AppContext, canvas: &mut Canvas<'_>) {
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
