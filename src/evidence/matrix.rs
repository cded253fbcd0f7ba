//! The evidence matrix: the evidence for every link of a theory in one table.
//!
//! Coverage: the data available for each node of the theory, and what is missing.
//!
//! Useful before data collection and before writing: a node that no question asks about, no item
//! measures or nobody mentions remains a claim (Fetters & Guetterman's joint display of data
//! collection).
//!
//! Configurations grouped by mechanism.

use super::assessment::PlannedResult;
use super::{Balance, Evidence, assessment, tests};
use crate::study::theory::relation;
use crate::study::{
    Cancelled, Code, CodeKind, Configuration, Id, Link, Polarity, ProgressMonitor, Study, Theory,
};
use std::collections::{BTreeSet, HashSet};

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

/// The data available for a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeCoverage {
    pub code: Id<Code>,
    pub key: String,
    /// In the study's language.
    pub name: String,
    /// Its role in the theory.
    pub kind: CodeKind,
    /// Counts for each of [`COLUMNS`], including subcodes.
    pub counts: [usize; 6],
}

/// What is counted: a definition (0 or 1), questions of the interview guides, variables that
/// measure the node, quotes, informants quoted, and tests of its links.
pub const COLUMNS: [&str; 6] = [
    "definition",
    "guide",
    "survey",
    "quotes",
    "informants",
    "tests",
];

impl NodeCoverage {
    /// The columns with a count of 0.
    pub fn missing_columns(&self) -> impl Iterator<Item = &'static str> + '_ {
        COLUMNS
            .into_iter()
            .zip(self.counts)
            .filter(|(_, count)| *count == 0)
            .map(|(name, _)| name)
    }
}

/// In the order of the theory's nodes.
pub fn node_coverage(study: &Study, theory: &Theory) -> Vec<NodeCoverage> {
    study
        .nodes_of(theory)
        .map(|node| {
            let under = study.subtree(node.id());
            let quotes = study.quotes_under(&under);
            let informants: HashSet<_> = quotes
                .iter()
                .filter_map(|quote| quote.informant)
                .map(|informant| informant.id)
                .collect();
            let asked = study
                .guide_items()
                .filter(|item| {
                    study
                        .codes_asked_about(item)
                        .any(|code| under.contains(&code.id))
                })
                .count();
            let counts = [
                usize::from(!node.code.body.definition.is_empty()),
                asked,
                tests::variables(study, node.id()).len(),
                quotes.len(),
                informants.len(),
                tests_of(study, theory, node.id()),
            ];
            let name = node.code.name(&study.language).to_owned();
            NodeCoverage {
                code: node.id(),
                key: node.code.body.key.clone(),
                name,
                kind: node.kind,
                counts,
            }
        })
        .collect()
}

/// Number of distinct tests among the node's links.
fn tests_of(study: &Study, theory: &Theory, node: Id<Code>) -> usize {
    let mut seen = BTreeSet::new();
    for link in study
        .links_of(theory)
        .filter(|link| link.from == node || link.to == node)
    {
        let (from, to) = (
            tests::variables(study, link.from),
            tests::variables(study, link.to),
        );
        for (dataset, a) in &from {
            let others = to
                .iter()
                .filter(|(other, b)| other.id == dataset.id && a != b);
            seen.extend(others.map(|(_, b)| (dataset.id, *a.min(b), *a.max(b))));
        }
    }
    seen.len()
}

#[derive(Clone, Debug)]
pub struct MechanismGroup<'a> {
    /// `None` for configurations without a mechanism.
    pub mechanism: Option<Id<Code>>,
    pub name: String,
    /// Each is followed by those it was merged from.
    pub configurations: Vec<&'a Configuration>,
}

/// Groups by the first mechanism of each configuration, in codebook order; configurations without a
/// mechanism come last.
pub fn grouped(study: &Study) -> Vec<MechanismGroup<'_>> {
    let merged = study.merged_configurations();
    let of = |mechanism: Option<Id<Code>>| {
        let own = study.configurations().filter(|configuration| {
            configuration.body.mechanism.codes.first().copied() == mechanism
                && !merged.contains(&configuration.id)
        });
        let mut all = Vec::new();
        for configuration in own {
            all.push(configuration);
            all.extend(
                configuration
                    .body
                    .derived_from
                    .iter()
                    .filter_map(|id| study.configuration(*id)),
            );
        }
        all
    };
    let mut mechanisms: Vec<Option<Id<Code>>> = study
        .code_tree()
        .iter()
        .map(|(_, code)| Some(code.id))
        .collect();
    // Retired codes are kept: a configuration may still refer to one.
    for configuration in study.configurations() {
        let first = configuration.body.mechanism.codes.first().copied();
        if first.is_some() && !mechanisms.contains(&first) {
            mechanisms.push(first);
        }
    }
    mechanisms.push(None);
    let groups = mechanisms.into_iter().map(|mechanism| MechanismGroup {
        mechanism,
        name: mechanism.map_or_else(
            || "No mechanism named".to_owned(),
            |code| study.code_name(code).to_owned(),
        ),
        configurations: of(mechanism),
    });
    groups
        .filter(|group| !group.configurations.is_empty())
        .collect()
}
