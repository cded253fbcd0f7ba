//! The distribution of each indicator: one bar per category, drawn as SVG.

use super::{ReportData, words};
use crate::study::{Dataset, Variable};
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
    let label = |variable: &Variable| {
        let label = variable.label.in_language(language);
        if label.is_empty() {
            variable.name.clone()
        } else {
            label.to_owned()
        }
    };
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
