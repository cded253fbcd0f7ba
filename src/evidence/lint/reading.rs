//! Rules on the interpretation of p-values: L1, L3, L5, L6, L7, L14, L15, L20, L21, L22.

use super::{
    RuleFinding,
    report::{CheckedReport, called, names},
    rule,
};
use crate::study::reported::{ClaimKind, Design, Relation, ReportedClaim, ReportedTest};

/// Above this no convention calls a p-value close to the level of .05.
const NEAR_MISS_LIMIT: f64 = 0.10;

pub(super) fn check(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    against_p(report, found);
    called_low(report, found);
    near_misses(report, found);
    asymmetric(report, found);
    unsupported(report, found);
    undirected(report, found);
    confirmed(report, found);
}

/// L1: called related although p is above the declared level, or the reverse.
fn against_p(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for (test, p) in report.tests() {
        let (Some(p), Some(claim)) = (p, test.claim) else {
            continue;
        };
        if p.below(report.alpha) != (claim == Relation::Related) {
            let side = if p.below(report.alpha) {
                "below"
            } else {
                "not below"
            };
            let message = format!(
                "Called {}, but {} is {side} the declared level {}.",
                claim.name(),
                report.said(test),
                report.alpha
            );
            found.push(report.at_test(&rule::AGAINST_P, test, message));
        }
    }
}

/// L3: "low" or "near" for a p above .10.
fn called_low(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for claim in report.claims(ClaimKind::Low) {
        for test in report.tests_of(claim) {
            let Some(p) = report
                .p(test)
                .filter(|p| !p.bound && p.value > NEAR_MISS_LIMIT)
            else {
                continue;
            };
            let mut message = format!(
                "{} is called low, which beyond {NEAR_MISS_LIMIT:.2} it is not.",
                capital(&report.said(test))
            );
            let tenth = p.value / 10.0;
            if tenth >= report.alpha * 0.5 && tenth < NEAR_MISS_LIMIT {
                message += &format!(" Was {tenth:.*} meant?", p.decimals + 1);
            }
            found.push(report.at_test(&rule::CALLED_LOW, test, message));
        }
    }
}

/// L5: what was not shown is read as nearly shown.
fn near_misses(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for claim in report.claims(ClaimKind::NearMiss) {
        for test in report
            .tests_of(claim)
            .into_iter()
            .filter(|test| !report.is_shown(test))
        {
            let message = format!(
                "{} is read as if more answers would lower it below {}: it may as well rise. Report it as not shown.",
                capital(&report.said(test)),
                report.alpha
            );
            found.push(report.at_test(&rule::NEAR_MISS, test, message));
        }
    }
}

/// L7: of two tests above the level, the one with the larger p is called related.
fn asymmetric(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    let beyond: Vec<(&ReportedTest, f64)> = report
        .tests()
        .filter_map(|(test, p)| Some((test, p.filter(|p| !p.below(report.alpha))?.value)))
        .collect();
    let favoured: Vec<_> = beyond
        .iter()
        .filter(|(test, _)| test.claim == Some(Relation::Related))
        .collect();
    let dismissed: Vec<&ReportedTest> = report
        .claims(ClaimKind::NoReason)
        .flat_map(|claim| report.tests_of(claim))
        .collect();
    for (test, p) in beyond
        .iter()
        .filter(|(test, _)| test.claim == Some(Relation::NotRelated))
    {
        let better: Vec<&ReportedTest> = favoured
            .iter()
            .filter(|(_, other)| other > p)
            .map(|(test, _)| *test)
            .collect();
        let excused = report.claims(ClaimKind::NearMiss).any(|claim| {
            report
                .tests_of(claim)
                .iter()
                .any(|other| other.id == test.id)
        });
        let mut parts: Vec<String> = better
            .iter()
            .map(|other| {
                format!(
                    "{} with {} is called {}",
                    other.id,
                    report.said(other),
                    called(other.claim)
                )
            })
            .collect();
        if excused {
            parts.extend(
                dismissed
                    .iter()
                    .map(|other| format!("{} with {} is dismissed", other.id, report.said(other))),
            );
        }
        if parts.is_empty() {
            continue;
        }
        let own = if excused {
            "is excused as a near miss"
        } else {
            "is called not related"
        };
        let message = format!(
            "{} {own}, while {}: one rule for all tests.",
            capital(&report.said(test)),
            parts.join(", and ")
        );
        let mut finding = report.at_test(&rule::ASYMMETRIC, test, message);
        finding
            .tests
            .extend(better.iter().map(|other| other.id.clone()));
        found.push(finding);
    }
}

