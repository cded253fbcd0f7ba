//! Rules on contradictions between tests and claims: L2, L8, L12, L13.
//!
//! Rules on citations and terms: L24, L25, L26.

use super::report::{CheckedReport, called, names};
use super::{RuleFinding, rule};
use crate::study::reported::{
    Appendix, ClaimKind, Reference, Relation, ReportedClaim, ReportedTerm, ReportedTest,
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    two_verdicts(report, found);
    denied_later(report, found);
    kept_and_removed(report, found);
    same_p(report, found);
    without_p(report, found);
    never_tested(report, found);
}

/// L2: the same pair reported twice, with different conclusions.
fn two_verdicts(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    let mut first: BTreeMap<(&str, &str), &ReportedTest> = BTreeMap::new();
    for (test, _) in report.tests().filter(|(test, _)| test.claim.is_some()) {
        let before = *first.entry(test.pair()).or_insert(test);
        if before.claim != test.claim {
            let message = format!(
                "Called {}, while {} calls the same pair {}.",
                called(test.claim),
                before.id,
                called(before.claim)
            );
            found.push(report.at_test(&rule::TWO_VERDICTS, test, message));
        }
    }
}

/// L2: the conclusion of a test contradicts a claim about the test, or about its elements as a
/// whole.
fn denied_later(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for claim in &report.results.claims {
        let denied = match claim.says {
            ClaimKind::NotRelated | ClaimKind::NotValid => Relation::Related,
            ClaimKind::Related | ClaimKind::Positive | ClaimKind::Negative => Relation::NotRelated,
            _ => continue,
        };
        let tests = report.tests_of(claim);
        // "There is a relation" is contradicted only if none of its tests says so.
        if denied == Relation::NotRelated
            && tests
                .iter()
                .any(|test| test.claim == Some(Relation::Related))
        {
            continue;
        }
        for test in tests.into_iter().filter(|test| test.claim == Some(denied)) {
            let says = match claim.says {
                ClaimKind::NotValid => "calls it not valid".to_owned(),
                ClaimKind::NotRelated => {
                    format!("denies any relation between {}", claim.about.join(" and "))
                }
                _ => "calls it related".to_owned(),
            };
            let message = format!(
                "Called {} here ({}), while {} {says}.",
                called(test.claim),
                report.said(test),
                named(claim)
            );
            found.push(report.at_test(&rule::TWO_VERDICTS, test, message));
        }
    }
}

/// L2: an element that is retained in one place and removed in another.
fn kept_and_removed(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for removed in report.claims(ClaimKind::Removed) {
        for kept in report
            .claims(ClaimKind::Kept)
            .filter(|kept| kept.about == removed.about)
        {
            let message = format!(
                "“{}” leaves the theory here, while {} keeps it.",
                removed.about.join(" and "),
                named(kept)
            );
            found.push(report.at_claim(&rule::TWO_VERDICTS, removed, message));
        }
    }
}

/// L8: the same p in several tests that share a variable. For a p with one significant digit it
/// takes three, since coincidences are common.
fn same_p(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    let mut groups: BTreeMap<(String, &str), Vec<&ReportedTest>> = BTreeMap::new();
    for (test, p) in report.tests() {
        let Some(p) = p.filter(|p| !p.bound && p.decimals >= 3) else {
            continue;
        };
        for variable in [&test.a, &test.b] {
            groups
                .entry((format!("{:.*}", p.decimals, p.value), variable))
                .or_default()
                .push(test);
        }
    }
    let mut told: Vec<Vec<&str>> = Vec::new();
    for ((_, variable), mut tests) in groups {
        tests.dedup_by_key(|test| test.pair());
        let digits = tests
            .first()
            .and_then(|test| report.p(test))
            .map_or(0, super::PrintedPValue::significant_digits);
        if tests.len() < if digits >= 2 { 2 } else { 3 } {
            continue;
        }
        let ids: Vec<&str> = tests.iter().map(|test| test.id.as_str()).collect();
        if told.contains(&ids) {
            continue;
        }
        let message = format!(
            "{} different tests of {variable} are all printed with {}: {}. Look for a slip of copying.",
            tests.len(),
            report.said(tests[0]),
            names(ids.iter().copied())
        );
        let mut finding = report.at_test(&rule::SAME_P, tests[0], message);
        finding.tests = ids.iter().map(|id| (*id).to_owned()).collect();
        found.push(finding);
        told.push(ids);
    }
}

/// L12: tests reported by their conclusion only.
fn without_p(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    let without: Vec<&ReportedTest> = report
        .tests()
        .filter(|(_, p)| p.is_none())
        .map(|(test, _)| test)
        .collect();
    if without.is_empty() {
        return;
    }
    let all = report.results.tests.len();
    let shown = report
        .tests()
        .filter(|(_, p)| p.is_some_and(|p| p.below(report.alpha)))
        .count();
    let related = without
        .iter()
        .filter(|test| test.claim == Some(Relation::Related))
        .count();
    let mut message = format!(
        "{} of {all} tests are told without their p; of the {} printed {shown} lie below {}. By chance alone {:.1} of {all} would.",
        without.len(),
        all - without.len(),
        report.alpha,
        all as f64 * report.alpha
    );
    if related > 0 {
        message += &format!(
            " {related} of those without p {} called related.",
            if related == 1 { "is" } else { "are" }
        );
    }
    let mut finding = report.at(&rule::SELECTIVE, "", without, message);
    finding.section.clear();
    found.push(finding);
}

