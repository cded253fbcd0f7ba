//! Rules on citations and terms: L24, L25, L26.

use super::{RuleFinding, report::CheckedReport, rule};
use crate::study::reported::{Appendix, Reference, ReportedTerm};
use std::collections::BTreeSet;

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

pub(super) fn check(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
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
