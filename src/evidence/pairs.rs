//! All pairs of a set of variables, with what so many tests require: their number, and p-values
//! adjusted for it.

use super::crosstab::{Crosstab, CrosstabSide};
use crate::stats::bulk::{MAX_CATEGORIES, PackedItems, PairTest};
use crate::stats::exact::{self, Effort, ExactTest, ExtremenessCriterion};
use crate::stats::{StatsError, estimate};
use crate::study::{Dataset, Refusal, dataset::MeasurementLevel};
use std::collections::HashMap;

/// One pair of variables.
#[derive(Clone, Debug)]
pub struct TestedPair {
    pub row: String,
    pub column: String,
    /// Pearson's test.
    pub test: PairTest,
    /// Fisher–Freeman–Halton; `None` if not requested.
    pub exact: Option<Result<ExactTest, StatsError>>,
    /// The p-value adjusted by Holm among all pairs.
    pub holm: Option<f64>,
    /// The p-value adjusted by Benjamini–Hochberg among all pairs.
    pub benjamini_hochberg: Option<f64>,
}

#[derive(Clone, Debug)]
pub struct PairwiseTests {
    /// In the order of the variables.
    pub pairs: Vec<TestedPair>,
    /// Variables that cannot be tested, each with the reason.
    pub left_out: Vec<String>,
}

impl TestedPair {
    /// The p-value to be adjusted: the exact one if requested, otherwise Pearson's.
    #[must_use]
    pub fn p(&self) -> Option<f64> {
        match &self.exact {
            Some(Ok(test)) => Some(test.p),
            _ => self.test.p,
        }
    }
}

impl PairwiseTests {
    /// Tests every pair of the variables at `places`, or of all but identifiers if that is empty.
    /// With `effort`, exact p-values are computed too. The work is divided among `threads` threads.
    ///
    /// # Errors
    /// When a named variable cannot be crossed, or fewer than two are left.
    pub fn new(
        dataset: &Dataset,
        places: &[usize],
        effort: Option<&Effort>,
        threads: usize,
    ) -> Result<PairwiseTests, Refusal> {
        let mut left_out = Vec::new();
        let mut items: Vec<(usize, Vec<String>)> = Vec::new();
        for place in places {
            items.push((*place, categories(dataset, *place)?));
        }
        if places.is_empty() {
            for (place, _) in dataset
                .body
                .variables
                .iter()
                .enumerate()
                .filter(|(_, variable)| variable.level != MeasurementLevel::Id)
            {
                match categories(dataset, place) {
                    Ok(codes) => items.push((place, codes)),
                    Err(refusal) => left_out.push(refusal.what),
                }
            }
        }
        if items.len() < 2 {
            return Err(Refusal::new(
                "fewer than two variables can be crossed",
                "See `virk data variables`, and name two or more",
            ));
        }
        let columns: Vec<Vec<u8>> = items
            .iter()
            .map(|(place, codes)| indices(dataset, *place, codes))
            .collect();
        let bulk: Vec<(&[u8], usize)> = columns
            .iter()
            .zip(&items)
            .map(|(column, (_, codes))| (&column[..], codes.len()))
            .collect();
        let tests = PackedItems::new(&bulk)
            .map_err(|why| Refusal::new(why.english(), "Choose fewer variables"))?
            .all_pairs(threads);
        let name = |at: u32| dataset.body.variables[items[at as usize].0].name.clone();
        let blank = |test: PairTest| TestedPair {
            row: name(test.a),
            column: name(test.b),
            test,
            exact: None,
            holm: None,
            benjamini_hochberg: None,
        };
        let mut pairs: Vec<TestedPair> = tests.into_iter().map(blank).collect();
        if let Some(effort) = effort {
            let places: Vec<usize> = items.iter().map(|item| item.0).collect();
            let share = pairs.len().div_ceil(threads.max(1)).max(1);
            std::thread::scope(|scope| {
                for part in pairs.chunks_mut(share) {
                    scope.spawn(|| {
                        part.iter_mut().for_each(|pair| {
                            pair.exact = Some(exactly(dataset, &places, pair, effort))
                        })
                    });
                }
            });
        }
        let p: Vec<Option<f64>> = pairs.iter().map(TestedPair::p).collect();
        for ((pair, holm), bh) in pairs
            .iter_mut()
            .zip(estimate::holm(&p))
            .zip(estimate::benjamini_hochberg(&p))
        {
            (pair.holm, pair.benjamini_hochberg) = (holm, bh);
        }
        Ok(PairwiseTests { pairs, left_out })
    }

    /// Number of pairs that could be tested.
    #[must_use]
    pub fn tested(&self) -> usize {
        self.pairs.iter().filter(|pair| pair.p().is_some()).count()
    }

    /// Smallest p first; pairs that could not be tested come last.
    pub fn sort_by_p(&mut self) {
        let p = |pair: &TestedPair| pair.p().unwrap_or(f64::INFINITY);
        self.pairs.sort_by(|a, b| p(a).total_cmp(&p(b)));
    }
}

fn exactly(
    dataset: &Dataset,
    places: &[usize],
    pair: &TestedPair,
    effort: &Effort,
) -> Result<ExactTest, StatsError> {
    let (row, column) = (places[pair.test.a as usize], places[pair.test.b as usize]);
    let crosstab = Crosstab::new(dataset, row, column, "en").map_err(|_| StatsError::Shape)?;
    exact::test(&crosstab.table, ExtremenessCriterion::Probability, effort)
}

/// The categories of a variable, unless there are too many.
fn categories(dataset: &Dataset, place: usize) -> Result<Vec<String>, Refusal> {
    let side = CrosstabSide::new(dataset, place, "en")?;
    if side.codes.len() > MAX_CATEGORIES {
        return Err(Refusal::new(
            format!(
                "`{}` has {} different values, too many for all pairs at once",
                side.name,
                side.codes.len()
            ),
            format!(
                "At most {MAX_CATEGORIES} can be; cross it by itself with `virk crosstab {} OTHER`",
                side.name
            ),
        ));
    }
    Ok(side.codes)
}

/// Index of each answer among the categories; 255 if missing.
fn indices(dataset: &Dataset, place: usize, codes: &[String]) -> Vec<u8> {
    let at: HashMap<&str, u8> = codes.iter().map(String::as_str).zip(0..).collect();
    dataset
        .answers(place)
        .map(|cell| {
            cell.and_then(|cell| at.get(cell).copied())
                .unwrap_or(u8::MAX)
        })
        .collect()
}
