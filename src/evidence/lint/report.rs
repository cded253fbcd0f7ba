//! Reported results, prepared for the rules.
//!
//! P-values as printed in a report.

use super::{LintRule, RuleFinding};
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

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedPValue {
    /// For `< .001` and `.000` the upper bound.
    pub value: f64,
    /// Number of decimals printed.
    pub decimals: usize,
    /// Whether the decimal separator is a comma.
    pub comma: bool,
    /// Whether only a bound is printed: `< .001`, or nothing but zeros.
    pub bound: bool,
}

impl PrintedPValue {
    /// Parses `0,051`, `.044`, `p = 0.044`, `< .001`, `0,000`; `None` for anything else, such as
    /// `n.s.`
    pub fn read(text: &str) -> Option<PrintedPValue> {
        let text = text.trim().trim_start_matches(['p', 'P']).trim_start();
        let bound = text.starts_with('<') || text.starts_with('≤');
        let digits = text.trim_start_matches(['=', '<', '≤']).trim();
        let comma = digits.contains(',');
        let digits = digits.replacen(',', ".", 1);
        let value: f64 = digits
            .parse()
            .ok()
            .filter(|value| (0.0..=1.0).contains(value))?;
        let decimals = digits
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len());
        if value == 0.0 && decimals > 0 {
            // Nothing but zeros means less than half of the last decimal.
            return Some(PrintedPValue {
                value: 0.5 * 10f64.powi(-(decimals as i32)),
                decimals,
                comma,
                bound: true,
            });
        }
        Some(PrintedPValue {
            value,
            decimals,
            comma,
            bound,
        })
    }

    pub fn below(self, alpha: f64) -> bool {
        if self.bound {
            self.value <= alpha
        } else {
            self.value < alpha
        }
    }

    /// Number of significant digits: `.116` has three, `.001` has one.
    pub fn significant_digits(self) -> usize {
        // Rounded down, since nothing but zeros is stored as half of the last decimal. The small
        // addition makes up for .116 × 1000 being slightly below 116.
        let whole = (self.value * 10f64.powi(self.decimals as i32) + 1e-6).floor();
        if whole < 1.0 {
            0
        } else {
            whole.log10() as usize + 1
        }
    }

    /// Returns whether a computed p would be printed like this.
    pub fn agrees(self, p: f64) -> bool {
        let unit = 10f64.powi(-(self.decimals as i32));
        if self.bound {
            p <= self.value + unit / 2.0
        } else {
            (p - self.value).abs() <= unit / 2.0 + 1e-9
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_are_read_as_people_print_them() {
        let read =
            |text: &str| PrintedPValue::read(text).map(|p| (p.value, p.decimals, p.comma, p.bound));
        assert_eq!(read("0,051"), Some((0.051, 3, true, false)));
        assert_eq!(read("p = .044"), Some((0.044, 3, false, false)));
        assert_eq!(read("< 0.001"), Some((0.001, 3, false, true)));
        assert_eq!(read("0,000"), Some((0.0005, 3, true, true)));
        assert_eq!(
            (read("n.s."), read(""), read("12"), read("1,2,3")),
            (None, None, None, None)
        );
        let digits = |text: &str| PrintedPValue::read(text).unwrap().significant_digits();
        assert_eq!(
            (
                digits("0,116"),
                digits("0,001"),
                digits("0,54"),
                digits("0,060"),
                digits(".000")
            ),
            (3, 1, 2, 2, 0)
        );
        assert!(
            PrintedPValue::read("0,001").unwrap().agrees(0.00143)
                && !PrintedPValue::read("0,54").unwrap().agrees(0.0537)
        );
        assert!(
            PrintedPValue::read("0,000").unwrap().agrees(0.0005)
                && !PrintedPValue::read("0,000").unwrap().agrees(0.02)
        );
        assert!(
            !PrintedPValue::read("0,050").unwrap().below(0.05)
                && PrintedPValue::read("<.05").unwrap().below(0.05)
        );
    }
}
