//! Applies the analysis plan to tests: selects the p of each, adjusts it within the declared
//! family, and combines those of a link.
//!
//! The family of a test: the other tests of its link, and the number of tests in the theory.
//!
//! A p-value has to be read against all of them, including those that showed nothing.

use super::comparison::{ValueKind, VariableValues as Side};
use super::tests::IndicatorTest;
use super::{WeightedCrosstab, tests};
use crate::stats::advice::{Certainty, Expectation, Family, Method, TestOutcome};
use crate::stats::exact::Effort;
use crate::stats::max_t::{PermutedPair, PermutedValues};
use crate::stats::{
    Estimate, StatsError, advice, association, distributions, estimate, max_t, ordinal, scores,
};
use crate::study::plan::{Adjustment, BoundedMeasure, PlannedTest};
use crate::study::{AnalysisPlan, Dataset, Id, Study};
use std::collections::BTreeMap;

/// Largest and smallest number of permutations for max-T.
const PERMUTATIONS: (u32, u32) = (9_999, 999);

/// Seed of the permutations.
pub const SEED: u64 = 1;

/// Limit of rows × tests, summed over all permutations.
const WORK: f64 = 4e8;

/// Identifies a test by its two variables, in either order.
pub type TestKey = (Id<Dataset>, String, String);

pub fn key(test: &IndicatorTest<'_>) -> TestKey {
    let (a, b) = (
        test.crosstab.row.name.clone(),
        test.crosstab.column.name.clone(),
    );
    if a <= b {
        (test.dataset.id, a, b)
    } else {
        (test.dataset.id, b, a)
    }
}

/// The test that fits a pair, for a table or for scores.
#[derive(Clone, Debug, PartialEq)]
pub struct FittingTest {
    /// Name and source.
    pub name: &'static str,
    /// JSON name.
    pub key: &'static str,
    /// `None` if the test has none.
    pub statistic: Option<f64>,
    /// `None` if the test has none.
    pub df: Option<f64>,
    /// Two-sided p-value, 0 to 1.
    pub p: f64,
    /// How p was computed.
    pub certainty: Certainty,
    /// The effect measure that belongs to the test.
    pub measure: Option<(BoundedMeasure, Estimate)>,
    /// `None` if it has none.
    pub direction: Option<Expectation>,
    /// Full result, for a table.
    pub outcome: Option<TestOutcome>,
}

impl FittingTest {
    pub fn new(test: &IndicatorTest<'_>, effort: &Effort) -> Result<FittingTest, StatsError> {
        if let Some(comparison) = &test.scores {
            let found = comparison.test()?;
            return Ok(FittingTest {
                name: found.method,
                key: key_of(found.method),
                statistic: Some(found.statistic),
                df: found.df,
                p: found.p,
                certainty: Certainty::LargeSample,
                measure: comparison.measure(),
                direction: comparison.direction(),
                outcome: None,
            });
        }
        if let Some(weighted) = &test.weighted {
            return by_design(test, weighted);
        }
        let table = &test.crosstab.table;
        let outcome =
            advice::recommend(table).and_then(|method| advice::run(table, method, effort))?;
        let direction = direction(test);
        Ok(FittingTest {
            name: outcome.name,
            key: super::crosstab_analysis::method_key(outcome.method),
            statistic: outcome.statistic,
            df: outcome.df.map(f64::from),
            p: outcome.p,
            certainty: outcome.certainty.clone(),
            measure: measure(test, outcome.method),
            direction,
            outcome: Some(outcome),
        })
    }

    /// How far the interval of the measure reaches from no effect; `None` without an interval.
    pub fn interval_reach(&self) -> Option<(BoundedMeasure, f64)> {
        let (measure, estimate) = self.measure.as_ref()?;
        let interval = estimate.interval.as_ref()?;
        let reach = match measure {
            BoundedMeasure::Superiority => {
                (interval.low - 0.5).abs().max((interval.high - 0.5).abs())
            }
            // Epsilon squared is a share of variance; its square root is on the scale of V.
            BoundedMeasure::V if self.outcome.is_none() => interval.high.max(0.0).sqrt(),
            _ => interval.low.abs().max(interval.high.abs()),
        };
        Some((*measure, reach))
    }
}

/// JSON name of a test of scores.
fn key_of(method: &str) -> &'static str {
    match method {
        name if name.contains("Pearson") => "pearson_r",
        name if name.contains("Spearman") => "spearman",
        name if name.starts_with("Welch's t") => "welch_t",
        name if name.starts_with("Welch") => "welch_anova",
        name if name.starts_with("Mann") => "mann_whitney",
        _ => "kruskal_wallis",
    }
}

