//! The evidence matrix of the report, which can be sorted and filtered in the browser.

use super::{ReportData, p_value, words};
use crate::evidence::{MatrixRow, assessment};
use crate::study::{Link, ProgressMonitor};
use crate::text::number;
use maud::{Markup, html};

/// Filter buttons: the mark on matching rows and the button's text.
const FILTERS: [(&str, &str); 5] = [
    ("against", "contradicted"),
    ("shown", "a test below the level"),
    ("untested", "untested"),
    ("silent", "no quote"),
    ("open", "no verdict"),
];

fn marks(row: &MatrixRow) -> String {
    let marks = [
        (row.balance.contradicts > 0, "against"),
        (row.significant > 0, "shown"),
        (row.tests == 0, "untested"),
        (row.quotes == 0, "silent"),
        (row.verdict.is_none(), "open"),
    ];
    marks
        .into_iter()
        .filter(|(so, _)| *so)
        .map(|(_, mark)| mark)
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn section(report: &ReportData<'_>) -> Markup {
    let study = report.study;
    if report.links.is_empty() {
        return html! {};
    }
    let links: Vec<&Link> = report.links.iter().map(|evidence| evidence.link).collect();
    let planned = report
        .theory
        .map(|theory| assessment::by_plan(study, theory, &links, ProgressMonitor::default()));
    let planned = planned.and_then(Result::ok).unwrap_or_default();
    let by_plan = |place: usize| planned.get(place).copied().unwrap_or_default();
    let rows: Vec<MatrixRow> = report
        .links
        .iter()
        .enumerate()
        .map(|(place, evidence)| MatrixRow::new(study, evidence, by_plan(place)))
        .collect();
    let head = |title: &str, number: bool| html! { th scope="col" class=[number.then_some("n")] { button type="button" { (title) } } };
    html! {
        p { "All links at once. A click on a heading sorts, another one turns it round; the link opens its evidence." }
        div.filters #matrix-filters hidden {
            input #matrix-words type="search" placeholder="Filter by words" aria-label="Filter the matrix by words";
            @for (mark, label) in FILTERS { button type="button" data-filter=(mark) aria-pressed="false" { (label) } }
            span.quiet #matrix-told role="status" { (rows.len()) " links" }
        }
        div.wide tabindex="0" {
            table #matrix-table {
                thead {
                    tr {
                        (head("Link", false)) (head("For", true)) (head("Against", true)) (head("Nuances", true))
                        (head("Voices", true)) (head("Tests", true)) (head("Below", true)) (head("p by the plan", true)) (head("N", true))
                        (head("Verdict", false)) (head("Reason", false))
                    }
                }
                tbody {
                    @for (place, row) in rows.iter().enumerate() {
                        tr data-marks=(marks(row)) {
                            th scope="row" data-v=(format!("{} {}", words(&row.from.name), words(&row.to.name))) {
                                a href={ "#link-" (place + 1) } { (row.from.kind.glyph()) " " (words(&row.from.name)) " → " (row.to.kind.glyph()) " " (words(&row.to.name)) }
                            }
                            td.n { (row.balance.supports) }
                            td.n { @if row.balance.contradicts > 0 { b.bad { (row.balance.contradicts) } } @else { "0" } }
                            td.n { (row.balance.nuances) }
                            td.n { (report.count(row.informants.len())) }
                            td.n { (row.tests) }
                            td.n { (row.significant) }
                            @let told = report.links[place].tests.tests.iter().all(|test| report.privacy_filter.may_show_test(test));
                            td.n data-v=(row.p.filter(|_| told).map(|p| p.to_string()).unwrap_or_default()) { @if !told { span.quiet { "withheld" } } @else if let Some(p) = row.p { (p_value(p, study.alpha)) } @else if row.tests == 0 { span.quiet { "untested" } } @else { span.quiet { "not testable" } } }
                            td.n data-v=(row.n.filter(|n| report.privacy_filter.may_show_count(*n)).map(|n| n.to_string()).unwrap_or_default()) { @if let Some(n) = row.n { (report.count(n)) } }
                            td { @if let Some(verdict) = row.verdict { span.tag { (verdict) } } }
                            td.words { @if !report.is_public() { (words(&row.reason)) } }
                        }
                    }
                }
            }
        }
        p.note { (number::count_noun(rows.len(), "link")) "; " (report.tests) " different tests in the theory; below means p < " (study.alpha) ", each test by itself." }
    }
}
