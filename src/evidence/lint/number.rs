//! Rules on printed numbers: L4, L16, L17, L18, L23.
//!
//! Rules on measurement: L9, L10, L11, L19, L29.

use super::report::CheckedReport;
use super::{PrintedPValue, RuleFinding, rule};
use crate::evidence::Crosstab;
use crate::study::CodeKind;
use crate::study::reported::{ClaimKind, Design, Distribution, Figure, Relation, ReportedTest};
use std::collections::{BTreeMap, BTreeSet};

/// Fewer p-values than this do not establish a style.
const MIN_P_VALUES: usize = 5;

pub(super) fn check(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    decimals(report, found);
    majorities(report, found);
    percentages(report, found);
    sums(report, found);
    did_not_occur(report, found);
}

/// L4: a p printed with a different number of decimals than nearly all others.
fn decimals(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    let printed: Vec<(&ReportedTest, PrintedPValue)> = report
        .tests()
        .filter_map(|(test, p)| Some((test, p?)))
        .collect();
    if printed.len() < MIN_P_VALUES {
        return;
    }
    let mut styles: BTreeMap<(bool, usize), usize> = BTreeMap::new();
    for (_, p) in &printed {
        *styles.entry((p.comma, p.decimals)).or_default() += 1;
    }
    let Some((house, most)) = styles
        .iter()
        .max_by_key(|(_, count)| **count)
        .map(|(style, count)| (*style, *count))
    else {
        return;
    };
    // With fewer than four in five printed alike there is no style to deviate from.
    if most * 5 < printed.len() * 4 {
        return;
    }
    for (test, p) in printed
        .iter()
        .filter(|(_, p)| (p.comma, p.decimals) != house)
    {
        let mut ways = Vec::new();
        if p.comma != house.0 {
            ways.push(format!(
                "a decimal {}",
                if p.comma { "comma" } else { "point" }
            ));
        }
        if p.decimals != house.1 {
            ways.push(format!("{} decimals", p.decimals));
        }
        let mut message = format!(
            "{} is printed with {}, unlike {most} of {}.",
            report.said(test),
            ways.join(" and "),
            printed.len()
        );
        if p.decimals + 1 == house.1 && !p.bound {
            let tenth = p.value / 10.0;
            message += &format!(
                " A digit may be missing: {tenth:.*} would be another result.",
                house.1
            );
        }
        found.push(report.at_test(&rule::DECIMALS, test, message));
    }
}

/// L16: a majority of half or less.
fn majorities(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for claim in report.claims(ClaimKind::Majority) {
        let Some(share) = claim
            .share
            .filter(|share| share.of > 0 && share.count * 2 <= share.of)
        else {
            continue;
        };
        let percent = f64::from(share.count) * 100.0 / f64::from(share.of);
        let message = format!(
            "A majority is spoken of, but {} of {} is {percent:.0} %: at most the largest group.",
            share.count, share.of
        );
        found.push(report.at_claim(&rule::MAJORITY, claim, message));
    }
}

