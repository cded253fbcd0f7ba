//! The test that fits each of many, shared by threads, and the advice on those that show something.

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

/// How far weighing goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AssessmentDepth {
    /// As far as it can.
    All,
    /// To what the plan reads.
    Planned,
}

/// The test that fits, and the advice where there is some.
pub(super) type FittingWithAdvice = (Result<FittingTest, StatsError>, Option<Box<Advice>>);

/// The fitting test of each, and all advice on those that show something.
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
            // A test that is missing would change what all others say: who asked is told that virk
            // failed.
            fitted.extend(
                part.join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?,
            );
        }
        Ok(fitted)
    })
}

/// What the test that fits may cost: one of many gets less than one that is asked for by itself.
fn effort() -> Effort {
    Effort {
        work: 2_000_000,
        samples: 10_000,
        ..Effort::default()
    }
}

/// What it may cost where many stand side by side and none is looked at.
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
        // Pearson's p is there already, and nothing else is read.
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
    // What one answer more or less does to a weighted sample is not asked.
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
