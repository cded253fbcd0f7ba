//! The tests of a link: every indicator of one end against every indicator of the other, and the
//! composite index of one end against that of the other.

use super::comparison::ScoreComparison;
use super::composite_index::CompositeIndex;
use super::{Crosstab, WeightedCrosstab, comparison, quarters};
use crate::stats::chisq::ChiSquare;
use crate::stats::{Estimate, StatsError};
use crate::study::filter::Weighting;
use crate::study::plan::TestUnit;
use crate::study::{Code, Dataset, Id, Link, Refusal, Study, Theory};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A test of two indicators or of two indices.
#[derive(Clone, Debug)]
pub struct IndicatorTest<'a> {
    pub dataset: &'a Dataset,
    /// The table; for scores it is by quarters and only for display.
    pub crosstab: Crosstab,
    /// Pearson's chi-square.
    pub pearson: Result<ChiSquare, StatsError>,
    /// Cramér's V.
    pub cramers_v: Result<Estimate, StatsError>,
    /// Present if a side is a score.
    pub scores: Option<Box<ScoreComparison>>,
    /// Present for a weighted or clustered sample.
    pub weighted: Option<Box<WeightedCrosstab>>,
    /// The items behind both sides, in a test of indices.
    pub indices: Option<Box<[CompositeIndex; 2]>>,
}

impl<'a> IndicatorTest<'a> {
    /// Tests two variables: as scores if a side is a score, otherwise as a table.
    pub fn new(
        dataset: &'a Dataset,
        a: usize,
        b: usize,
        language: &str,
    ) -> Result<IndicatorTest<'a>, Refusal> {
        if comparison::is_score(dataset, a) || comparison::is_score(dataset, b) {
            return IndicatorTest::of_scores(
                dataset,
                ScoreComparison::new(dataset, a, b, language)?,
            );
        }
        let crosstab = match &dataset.weighting {
            Some(weighting) if weighting.is_design() => {
                let weighted = WeightedCrosstab::new(dataset, (a, b), weighting, language)?;
                return Ok(IndicatorTest {
                    dataset,
                    crosstab: weighted.crosstab.clone(),
                    pearson: Err(StatsError::ByDesign),
                    cramers_v: Err(StatsError::ByDesign),
                    scores: None,
                    weighted: Some(Box::new(weighted)),
                    indices: None,
                });
            }
            Some(Weighting {
                weight: Some(weight),
                ..
            }) => Crosstab::weighted(dataset, a, b, dataset.find_variable(weight)?, language)?,
            _ => Crosstab::new(dataset, a, b, language)?,
        };
        Ok(IndicatorTest {
            dataset,
            pearson: crosstab.pearson(),
            cramers_v: crosstab.cramers_v(),
            crosstab,
            scores: None,
            weighted: None,
            indices: None,
        })
    }

    fn of_scores(
        dataset: &'a Dataset,
        comparison: ScoreComparison,
    ) -> Result<IndicatorTest<'a>, Refusal> {
        let crosstab = quarters::crosstab(&comparison).map_err(|why| {
            let what = format!(
                "{} and {} cannot be compared: {}",
                comparison.a.name,
                comparison.b.name,
                why.english()
            );
            Refusal::new(what, "Choose other variables")
        })?;
        Ok(IndicatorTest {
            dataset,
            crosstab,
            pearson: Err(StatsError::ComparedAsScores),
            cramers_v: Err(StatsError::ComparedAsScores),
            scores: Some(Box::new(comparison)),
            weighted: None,
            indices: None,
        })
    }

    /// The unadjusted p, of Pearson's chi-square or of the comparison of scores.
    pub fn p(&self) -> Option<f64> {
        match (&self.scores, &self.weighted) {
            (Some(scores), _) => scores.test().ok().map(|test| test.p),
            (None, Some(weighted)) => weighted.test.as_ref().ok().map(|test| test.p),
            (None, None) => self.pearson.as_ref().ok().map(|test| test.p),
        }
    }

    /// The test behind [`IndicatorTest::p`].
    pub fn method(&self) -> &'static str {
        match &self.scores {
            Some(scores) => scores.test().map_or("", |test| test.method),
            None if self.weighted.is_some() => "Rao–Scott chi-square",
            None if self.pearson.is_ok() => "Pearson chi-square",
            None => "",
        }
    }

    /// Returns whether it involves the variable with this name.
    pub fn is_of(&self, name: &str) -> bool {
        self.crosstab.row.name == name || self.crosstab.column.name == name
    }

    /// Returns whether p is below `alpha`.
    pub fn is_significant(&self, alpha: f64) -> bool {
        self.p().is_some_and(|p| p < alpha)
    }
}

