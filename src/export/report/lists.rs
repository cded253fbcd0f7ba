//! Reference sections of the report: coverage, informants, codebook.
//!
//! The report's method section and its caveats.
//!
//! The report's answers to the four questions (does it work, what works, for whom, under what
//! circumstances), as `virk questions` gives them.
//!
//! Findings of the checks on the reasoning, and those that were accepted, with the reasons.
//!
//! The theory section of the report: its claims and their history.

use super::{ReportData, words};
use crate::evidence::diff::Diff;
use crate::evidence::lint::LintSeverity;
use crate::evidence::matrix;
use crate::export::archive::readme::row_counts;
use crate::export::drawing::{TheoryDrawing, svg};
use crate::export::questions::EvaluationQuestion;
use crate::export::{drawing, html as page, questions};
use crate::study::quote::CodedText;
use crate::study::revision::TheoryElement;
use crate::study::{BilingualText, CodeKind, Id, Informant};
use crate::text::number;
use maud::{Markup, PreEscaped, html};
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
        p { "The evidence for each node of the theory. An empty cell is a gap: nobody was asked, nothing measures it, or nobody mentions it." }
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
            p { "With the number of coded quotes: it shows if a study relies on one voice." }
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

pub(super) fn methods(report: &ReportData<'_>) -> Markup {
    let study = report.study;
    html! {
        dl {
            dt { "Software" }
            dd { "virk " (env!("CARGO_PKG_VERSION")) ", which keeps every change with its time and author (" (study.revision()) " records)." }
            dt { "Level of significance" }
            dd { (study.alpha) ", each test by itself; adjusted p-values beside it." }
            dt { "Tests" }
            dd {
                "Every indicator of one end of a link against every indicator of the other within one dataset: Pearson's chi-square without correction, on the answers "
                "that are there for both. " (report.tests) " different tests in the theory; adjusted among them by Benjamini and Hochberg. Cramér's V for size. No random numbers: no seed."
            }
            dt { "Quotes" }
            dd { "A passage where codings of both ends of a link overlap, or one that somebody judged. What it does to the link (supports, contradicts, nuances) is a person's judgement." }
            @for dataset in study.datasets() {
                dt { "Dataset " (words(&report.privacy_filter.dataset(dataset.id))) }
                dd {
                    @if report.is_public() { (row_counts(&report.privacy_filter, dataset)) "." } @else {
                        (dataset.body.rows) " rows, " (dataset.kept_rows.len()) " counted"
                        @if !dataset.erased_rows.is_empty() { "; " (number::count_noun(dataset.erased_rows.len(), "row")) " erased, as when people withdraw" }
                        @for rule in &dataset.body.exclusions { "; left out: " (words(&rule.reason)) " (" (words(&rule.to_string())) ")" }
                        "."
                        @if report.is_internal() { " From " (words(&dataset.body.source.file)) "." }
                    }
                }
            }
        }
        h3 { "Caveats" }
        ul { @for caveat in caveats(report) { li { (caveat) } } }
    }
}

