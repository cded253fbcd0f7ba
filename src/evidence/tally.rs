//! Counts the tests of a link that show something, and compares that with chance.

use super::assessment::AssessedTest;
use crate::study::{AnalysisPlan, plan::Adjustment, theory::ExpectedDirection};

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

    /// The sum of both.
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

    /// Returns whether the plan shows a relation. Adjusted p-values account for their number, so
    /// one below the level suffices; of unadjusted ones there must be more than expected by chance.
    #[must_use]
    pub fn shows(&self, plan: &AnalysisPlan, level: f64) -> bool {
        match plan.adjustment {
            Adjustment::None => self.beats_chance(level),
            _ => self.shown > 0,
        }
    }

    /// Returns whether the number shown is improbable by chance, with each p unadjusted.
    #[must_use]
    pub fn beats_chance(&self, level: f64) -> bool {
        // For a single test the probability equals the level, except for rounding.
        self.by_chance(level) <= level + 1e-9
    }

    /// Probability of at least this many p below `level` if all null hypotheses are true. The tests
    /// of one questionnaire are not independent, so it is a rough guide.
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
