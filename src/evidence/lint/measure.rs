//! Rules on measurement: L9, L10, L11, L19, L29.

use super::{RuleFinding, report::CheckedReport, rule};
use crate::evidence::Crosstab;
use crate::study::{
    CodeKind,
    reported::{Design, ReportedTest},
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    other_wording(report, found);
    two_constructs(report, found);
    changing_indicators(report, found);
    not_moderated(report, found);
    not_the_data(report, found);
}

/// Both sides of a test: the variable and what it measures.
fn sides(test: &ReportedTest) -> [(&str, &str); 2] {
    let (from, to) = test.ends();
    [(test.a.as_str(), from), (test.b.as_str(), to)]
}

/// Returns whether an element is a background characteristic, named by its own variable.
fn is_background(element: &str) -> bool {
    element.starts_with("context:")
}

/// L9: the conclusion describes the variable in words that its question does not use.
fn other_wording(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for (test, _) in report.tests() {
        for (variable, called) in [(&test.a, &test.called_a), (&test.b, &test.called_b)] {
            let label = label(report, variable);
            if called.is_empty()
                || label.is_empty()
                || label.iter().any(|label| share_a_word(called, label))
            {
                continue;
            }
            let message = format!(
                "The conclusion speaks of “{called}”, but {variable} asks: “{}”.",
                label[0]
            );
            found.push(report.at_test(&rule::OTHER_WORDING, test, message));
        }
    }
}

fn label<'a>(report: &CheckedReport<'a>, variable: &str) -> Vec<&'a str> {
    let told = report
        .results
        .variables
        .iter()
        .filter(|known| known.name == variable)
        .map(|known| known.label.as_str());
    let known = report
        .study
        .datasets()
        .flat_map(|dataset| &dataset.body.variables)
        .filter(|known| known.name == variable);
    let known = known.flat_map(|known| {
        [
            &known.question.en,
            &known.question.da,
            &known.label.en,
            &known.label.da,
        ]
    });
    told.chain(known.map(String::as_str))
        .filter(|label| !label.is_empty())
        .collect()
}

/// Compares words by their first five letters, ignoring short words.
fn share_a_word(a: &str, b: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .filter(|word| word.chars().count() >= 4)
            .map(|word| word.chars().take(5).collect())
            .collect()
    };
    !words(a).is_disjoint(&words(b))
}

/// L10: a variable that stands for different elements in different places.
fn two_constructs(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    let mut uses: BTreeMap<&str, BTreeMap<&str, Vec<&ReportedTest>>> = BTreeMap::new();
    for test in &report.results.tests {
        for (variable, element) in sides(test)
            .into_iter()
            .filter(|(_, element)| !element.is_empty() && !is_background(element))
        {
            uses.entry(variable)
                .or_default()
                .entry(element)
                .or_default()
                .push(test);
        }
    }
    for (variable, elements) in uses.into_iter().filter(|(_, elements)| elements.len() > 1) {
        let places: Vec<String> = elements
            .iter()
            .map(|(element, tests)| format!("{element} ({})", sections(tests)))
            .collect();
        let message = format!(
            "{variable} stands for {}: a relation between them is partly one of the answer with itself.",
            places.join(" and for ")
        );
        found.push(report.at(
            &rule::TWO_CONSTRUCTS,
            variable,
            elements.into_values().flatten(),
            message,
        ));
    }
}

/// L11: an element measured by different sets of variables in different places.
fn changing_indicators(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    let mut sets: BTreeMap<&str, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    for test in &report.results.tests {
        for (variable, element) in sides(test)
            .into_iter()
            .filter(|(_, element)| !element.is_empty())
        {
            sets.entry(element)
                .or_default()
                .entry(&test.section)
                .or_default()
                .insert(variable);
        }
    }
    for (element, by_section) in sets {
        let mut different: Vec<(&BTreeSet<&str>, Vec<&str>)> = Vec::new();
        for (section, set) in &by_section {
            match different.iter_mut().find(|(known, _)| *known == set) {
                Some((_, sections)) => sections.push(section),
                None => different.push((set, vec![section])),
            }
        }
        if different.len() < 2 {
            continue;
        }
        let all: BTreeSet<&str> = by_section.values().flatten().copied().collect();
        let told: Vec<String> = different
            .iter()
            .map(|(set, sections)| {
                let missing: Vec<&str> = all.difference(set).copied().collect();
                let without = if missing.is_empty() {
                    String::new()
                } else {
                    format!(", without {}", missing.join(", "))
                };
                format!(
                    "{} in {}{without}",
                    set.iter().copied().collect::<Vec<_>>().join(", "),
                    sections.join(", ")
                )
            })
            .collect();
        let message = format!("{element} is measured by {}.", told.join("; by "));
        let tests = report
            .results
            .tests
            .iter()
            .filter(|test| sides(test).iter().any(|(_, known)| *known == element));
        found.push(report.at(&rule::CHANGING_INDICATORS, element, tests, message));
    }
}

/// L19: a moderator tested as if it were a cause of the mechanism.
fn not_moderated(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    let mut moderators: BTreeMap<&str, Vec<&ReportedTest>> = BTreeMap::new();
    for test in &report.results.tests {
        let from = test.ends().0;
        if !from.is_empty() && !is_background(from) && report.kind(from) == Some(CodeKind::Context)
        {
            moderators.entry(from).or_default().push(test);
        }
    }
    for (moderator, tests) in moderators {
        if tests
            .iter()
            .any(|test| matches!(test.design, Design::Stratified | Design::Moderation))
        {
            continue;
        }
        let message = format!(
            "{moderator} is called a moderator, but all {} tests of it set it against a mechanism by itself. Whether it moderates is seen in strata or an interaction.",
            tests.len()
        );
        found.push(report.at(&rule::NOT_MODERATED, moderator, tests, message));
    }
}

/// L29: the study contains both variables, and its p differs from the printed one.
fn not_the_data(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for (test, printed) in report
        .tests()
        .filter(|(test, _)| test.design == Design::Association)
    {
        let Some(printed) = printed else { continue };
        let crossed = report.study.datasets().find_map(|dataset| {
            let (a, b) = (
                dataset.variable_index(&test.a)?,
                dataset.variable_index(&test.b)?,
            );
            Crosstab::new(dataset, a, b, &report.study.language)
                .ok()?
                .pearson()
                .ok()
                .map(|pearson| (dataset, pearson))
        });
        if let Some((dataset, pearson)) = crossed
            && !printed.agrees(pearson.p)
        {
            let message = format!(
                "Printed with {}, but Pearson's chi-square on “{}” gives p = {:.4}.",
                report.said(test),
                dataset.body.name,
                pearson.p
            );
            found.push(report.at_test(&rule::NOT_THE_DATA, test, message));
        }
    }
}

fn sections(tests: &[&ReportedTest]) -> String {
    let sections: BTreeSet<&str> = tests.iter().map(|test| test.section.as_str()).collect();
    sections.into_iter().collect::<Vec<_>>().join(", ")
}
