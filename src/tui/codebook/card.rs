//! The card of the selected code: its meaning and rules, its memo, the counts of its subtree, and
//! its newest quotes.

use super::{CodebookView, entry::CodeCounts};
use crate::study::{Code, Coding, Id, Study, event::MemoTarget};
use crate::text::{number, sanitize};
use crate::tui::{canvas::Canvas, context::AppContext, theme::StyleRole, transcript};
use ratatui::{layout::Rect, style::Modifier};

/// Number of newest quotes shown at most.
const NEWEST: usize = 12;

pub fn draw(view: &CodebookView, context: &AppContext, canvas: &mut Canvas<'_>) {
    let Some(entry) = view.selected_entry().filter(|_| view.card.height >= 3) else {
        return;
    };
    let study = context.study();
    let Some(code) = study.code(entry.id) else {
        return;
    };
    let inside = rule(view, canvas);
    let (quiet, text) = (
        canvas.style(StyleRole::Muted),
        canvas.style(StyleRole::Text),
    );
    let style = canvas
        .theme
        .code(&entry.colour)
        .add_modifier(Modifier::BOLD);
    let x = canvas.put(
        inside.x,
        inside.y,
        inside.right(),
        &format!("{} {} {}", entry.glyph, entry.tag, entry.name),
        style,
    );
    canvas.put_cut(
        x + 2,
        inside.y,
        inside.right(),
        &format!(
            "{} · key {}",
            code.body.kind,
            sanitize::sanitize_line(&code.body.key)
        ),
        quiet,
    );
    let mut y = inside.y + 1;
    let mut say = |canvas: &mut Canvas<'_>, words: &str, style| {
        if y < inside.bottom() && !words.is_empty() {
            y += canvas.paragraph(
                Rect {
                    y,
                    height: inside.bottom() - y,
                    ..inside
                },
                words,
                style,
            );
        }
    };
    say(canvas, &carries(entry.own, entry.with_descendants), quiet);
    let rules = transcript::rules(code, &study.language);
    let undefined = || {
        format!(
            "Not defined yet: {} writes what it means and when to use it.",
            context.key_for("define_code")
        )
    };
    say(
        canvas,
        &if rules.is_empty() { undefined() } else { rules },
        text,
    );
    if let Some(memo) = study.memo(MemoTarget::Code(code.id)) {
        say(
            canvas,
            &format!("Memo: {}", sanitize::sanitize_line(memo)),
            text,
        );
    }
    if !view.newest.is_empty() {
        say(canvas, "Newest quotes", canvas.style(StyleRole::Key));
    }
    for coding in view.newest.iter().filter_map(|id| study.coding(*id)) {
        say(canvas, &glimpse(study, coding), quiet);
    }
}

/// Latest first.
pub fn newest(study: &Study, code: Id<Code>) -> Vec<Id<Coding>> {
    let mut codings: Vec<&Coding> = study
        .codings()
        .filter(|coding| coding.code == code)
        .collect();
    codings.sort_by_key(|coding| std::cmp::Reverse(coding.time));
    codings
        .into_iter()
        .take(NEWEST)
        .map(|coding| coding.id)
        .collect()
}

/// "12 codings, 10 quotes, 4 informants; with those under it 40, 31, 7".
fn carries(own: CodeCounts, whole: CodeCounts) -> String {
    let counted = |load: CodeCounts| {
        let (codings, quotes) = (
            number::count_noun(load.codings, "coding"),
            number::count_noun(load.quotes, "quote"),
        );
        format!(
            "{codings}, {quotes}, {}",
            number::count_noun(load.informants, "informant")
        )
    };
    if own == whole {
        counted(own)
    } else {
        format!("{}; with those under it {}", counted(own), counted(whole))
    }
}

fn glimpse(study: &Study, coding: &Coding) -> String {
    let Some(document) = study.document(coding.document) else {
        return String::new();
    };
    let who = study.speaker_at(document, coding.span);
    let words = sanitize::sanitize_line(coding.span.text(&document.text));
    let short: String = words.chars().take(160).collect();
    let end = if short.len() < words.len() {
        " …"
    } else {
        ""
    };
    format!(
        "“{short}{end}” {}",
        sanitize::sanitize_line(&who.to_string())
    )
}

/// Draws the rule between tree and card; returns the area inside.
fn rule(view: &CodebookView, canvas: &mut Canvas<'_>) -> Rect {
    let (area, style) = (view.card, canvas.style(StyleRole::Rule));
    if area.x > view.tree.x {
        for y in area.top()..area.bottom() {
            canvas.put(area.x, y, area.right(), "│", style);
        }
        return Rect {
            x: area.x + 2,
            width: area.width.saturating_sub(3),
            ..area
        };
    }
    for x in area.left()..area.right() {
        canvas.put(x, area.y, area.right(), "─", style);
    }
    Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height - 1,
    }
}
