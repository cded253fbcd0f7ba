//! The report's method section and its caveats.

use super::{ReportData, words};
use crate::export::archive::readme::row_counts;
use crate::text::number;
use maud::{Markup, html};

pub(super) fn section(report: &ReportData<'_>) -> Markup {
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
            dd { "A stretch where codings of both ends of a link overlap, or one that somebody judged. What it does to the link (supports, contradicts, nuances) is a person's judgement." }
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
            "The smallest test rests on {}: what is not shown may well be there.",
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
        caveats.push(format!("In {sparse} of {all} tables expected counts are too small for p to be more than a rough guide."));
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
            "Those who were interviewed are not those who answered: both speak of the same constructs, not of the same people."
                .into(),
        );
    }
    caveats.push("An association is no cause. Where nobody outside the programme is compared with, what would have happened anyway is not known.".into());
    caveats
}
