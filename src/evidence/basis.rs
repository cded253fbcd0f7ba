//! The basis of a verdict on a link: its quotes and tests in numbers, and the p that the plan uses.
//!
//! A test of a link under the plan and under stricter readings.

use super::crosstab::CrosstabSide;
use super::numeric_status::NumericStatus;
use super::planned_tests::FittingTest;
use super::tests::IndicatorTest;
use super::{Balance, Evidence, fitting, planned_tests};
use crate::stats::advice::{Advice, AssociationStatus, Certainty, Expectation, Method};
use crate::stats::phrase::{Scale, SentenceLanguage};
use crate::stats::{StatsError, advice};
use crate::study::basis::{DatasetBasis, PlannedBasis, TestBasis};
use crate::study::plan::{BoundedMeasure, PlannedTest, TestUnit};
use crate::study::theory::ExpectedDirection;
use crate::study::{AnalysisPlan, Basis, Study, answer};

/// The basis that a verdict on the link would have now.
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

/// A test with its results under the plan and under stricter readings.
#[derive(Clone, Debug)]
pub struct AssessedTest<'a> {
    /// With its table and Pearson's chi-square, or its scores.
    pub test: IndicatorTest<'a>,
    pub fitting: Result<FittingTest, StatsError>,
    /// The p-value that the plan uses, adjusted as planned.
    pub planned: Option<f64>,
    /// Benjamini–Hochberg p of the fitting test, within the plan's family.
    pub adjusted: Option<f64>,
    /// Present if the table shows something under any reading.
    pub advice: Option<Box<Advice>>,
    /// A variable that measures both ends of the link.
    pub circular: Option<String>,
    pub(super) plan: AnalysisPlan,
    pub(super) level: f64,
}

impl AssessedTest<'_> {
    /// Returns whether the plan counts it as shown.
    pub fn shown(&self) -> bool {
        self.circular.is_none() && self.planned.is_some_and(|p| p < self.level)
    }

    /// Returns whether the fitting test shows it, unadjusted.
    pub fn shown_by_fitting_test(&self) -> bool {
        self.circular.is_none()
            && self
                .fitting
                .as_ref()
                .is_ok_and(|fitting| fitting.p < self.level)
    }

    /// Returns whether the fitting test still shows it when adjusted for the number of tests.
    pub fn shown_after_adjustment(&self) -> bool {
        self.circular.is_none() && self.adjusted.is_some_and(|p| p < self.level)
    }

    /// Returns whether it withstands the adjustment, one answer more or less, and any reading of
    /// the middle category. A comparison of scores does not depend on a single category, so only
    /// the adjustment matters.
    pub fn is_robust(&self) -> bool {
        // The expected direction is ignored here: links that share a test may expect different
        // ones.
        let holds = |advice: &Advice| {
            matches!(
                advice.status,
                AssociationStatus::Shown | AssociationStatus::Contrary
            ) && !advice.is_fragile(self.level)
        };
        self.shown_after_adjustment()
            && (self.test.scores.is_some()
                || self.test.weighted.is_some()
                || self.advice.as_ref().is_some_and(|advice| holds(advice)))
    }

    pub fn direction(&self) -> Option<Expectation> {
        self.fitting.as_ref().ok()?.direction
    }

    /// Returns whether the direction is opposite to the expected one.
    pub fn contrary(&self, expected: ExpectedDirection) -> bool {
        self.shown()
            && matches!(
                (expected, self.direction()),
                (ExpectedDirection::Positive, Some(Expectation::Falling))
                    | (ExpectedDirection::Negative, Some(Expectation::Rising))
            )
    }

    /// "+" for a positive relation, "−" for a negative one, empty if there is no direction or
    /// nothing is shown.
    pub fn sign(&self) -> &'static str {
        match self
            .direction()
            .filter(|_| self.shown() || self.shown_by_fitting_test())
        {
            Some(Expectation::Rising) => "+",
            Some(Expectation::Falling) => "−",
            _ => "",
        }
    }

    /// The effect measure of the test used, with its interval: "tau-b = .34 [.16; .51]"; for means,
    /// also the difference.
    pub fn measure_in_words(&self) -> Option<String> {
        let (measure, estimate) = self.fitting.as_ref().ok()?.measure.as_ref()?;
        let (name, scale) = match (measure, &self.test.scores) {
            (BoundedMeasure::V, Some(_)) => ("ε²", Scale::Unit),
            (BoundedMeasure::Superiority, _) => ("probability of superiority", Scale::Chance),
            (BoundedMeasure::D, _) => ("Hedges’ g", Scale::Own(2)),
            _ if estimate.method.starts_with("Spearman") => ("rho", Scale::Unit),
            (measure, _) => (measure.name(), Scale::Unit),
        };
        Some(format!(
            "{name} = {}",
            SentenceLanguage::English.estimate(estimate.value, estimate.interval.as_ref(), scale)
        ))
    }

    /// Returns whether the interval of the measure, and the upper limit of V, lie within the
    /// smallest effect of interest. `None` if none was declared for the measure, or it has no
    /// interval.
    pub fn slight(&self) -> Option<bool> {
        let (measure, reach) = self.fitting.as_ref().ok()?.interval_reach()?;
        let within = reach < self.plan.smallest.of(measure)?;
        // A relation that neither rises nor falls may be curved; V shows that, for scores by their
        // quarters.
        let bends = match self.plan.smallest.of(BoundedMeasure::V) {
            Some(bound) => planned_tests::most_v(&self.test).is_none_or(|most| most >= bound),
            None => true,
        };
        Some(within && !bends)
    }

    /// Pearson's chi-square p, for scores by quarters: it detects curved relations too.
    pub fn shape(&self) -> Option<f64> {
        match &self.test.weighted {
            Some(_) => self.test.p(),
            None => self.test.crosstab.pearson().ok().map(|test| test.p),
        }
    }

    /// Its status by the plan.
    pub fn status(&self, expected: ExpectedDirection) -> NumericStatus {
        match self.planned {
            _ if self.circular.is_some() => NumericStatus::NotTestable,
            None => NumericStatus::NotTestable,
            Some(_) if self.slight() == Some(true) => NumericStatus::Slight,
            Some(_) if self.contrary(expected) => NumericStatus::Contrary,
            Some(_) if self.shown() => NumericStatus::Shown,
            Some(_) if self.slight() == Some(false) => NumericStatus::Imprecise,
            Some(_) => NumericStatus::NotShown,
        }
    }
}
