//! The basis of a verdict on a link: its quotes and tests in numbers, and the p that the plan uses.

use super::crosstab::CrosstabSide;
use super::planned_tests::FittingTest;
use super::tests::IndicatorTest;
use super::{Balance, Evidence, fitting};
use crate::stats::advice::{self, Certainty, Method};
use crate::study::{
    AnalysisPlan, Basis, Study, answer,
    basis::{DatasetBasis, PlannedBasis, TestBasis},
    plan::{PlannedTest, TestUnit},
};

/// The basis that a verdict on the link would have now.
#[must_use]
pub fn of(study: &Study, evidence: &Evidence<'_>) -> Basis {
    let Balance {
        supports,
        contradicts,
        nuances,
        unjudged,
    } = evidence.balance();
    let version = study
        .theory_at(evidence.link.theory)
        .map(|theory| theory.version.clone())
        .unwrap_or_default();
    let mut datasets: Vec<DatasetBasis> = Vec::new();
    for test in &evidence.tests.tests {
        let body = &test.dataset.body;
        if !datasets.iter().any(|known| known.name == body.name) {
            let (name, digest) = (body.name.clone(), body.source.sha256.clone());
            let (rows, erased) = (test.dataset.kept_rows.len(), test.dataset.erased_rows.len());
            datasets.push(DatasetBasis {
                name,
                digest,
                rows,
                erased,
            });
        }
    }
    let planned = study.plan().unit;
    let all = evidence.tests.tests.iter();
    let indices = evidence
        .tests
        .indices
        .iter()
        .filter(|_| planned == TestUnit::Indices);
    let tests = all
        .chain(indices)
        .map(|test| of_test(test, &study.plan()))
        .collect();
    Basis {
        theory: version,
        supports,
        contradicts,
        nuances,
        unjudged,
        informants: evidence.informants().len(),
        tests,
        datasets,
    }
}

fn of_test(test: &IndicatorTest<'_>, plan: &AnalysisPlan) -> TestBasis {
    let mut basis = TestBasis {
        a: test.crosstab.row.name.clone(),
        b: test.crosstab.column.name.clone(),
        n: test.crosstab.n(),
        p: test.p(),
        method: test.method().to_owned(),
        planned: None,
        by_codes: None,
    };
    // The p of a comparison of scores is the planned one already.
    if plan.test == PlannedTest::Fitting
        && test.scores.is_none()
        && let Ok(fitting) = FittingTest::new(test, &fitting::small_effort())
    {
        let drawn = if let Certainty::MonteCarlo { samples, .. } = fitting.certainty {
            samples
        } else {
            0
        };
        basis.by_codes = fitting
            .outcome
            .as_ref()
            .and_then(|outcome| by_codes(test, outcome.method));
        basis.planned = Some(PlannedBasis {
            p: fitting.p,
            method: fitting.name.to_owned(),
            drawn,
        });
    }
    basis
}

/// The p of a trend with the numbers of the codes as scores, where the declared order differs from
/// them.
fn by_codes(test: &IndicatorTest<'_>, method: Method) -> Option<f64> {
    if !matches!(method, Method::LinearByLinear | Method::LinearByLinearExact) {
        return None;
    }
    let table = &test.crosstab.table;
    let numbers = |side: &CrosstabSide, scores: &[f64]| -> Vec<f64> {
        let all: Option<Vec<f64>> = side.codes.iter().map(|code| answer::number(code)).collect();
        all.unwrap_or_else(|| scores.to_vec())
    };
    let rows = numbers(&test.crosstab.row, table.row_scores());
    let columns = numbers(&test.crosstab.column, table.column_scores());
    if rows == table.row_scores() && columns == table.column_scores() {
        return None;
    }
    let scored = table.clone().with_scores(rows, columns).ok()?;
    advice::run(&scored, method, &fitting::small_effort())
        .ok()
        .map(|outcome| outcome.p)
}
