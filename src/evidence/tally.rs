//! How many tests of a link show something, and whether that is more than chance brings.

use super::assessment::AssessedTest;
use crate::study::{AnalysisPlan, plan::Adjustment, theory::ExpectedDirection};

/// How many tests there are, and how many of them show something in each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TestTally {
    /// Tests that count.
    pub run: usize,
    /// Shown by the plan.
    pub shown: usize,
    /// Shown against the direction expected.
    pub contrary: usize,
    /// Shown by the fitting test.
    pub fitting: usize,
    /// Still shown when adjusted.
    pub adjusted: usize,
    /// Still shown whatever single answers and readings do.
    pub robust: usize,
}

impl TestTally {
    /// Counts tests.
    #[must_use]
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

    /// Both together.
    #[must_use]
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

    /// Whether the plan shows a relation. p that were adjusted have paid for their number: one
    /// below the level is enough. Of p that were not, so many must be more than chance brings.
    #[must_use]
    pub fn shows(&self, plan: &AnalysisPlan, level: f64) -> bool {
        match plan.adjustment {
            Adjustment::None => self.beats_chance(level),
            _ => self.shown > 0,
        }
    }

    /// Whether so many shown are more than chance brings at `level`, each p by itself.
    #[must_use]
    pub fn beats_chance(&self, level: f64) -> bool {
        // One test of one has exactly the chance of the level, rounding aside.
        self.by_chance(level) <= level + 1e-9
    }

    /// The chance that so many or more of so many tests fall below `level` when there is nothing to
    /// be found, 0 to 1. Tests of one questionnaire are not independent, so it is a rough guide.
    #[must_use]
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
