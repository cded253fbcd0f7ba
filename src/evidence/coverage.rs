//! Coverage: the data available for each node of the theory, and what is missing.
//!
//! Useful before data collection and before writing: a node that no question asks about, no item
//! measures or nobody mentions remains a claim (Fetters & Guetterman's joint display of data
//! collection).

use super::tests;
use crate::study::{Code, CodeKind, Id, Study, Theory};
use std::collections::{BTreeSet, HashSet};

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
#[must_use]
pub fn coverage(study: &Study, theory: &Theory) -> Vec<NodeCoverage> {
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
