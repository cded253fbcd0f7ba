//! A theory drawing as a Graphviz graph.

use super::{DrawnLink, TheoryDrawing, sign};
use crate::evidence::LinkStatus;
use crate::study::CodeKind;
use crate::study::revision::Operation;
use std::fmt::Write;

pub fn write(drawing: &TheoryDrawing) -> String {
    let mut out = String::from("digraph theory {\n  rankdir=LR;\n");
    // Writing to a String cannot fail, here and below.
    let _ = writeln!(out, "  label=\"{}\"; labelloc=t;", quoted(&drawing.title));
    out.push_str(
        "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n",
    );
    for kind in CodeKind::ALL {
        let nodes = drawing.nodes_of(kind);
        if nodes.is_empty() {
            continue;
        }
        out.push_str("  { rank=same;\n");
        for (place, node) in nodes {
            let mark = sign(node.mark);
            let style = if was_removed(node.mark) {
                "rounded,dashed"
            } else {
                "rounded,filled"
            };
            let name = quoted(&format!("{mark}{}", node.name));
            let _ = writeln!(
                out,
                "    n{place} [label=\"{name}\", fillcolor=\"{}33\", color=\"{0}\", style=\"{style}\"];",
                node.colour
            );
        }
        out.push_str("  }\n");
    }
    for arrow in &drawing.links {
        let DrawnLink { from, to, .. } = arrow;
        let head = if arrow.relation == "moderates" {
            "odot"
        } else {
            "normal"
        };
        let width = (1.0 + (arrow.quotes as f32).sqrt() * 0.6).min(5.0);
        let (style, colour) = edge_style(arrow);
        let label = arrow.label();
        let _ = writeln!(
            out,
            "  n{from} -> n{to} [label=\"{label}\", style={style}, color=\"{colour}\", penwidth={width:.1}, arrowhead={head}];"
        );
    }
    out.push_str("}\n");
    out
}

fn was_removed(mark: Option<Operation>) -> bool {
    matches!(mark, Some(Operation::Removed | Operation::Replaced))
}

fn edge_style(arrow: &DrawnLink) -> (&'static str, &'static str) {
    match (arrow.mark, arrow.standing) {
        (Some(Operation::Removed), _) => ("dotted", "#c0392b"),
        (Some(Operation::Added), _) => ("bold", "#116b3c"),
        (Some(Operation::Kept), _) => ("solid", "#9aa4ae"),
        (Some(_), _) => ("dashed", "#8a4b00"),
        (None, LinkStatus::Supported) => ("solid", "#1f2328"),
        (None, LinkStatus::Fragile) => ("dashed", "#1f2328"),
        (None, LinkStatus::NotShown) => ("dashed", "#9aa4ae"),
        (None, LinkStatus::Contrary) => ("solid", "#c0392b"),
        (None, LinkStatus::Untested) => ("dotted", "#59636e"),
    }
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
