//! The current version of the programme theory as links between codes, and as a graph in columns by
//! kind that other programs can draw.

use super::codes::attribute;
use super::{RefiProjectDraft, values};
use crate::exchange::refi::extension_data::{
    ChangeEntry, LinkEntry, NodeEntry, TheoryVersionEntry, VerdictEntry,
};
use crate::study::event::MemoTarget;
use crate::study::revision::{ChangeGround, TheoryElement};
use crate::study::theory::{QuoteAt, relation};
use crate::study::{Change, Code, CodeKind, ContentId, Id, Link, Study};
use maud::{Markup, html};
use std::collections::HashSet;

/// Puts all versions into the note for virk; what it cannot hold is counted as lost.
pub(super) fn versions(draft: &mut RefiProjectDraft<'_>) {
    let study = draft.study;
    let mut told: HashSet<Id<Link>> = HashSet::new();
    for theory in study.theories() {
        let here = |code: Id<Code>| study.code(code).is_some();
        let say = |content: Option<ContentId>| {
            content
                .and_then(|id| study.words(id))
                .unwrap_or_default()
                .to_owned()
        };
        let nodes: Vec<NodeEntry> = study
            .nodes_of(theory)
            .filter(|node| here(node.id()))
            .map(|node| NodeEntry {
                code: node.id().uuid(),
                origin: node.node.origin,
                role: node.node.role,
                resource: say(node.node.resource),
                reasoning: say(node.node.reasoning),
            })
            .collect();
        let all: Vec<&Link> = study.links_of(theory).collect();
        let ends = |link: &Link| {
            [link.from, link.to]
                .iter()
                .all(|end| nodes.iter().any(|node| node.code == end.uuid()))
        };
        let links: Vec<&Link> = all.iter().copied().filter(|link| ends(link)).collect();
        draft.losses.add(
            "node of the theory whose code was retired",
            theory.nodes.len() - nodes.len(),
        );
        draft.losses.add(
            "link of the theory whose codes were retired",
            all.len() - links.len(),
        );
        draft
            .losses
            .add("date of freezing a theory", usize::from(theory.frozen));
        told.extend(links.iter().map(|link| link.id));
        for link in &links {
            draft
                .losses
                .add("inference", usize::from(study.inference(link.id).is_some()));
        }
        let changes = study.changes(theory.id).filter_map(|change| {
            let (node, link) = match change.body.on {
                TheoryElement::Node(code) => (Some(code).filter(|code| here(*code)), None),
                TheoryElement::Link(link) => (None, Some(link).filter(|link| told.contains(link))),
            };
            let quotes: Vec<QuoteAt> = change
                .body
                .grounds
                .iter()
                .filter_map(|ground| {
                    if let ChangeGround::Quote(quote) = ground {
                        Some(*quote)
                    } else {
                        None
                    }
                })
                .collect();
            Some((change, node.map(Id::uuid), link.map(Id::uuid), quotes))
                .filter(|(_, node, link, _)| node.is_some() || link.is_some())
        });
        let changes: Vec<_> = changes.collect();
        draft.losses.add(
            "entry of the change log",
            study.changes(theory.id).count() - changes.len(),
        );
        let grounds =
            |change: &Change, quotes: &Vec<QuoteAt>| change.body.grounds.len() - quotes.len();
        draft.losses.add(
            "ground of a change",
            changes
                .iter()
                .map(|(change, _, _, quotes)| grounds(change, quotes))
                .sum(),
        );
        let version = TheoryVersionEntry {
            id: theory.id.uuid(),
            version: theory.version.clone(),
            parent: study.parent_of(theory).map(|parent| parent.version.clone()),
            frozen: theory.frozen,
            nodes,
            links: links
                .into_iter()
                .map(|link| link_entry(study, link))
                .collect(),
            changes: changes
                .into_iter()
                .map(|(change, node, link, quotes)| ChangeEntry {
                    operation: change.body.operation,
                    node,
                    link,
                    by: change.body.by.filter(|by| here(*by)).map(Id::uuid),
                    reason: say(Some(change.body.reason)),
                    quotes: quotes.into_iter().map(values::selection_uuid).collect(),
                })
                .collect(),
        };
        draft.supplement.theories.push(version);
    }
}