/// Caveats that can be derived from the study itself.
fn caveats(report: &ReportData<'_>) -> Vec<String> {
    let study = report.study;
    let mut caveats = Vec::new();
    if report.tests > 0 {
        let shown: usize = report
            .links
            .iter()
            .map(|link| link.significant(study.alpha))
            .sum();
        caveats.push(format!(
            "{} were made and {} would be expected below {} by chance alone; {shown} are.",
            number::count_noun(report.tests, "different test"),
            number::decimals(report.tests as f64 * study.alpha, 1),
            study.alpha
        ));
    }
    let smallest = report
        .links
        .iter()
        .flat_map(|link| &link.tests.tests)
        .map(|test| test.crosstab.n())
        .min();
    if let Some(n) = smallest.filter(|n| *n < 100 && report.privacy_filter.may_show_count(*n)) {
        caveats.push(format!(
            "The smallest test rests on {}: what is not shown may still exist.",
            number::count_noun(n, "answer")
        ));
    }
    let pearson = report
        .links
        .iter()
        .flat_map(|link| &link.tests.tests)
        .filter_map(|test| test.pearson.as_ref().ok());
    let (mut sparse, mut all) = (0, 0);
    pearson.for_each(|test| {
        all += 1;
        sparse += usize::from(test.share_expected_below_5 > 0.2 || test.min_expected < 1.0);
    });
    if sparse > 0 {
        caveats.push(format!(
            "In {sparse} of {all} tables expected counts are so small that p is only a rough guide."
        ));
    }
    let doubled = study
        .datasets()
        .flat_map(|dataset| &dataset.body.variables)
        .filter(|variable| variable.middle.is_some())
        .count();
    if doubled > 0 {
        caveats.push(format!(
            "The middle category of {} has a second meaning, such as “don't know”.",
            number::count_noun(doubled, "item")
        ));
    }
    if study.datasets().next().is_some() && study.documents().next().is_some() {
        caveats.push(
            "Those who were interviewed are not those who answered: both are about the same constructs, not the same people."
                .into(),
        );
    }
    caveats.push("An association is not a cause. Without a comparison group it is not known what would have happened anyway.".into());
    caveats
}

pub(super) fn questions(report: &ReportData<'_>) -> Markup {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let answered: Vec<_> = EvaluationQuestion::ALL
        .into_iter()
        .filter_map(|question| {
            let tables = questions::answer(
                report.study,
                report.theory,
                question,
                &report.privacy_filter,
                threads,
                report.watch,
            )
            .ok()?;
            // The page is no wider than a terminal.
            let brief = question == EvaluationQuestion::Circumstances;
            let tables: Vec<_> = tables
                .into_iter()
                .map(|table| {
                    if brief {
                        questions::narrow_table(&table)
                    } else {
                        table
                    }
                })
                .collect();
            Some((question, tables))
        })
        .collect();
    if answered.is_empty() {
        return html! {};
    }
    html! {
        @for (question, tables) in &answered {
            h3 { (question.question_text()) }
            @for table in tables {
                @if let Some(title) = &table.title { p.quiet { (words(title)) } }
                (page::table(table))
                @for note in &table.notes { p.quiet { (words(note)) } }
            }
        }
    }
}

pub(super) fn reasoning(report: &ReportData<'_>) -> Markup {
    let study = report.study;
    let (open, accepted) = (&report.open, &report.accepted);
    let count = |severity: LintSeverity| {
        open.iter()
            .filter(|finding| finding.rule.severity == severity)
            .count()
    };
    html! {
        p {
            @if open.is_empty() { "The checks find nothing that has not been accepted." } @else {
                (number::count_noun(count(LintSeverity::Error), "error")) ", " (number::count_noun(count(LintSeverity::Warning), "warning")) " and "
                (number::count_noun(count(LintSeverity::Note), "note")) ". They are prompts to think, not verdicts."
            }
        }
        @for group in open.chunk_by(|a, b| a.rule == b.rule) {
            @let rule = group[0].rule;
            details {
                summary { b { (rule.in_words()) } span.counts { (group.len()) " · " (rule.severity.name()) } }
                div.body {
                    p.quiet { (rule.source) }
                    // Findings name documents, people and passages.
                    @if report.is_internal() { dl {
                        @for finding in group {
                            dt { (words(&finding.location())) }
                            dd { (words(&finding.message)) }
                        }
                    } }
                }
            }
        }
        @if !accepted.is_empty() {
            h3 { "Accepted" }
            @if !report.is_internal() { p.quiet { (number::count_noun(accepted.len(), "finding")) ", with the reasons." } } @else { dl {
                @for finding in accepted {
                    dt { (finding.rule.id) " " (words(&finding.location())) }
                    dd { (words(&finding.message)) br; span.quiet { "Accepted: " (words(finding.acceptance(study).map_or("", |(_, reason)| reason))) } }
                }
            } }
        }
    }
}

pub(super) fn theory(report: &ReportData<'_>) -> Markup {
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
        TheoryDrawing::of_diff(study, &Diff::new(study, parent, theory), report.watch).ok()
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