/// L17: percentages of one question that cannot all be right. L18: percentages that no whole number
/// of people produces.
fn percentages(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for Distribution {
        variable,
        line,
        parts,
    } in &report.results.distributions
    {
        let mut wrong = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            if let Some(other) = parts[..place]
                .iter()
                .find(|other| other.category == part.category)
            {
                wrong.push(format!(
                    "“{}” has both {} % and {} %",
                    part.category, other.percent, part.percent
                ));
            }
        }
        let sum: f64 = parts.iter().map(|part| part.percent).sum();
        if sum > 100.0 + parts.len() as f64 * 0.5 {
            wrong.push(format!("the shares come to {sum} %"));
        }
        if !wrong.is_empty() {
            found.push(RuleFinding {
                line: *line,
                ..report.at(
                    &rule::PERCENTAGES,
                    variable,
                    [],
                    format!("{}.", wrong.join("; ")),
                )
            });
        }
    }
    let Some(n) = report.results.n else { return };
    let percents: Vec<f64> = report
        .results
        .distributions
        .iter()
        .flat_map(|shares| &shares.parts)
        .map(|part| part.percent)
        .collect();
    let mut impossible: Vec<String> = percents
        .iter()
        .filter(|percent| !is_share(**percent, n))
        .map(|percent| format!("{percent} %"))
        .collect();
    impossible.sort();
    impossible.dedup();
    if !impossible.is_empty() {
        let fitting: Vec<u32> = (1..n)
            .filter(|other| percents.iter().all(|percent| is_share(*percent, *other)))
            .collect();
        let fits = match fitting.as_slice() {
            [] => String::new(),
            many => format!(" Below {n} all fit {}.", names(many)),
        };
        let message = format!(
            "{} cannot be shares of N = {n}.{fits}",
            impossible.join(", ")
        );
        found.push(report.at(&rule::ARITHMETIC, "N", [], message));
    }
}

fn names(numbers: &[u32]) -> String {
    let numbers: Vec<String> = numbers
        .iter()
        .rev()
        .take(4)
        .map(|n| format!("N = {n}"))
        .collect();
    numbers.join(" or ")
}

/// Returns whether some whole number out of `n` rounds to `percent` (GRIM).
fn is_share(percent: f64, n: u32) -> bool {
    let half = if percent.fract() == 0.0 { 0.5 } else { 0.05 };
    let count = (percent * f64::from(n) / 100.0).round();
    (count * 100.0 / f64::from(n) - percent).abs() <= half + 1e-9
}

/// L18: sums that do not add up, and one thing counted twice with different results.
fn sums(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    let figures = &report.results.figures;
    for (
        place,
        Figure {
            of,
            value,
            sum_of,
            line,
        },
    ) in figures.iter().enumerate()
    {
        let sum: i64 = sum_of.iter().sum();
        if !sum_of.is_empty() && sum != *value {
            let parts: Vec<String> = sum_of.iter().map(i64::to_string).collect();
            let message = format!(
                "{} is {sum}, not {value}.",
                parts.join(" + ").replace("+ -", "− ")
            );
            found.push(RuleFinding {
                line: *line,
                ..report.at(&rule::ARITHMETIC, of, [], message)
            });
        }
        let other = figures[..place]
            .iter()
            .rfind(|other| other.of == *of && other.value != *value);
        if let Some(other) = other.filter(|_| sum_of.is_empty()) {
            let before = other
                .line
                .map(|line| format!(" (line {line})"))
                .unwrap_or_default();
            let message = format!("{value} here, {}{before} elsewhere.", other.value);
            found.push(RuleFinding {
                line: *line,
                ..report.at(&rule::ARITHMETIC, of, [], message)
            });
        }
    }
}

/// L23: a relation with something that fewer than half report.
fn did_not_occur(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for Distribution {
        variable,
        parts,
        line,
    } in &report.results.distributions
    {
        let tests: Vec<&ReportedTest> = report
            .results
            .tests
            .iter()
            .filter(|test| test.b == *variable && test.claim == Some(Relation::Related))
            .collect();
        let (favourable, told): (f64, bool) = parts
            .iter()
            .filter(|part| part.favourable)
            .fold((0.0, false), |(sum, _), part| (sum + part.percent, true));
        if tests.is_empty() || !told || favourable >= 50.0 {
            continue;
        }
        let message = format!(
            "{} found related to {variable}, which only {favourable} % affirm: that goes with it, not that it works.",
            if tests.len() == 1 {
                "A mechanism is".to_owned()
            } else {
                format!("{} times something is", tests.len())
            }
        );
        found.push(RuleFinding {
            line: *line,
            ..report.at(&rule::DID_NOT_OCCUR, variable, tests, message)
        });
    }
}

pub(super) fn check_measures(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
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
                "The conclusion is about “{called}”, but {variable} asks: “{}”.",
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
