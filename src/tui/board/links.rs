//! The links of the selected node, and the evidence for and against the selected link.

use super::BoardView;
use crate::export::drawing::{DrawnLink, TheoryDrawing, text};
use crate::study::Study;
use crate::study::revision::{Operation, TheoryElement};
use crate::study::theory::{ExpectedDirection, Prespecification};
use crate::text::sanitize;
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;

/// Rows at the foot that describe the selected link or node.
pub const ABOUT: u16 = 5;

/// Draws the links below or beside the layers.
pub fn draw(
    board: &BoardView,
    context: &AppContext,
    drawing: &TheoryDrawing,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let Some(node) = board.node() else { return };
    let (x, end) = (area.x + 1, area.right().saturating_sub(1));
    let rule = canvas.style(StyleRole::Rule);
    for x in area.left()..area.right() {
        canvas.put(x, area.y, area.right(), "─", rule);
    }
    canvas.put_cut(
        x + 1,
        area.y,
        end,
        &format!(" {} ", node.name),
        canvas.style(StyleRole::Title),
    );
    let here = board.links_here();
    let rows = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(ABOUT + 1),
        ..area
    };
    if here.is_empty() {
        canvas.put_cut(
            x,
            rows.y,
            end,
            &format!("No links yet; {} draws one", context.key_for("draw_link")),
            canvas.style(StyleRole::Muted),
        );
    }
    for (y, (place, link)) in
        (rows.top()..rows.bottom()).zip(here.iter().enumerate().skip(board.links.top()))
    {
        let Some(arrow) = drawing.links.get(*link) else {
            continue;
        };
        row(
            drawing,
            arrow,
            board.at,
            canvas,
            Rect {
                x,
                y,
                width: end.saturating_sub(x),
                height: 1,
            },
        );
        if board.on_links && place == board.links.selected() {
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
    let foot = Rect {
        x,
        y: rows.bottom(),
        width: end.saturating_sub(x),
        height: area.bottom().saturating_sub(rows.bottom()),
    };
    for x in area.left()..area.right() {
        canvas.put(x, foot.y, area.right(), "─", rule);
    }
    let lines = if board.on_links {
        board.link().map(|arrow| about_link(context.study(), arrow))
    } else {
        None
    };
    let lines = lines.unwrap_or_else(|| about_node(board, context.study()));
    let below = Rect {
        y: foot.y + 1,
        height: foot.height.saturating_sub(1),
        ..foot
    };
    let mut y = below.y;
    for line in lines {
        let room = Rect {
            y,
            height: below.bottom().saturating_sub(y),
            ..below
        };
        if room.height == 0 {
            break;
        }
        y += canvas.paragraph(room, &line, canvas.style(StyleRole::Text));
    }
}

/// One link: its line, the other end, quotes, tests.
fn row(drawing: &TheoryDrawing, arrow: &DrawnLink, at: usize, canvas: &mut Canvas<'_>, area: Rect) {
    let mark = arrow
        .mark
        .map(|mark| format!("{} ", mark.sign()))
        .unwrap_or_default();
    let away = arrow.from == at;
    let other = if away { arrow.to } else { arrow.from };
    let name = drawing.nodes.get(other).map_or("?", |node| &node.name);
    let tests = if arrow.tests == 0 {
        "untested".to_owned()
    } else {
        format!("{}/{}", arrow.significant, arrow.tests)
    };
    let counts = format!("{}q  {tests}", arrow.quotes);
    let x = canvas.put(
        area.x,
        area.y,
        area.right(),
        &mark,
        canvas.style(StyleRole::Key),
    );
    let x = canvas.put(
        x,
        area.y,
        area.right(),
        text::line(arrow),
        canvas.style(StyleRole::Text),
    );
    let direction = if away { "to" } else { "from" };
    let on = arrow
        .on
        .and_then(|on| drawing.links.get(on))
        .and_then(|on| drawing.nodes.get(on.from));
    let on = on
        .map(|from| format!("{} → ", from.name))
        .unwrap_or_default();
    let from = canvas.put_right(
        area.y,
        area.right(),
        &counts,
        canvas.style(StyleRole::Muted),
    );
    let x = canvas.put(
        x + 1,
        area.y,
        from,
        direction,
        canvas.style(StyleRole::Muted),
    );
    canvas.put_cut(
        x + 1,
        area.y,
        from.saturating_sub(1),
        &format!("{on}{name}"),
        canvas.style(StyleRole::Text),
    );
}

/// Evidence for and against a link.
fn about_link(study: &Study, arrow: &DrawnLink) -> Vec<String> {
    let Some(link) = study.any_link(arrow.link) else {
        return Vec::new();
    };
    let fixed = match study.prespecification(link) {
        Prespecification::NotFrozen => "not fixed yet",
        Prespecification::Prespecified(_) => "prespecified",
        Prespecification::PostHoc => "post hoc",
    };
    let expected = if link.expected == ExpectedDirection::Unstated {
        String::new()
    } else {
        format!(", expected {}", link.expected.name())
    };
    let verdict = match (
        study.verdict(link.id),
        study
            .parent_link(link)
            .and_then(|earlier| study.verdict(earlier.id)),
    ) {
        (Some(verdict), _) => format!(
            "{}: {}",
            verdict.conclusion,
            study.words(verdict.reason).unwrap_or_default()
        ),
        (None, Some(verdict)) => {
            format!(
                "none yet; of the previous version {}: {}",
                verdict.conclusion,
                study.words(verdict.reason).unwrap_or_default()
            )
        }
        (None, None) => "none yet".to_owned(),
    };
    let mut lines = vec![arrow.summary.clone()];
    if !link.statement.is_empty() {
        lines.push(sanitize::sanitize_line(&format!("“{}”", link.statement)));
    }
    lines.push(format!(
        "{} ({}{expected}, {fixed}) · verdict {}",
        arrow.standing.name(),
        arrow.relation,
        sanitize::sanitize_line(&verdict)
    ));
    lines.extend(reasons(study, TheoryElement::Link(link.id), link.theory));
    lines
}

fn about_node(board: &BoardView, study: &Study) -> Vec<String> {
    let (Some(node), Some(theory)) = (board.node(), board.theory(study)) else {
        return Vec::new();
    };
    let node_text = study.node_in(theory, node.code);
    let origin = node_text
        .origin
        .map(|origin| format!(" · from {origin}"))
        .unwrap_or_default();
    let mark = node
        .mark
        .filter(|mark| *mark != Operation::Kept)
        .map(|mark| format!(" · {mark} {}", node.note))
        .unwrap_or_default();
    let mut lines = vec![format!("{}{origin}{mark}", node.kind)];
    let words = |id: Option<_>| {
        id.and_then(|id| study.words(id))
            .map(sanitize::sanitize_line)
    };
    lines.extend(words(node_text.resource).map(|text| format!("Resource: {text}")));
    lines.extend(words(node_text.reasoning).map(|text| format!("Reasoning: {text}")));
    lines.extend(reasons(study, TheoryElement::Node(node.code), theory.id));
    if lines.len() == 1
        && let Some(code) = study.code(node.code)
    {
        lines.push(sanitize::sanitize_line(
            code.body.definition.in_language(&study.language),
        ));
    }
    lines
}

/// Reasons the change log gives for an element.
fn reasons(
    study: &Study,
    element: TheoryElement,
    theory: crate::study::Id<crate::study::Theory>,
) -> Vec<String> {
    let lines = study.changes_on(theory, element).map(|change| {
        let reason = study
            .words(change.body.reason)
            .unwrap_or("its reason has been erased");
        sanitize::sanitize_line(&format!("{}: {reason}", change.body.operation))
    });
    lines.collect()
}
