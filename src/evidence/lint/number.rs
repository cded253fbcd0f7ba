//! Rules on printed numbers: L4, L16, L17, L18, L23.

use super::{PrintedPValue, RuleFinding, report::CheckedReport, rule};
use crate::study::reported::{ClaimKind, Distribution, Figure, Relation, ReportedTest};
use std::collections::BTreeMap;

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
