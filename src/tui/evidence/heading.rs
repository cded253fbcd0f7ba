//! The heading: the link, its claim, and how much evidence there is on either side.

use super::{EvidencePane, EvidenceView, link_evidence::LinkEvidence};
use crate::tui::{canvas::Canvas, theme::StyleRole};
use ratatui::layout::Rect;

pub fn draw(view: &EvidenceView, gathered: &LinkEvidence, canvas: &mut Canvas<'_>) {
    let Rect {
        x,
        y,
        width,
        height,
    } = view.layout.heading;
    let (quiet, title) = (
        canvas.style(StyleRole::Muted),
        canvas.style(StyleRole::Title),
    );
    let end = (x + width).saturating_sub(1);
    let at = canvas.put(x + 1, y, end, "LINK ", quiet);
    let at = canvas.put(at, y, end, &gathered.ends[0], title);
    let at = canvas.put(at, y, end, " ──► ", canvas.style(StyleRole::Key));
    let at = canvas.put_cut(at, y, end, &gathered.ends[1], title);
    canvas.put_cut(at, y, end, &format!("  ({})", gathered.relation), quiet);
    let claim = Rect {
        x: x + 1,
        y: y + 1,
        width: width.saturating_sub(2),
        height: height.saturating_sub(1),
    };
    let rows = canvas.paragraph(claim, &gathered.statement, quiet);
    if rows < claim.height {
        let who = format!("Quoted: {}", gathered.quoted);
        canvas.paragraph(
            Rect {
                y: claim.y + rows,
                height: 1,
                ..claim
            },
            &who,
            quiet,
        );
    }
    draw_tabs(view, gathered, canvas);
}

/// Draws the counts of both sides, with the active side highlighted.
fn draw_tabs(view: &EvidenceView, gathered: &LinkEvidence, canvas: &mut Canvas<'_>) {
    let area = view.layout.tabs;
    if area.height == 0 {
        return;
    }
    let rule = canvas.style(StyleRole::Rule);
    for x in area.left()..area.right() {
        canvas.put(x, area.y, area.right(), "─", rule);
    }
    let half = area.width / 2;
    let tests = area.x + half + 1;
    let both = view.layout.quotes.width > 0 && view.layout.tests.width > 0;
    // Side by side each count is above its list; otherwise the second one follows the first.
    let x = tab(
        canvas,
        area,
        area.x + 1,
        &gathered.quotes_counted(),
        view.pane == EvidencePane::Quotes,
    );
    tab(
        canvas,
        area,
        if both { tests } else { x + 1 },
        &gathered.tests_counted(),
        view.pane == EvidencePane::Tests,
    );
    if both {
        let body = view.layout.quotes;
        for y in body.top()..body.bottom() {
            canvas.put(body.right(), y, area.right(), "│", rule);
        }
        canvas.put(body.right(), area.y, area.right(), "┬", rule);
    }
}

fn tab(canvas: &mut Canvas<'_>, area: Rect, x: u16, text: &str, current: bool) -> u16 {
    let style = canvas.style(if current {
        StyleRole::Title
    } else {
        StyleRole::Muted
    });
    let text = if current {
        format!(" ▸ {text} ")
    } else {
        format!(" {text} ")
    };
    canvas.put(x, area.y, area.right(), &text, style)
}