#[derive(Clone, Debug, Default)]
pub struct LinkTests<'a> {
    /// In the order of the variables.
    pub tests: Vec<IndicatorTest<'a>>,
    /// The tests of the two indices, one for each dataset that measures both ends; empty unless the
    /// plan uses them.
    pub indices: Vec<IndicatorTest<'a>>,
    /// Why there are not more tests, in sentences: a code without an indicator, an indicator that
    /// measures both ends.
    pub notes: Vec<String>,
}

impl<'a> LinkTests<'a> {
    /// The tests that a plan uses.
    pub fn planned(&self, unit: TestUnit) -> &[IndicatorTest<'a>] {
        match unit {
            TestUnit::Pairs => &self.tests,
            TestUnit::Indices => &self.indices,
        }
    }
}

/// Every pair of indicators of the link's ends within one dataset, once. Indicators of subcodes
/// count for the end. A variable is not tested against itself.
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
    for (dataset, a) in &from {
        for (other, b) in &to {
            if dataset.id != other.id || !seen.insert((dataset.id, *a.min(b), *a.max(b))) {
                continue;
            }
            if a == b {
                notes.push(format!(
                    "{} measures both ends and is not tested against itself",
                    dataset.body.variables[*a].name
                ));
                continue;
            }
            match IndicatorTest::new(dataset, *a, *b, &study.language) {
                Ok(test) => tests.push(test),
                Err(refusal) => notes.push(refusal.what),
            }
        }
    }
    let mut indices = Vec::new();
    if study.plan().unit == TestUnit::Indices {
        indices = of_indices(study, link, &from, &to, &mut notes);
    }
    let scored = tests
        .iter()
        .chain(&indices)
        .filter(|test| test.scores.is_some())
        .map(|test| test.dataset);
    let told: BTreeSet<String> = scored.filter_map(unweighted).collect();
    notes.extend(told);
    LinkTests {
        tests,
        indices,
        notes,
    }
}

/// The tests of the two indices of a link, whether or not the plan uses them.
pub fn indices<'a>(study: &'a Study, link: &Link) -> Vec<IndicatorTest<'a>> {
    of_indices(
        study,
        link,
        &variables(study, link.from),
        &variables(study, link.to),
        &mut Vec::new(),
    )
}

