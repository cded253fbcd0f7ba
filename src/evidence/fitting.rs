//! Computes the fitting tests of many pairs on several threads, with advice on those that show
//! something.

use super::crosstab_analysis::question;
use super::planned_tests::{FittingTest, TestKey};
use super::tests::IndicatorTest;
use crate::stats::advice::{self, Advice, Expectation};
use crate::stats::{StatsError, exact::Effort};
use crate::study::{
    AnalysisPlan, Cancelled, ProgressMonitor, plan::PlannedTest, theory::ExpectedDirection,
};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How much of an assessment to compute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AssessmentDepth {
    /// Everything.
    All,
    /// Only what the plan uses.
    Planned,
}

/// The fitting test, with advice if there is any.
pub(super) type FittingWithAdvice = (Result<FittingTest, StatsError>, Option<Box<Advice>>);

/// The fitting test of each, with advice on those that show something.
pub(super) fn fit_all(
    all: &BTreeMap<TestKey, (IndicatorTest<'_>, ExpectedDirection)>,
    (depth, plan): (AssessmentDepth, &AnalysisPlan),
    level: f64,
    threads: usize,
    watch: ProgressMonitor<'_>,
) -> Result<BTreeMap<TestKey, FittingWithAdvice>, Cancelled> {
    let work: Vec<_> = all.iter().collect();
    let share = work.len().div_ceil(threads.max(1)).max(1);
    let done = &AtomicUsize::new(0);
    let one = |(key, (test, expected)): &(&TestKey, &(IndicatorTest<'_>, ExpectedDirection))| {
        watch.report(done.fetch_add(1, Ordering::Relaxed), all.len(), "test")?;
        Ok((
            (*key).clone(),
            fit_one(test, *expected, level, (depth, plan)),
        ))
    };
    std::thread::scope(|scope| {
        let parts: Vec<_> = work
            .chunks(share)
            .map(|part| {
                scope.spawn(move || part.iter().map(one).collect::<Result<Vec<_>, Cancelled>>())
            })
            .collect();
        let mut fitted = BTreeMap::new();
        for part in parts {
            // Propagate a panic: a missing test would silently change the results of all others.
            fitted.extend(
                part.join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?,
            );
        }
        Ok(fitted)
    })
}

/// Each of many tests gets a smaller budget than a test requested by itself.
fn effort() -> Effort {
    Effort {
        work: 2_000_000,
        samples: 10_000,
        ..Effort::default()
    }
}

/// The budget where many tests are summarised and none is shown by itself.
pub(super) fn small_effort() -> Effort {
    Effort {
        work: 20_000,
        samples: 1_000,
        ..Effort::default()
    }
}

fn fit_one(
    test: &IndicatorTest<'_>,
    expected: ExpectedDirection,
    level: f64,
    (depth, plan): (AssessmentDepth, &AnalysisPlan),
) -> FittingWithAdvice {
    if depth == AssessmentDepth::Planned {
        // Pearson's p has been computed already, and this plan uses nothing else.
        let needed = test.scores.is_some() || plan.test == PlannedTest::Fitting;
        return (
            if needed {
                FittingTest::new(test, &small_effort())
            } else {
                Err(StatsError::Cancelled)
            },
            None,
        );
    }
    let fitting = FittingTest::new(test, &effort());
    let interesting =
        test.is_significant(level) || fitting.as_ref().is_ok_and(|fitting| fitting.p <= level);
    // The effect of one answer more or less is not defined for a weighted sample.
    if test.scores.is_some() || test.weighted.is_some() || !interesting {
        return (fitting, None);
    }
    let mut question = question(level, effort());
    question.expected = match expected {
        ExpectedDirection::Positive => Expectation::Rising,
        ExpectedDirection::Negative => Expectation::Falling,
        ExpectedDirection::None | ExpectedDirection::Unstated => Expectation::Any,
    };
    (
        fitting,
        Some(Box::new(advice::advise(&test.crosstab.table, &question))),
    )
}
