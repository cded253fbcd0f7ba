//! The programme theory one works on, as links between codes and as a graph in
//! columns by kind, which other programs can draw.

use super::{Draft, attribute::attribute, identity};
use crate::study::{Code, Kind, Link, event::Target, theory::relation};
use maud::{Markup, html};

/// Width and height of a vertex and of the cell it stands in.
const SIZE: (usize, usize) = (160, 48);
const CELL: (usize, usize) = (240, 88);

/// Links and graphs; none of either without a theory.
pub(super) fn drawn(draft: &mut Draft<'_>) -> (Markup, Markup) {
    let study = draft.study;
    let Some(theory) = study.theory() else { return (html! {}, html! {}) };
    let links: Vec<&Link> = study.links_of(theory).collect();
    let name = |link: &Link| {
        let kinds = (study.code(link.from), study.code(link.to));
        let relation = if let (Some(from), Some(to)) = kinds { relation(from.body.kind, to.body.kind) } else { "leads to" };
        if link.statement.is_empty() { relation.to_owned() } else { format!("{relation}: {}", link.statement) }
    };
    let memos: Vec<_> = links
        .iter()
        .map(|link| {
            let memo = study.memo(Target::Link(link.id))?;
            let id = identity::of("memo of a link", &link.id.uuid().to_string());
            Some(draft.notes.add(id, &format!("Memo on {}", study.link_name(link)), memo))
        })
        .collect();
    let arrows = html! {
        @if !links.is_empty() {
            Links {
                @for (link, memo) in links.iter().zip(&memos) {
                    Link guid=(link.id.uuid()) name=(attribute(&name(link))) direction="OneWay" originGUID=(link.from.uuid()) targetGUID=(link.to.uuid()) {
                        @if let Some(memo) = memo { NoteRef targetGUID=(memo) {} }
                    }
                }
            }
        }
    };
    let nodes: Vec<&Code> = theory.nodes.iter().filter_map(|node| study.code(*node)).collect();
    let mut rows = [0; Kind::ALL.len()];
    let vertices: Vec<Markup> = nodes
        .iter()
        .map(|code| {
            let column = Kind::ALL.iter().position(|kind| *kind == code.body.kind).unwrap_or_default();
            let (x, y) = (column * CELL.0, rows[column] * CELL.1);
            rows[column] += 1;
            html! {
                Vertex guid=(vertex(code)) representedGUID=(code.id.uuid()) name=(attribute(code.name(&study.language)))
                    firstX=(x) firstY=(y) secondX=(x + SIZE.0) secondY=(y + SIZE.1) shape="RoundedRectangle" color=(code.body.colour) {}
            }
        })
        .collect();
    let ends = |link: &Link| nodes.iter().find(|code| code.id == link.from).zip(nodes.iter().find(|code| code.id == link.to));
    let graph = html! {
        Graphs {
            Graph guid=(theory.id.uuid()) name={ "Programme theory " (attribute(&theory.version)) } {
                @for vertex in vertices { (vertex) }
                @for (link, (from, to)) in links.iter().filter_map(|link| Some((link, ends(link)?))) {
                    Edge guid=(identity::of("edge", &link.id.uuid().to_string())) representedGUID=(link.id.uuid())
                        sourceVertex=(vertex(from)) targetVertex=(vertex(to)) direction="OneWay" {}
                }
            }
        }
    };
    (arrows, graph)
}

fn vertex(code: &Code) -> uuid::Uuid {
    identity::of("vertex", &code.id.uuid().to_string())
}