/// The index of one end against that of the other, in each dataset. Variables that measure both
/// ends are in neither.
fn of_indices<'a>(
    study: &'a Study,
    link: &Link,
    from: &[(&'a Dataset, usize)],
    to: &[(&'a Dataset, usize)],
    notes: &mut Vec<String>,
) -> Vec<IndicatorTest<'a>> {
    let plan = study.plan();
    let mut found: Vec<IndicatorTest<'a>> = Vec::new();
    for (dataset, _) in from {
        if found.iter().any(|test| test.dataset.id == dataset.id)
            || !to.iter().any(|(other, _)| other.id == dataset.id)
        {
            continue;
        }
        let of = |own: &[(&Dataset, usize)], others: &[(&Dataset, usize)]| -> Vec<usize> {
            let both = |place: usize| {
                others
                    .iter()
                    .any(|(other, at)| other.id == dataset.id && *at == place)
            };
            own.iter()
                .filter(|(known, place)| known.id == dataset.id && !both(*place))
                .map(|(_, place)| *place)
                .collect()
        };
        let index = |end, places: &[usize]| {
            CompositeIndex::new(study, end, dataset, places, plan.least_answered)
        };
        let (Some(a), Some(b)) = (
            index(link.from, &of(from, to)),
            index(link.to, &of(to, from)),
        ) else {
            continue;
        };
        let told = |why: &str| {
            format!(
                "{} and {} as indices: {why}",
                study.code_name(link.from),
                study.code_name(link.to)
            )
        };
        match ScoreComparison::of(a.values.clone(), b.values.clone()) {
            Ok(comparison) => match IndicatorTest::of_scores(dataset, comparison) {
                Ok(test) => found.push(IndicatorTest {
                    indices: Some(Box::new([a, b])),
                    ..test
                }),
                Err(refusal) => notes.push(told(&refusal.what)),
            },
            Err(refusal) => notes.push(told(&refusal.what)),
        }
    }
    found
}

/// A note that scores are compared without weights, if the dataset has a design.
fn unweighted(dataset: &Dataset) -> Option<String> {
    let weighting = dataset.weighting.as_ref()?;
    Some(format!(
        "scores of {} are compared with each row as one person, though it is counted by {}",
        dataset.body.name,
        weighting.in_words()
    ))
}

/// Every pair of indicators of the link's ends within one dataset, without duplicates or pairs of a
/// variable with itself.
pub fn pairs<'a>(study: &'a Study, link: &Link) -> Vec<(&'a Dataset, usize, usize)> {
    let (from, to) = (variables(study, link.from), variables(study, link.to));
    let mut found: Vec<(&Dataset, usize, usize)> = Vec::new();
    for (dataset, a) in &from {
        for (other, b) in &to {
            let known = |&(had, x, y): &(&Dataset, usize, usize)| {
                had.id == dataset.id && ((x, y) == (*a, *b) || (x, y) == (*b, *a))
            };
            if dataset.id == other.id && a != b && !found.iter().any(known) {
                found.push((dataset, *a, *b));
            }
        }
    }
    found
}

/// Number of distinct tests of all links of the theory: the family that every single p must be read
/// against.
pub fn in_theory(study: &Study, theory: &Theory) -> usize {
    let unit = study.plan().unit;
    let mut seen = HashSet::new();
    let mut indices = 0;
    let mut known: HashMap<Id<Code>, Vec<(&Dataset, usize)>> = HashMap::new();
    for link in study.links_of(theory) {
        for end in [link.from, link.to] {
            known.entry(end).or_insert_with(|| variables(study, end));
        }
        let mut datasets = HashSet::new();
        for (dataset, a) in &known[&link.from] {
            let others = known[&link.to]
                .iter()
                .filter(|(other, b)| other.id == dataset.id && a != b);
            for (_, b) in others {
                seen.insert((dataset.id, *a.min(b), *a.max(b)));
                datasets.insert(dataset.id);
            }
        }
        indices += datasets.len();
    }
    match unit {
        TestUnit::Pairs => seen.len(),
        TestUnit::Indices => indices,
    }
}

/// The variables that measure a code or any of its subcodes, in codebook order.
pub(super) fn variables(study: &Study, top: Id<Code>) -> Vec<(&Dataset, usize)> {
    let under = study.subtree(top);
    let mut found = Vec::new();
    for code in study.codes().filter(|code| under.contains(&code.id)) {
        for indicator in study.indicators(code.id) {
            let Some(dataset) = study.dataset(indicator.dataset) else {
                continue;
            };
            let Some(place) = dataset.variable_index(&indicator.variable) else {
                continue;
            };
            if !found
                .iter()
                .any(|(known, at): &(&Dataset, usize)| known.id == dataset.id && *at == place)
            {
                found.push((dataset, place));
            }
        }
    }
    found
}
