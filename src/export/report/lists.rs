//! Reference sections of the report: coverage, informants, codebook.

use super::{ReportData, words};
use crate::evidence::matrix;
use crate::study::quote::CodedText;
use crate::study::{BilingualText, Id, Informant};
use maud::{Markup, html};
use std::collections::HashMap;

/// The material for each node, with gaps marked.
pub(super) fn coverage(report: &ReportData<'_>) -> Markup {
    let Some(theory) = report.theory else {
        return html! {};
    };
    let nodes = matrix::node_coverage(report.study, theory);
    if nodes.is_empty() {
        return html! {};
    }
    html! {
        p { "What there is for each node of the theory. An empty place is a gap: nobody was asked, nothing measures it, or nobody speaks of it." }
        div.wide tabindex="0" {
            table {
                thead {
                    tr {
                        th scope="col" { "Node" } th scope="col" { "Definition" } th.n scope="col" { "Guide items" } th.n scope="col" { "Survey items" }
                        th.n scope="col" { "Quotes" } th.n scope="col" { "Informants" } th.n scope="col" { "Tests" }
                    }
                }
                tbody {
                    @for node in &nodes {
                        tr {
                            th scope="row" { (node.kind.glyph()) " " (words(&node.name)) }
                            @for (column, count) in matrix::COLUMNS.iter().zip(node.counts) {
                                @if count == 0 { td.n.gap { "none" } }
                                @else if *column == "definition" { td { "yes" } }
                                @else if *column == "informants" { td.n { (report.count(count)) } }
                                @else { td.n { (count) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Who spoke, and how much of the coded material is theirs.
pub(super) fn informants(report: &ReportData<'_>) -> Markup {
    let study = report.study;
    if study.informants().next().is_none() {
        return html! {};
    }
    let mut quoted: HashMap<Id<Informant>, usize> = HashMap::new();
    for document in study.documents() {
        let coded = CodedText::new(study, document);
        let mut spans: Vec<_> = coded.codings.iter().map(|coding| coding.span).collect();
        spans.dedup();
        for informant in spans
            .into_iter()
            .filter_map(|span| coded.quote(span).informant)
        {
            *quoted.entry(informant.id).or_default() += 1;
        }
    }
    let public = report.is_public();
    html! {
        @if public {
            p { (report.count(study.informants().count())) " informants. Who they are is withheld from this copy." }
        } @else {
            p { "With the number of coded quotes: a study that leans on one voice shows it here." }
            div.wide tabindex="0" {
                table {
                    thead { tr { th scope="col" { "Informant" } th scope="col" { "Role" } th scope="col" { "Department" } th.n scope="col" { "Quotes" } @if report.is_internal() { th scope="col" { "More" } } } }
                    tbody {
                        @for informant in study.informants() {
                            tr {
                                th scope="row" { (report.informant_name(informant)) }
                                td { (words(&informant.body.role)) }
                                td { (words(&informant.body.department)) }
                                td.n { (quoted.get(&informant.id).copied().unwrap_or(0)) }
                                @if report.is_internal() {
                                    td { (words(&informant.body.attributes.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("; "))) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn codebook(report: &ReportData<'_>) -> Markup {
    let study = report.study;
    let tree = study.code_tree();
    if tree.is_empty() {
        return html! {};
    }
    let counts = study.coding_counts();
    let rule = |text: &BilingualText| {
        words(
            report
                .privacy_filter
                .definition(text.in_language(&study.language)),
        )
    };
    let told = report.privacy_filter.definition("told") == "told";
    html! {
        div.wide tabindex="0" {
            table {
                thead { tr { th scope="col" { "Code" } th scope="col" { "Kind" } th scope="col" { "Meaning" } th.n scope="col" { "Codings" } } }
                tbody {
                    @for (depth, code) in tree {
                        tr {
                            th scope="row" { @for _ in 0..depth { "– " } (code.body.kind.glyph()) " " (words(code.name(&study.language))) }
                            td { (code.body.kind.name()) }
                            td.words {
                                (rule(&code.body.definition))
                                @if !code.body.include.is_empty() && told { br; span.quiet { "Use it for: " (rule(&code.body.include)) } }
                                @if !code.body.exclude.is_empty() && told { br; span.quiet { "Not for: " (rule(&code.body.exclude)) } }
                            }
                            td.n { (counts.get(&code.id).copied().unwrap_or(0)) }
                        }
                    }
                }
            }
        }
    }
}
