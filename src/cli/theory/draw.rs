//! `virk theory draw`

use super::show::relation_of;
use crate::cli::{Desk, Outcome, Page};
use crate::study::{Kind, Refusal, Study, Theory};
use serde_json::json;
use std::fmt::Write;

/// Draw a version of the theory: as text, or for Mermaid or Graphviz.
///
///   virk theory draw
///   virk theory draw v1 --format mermaid > theory.mmd
///   virk theory draw v1 --format dot | dot -Tsvg > theory.svg
///
/// Mermaid drawings show in Markdown on many sites; dot makes SVG and PDF.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The version; without it the latest
    #[arg(value_name = "VERSION")]
    version: Option<String>,
    /// The form of the drawing
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Format {
    /// Links by the node they begin in
    Text,
    /// A Mermaid flow chart
    Mermaid,
    /// A Graphviz graph
    Dot,
}

/// Draws it.
///
/// # Errors
/// When there is no such version.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let theory = study.find_theory(args.version.as_deref())?;
    let drawing = match args.format {
        Format::Text => text(study, theory),
        Format::Mermaid => mermaid(study, theory),
        Format::Dot => dot(study, theory),
    };
    if desk.json {
        page.json(&json!({ "version": theory.version, "drawing": drawing }));
    } else {
        page.file(&drawing);
    }
    Ok(Outcome::Done)
}

/// Per node the links that begin in it, in the order of the kinds.
fn text(study: &Study, theory: &Theory) -> String {
    let mut out = String::new();
    for kind in Kind::ALL {
        for code in theory.nodes.iter().filter_map(|id| study.code(*id)).filter(|code| code.body.kind == kind) {
            // Writing to a String cannot fail, here and below.
            let _ = writeln!(out, "{} {}", kind.glyph(), code.name(&study.language));
            for link in study.links_of(theory).filter(|link| link.from == code.id) {
                let _ = writeln!(out, "  {} → {}", relation_of(study, link), study.code_name(link.to));
            }
        }
    }
    out
}

/// The place of a code among the nodes: its name in a drawing's language.
fn node(theory: &Theory, code: crate::study::Id<crate::study::Code>) -> usize {
    theory.nodes.iter().position(|node| *node == code).unwrap_or(theory.nodes.len())
}

fn mermaid(study: &Study, theory: &Theory) -> String {
    let mut out = String::from("flowchart LR\n");
    for kind in Kind::ALL {
        let codes: Vec<_> = theory.nodes.iter().filter_map(|id| study.code(*id)).filter(|code| code.body.kind == kind).collect();
        if codes.is_empty() {
            continue;
        }
        let _ = writeln!(out, "  subgraph {kind}");
        for code in codes {
            // Mermaid reads entities, so that no sign of a name can end the label.
            let name = code.name(&study.language).replace('&', "&amp;").replace('"', "#quot;").replace('<', "&lt;");
            let _ = writeln!(out, "    n{}[\"{name}\"]", node(theory, code.id));
        }
        out.push_str("  end\n");
    }
    for link in study.links_of(theory) {
        let _ = writeln!(out, "  n{} -- {} --> n{}", node(theory, link.from), relation_of(study, link), node(theory, link.to));
    }
    out
}

fn dot(study: &Study, theory: &Theory) -> String {
    let mut out = String::from("digraph theory {\n  rankdir=LR;\n  node [shape=box, style=filled, fontname=\"sans-serif\"];\n");
    for kind in Kind::ALL {
        let codes: Vec<_> = theory.nodes.iter().filter_map(|id| study.code(*id)).filter(|code| code.body.kind == kind).collect();
        if codes.is_empty() {
            continue;
        }
        out.push_str("  { rank=same;\n");
        for code in codes {
            let name = code.name(&study.language).replace('\\', "\\\\").replace('"', "\\\"");
            let _ = writeln!(out, "    n{} [label=\"{name}\", fillcolor=\"{}\"];", node(theory, code.id), code.body.colour);
        }
        out.push_str("  }\n");
    }
    for link in study.links_of(theory) {
        let relation = relation_of(study, link);
        let style = if relation == "moderates" { ", style=dashed" } else { "" };
        let (from, to) = (node(theory, link.from), node(theory, link.to));
        let _ = writeln!(out, "  n{from} -> n{to} [label=\"{relation}\"{style}];");
    }
    out.push_str("}\n");
    out
}
