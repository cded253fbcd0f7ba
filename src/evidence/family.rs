//! The family of a test: the other tests of its link, and the number of tests in the theory.
//!
//! A p-value has to be read against all of them, including those that showed nothing.

use super::planned_tests::FittingTest;
use super::tests::{self, IndicatorTest};
use crate::stats::advice::Family;
use crate::stats::exact::Effort;
use crate::study::{Dataset, Study};

/// The family of the crosstab of the variables at `a` and `b`: the tests of the first link of the
/// latest theory that includes it. `None` if no link does.
#[must_use]
pub fn of(study: &Study, dataset: &Dataset, a: usize, b: usize) -> Option<Family> {
    let theory = study.theory()?;
    let link = study.links_of(theory).find(|link| {
        let has = |end, place| {
            tests::variables(study, end)
                .iter()
                .any(|(known, at)| known.id == dataset.id && *at == place)
        };
        (has(link.from, a) && has(link.to, b)) || (has(link.from, b) && has(link.to, a))
    })?;
    let name = |place: usize| {
        dataset
            .body
            .variables
            .get(place)
            .map(|variable| variable.name.as_str())
    };
    let (a, b) = (name(a)?, name(b)?);
    let is_it = |test: &IndicatorTest<'_>| {
        let (row, column) = (
            test.crosstab.row.name.as_str(),
            test.crosstab.column.name.as_str(),
        );
        test.dataset.id == dataset.id && ((row, column) == (a, b) || (row, column) == (b, a))
    };
    let tests = tests::of_link(study, link).tests;
    let position = tests.iter().position(is_it)? + 1;
    let others = tests.iter().filter(|test| !is_it(test)).map(p).collect();
    Some(Family {
        position,
        others,
        in_study: tests::in_theory(study, theory),
    })
}

/// The p-value of the fitting test.
fn p(test: &IndicatorTest<'_>) -> Option<f64> {
    // This is one test of many, not the one the user is looking at.
    let effort = Effort {
        work: 2_000_000,
        samples: 10_000,
        ..Effort::default()
    };
    FittingTest::new(test, &effort)
        .ok()
        .map(|fitting| fitting.p)
}