/// L13: a claim that something was tested, without such a test.
fn never_tested(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for claim in report.claims(ClaimKind::Tested) {
        if report.tests_of(claim).is_empty() {
            let message = format!(
                "{} are said to have been tested, but no test of them is reported.",
                claim.about.join(" and ")
            );
            found.push(report.at_claim(&rule::NO_SUCH_TEST, claim, message));
        }
    }
}

/// "claim C2 (section 8, line 2493)".
fn named(claim: &ReportedClaim) -> String {
    let mut places = Vec::new();
    if !claim.section.is_empty() {
        places.push(format!("section {}", claim.section));
    }
    places.extend(claim.line.map(|line| format!("line {line}")));
    if places.is_empty() {
        format!("claim {}", claim.id)
    } else {
        format!("claim {} ({})", claim.id, places.join(", "))
    }
}

/// Terms, phrases that show their misuse, and their meaning.
const TERMS: &[(&[&str], &[&str], &str)] = &[
    (
        &["confidence interval", "konfidensinterval"],
        &["alpha", "level", "niveau", "0.05", "0,05"],
        "a range of values around an estimate",
    ),
    (
        &["significant", "signifikant"],
        &["important", "large", "vigtig", "stor"],
        "p below the level, however small the effect",
    ),
    (
        &["static", "statisk"],
        &["statistical", "statistisk"],
        "that something does not move",
    ),
    (
        &["valid"],
        &["significant", "signifikant"],
        "that one measures what one means to",
    ),
];

pub(super) fn check_citations(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    appendices(report, found);
    references(report, found);
    terms(report, found);
}

/// L24: an informant cited from another appendix than the one listed; an appendix used for two
/// things.
fn appendices(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    let listed = || {
        report
            .results
            .appendices
            .iter()
            .filter(|appendix| appendix.line.is_none())
    };
    let mut told = BTreeSet::new();
    for appendix in listed() {
        let others: Vec<&str> = listed()
            .filter(|other| other.number == appendix.number)
            .map(|other| other.holds.as_str())
            .collect();
        if others.len() > 1 && told.insert(&appendix.number) {
            let message = format!(
                "Appendix {} is said to hold {}.",
                appendix.number,
                others.join(" and ")
            );
            found.push(report.at(
                &rule::MISCITED,
                &format!("appendix {}", appendix.number),
                [],
                message,
            ));
        }
    }
    for Appendix {
        number,
        holds,
        line,
    } in report
        .results
        .appendices
        .iter()
        .filter(|appendix| appendix.line.is_some())
    {
        let right: Vec<&str> = listed()
            .filter(|known| known.holds == *holds)
            .map(|known| known.number.as_str())
            .collect();
        if right.contains(&number.as_str()) {
            continue;
        }
        let elsewhere = if right.is_empty() {
            String::new()
        } else {
            format!(" It is in appendix {}.", right.join(", "))
        };
        let message = match number.as_str() {
            "" => format!("{holds} is cited from an appendix without a number.{elsewhere}"),
            number => format!("{holds} is cited from appendix {number}.{elsewhere}"),
        };
        found.push(RuleFinding {
            line: *line,
            ..report.at(&rule::MISCITED, holds, [], message)
        });
    }
}

/// L25: a number assigned twice, or referred to and never assigned.
fn references(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    let sections = &report.results.sections;
    let mut seen = BTreeSet::new();
    for section in sections {
        if !seen.insert(section.as_str()) {
            found.push(report.at(
                &rule::REFERENCES,
                section,
                [],
                format!("Two sections have the number {section}."),
            ));
        }
    }
    for Reference { to, line } in &report.results.references {
        if !seen.is_empty() && !seen.contains(to.as_str()) {
            let message = format!("{to} is referred to, but there is no such section.");
            found.push(RuleFinding {
                line: *line,
                ..report.at(&rule::REFERENCES, to, [], message)
            });
        }
    }
}

/// L26: a term used for the meaning of another term.
fn terms(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for ReportedTerm { term, means, line } in &report.results.terms {
        let (lower, meant) = (term.to_lowercase(), means.to_lowercase());
        let wrong = TERMS.iter().find(|(terms, meanings, _)| {
            terms.iter().any(|known| lower.contains(known))
                && meanings.iter().any(|meaning| meant.contains(meaning))
        });
        if let Some((_, _, right)) = wrong {
            let message = format!("“{term}” is used for “{means}”; it means {right}.");
            found.push(RuleFinding {
                line: *line,
                ..report.at(&rule::TERMS, term, [], message)
            });
        }
    }
}
