//! The evidence matrix: the evidence for every link of a theory in one table.

use super::assessment::{self, PlannedResult};
use super::{Balance, Evidence, tests};
use crate::study::{
    Cancelled, CodeKind, Id, Link, Polarity, ProgressMonitor, Study, Theory, theory::relation,
};

/// The evidence for one link.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixRow {
    pub link: Id<Link>,
    pub from: LinkEnd,
    pub to: LinkEnd,
    /// The verb of the link: activates, moderates, produces, leads to.
    pub relation: &'static str,
    /// The claim as a sentence.
    pub statement: String,
    /// Number of quotes.
    pub quotes: usize,
    pub balance: Balance,
    /// Names of the informants quoted.
    pub informants: Vec<String>,
    pub departments: Vec<String>,
    /// The first supporting quote, with its speaker.
    pub quote: String,
    /// The first contradicting quote, with its speaker.
    pub counter_quote: String,
    /// Number of tests run.
    pub tests: usize,
    /// Number of tests that the plan shows at the study's level.
    pub significant: usize,
    /// The p of the link as a whole, by the plan.
    pub p: Option<f64>,
    /// Smallest number of answers in a test of the link.
    pub n: Option<usize>,
    /// Number of tests with expected counts too small for an asymptotic p.
    pub sparse: usize,
    /// Why there are no tests, or not more.
    pub notes: Vec<String>,
    pub verdict: Option<&'static str>,
    /// The reason given for the verdict.
    pub reason: String,
}

/// One end of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkEnd {
    pub kind: CodeKind,
    pub key: String,
    /// In the study's language.
    pub name: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// Version of the theory.
    pub version: String,
    /// The significance level applied.
    pub alpha: f64,
    /// Number of distinct tests in the whole theory.
    pub tests_in_theory: usize,
    /// One per link, in the theory's order.
    pub rows: Vec<MatrixRow>,
}

impl Matrix {
    /// `watch` is notified of each link and may cancel.
    pub fn new(
        study: &Study,
        theory: &Theory,
        watch: ProgressMonitor<'_>,
    ) -> Result<Matrix, Cancelled> {
        let links: Vec<&Link> = study.links_of(theory).collect();
        let planned = assessment::by_plan(study, theory, &links, watch)?;
        let rows = links
            .iter()
            .zip(planned)
            .enumerate()
            .map(|(done, (link, planned))| {
                watch.report(done, links.len(), "link")?;
                Ok(MatrixRow::new(study, &Evidence::new(study, link), planned))
            });
        let (version, alpha) = (theory.version.clone(), study.alpha);
        Ok(Matrix {
            version,
            alpha,
            rows: rows.collect::<Result<_, _>>()?,
            tests_in_theory: tests::in_theory(study, theory),
        })
    }
}

impl MatrixRow {
    /// One link, with its result by the plan ([`assessment::by_plan`]).
    #[must_use]
    pub fn new(study: &Study, evidence: &Evidence<'_>, planned: PlannedResult) -> MatrixRow {
        let Link {
            from,
            to,
            statement,
            ..
        } = evidence.link;
        let (from, to) = (LinkEnd::new(study, *from), LinkEnd::new(study, *to));
        let informants = evidence.informants();
        let mut departments: Vec<String> = informants
            .iter()
            .map(|(informant, _)| informant.body.department.clone())
            .filter(|name| !name.is_empty())
            .collect();
        departments.sort();
        departments.dedup();
        let first = |polarity: Polarity| {
            let quote = evidence
                .quotes
                .iter()
                .find(|quote| quote.polarity == Some(polarity));
            quote
                .map(|found| format!("“{}” ({})", found.quote.words(), found.quote.speaker()))
                .unwrap_or_default()
        };
        let done: Vec<_> = evidence
            .tests
            .tests
            .iter()
            .filter_map(|test| test.pearson.as_ref().ok())
            .collect();
        MatrixRow {
            link: evidence.link.id,
            relation: relation(from.kind, to.kind),
            statement: statement.clone(),
            quotes: evidence.quotes.len(),
            balance: evidence.balance(),
            informants: informants
                .iter()
                .map(|(informant, _)| informant.body.name.clone())
                .collect(),
            departments,
            quote: first(Polarity::Supports),
            counter_quote: first(Polarity::Contradicts),
            tests: evidence.tests.tests.len(),
            significant: planned.shown,
            p: planned.p,
            n: evidence
                .tests
                .tests
                .iter()
                .map(|test| test.crosstab.n())
                .min(),
            sparse: done
                .iter()
                .filter(|test| test.share_expected_below_5 > 0.2 || test.min_expected < 1.0)
                .count(),
            notes: evidence.tests.notes.clone(),
            verdict: evidence.verdict.map(|verdict| verdict.conclusion.name()),
            reason: evidence
                .verdict
                .and_then(|verdict| study.words(verdict.reason))
                .unwrap_or_default()
                .to_owned(),
            from,
            to,
        }
    }

    /// "3 of 6 significant", or "untested: …".
    #[must_use]
    pub fn tested(&self) -> String {
        match (self.tests, self.notes.first()) {
            (0, Some(why)) => format!("untested: {why}"),
            (0, None) => "untested: no indicators in a common dataset".into(),
            (tests, _) => format!("{} of {tests} significant", self.significant),
        }
    }
}

impl LinkEnd {
    fn new(study: &Study, id: crate::study::Id<crate::study::Code>) -> LinkEnd {
        let code = study.code(id);
        LinkEnd {
            kind: code.map(|code| code.body.kind).unwrap_or_default(),
            key: code.map(|code| code.body.key.clone()).unwrap_or_default(),
            name: study.code_name(id).to_owned(),
        }
    }
}
