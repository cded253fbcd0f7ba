//! The tests of a link: every indicator of one end against every indicator of the other.

use super::Crosstab;
use crate::stats::{Estimate, Why, chisq::ChiSquare};
use crate::study::{Code, Dataset, Id, Link, Study, Theory};
use std::collections::{HashMap, HashSet};

/// An indicator × indicator test.
#[derive(Clone, Debug)]
pub struct IndicatorTest<'a> {
    /// The dataset both variables are from.
    pub dataset: &'a Dataset,
    /// The table.
    pub crosstab: Crosstab,
    /// Pearson's chi-square, or why there is none.
    pub pearson: Result<ChiSquare, Why>,
    /// Cramér's V, or why there is none.
    pub cramers_v: Result<Estimate, Why>,
}

impl IndicatorTest<'_> {
    /// Whether p lies below `alpha`.
    #[must_use]
    pub fn is_significant(&self, alpha: f64) -> bool {
        self.pearson.as_ref().is_ok_and(|test| test.p < alpha)
    }
}

/// All tests of a link, and what could not be tested.
#[derive(Clone, Debug, Default)]
pub struct LinkTests<'a> {
    /// The tests, in the order of the variables.
    pub tests: Vec<IndicatorTest<'a>>,
    /// What stands in the way of more, as sentences: a code without an
    /// indicator, an indicator that measures both ends.
    pub notes: Vec<String>,
}

/// Every pair of indicators of a link's ends within one dataset. An indicator of
/// a code under an end counts for the end. A variable is not tested against
/// itself, and a pair only once.
#[must_use]
pub fn of_link<'a>(study: &'a Study, link: &Link) -> LinkTests<'a> {
    let (from, to) = (variables(study, link.from), variables(study, link.to));
    let mut notes = Vec::new();
    for (end, found) in [(link.from, &from), (link.to, &to)] {
        if found.is_empty() {
            notes.push(format!("{} has no indicator", study.code_name(end)));
        }
    }
    let mut tests = Vec::new();
    let mut seen = HashSet::new();
    let weighted: HashSet<String> = from.iter().filter_map(|(dataset, _)| unweighted(dataset)).collect();
    notes.extend(weighted);
    for (dataset, a) in &from {
        for (other, b) in &to {
            if dataset.id != other.id || !seen.insert((dataset.id, *a.min(b), *a.max(b))) {
                continue;
            }
            if a == b {
                notes.push(format!("{} measures both ends and is not tested against itself", dataset.body.variables[*a].name));
                continue;
            }
            match Crosstab::new(dataset, *a, *b, &study.language) {
                Ok(crosstab) => {
                    tests.push(IndicatorTest { dataset, pearson: crosstab.pearson(), cramers_v: crosstab.cramers_v(), crosstab })
                }
                Err(refusal) => notes.push(refusal.what),
            }
        }
    }
    LinkTests { tests, notes }
}

/// That tests of links take each row for one person, where the dataset says otherwise.
fn unweighted(dataset: &Dataset) -> Option<String> {
    let weighting = dataset.weighting.as_ref()?;
    Some(format!(
        "these tests count each row of {} as one person, though it is counted by {}: read `virk crosstab` of a pair instead",
        dataset.body.name,
        weighting.in_words()
    ))
}

/// Every pair of indicators of a link's ends within one dataset, once each and never with itself.
#[must_use]
pub fn pairs<'a>(study: &'a Study, link: &Link) -> Vec<(&'a Dataset, usize, usize)> {
    let (from, to) = (variables(study, link.from), variables(study, link.to));
    let mut found: Vec<(&Dataset, usize, usize)> = Vec::new();
    for (dataset, a) in &from {
        for (other, b) in &to {
            let known =
                |&(had, x, y): &(&Dataset, usize, usize)| had.id == dataset.id && ((x, y) == (*a, *b) || (x, y) == (*b, *a));
            if dataset.id == other.id && a != b && !found.iter().any(known) {
                found.push((dataset, *a, *b));
            }
        }
    }
    found
}

/// How many different tests all links of a theory make: what every single p
/// must be read against.
#[must_use]
pub fn in_theory(study: &Study, theory: &Theory) -> usize {
    let mut seen = HashSet::new();
    let mut known: HashMap<Id<Code>, Vec<(&Dataset, usize)>> = HashMap::new();
    for link in study.links_of(theory) {
        for end in [link.from, link.to] {
            known.entry(end).or_insert_with(|| variables(study, end));
        }
        for (dataset, a) in &known[&link.from] {
            let others = known[&link.to].iter().filter(|(other, b)| other.id == dataset.id && a != b);
            seen.extend(others.map(|(_, b)| (dataset.id, *a.min(b), *a.max(b))));
        }
    }
    seen.len()
}

/// The variables that measure a code or anything under it, in the codebook's order.
pub(super) fn variables(study: &Study, top: Id<Code>) -> Vec<(&Dataset, usize)> {
    let under = study.subtree(top);
    let mut found = Vec::new();
    for code in study.codes().filter(|code| under.contains(&code.id)) {
        for indicator in study.indicators(code.id) {
            let Some(dataset) = study.dataset(indicator.dataset) else { continue };
            let Some(place) = dataset.place(&indicator.variable) else { continue };
            if !found.iter().any(|(known, at): &(&Dataset, usize)| known.id == dataset.id && *at == place) {
                found.push((dataset, place));
            }
        }
    }
    found
}
