//! Help on queries, with examples from the study: shown while the query is empty.

use crate::study::{Code, CodeKind, Document, Study};
use crate::text::sanitize;
use crate::tui::{canvas::Canvas, context::AppContext, theme::StyleRole};
use ratatui::layout::Rect;

pub fn draw(context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
    let advice = advice(context.study());
    let wide = advice
        .iter()
        .map(|(query, _)| crate::text::wrap::width(query))
        .max()
        .unwrap_or(0) as u16
        + 4;
    for (y, (query, role)) in (area.top() + 1..area.bottom()).zip(&advice) {
        let x = area.x + 2;
        canvas.put(x, y, area.right() - 1, query, canvas.style(StyleRole::Key));
        canvas.put_cut(
            x + wide.min(area.width / 2),
            y,
            area.right() - 1,
            role,
            canvas.style(StyleRole::Muted),
        );
    }
}

fn advice(study: &Study) -> Vec<(String, &'static str)> {
    let mut advice: Vec<(String, &'static str)> = [
        ("trust relation", "both words, or with the same stem"),
        ("\"built trust\"", "exactly these words in a row"),
        ("relat* OR tillid~", "beginnings, typing errors, either"),
        (
            "trust NEAR/5 mentor NOT money",
            "close together, without a word",
        ),
        ("uncoded", "turns that nobody has coded"),
    ]
    .map(|(query, role)| (query.to_owned(), role))
    .into();
    let name = |code: &Code| quoted(code.name(&study.language));
    if let Some(code) = study
        .codes()
        .find(|code| code.body.kind == CodeKind::Mechanism)
        .or_else(|| study.codes().next())
    {
        advice.push((
            format!("code:{}", name(code)),
            "quotes under a code, and below it",
        ));
    }
    if let Some(known) = study.informants().next() {
        advice.push((
            format!("informant:{}", quoted(&known.body.name)),
            "one person; also role: department:",
        ));
    }
    let asks = |document: &Document| {
        document
            .turns()
            .iter()
            .any(|turn| document.is_interviewers(turn))
    };
    if study.documents().any(asks) {
        advice.push((
            "role:interviewer".into(),
            "those who ask; speaker: finds any label",
        ));
    }
    if let Some(link) = study
        .theory()
        .and_then(|theory| study.links_of(theory).next())
    {
        let ends = [link.from, link.to].map(|end| sanitize::sanitize_line(study.code_name(end)));
        advice.push((
            format!("link:\"{} -> {}\"", ends[0], ends[1]),
            "quotes of a link",
        ));
        advice.push((
            "polarity:contradicts".into(),
            "quotes that speak against a link",
        ));
    }
    if let Some((name, _)) = study.searches().next() {
        advice.push((
            format!("@{}", quoted(name)),
            "a saved search, alone or with more",
        ));
    }
    advice
}

/// A name as written in a query.
fn quoted(name: &str) -> String {
    let name = sanitize::sanitize_line(name);
    if name.contains(' ') {
        format!("\"{name}\"")
    } else {
        name
    }
}
