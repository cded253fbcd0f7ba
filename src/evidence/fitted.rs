//! The test that fits each of many, shared by threads, and the advice on those that show something.

use super::findings::question;
use super::planned::{Fitting, Key};
use super::tests::IndicatorTest;
use crate::stats::advice::{self, Advice, Expectation};
use crate::stats::{Why, exact::Effort};
use crate::study::{Plan, Stopped, Watch, plan::PlannedTest, theory::Expected};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How far weighing goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// As far as it can.
    All,
    /// To what the plan reads.
    Planned,
}

/// The test that fits, and the advice where there is some.
pub(super) type Fitted = (Result<Fitting, Why>, Option<Box<Advice>>);

/// The fitting test of each, and all advice on those that show something.
pub(super) fn fit(
    all: &BTreeMap<Key, (IndicatorTest<'_>, Expected)>,
    (depth, plan): (Depth, &Plan),
    level: f64,
    threads: usize,
    watch: Watch<'_>,
) -> Result<BTreeMap<Key, Fitted>, Stopped> {
    let work: Vec<_> = all.iter().collect();
    let share = work.len().div_ceil(threads.max(1)).max(1);
    let done = &AtomicUsize::new(0);
    let one = |(key, (test, expected)): &(&Key, &(IndicatorTest<'_>, Expected))| {
        watch.step(done.fetch_add(1, Ordering::Relaxed), all.len(), "test")?;
        Ok((
            (*key).clone(),
            fit_one(test, *expected, level, (depth, plan)),
        ))
    };
    std::thread::scope(|scope| {
        let parts: Vec<_> = work
            .chunks(share)
            .map(|part| {
                scope.spawn(move || part.iter().map(one).collect::<Result<Vec<_>, Stopped>>())
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
pub(super) fn little() -> Effort {
    Effort {
        work: 20_000,
        samples: 1_000,
        ..Effort::default()
    }
}

fn fit_one(
    test: &IndicatorTest<'_>,
    expected: Expected,
    level: f64,
    (depth, plan): (Depth, &Plan),
) -> Fitted {
    if depth == Depth::Planned {
        // Pearson's p is there already, and nothing else is read.
        let needed = test.scores.is_some() || plan.test == PlannedTest::Fitting;
        return (
            if needed {
                Fitting::new(test, &little())
            } else {
                Err(Why::Cancelled)
            },
            None,
        );
    }
    let fitting = Fitting::new(test, &effort());
    let interesting =
        test.is_significant(level) || fitting.as_ref().is_ok_and(|fitting| fitting.p <= level);
    // What one answer more or less does to a weighted sample is not asked.
    if test.scores.is_some() || test.weighted.is_some() || !interesting {
        return (fitting, None);
    }
    let mut question = question(level, effort());
    question.expected = match expected {
        Expected::Positive => Expectation::Rising,
        Expected::Negative => Expectation::Falling,
        Expected::None | Expected::Unstated => Expectation::Any,
    };
    (
        fitting,
        Some(Box::new(advice::advise(&test.crosstab.table, &question))),
    )
}
