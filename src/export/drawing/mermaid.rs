//! A theory drawing for Mermaid, which many sites render within Markdown.

use super::{DrawnLink, TheoryDrawing, sign};
use crate::evidence::LinkStatus;
use crate::study::CodeKind;
use crate::study::revision::Operation;
use std::fmt::Write;

pub fn write(drawing: &TheoryDrawing) -> String {
    let mut out = String::from("flowchart LR\n");
    for kind in CodeKind::ALL {
        let nodes = drawing.nodes_of(kind);
        if nodes.is_empty() {
            continue;
        }
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(out, "  subgraph {kind}");
        for (place, node) in nodes {
            let mark = sign(node.mark);
            let _ = writeln!(out, "    n{place}[\"{mark}{}\"]", quoted(&node.name));
        }
        out.push_str("  end\n");
    }
    for arrow in &drawing.links {
        let DrawnLink { from, to, .. } = arrow;
        let label = arrow.label();
        let line = match (arrow.mark, arrow.standing) {
            (Some(Operation::Removed), _)
            | (None, LinkStatus::Untested | LinkStatus::NotShown | LinkStatus::Fragile) => "-.->",
            (Some(Operation::Added), _) | (None, LinkStatus::Supported) => "==>",
            _ => "-->",
        };
        let _ = writeln!(out, "  n{from} {line}|\"{label}\"| n{to}");
    }
    for (place, _) in drawing
        .links
        .iter()
        .enumerate()
        .filter(|(_, arrow)| contrary(arrow))
    {
        let _ = writeln!(out, "  linkStyle {place} stroke:#c0392b");
    }
    out
}

fn contrary(arrow: &DrawnLink) -> bool {
    arrow.mark == Some(Operation::Removed)
        || (arrow.mark.is_none() && arrow.standing == LinkStatus::Contrary)
}

/// Mermaid decodes entities, so no character of a name can end the label.
fn quoted(name: &str) -> String {
    name.replace('&', "&amp;")
        .replace('"', "#quot;")
        .replace('<', "&lt;")
}
