//! All pairs of a set of variables, with what so many tests require: their number, and p-values
//! adjusted for it.
//!
//! Counts the tests of a link that show something, and compares that with chance.

use super::assessment::AssessedTest;
use super::crosstab::{Crosstab, CrosstabSide};
use crate::stats::bulk::{MAX_CATEGORIES, PackedItems, PairTest};
use crate::stats::exact::{Effort, ExactTest, ExtremenessCriterion};
use crate::stats::{StatsError, estimate, exact};
use crate::study::dataset::MeasurementLevel;
use crate::study::plan::Adjustment;
use crate::study::theory::ExpectedDirection;
use crate::study::{AnalysisPlan, Dataset, Refusal};
use std::collections::HashMap;

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
    /// Refused when a named variable cannot be crossed, or fewer than two are left.
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

/// Number of tests, and how many of them show something under each reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TestTally {
    /// Tests that count.
    pub run: usize,
    /// Shown by the plan.
    pub shown: usize,
    /// Shown against the expected direction.
    pub contrary: usize,
    /// Shown by the fitting test.
    pub fitting: usize,
    /// Still shown when adjusted.
    pub adjusted: usize,
    /// Robust to single answers and readings.
    pub robust: usize,
}

impl TestTally {
    pub fn of<'a, 'b: 'a>(
        tests: impl IntoIterator<Item = &'a AssessedTest<'b>>,
        expected: ExpectedDirection,
    ) -> TestTally {
        let mut tally = TestTally::default();
        for test in tests
            .into_iter()
            .filter(|test| test.circular.is_none() && test.planned.is_some())
        {
            tally.run += 1;
            tally.shown += usize::from(test.shown());
            tally.contrary += usize::from(test.contrary(expected));
            tally.fitting += usize::from(test.shown_by_fitting_test());
            tally.adjusted += usize::from(test.shown_after_adjustment());
            tally.robust += usize::from(test.is_robust());
        }
        tally
    }

    /// The sum of both.
    pub fn with(self, other: TestTally) -> TestTally {
        TestTally {
            run: self.run + other.run,
            shown: self.shown + other.shown,
            contrary: self.contrary + other.contrary,
            fitting: self.fitting + other.fitting,
            adjusted: self.adjusted + other.adjusted,
            robust: self.robust + other.robust,
        }
    }

    /// Returns whether the plan shows a relation. Adjusted p-values account for their number, so
    /// one below the level suffices; of unadjusted ones there must be more than expected by chance.
    pub fn shows(&self, plan: &AnalysisPlan, level: f64) -> bool {
        match plan.adjustment {
            Adjustment::None => self.beats_chance(level),
            _ => self.shown > 0,
        }
    }

    /// Returns whether the number shown is improbable by chance, with each p unadjusted.
    pub fn beats_chance(&self, level: f64) -> bool {
        // For a single test the probability equals the level, except for rounding.
        self.by_chance(level) <= level + 1e-9
    }

    /// Probability of at least this many p below `level` if all null hypotheses are true. The tests
    /// of one questionnaire are not independent, so it is a rough guide.
    pub fn by_chance(&self, level: f64) -> f64 {
        if self.shown == 0 {
            return 1.0;
        }
        let mut below = 0.0;
        let mut term = (1.0 - level).powi(self.run as i32);
        for k in 0..self.shown {
            below += term;
            term *= (self.run - k) as f64 / (k + 1) as f64 * level / (1.0 - level);
        }
        (1.0 - below).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn what_chance_brings_is_the_upper_tail_of_the_binomial() {
        let tally = |shown, run| TestTally {
            run,
            shown,
            ..TestTally::default()
        };
        assert!((tally(1, 10).by_chance(0.05) - 0.401_263).abs() < 1e-6);
        assert!((tally(2, 3).by_chance(0.05) - 0.007_25).abs() < 1e-6);
        assert!((tally(0, 5).by_chance(0.05) - 1.0).abs() < 1e-12);
        assert!((tally(1, 1).by_chance(0.05) - 0.05).abs() < 1e-12);
    }
}