/// The effect measure of the test used.
fn measure(test: &IndicatorTest<'_>, method: Method) -> Option<(BoundedMeasure, Estimate)> {
    let table = &test.crosstab.table;
    let tau = || {
        ordinal::tau_b(table)
            .ok()
            .map(|tau| (BoundedMeasure::TauB, tau))
    };
    match method {
        Method::NMinusOne | Method::Fisher => association::phi(table)
            .ok()
            .map(|phi| (BoundedMeasure::Phi, phi)),
        Method::LinearByLinear
        | Method::LinearByLinearExact
        | Method::MannWhitney
        | Method::MannWhitneyExact => tau().or_else(|| {
            association::cramers_v(table)
                .ok()
                .map(|v| (BoundedMeasure::V, v))
        }),
        _ => association::cramers_v(table)
            .ok()
            .map(|v| (BoundedMeasure::V, v)),
    }
}

/// `None` for a table without direction.
fn direction(test: &IndicatorTest<'_>) -> Option<Expectation> {
    super::numeric_status::signed(test).and_then(|tau| match tau {
        tau if tau > 0.0 => Some(Expectation::Rising),
        tau if tau < 0.0 => Some(Expectation::Falling),
        _ => None,
    })
}

/// The test of a weighted or clustered sample: of the correlation if both sides are ordered,
/// otherwise Rao and Scott's.
fn by_design(
    test: &IndicatorTest<'_>,
    weighted: &WeightedCrosstab,
) -> Result<FittingTest, StatsError> {
    let certainty = Certainty::LargeSample;
    if let Some((r, found)) = &weighted.correlation {
        return Ok(FittingTest {
            name: found.method,
            key: "design_correlation",
            statistic: Some(found.statistic),
            df: found.df.map(f64::from),
            p: found.p,
            certainty,
            measure: Some((BoundedMeasure::R, r.clone())),
            direction: direction(test),
            outcome: None,
        });
    }
    let found = weighted.test.as_ref().map_err(Clone::clone)?;
    Ok(FittingTest {
        name: found.method,
        key: "rao_scott",
        statistic: Some(found.f),
        df: Some(found.df),
        p: found.p,
        certainty,
        measure: None,
        direction: direction(test),
        outcome: None,
    })
}

/// The largest V compatible with a table: the upper noncentrality limit with the degrees of freedom
/// added (Smithson 2003). It does not collapse to 0 for a table that happens to be more even than
/// expected by chance.
pub fn most_v(test: &IndicatorTest<'_>) -> Option<f64> {
    if test.weighted.is_some() {
        return None;
    }
    let table = test.crosstab.table.testable().ok()?;
    let pearson = crate::stats::chisq::pearson(&table).ok()?;
    let (_, high) = distributions::limits(pearson.statistic, pearson.df, 0.95);
    let least = (table.rows().min(table.columns()) - 1) as f64;
    Some(((high + f64::from(pearson.df)) / (table.n() * least)).sqrt())
}

/// The unadjusted p that the plan uses. Scores have no chi-square, so there it is the fitting test.
pub fn raw(
    test: &IndicatorTest<'_>,
    fitting: Option<&FittingTest>,
    plan: &AnalysisPlan,
) -> Option<f64> {
    match (plan.test, &test.scores) {
        (PlannedTest::Pearson, None) if test.weighted.is_some() => test.p(),
        (PlannedTest::Pearson, None) => test.pearson.as_ref().ok().map(|test| test.p),
        _ => fitting.map(|fitting| fitting.p),
    }
}

