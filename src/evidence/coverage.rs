//! Coverage: what there is for each node of the theory, and what is missing.
//!
//! To be looked at before people are asked and before anything is written: a
//! node that no question asks about, no item measures or nobody speaks of
//! stays a claim (Fetters & Guetterman's joint display of data collection).

use super::tests;
use crate::study::{Code, CodeKind, Id, Study, Theory};
use std::collections::{BTreeSet, HashSet};

/// What there is for a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeCoverage {
    /// The node.
    pub code: Id<Code>,
    /// Its key.
    pub key: String,
    /// Its name in the study's language.
    pub name: String,
    /// Its part in the theory.
    pub kind: CodeKind,
    /// How many of each column of [`COLUMNS`] there are; a code speaks for everything under it.
    pub counts: [usize; 6],
}

/// What is counted, in order: whether it has a definition, questions of the
/// interview guides, variables that measure it, quotes, informants who are
/// quoted, and tests of its links.
pub const COLUMNS: [&str; 6] = [
    "definition",
    "guide",
    "survey",
    "quotes",
    "informants",
    "tests",
];

impl NodeCoverage {
    /// The columns with nothing in them.
    pub fn missing_columns(&self) -> impl Iterator<Item = &'static str> + '_ {
        COLUMNS
            .into_iter()
            .zip(self.counts)
            .filter(|(_, count)| *count == 0)
            .map(|(name, _)| name)
    }
}

/// What there is for every node of `theory`, in its order.
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

/// How many different tests the links of a node make.
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
