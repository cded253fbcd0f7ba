//! Reported results, prepared for the rules.

use super::{LintRule, PrintedPValue, RuleFinding};
use crate::study::inference::FindingSubject;
use crate::study::reported::{ClaimKind, Relation, ReportedClaim, ReportedResults, ReportedTest};
use crate::study::{CodeKind, Id, Reported, Study};

/// The level assumed if a report declares none.
const DEFAULT_ALPHA: f64 = 0.05;

/// The results of one report, with its p-values parsed.
pub(super) struct CheckedReport<'a> {
    pub study: &'a Study,
    pub results: &'a ReportedResults,
    pub alpha: f64,
    id: Id<Reported>,
    name: &'a str,
    printed: Vec<Option<PrintedPValue>>,
}

impl<'a> CheckedReport<'a> {
    pub fn new(study: &'a Study, reported: &'a Reported) -> CheckedReport<'a> {
        let results = &reported.results;
        let printed = results
            .tests
            .iter()
            .map(|test| PrintedPValue::read(test.p.as_deref()?))
            .collect();
        let alpha = results.alpha.unwrap_or(DEFAULT_ALPHA);
        CheckedReport {
            study,
            results,
            alpha,
            id: reported.id,
            name: &reported.body.name,
            printed,
        }
    }

    /// The tests, each with its p if one is printed.
    pub fn tests(&self) -> impl Iterator<Item = (&'a ReportedTest, Option<PrintedPValue>)> + '_ {
        self.results.tests.iter().zip(self.printed.iter().copied())
    }

    pub fn p(&self, test: &ReportedTest) -> Option<PrintedPValue> {
        PrintedPValue::read(test.p.as_deref()?)
    }

    /// Returns whether the report may call the pair related: its p is below the level.
    pub fn is_shown(&self, test: &ReportedTest) -> bool {
        self.p(test).is_some_and(|p| p.below(self.alpha))
    }

    pub fn claims(&self, says: ClaimKind) -> impl Iterator<Item = &'a ReportedClaim> + '_ {
        self.results
            .claims
            .iter()
            .filter(move |claim| claim.says == says)
    }

    /// The tests a claim refers to: those it names, or those of all elements it is about.
    pub fn tests_of(&self, claim: &ReportedClaim) -> Vec<&'a ReportedTest> {
        if !claim.tests.is_empty() {
            return claim
                .tests
                .iter()
                .filter_map(|id| self.results.test(id))
                .collect();
        }
        if claim.about.is_empty() {
            return Vec::new();
        }
        let speaks_of = |test: &&ReportedTest| {
            let (from, to) = test.ends();
            let names = [test.a.as_str(), test.b.as_str(), from, to];
            claim
                .about
                .iter()
                .all(|about| names.contains(&about.as_str()))
        };
        self.results.tests.iter().filter(speaks_of).collect()
    }

    /// Kind of an element as stated by the report, otherwise that of the code with this key.
    pub fn kind(&self, element: &str) -> Option<CodeKind> {
        let told = self
            .results
            .elements
            .iter()
            .find(|known| known.key == element)
            .map(|known| known.kind);
        let coded = || {
            let ends_so = |key: &str| {
                key == element || key.rsplit_once('_').is_some_and(|(_, end)| end == element)
            };
            self.study
                .codes()
                .find(|code| ends_so(&code.body.key))
                .map(|code| code.body.kind)
        };
        told.or_else(coded)
    }

    /// "p = 0,060" as printed.
    pub fn said(&self, test: &ReportedTest) -> String {
        match &test.p {
            Some(p) if p.contains(['<', '=', '≤']) => format!("p {p}"),
            Some(p) => format!("p = {p}"),
            None => "no p".into(),
        }
    }

    /// A finding located at a test.
    pub fn at_test(
        &self,
        rule: &'static LintRule,
        test: &ReportedTest,
        message: String,
    ) -> RuleFinding {
        RuleFinding {
            rule,
            object: self.object(&test.id),
            place: format!("{} {} × {}", test.id, test.a, test.b),
            section: test.section.clone(),
            line: test.line,
            tests: vec![test.id.clone()],
            message,
        }
    }

    /// A finding located at a claim.
    pub fn at_claim(
        &self,
        rule: &'static LintRule,
        claim: &ReportedClaim,
        message: String,
    ) -> RuleFinding {
        let about = claim.about.join(" and ");
        RuleFinding {
            rule,
            object: self.object(&claim.id),
            place: if about.is_empty() {
                claim.id.clone()
            } else {
                format!("{} on {about}", claim.id)
            },
            section: claim.section.clone(),
            line: claim.line,
            tests: claim.tests.clone(),
            message,
        }
    }

    /// A finding located at something else in the report, based on these tests.
    pub fn at<'t>(
        &self,
        rule: &'static LintRule,
        item: &str,
        tests: impl IntoIterator<Item = &'t ReportedTest>,
        message: String,
    ) -> RuleFinding {
        let tests: Vec<&ReportedTest> = tests.into_iter().collect();
        let mut sections: Vec<&str> = tests
            .iter()
            .map(|test| test.section.as_str())
            .filter(|name| !name.is_empty())
            .collect();
        sections.dedup();
        sections.sort_unstable();
        sections.dedup();
        RuleFinding {
            rule,
            object: self.object(item),
            place: if item.is_empty() {
                format!("“{}”", self.name)
            } else {
                item.to_owned()
            },
            section: sections.join(", "),
            line: None,
            tests: tests.iter().map(|test| test.id.clone()).collect(),
            message,
        }
    }

    fn object(&self, item: &str) -> FindingSubject {
        FindingSubject::Reported {
            of: self.id,
            item: item.to_owned(),
        }
    }
}

/// The reported conclusion about a pair, in words.
pub(super) fn called(relation: Option<Relation>) -> &'static str {
    relation.map_or("not concluded on", Relation::name)
}

/// "T1, T2 and T3"; of many only the first.
pub(super) fn names<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    let ids: Vec<&str> = ids.into_iter().collect();
    match ids.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] if ids.len() <= 6 => format!("{} and {last}", first.join(", ")),
        many => format!("{} and {} more", many[..5].join(", "), many.len() - 5),
    }
}