fn link_entry(study: &Study, link: &Link) -> LinkEntry {
    LinkEntry {
        id: link.id.uuid(),
        from: link.from.uuid(),
        to: link.to.uuid(),
        statement: link.statement.clone(),
        basis: link.basis.clone(),
        expected: link.expected,
        on: link.on.map(Id::uuid),
        carried: link.carried.map(Id::uuid),
        post_hoc: link.post_hoc,
        judged: study
            .polarities(link.id)
            .map(|(quote, polarity)| (values::selection_uuid(quote), polarity))
            .collect(),
        verdict: study.verdict(link.id).map(|verdict| VerdictEntry {
            conclusion: verdict.conclusion,
            reason: study.words(verdict.reason).unwrap_or_default().to_owned(),
            rests_on: verdict.rests_on.clone(),
            basis: verdict.basis.clone(),
        }),
        memo: study
            .memo(MemoTarget::Link(link.id))
            .unwrap_or_default()
            .to_owned(),
    }
}

/// The quotes that links and changes of the theory refer to.
pub(super) fn referenced_quotes(study: &Study) -> Vec<QuoteAt> {
    let judged = study
        .theories()
        .flat_map(|theory| study.links_of(theory))
        .flat_map(|link| study.polarities(link.id));
    let grounds = study
        .theories()
        .flat_map(|theory| study.changes(theory.id))
        .flat_map(|change| &change.body.grounds);
    let grounds = grounds.filter_map(|ground| {
        if let ChangeGround::Quote(quote) = ground {
            Some(*quote)
        } else {
            None
        }
    });
    judged
        .map(|(quote, _)| quote)
        .chain(grounds)
        .filter(|quote| study.document(quote.document).is_some())
        .collect()
}

/// Width and height of a vertex, and of its cell in the layout.
const SIZE: (usize, usize) = (160, 48);
const CELL: (usize, usize) = (240, 88);

pub(super) fn graphs(draft: &mut RefiProjectDraft<'_>) -> (Markup, Markup) {
    let study = draft.study;
    let Some(theory) = study.theory() else {
        return (html! {}, html! {});
    };
    let links: Vec<&Link> = study.links_of(theory).collect();
    let name = |link: &Link| {
        let kinds = (study.code(link.from), study.code(link.to));
        let relation = if let (Some(from), Some(to)) = kinds {
            relation(from.body.kind, to.body.kind)
        } else {
            "leads to"
        };
        if link.statement.is_empty() {
            relation.to_owned()
        } else {
            format!("{relation}: {}", link.statement)
        }
    };
    let memos: Vec<_> = links
        .iter()
        .map(|link| {
            let memo = study.memo(MemoTarget::Link(link.id))?;
            let id = values::derived_uuid("memo of a link", &link.id.uuid().to_string());
            Some(
                draft
                    .notes
                    .add(id, &format!("Memo on {}", study.link_name(link)), memo),
            )
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
    let nodes: Vec<&Code> = theory
        .nodes
        .iter()
        .filter_map(|node| study.code(*node))
        .collect();
    let mut rows = [0; CodeKind::ALL.len()];
    let vertices: Vec<Markup> = nodes
        .iter()
        .map(|code| {
            let column = CodeKind::ALL.iter().position(|kind| *kind == code.body.kind).unwrap_or_default();
            let (x, y) = (column * CELL.0, rows[column] * CELL.1);
            rows[column] += 1;
            html! {
                Vertex guid=(vertex(code)) representedGUID=(code.id.uuid()) name=(attribute(code.name(&study.language)))
                    firstX=(x) firstY=(y) secondX=(x + SIZE.0) secondY=(y + SIZE.1) shape="RoundedRectangle" color=(code.body.colour) {}
            }
        })
        .collect();
    let ends = |link: &Link| {
        nodes
            .iter()
            .find(|code| code.id == link.from)
            .zip(nodes.iter().find(|code| code.id == link.to))
    };
    let graph = html! {
        Graphs {
            Graph guid=(theory.id.uuid()) name={ "Programme theory " (attribute(&theory.version)) } {
                @for vertex in vertices { (vertex) }
                @for (link, (from, to)) in links.iter().filter_map(|link| Some((link, ends(link)?))) {
                    Edge guid=(values::derived_uuid("edge", &link.id.uuid().to_string())) representedGUID=(link.id.uuid())
                        sourceVertex=(vertex(from)) targetVertex=(vertex(to)) direction="OneWay" {}
                }
            }
        }
    };
    (arrows, graph)
}

fn vertex(code: &Code) -> uuid::Uuid {
    values::derived_uuid("vertex", &code.id.uuid().to_string())
}
