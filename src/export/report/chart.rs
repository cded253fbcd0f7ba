//! The distribution of each indicator: one bar per category, drawn as SVG.
//!
//! Statistics by themes: for each link the themes of its quotes beside its tests (Guetterman,
//! Fetters & Creswell 2015). The two are joined by construct, not by person: those interviewed are
//! not those who answered the survey.
//!
//! The evidence matrix of the report, which can be sorted and filtered in the browser.

use super::{ReportData, p_value, words};
use crate::evidence::{MatrixRow, assessment};
use crate::study::{Dataset, Link, Polarity, Variable};
use crate::text::{number, sanitize};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// In SVG units, as are the constants below.
const ROW: usize = 22;
const LABEL: usize = 136;
const BARS: usize = 132;
const WIDTH: usize = 340;
/// Longer labels are truncated; a tooltip has the whole label.
const LETTERS: usize = 21;

pub(super) fn section(report: &ReportData<'_>) -> Markup {
    let study = report.study;
    let mut seen = BTreeSet::new();
    let mut charts = Vec::new();
    for (_, code) in study.code_tree() {
        for indicator in study.indicators(code.id) {
            let Some(dataset) = study.dataset(indicator.dataset) else {
                continue;
            };
            let Some(place) = dataset.variable_index(&indicator.variable) else {
                continue;
            };
            if seen.insert((dataset.id, place)) {
                charts.push((code.id, chart(report, dataset, place)));
            }
        }
    }
    if charts.is_empty() {
        return html! {};
    }
    let mut last = None;
    let groups: Vec<_> = charts
        .chunk_by(|a, b| a.0 == b.0)
        .map(|group| (group[0].0, group))
        .inspect(|(code, _)| last = Some(*code))
        .collect();
    html! {
        p { "How each indicator is answered, over the rows that no rule leaves out. The middle category is paler where it also stands for “don't know”." }
        @for (code, group) in &groups {
            h3 { (report.node(*code)) }
            div.charts { @for (_, chart) in *group { (chart) } }
        }
    }
}

fn chart(report: &ReportData<'_>, dataset: &Dataset, place: usize) -> Markup {
    let language = &report.study.language;
    let variable = &dataset.body.variables[place];
    let categories = dataset.categories(place);
    let counts: Vec<usize> = categories
        .iter()
        .map(|code| {
            dataset
                .answers(place)
                .flatten()
                .filter(|answer| answer == code)
                .count()
        })
        .collect();
    let n: usize = counts.iter().sum();
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let label = |variable: &Variable| variable.label_or_name(language);
    let title = label(variable);
    let told = counts
        .iter()
        .all(|count| report.privacy_filter.may_show_count(*count));
    let height = categories.len() * ROW;
    html! {
        figure.chart {
            figcaption { (words(&title)) " " span.quiet { "N = " (report.count(n)) } }
            @if !told {
                p.quiet { "Withheld: some answers were given by fewer than " (crate::export::privacy::DEFAULT_MIN_COUNT) " people." }
            } @else {
                svg viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label={ (words(&title)) ", " (n) " answers" } {
                    @for (row, (code, count)) in categories.iter().zip(&counts).enumerate() {
                        @let name = sanitize::sanitize_line(variable.label_of(code, language));
                        @let middle = variable.middle.as_ref().is_some_and(|middle| middle.code == *code);
                        @let top = row * ROW;
                        text x="0" y=(top + 15) { (cut(&name)) title { (name) } }
                        rect.track x=(LABEL) y=(top + 3) width=(BARS) height=(ROW - 6) rx="2" {}
                        rect class=[middle.then_some("middle")] x=(LABEL) y=(top + 3) width=(count * BARS / most) height=(ROW - 6) rx="2" {}
                        text.q x=(LABEL + BARS + 8) y=(top + 15) { (count) " · " (whole_percent(*count, n)) }
                    }
                }
            }
        }
    }
}

fn whole_percent(count: usize, n: usize) -> String {
    if n == 0 {
        String::new()
    } else {
        format!("{} %", number::decimals(count as f64 * 100.0 / n as f64, 0))
    }
}

fn cut(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        name.to_owned()
    } else {
        name.chars().take(LETTERS - 1).chain(['…']).collect()
    }
}

const MAX_THEMES: usize = 5;

pub(super) fn joint_display(report: &ReportData<'_>) -> Markup {
    let study = report.study;
    if report.links.is_empty() {
        return html! {};
    }
    let rows = report.links.iter().enumerate().map(|(place, evidence)| {
        let mut themes: Vec<(String, [usize; 3])> = Vec::new();
        for found in &evidence.quotes {
            if report.is_public() && !study.is_released(found.quote.location()) {
                continue;
            }
            let Some(theme) = study
                .condensation(found.quote.location())
                .map(|known| known.theme.trim().to_lowercase())
            else {
                continue;
            };
            if theme.is_empty() {
                continue;
            }
            let at = themes
                .iter()
                .position(|(known, _)| *known == theme)
                .unwrap_or_else(|| {
                    themes.push((theme, [0; 3]));
                    themes.len() - 1
                });
            let side = match found.polarity {
                Some(Polarity::Contradicts) => 1,
                Some(Polarity::Nuances) => 2,
                _ => 0,
            };
            themes[at].1[side] += 1;
        }
        themes.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.iter().sum::<usize>()));
        (place, evidence, themes)
    });
    html! {
        p { "Themes of what was said about each link, beside what the tests show. Interviews and survey have different people: they meet in the construct." }
        div.wide tabindex="0" {
            table {
                thead { tr { th scope="col" { "Link" } th scope="col" { "Themes" } th.n scope="col" { "Quotes" } th scope="col" { "Tests" } th scope="col" { "Verdict" } } }
                tbody {
                    @for (place, evidence, themes) in rows {
                        @let balance = evidence.balance();
                        tr {
                            th scope="row" { a href={ "#link-" (place + 1) } { (report.name(evidence.link.from)) " → " (report.name(evidence.link.to)) } }
                            td.words {
                                @for (at, (theme, [_, against, nuance])) in themes.iter().take(MAX_THEMES).enumerate() {
                                    @if at > 0 { "; " }
                                    (words(theme))
                                    @if *against > 0 { span.bad { " −" } }
                                    @if *nuance > 0 { span.mid { " ~" } }
                                }
                                @if themes.len() > MAX_THEMES { span.quiet { " and " (themes.len() - MAX_THEMES) " more" } }
                                @if themes.is_empty() { span.quiet { "nothing condensed" } }
                            }
                            td.n { "+" (balance.supports) " −" (balance.contradicts) " ~" (balance.nuances) }
                            td {
                                @if evidence.tests.tests.is_empty() { span.quiet { "untested" } } @else {
                                    (evidence.significant(study.alpha)) " of " (evidence.tests.tests.len())
                                }
                            }
                            td { @if let Some(verdict) = evidence.verdict { (verdict.conclusion) } }
                        }
                    }
                }
            }
        }
    }
}

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

pub(super) fn matrix(report: &ReportData<'_>) -> Markup {
    let study = report.study;
    if report.links.is_empty() {
        return html! {};
    }
    let links: Vec<&Link> = report.links.iter().map(|evidence| evidence.link).collect();
    let planned = report
        .theory
        .map(|theory| assessment::by_plan(study, theory, &links, report.watch));
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
        p { "All links at once. Click a heading to sort, again to reverse; a link opens its evidence." }
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