/// L6, L20, L22: recommended, ruled out or said to work without sufficient grounds.
fn unsupported(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for claim in report.claims(ClaimKind::Recommended) {
        let tests = report.tests_of(claim);
        if !tests.iter().any(|test| report.is_shown(test)) {
            let message = format!("Recommended, but {}.", none_shown(&tests));
            found.push(report.at_claim(&rule::RECOMMENDED, claim, message));
        }
    }
    for claim in report.claims(ClaimKind::RuledOut) {
        let tests = report.tests_of(claim);
        if !tests.is_empty() && !tests.iter().any(|test| report.is_shown(test)) {
            let message = format!(
                "Rejected altogether because {}: not shown is not absent. Say how small an association could have been found.",
                none_shown(&tests)
            );
            found.push(report.at_claim(&rule::ABSENCE, claim, message));
        }
    }
    if !report.results.comparison {
        for claim in report.claims(ClaimKind::Works) {
            let message =
                "It is said to work, but nobody outside the programme is compared with.".to_owned();
            found.push(report.at_claim(&rule::NO_COUNTERFACTUAL, claim, message));
        }
    }
}

/// L14, L15: a direction or strength that the test does not provide.
fn undirected(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    let undirected = |claim: &ReportedClaim| {
        let tests = report.tests_of(claim);
        (!tests.is_empty() && tests.iter().all(|test| test.design == Design::Association))
            .then_some(tests)
    };
    for claim in report
        .results
        .claims
        .iter()
        .filter(|claim| matches!(claim.says, ClaimKind::Positive | ClaimKind::Negative))
    {
        let Some(tests) = undirected(claim) else {
            continue;
        };
        let word = if claim.says == ClaimKind::Positive {
            "positive"
        } else {
            "negative"
        };
        let message = format!(
            "The relation is called {word}, but {} tested by a test without direction. A measure such as gamma or tau-b has one.",
            were(&tests)
        );
        found.push(with_tests(
            report.at_claim(&rule::DIRECTION, claim, message),
            &tests,
        ));
    }
    for claim in report.claims(ClaimKind::Strongest) {
        let Some(tests) = undirected(claim) else {
            continue;
        };
        let message = format!(
            "Called the strongest, but {} reported by p alone, which grows with N and not with strength.",
            were(&tests)
        );
        found.push(with_tests(
            report.at_claim(&rule::STRENGTH, claim, message),
            &tests,
        ));
    }
}

/// L21: confirmed by the same data that suggested it.
fn confirmed(report: &CheckedReport<'_>, found: &mut Vec<RuleFinding>) {
    for element in report
        .results
        .elements
        .iter()
        .filter(|element| element.post_hoc)
    {
        for claim in report
            .claims(ClaimKind::Confirmed)
            .filter(|claim| claim.about.contains(&element.key))
        {
            let tests = report.tests_of(claim);
            let message = format!(
                "“{}” was taken up because of {}, and is called confirmed by the same answers: it needs new data.",
                element.key,
                if tests.is_empty() {
                    "this data".to_owned()
                } else {
                    names(tests.iter().map(|test| test.id.as_str()))
                }
            );
            found.push(with_tests(
                report.at_claim(&rule::POST_HOC, claim, message),
                &tests,
            ));
        }
    }
}

fn with_tests(mut finding: RuleFinding, tests: &[&ReportedTest]) -> RuleFinding {
    finding.tests = tests.iter().map(|test| test.id.clone()).collect();
    finding
}

fn none_shown(tests: &[&ReportedTest]) -> String {
    let ids = names(tests.iter().map(|test| test.id.as_str()));
    match tests.len() {
        0 => "no test speaks for it".into(),
        1 => format!("{ids} does not show it"),
        many => format!("none of {many} tests shows it ({ids})"),
    }
}

fn were(tests: &[&ReportedTest]) -> String {
    let ids = names(tests.iter().map(|test| test.id.as_str()));
    if tests.len() == 1 {
        format!("{ids} is")
    } else {
        format!("{ids} are")
    }
}

/// Capitalises a sentence.
fn capital(text: &str) -> String {
    if let Some(rest) = text.strip_prefix("no p") {
        format!("No p{rest}")
    } else {
        text.to_owned()
    }
}