/// The p-values of a family, adjusted as planned.
pub fn adjusted(
    family: &[(&IndicatorTest<'_>, Option<f64>)],
    plan: &AnalysisPlan,
) -> Vec<Option<f64>> {
    let raw: Vec<Option<f64>> = family.iter().map(|(_, p)| *p).collect();
    match plan.adjustment {
        Adjustment::None => raw,
        Adjustment::Holm => estimate::holm(&raw),
        Adjustment::BenjaminiHochberg => estimate::benjamini_hochberg(&raw),
        // Permuting rows would ignore the sampling design.
        Adjustment::MaxT if family.iter().any(|(test, _)| test.weighted.is_some()) => {
            estimate::holm(&raw)
        }
        Adjustment::MaxT => by_max_t(family, plan),
    }
}

/// Number of permutations that max-T draws for so many tests and rows.
pub fn permutation_count(tests: usize, rows: usize) -> u32 {
    let (most, least) = PERMUTATIONS;
    ((WORK / (tests * rows).max(1) as f64) as u32).clamp(least, most)
}

/// Westfall and Young's max-T within each dataset, and Bonferroni across datasets, which have
/// different people.
fn by_max_t(family: &[(&IndicatorTest<'_>, Option<f64>)], plan: &AnalysisPlan) -> Vec<Option<f64>> {
    let mut found = vec![None; family.len()];
    let mut datasets: BTreeMap<Id<Dataset>, Vec<usize>> = BTreeMap::new();
    for (place, (test, p)) in family.iter().enumerate() {
        if p.is_some() {
            datasets.entry(test.dataset.id).or_default().push(place);
        }
    }
    let times = datasets.len() as f64;
    for places in datasets.values() {
        let mut known: BTreeMap<(String, bool), usize> = BTreeMap::new();
        let mut variables: Vec<PermutedValues> = Vec::new();
        let mut pairs = Vec::new();
        for place in places {
            let test = family[*place].0;
            let [a, b] = sides(test, plan);
            let mut at = |(name, scored, values): (String, bool, PermutedValues)| {
                *known.entry((name, scored)).or_insert_with(|| {
                    variables.push(values);
                    variables.len() - 1
                })
            };
            pairs.push(PermutedPair {
                fixed: at(a),
                permuted: at(b),
            });
        }
        let rows = family[places[0]].0.dataset.kept_rows.len();
        let Ok(drawn) = max_t::max_t(
            &variables,
            &pairs,
            permutation_count(pairs.len(), rows),
            SEED,
        ) else {
            continue;
        };
        for (place, p) in places.iter().zip(drawn.adjusted) {
            found[*place] = p.map(|p| (p * times).min(1.0));
        }
    }
    found
}

/// Both sides of a test as max-T takes them, with their names: scores if the planned test uses
/// them, otherwise categories.
fn sides(test: &IndicatorTest<'_>, plan: &AnalysisPlan) -> [(String, bool, PermutedValues); 2] {
    if let Some(comparison) = &test.scores {
        let ranked = !comparison.test().is_ok_and(|test| {
            key_of(test.method) == "pearson_r" || test.method.starts_with("Welch")
        });
        let side = |side: &Side| {
            let (scored, values) = of_scores(side, ranked);
            (side.name.clone(), scored, values)
        };
        return [side(&comparison.a), side(&comparison.b)];
    }
    let table = &test.crosstab.table;
    let method = advice::recommend(table).unwrap_or(Method::Pearson);
    let scored = |ordered: bool| match (plan.test, method) {
        (PlannedTest::Pearson, _) | (_, Method::Pearson | Method::FisherFreemanHalton) => false,
        (_, Method::KruskalWallis) => ordered,
        _ => true,
    };
    let side = |side: &super::crosstab::CrosstabSide, scores: &[f64], ordered: bool| {
        let place = test.dataset.variable_index(&side.name);
        let cells = place
            .into_iter()
            .flat_map(|place| test.dataset.answers(place));
        let at = |cell: Option<&str>| {
            cell.and_then(|cell| side.codes.iter().position(|code| code == cell))
        };
        let values = if scored(ordered) {
            PermutedValues::Scores(
                cells
                    .map(|cell| at(cell).and_then(|place| scores.get(place).copied()))
                    .collect(),
            )
        } else {
            PermutedValues::Categories(
                cells
                    .map(|cell| at(cell).map(|place| place as u32))
                    .collect(),
            )
        };
        (side.name.clone(), scored(ordered), values)
    };
    [
        side(
            &test.crosstab.row,
            table.row_scores(),
            table.row_side().is_ordered(),
        ),
        side(
            &test.crosstab.column,
            table.column_scores(),
            table.column_side().is_ordered(),
        ),
    ]
}

fn of_scores(side: &Side, ranked: bool) -> (bool, PermutedValues) {
    let numbers: Vec<Option<f64>> = match &side.kind {
        ValueKind::Scores { values, .. } => values.clone(),
        ValueKind::Categories {
            values,
            ordered: true,
            ..
        } => values
            .iter()
            .map(|place| place.map(|place| place as f64))
            .collect(),
        ValueKind::Categories { values, .. } => {
            return (
                false,
                PermutedValues::Categories(
                    values
                        .iter()
                        .map(|place| place.map(|place| place as u32))
                        .collect(),
                ),
            );
        }
    };
    if !ranked {
        return (true, PermutedValues::Scores(numbers));
    }
    let there: Vec<f64> = numbers.iter().copied().flatten().collect();
    let mut ranks = scores::midranks(&there).into_iter();
    (
        true,
        PermutedValues::Scores(
            numbers
                .iter()
                .map(|number| number.and_then(|_| ranks.next()))
                .collect(),
        ),
    )
}

/// The family of the crosstab of the variables at `a` and `b`: the tests of the first link of the
/// latest theory that includes it. `None` if no link does.
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
    let name = |place: usize| dataset.variable_name(place);
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
