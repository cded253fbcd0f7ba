//! The theory section of the report: its claims and their history.

use super::{ReportData, words};
use crate::evidence::diff::Diff;
use crate::export::drawing;
use crate::export::drawing::{TheoryDrawing, svg};
use crate::study::revision::TheoryElement;
use crate::study::{CodeKind, ProgressMonitor};
use maud::{Markup, PreEscaped, html};

pub(super) fn section(report: &ReportData<'_>) -> Markup {
    let Some(theory) = report.theory else {
        return html! {};
    };
    let nodes: Vec<_> = report.study.nodes_of(theory).collect();
    let kinds: Vec<CodeKind> = CodeKind::ALL
        .into_iter()
        .filter(|kind| nodes.iter().any(|node| node.kind == *kind))
        .collect();
    html! {
        p {
            "Version " (words(&theory.version))
            @if theory.frozen { ", frozen: it was fixed before its evidence was weighed." } @else { ", a draft that may still change." }
        }
        div.drawing tabindex="0" { (PreEscaped(drawing::theory_svg(report.study, theory.id).unwrap_or_default())) }
        dl {
            @for kind in kinds {
                dt { (kind.glyph()) " " (kind.name()) }
                dd {
                    @for (place, node) in nodes.iter().filter(|node| node.kind == kind).enumerate() {
                        @if place > 0 { " · " }
                        (words(node.code.name(&report.study.language)))
                        @if let Some(origin) = node.node.origin { span.quiet { " (" (origin) ")" } }
                    }
                }
            }
        }
    }
}

/// What became of each element of the previous version, with the reason.
pub(super) fn changes(report: &ReportData<'_>) -> Markup {
    let study = report.study;
    let Some(theory) = report.theory else {
        return html! {};
    };
    let changes: Vec<_> = study.changes(theory.id).collect();
    if changes.is_empty() {
        return html! {};
    }
    let parent = study.parent_of(theory);
    let before = parent.map(|parent| words(&parent.version));
    let drawing = parent.and_then(|parent| {
        TheoryDrawing::of_diff(
            study,
            &Diff::new(study, parent, theory),
            ProgressMonitor::default(),
        )
        .ok()
    });
    let picture = drawing.as_ref().map(svg::write);
    html! {
        @if let Some(picture) = picture { div.drawing tabindex="0" { (PreEscaped(picture)) } }
        p { "From " (before.unwrap_or_else(|| "the version before".into())) " to " (words(&theory.version)) ", with the reason of each change." }
        div.wide tabindex="0" {
            table {
                thead { tr { th scope="col" { "Change" } th scope="col" { "Element" } th scope="col" { "Becomes" } th scope="col" { "Because" } } }
                tbody {
                    @for change in changes {
                        tr {
                            td { span.tag { (change.body.operation.sign()) " " (change.body.operation.name()) } }
                            th scope="row" {
                                @match change.body.on {
                                    TheoryElement::Node(code) => (report.node(code)),
                                    TheoryElement::Link(link) => (words(&study.link_words(link))),
                                }
                            }
                            td { @if let Some(by) = change.body.by { (report.node(by)) } }
                            td.words { @if report.is_public() { span.quiet { "withheld" } } @else { (words(study.words(change.body.reason).unwrap_or_default())) } }
                        }
                    }
                }
            }
        }
    }
}
