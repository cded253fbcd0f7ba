//! A theory drawing in words, for terminals and screen readers: the outgoing links of each node.

use super::{DrawnLink, TheoryDrawing};
use crate::evidence::LinkStatus;
use crate::study::CodeKind;
use crate::study::revision::Operation;
use crate::text::number;
use std::fmt::Write;

pub fn write(drawing: &TheoryDrawing) -> String {
    // Writing to a String cannot fail, here and below.
    let mut out = format!("{}\n\n", drawing.title);
    for kind in CodeKind::ALL {
        for (place, node) in drawing
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.kind == kind)
        {
            let post_hoc = if node.post_hoc { " [post hoc]" } else { "" };
            let note = if node.note.is_empty() {
                String::new()
            } else {
                format!(" ({})", node.note)
            };
            let _ = writeln!(
                out,
                "{}{} {}{post_hoc}{note}",
                mark(node.mark),
                kind.glyph(),
                node.name
            );
            for arrow in drawing.links.iter().filter(|arrow| arrow.from == place) {
                let to = drawing.nodes.get(arrow.to).map_or("?", |node| &node.name);
                let on = arrow
                    .on
                    .and_then(|on| drawing.links.get(on))
                    .and_then(|on| drawing.nodes.get(on.from));
                let on = on
                    .map(|from| format!("{} → ", from.name))
                    .unwrap_or_default();
                let _ = writeln!(
                    out,
                    "{}  {} {} {on}{to}{}",
                    mark(arrow.mark),
                    line(arrow),
                    arrow.relation,
                    link_text(arrow)
                );
            }
        }
    }
    let legend = if drawing.compares {
        "= kept  + added  - removed  ~ reworded, narrowed, weakened  ↓ demoted  ↑ promoted  → replaced"
    } else {
        "━━▶ supported  ╍╍▶ fragile  ─·▶ not shown  ··▶ untested  ✕━▶ contrary"
    };
    let _ = writeln!(out, "\n{legend}");
    out
}

fn mark(mark: Option<Operation>) -> String {
    mark.map(|mark| format!("{} ", mark.sign()))
        .unwrap_or_default()
}

/// The line style, drawn in three characters.
pub fn line(arrow: &DrawnLink) -> &'static str {
    match arrow.standing {
        LinkStatus::Supported => "━━▶",
        LinkStatus::Fragile => "╍╍▶",
        LinkStatus::NotShown => "─·▶",
        LinkStatus::Contrary => "✕━▶",
        LinkStatus::Untested => "··▶",
    }
}

fn link_text(arrow: &DrawnLink) -> String {
    let tests = if arrow.tests == 0 {
        "untested".to_owned()
    } else {
        format!("{}/{} tests", arrow.significant, arrow.tests)
    };
    format!("  ({}, {tests})", number::count_noun(arrow.quotes, "quote"))
}
