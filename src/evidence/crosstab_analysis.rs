//! All statistics of one crosstab: tests, exact tests, effect measures, and advice on how to read
//! them.
//!
//! The screen and the command line show the same analysis. A statistic that does not exist holds
//! its reason; one that was not requested, because it is slow and adds little, is `None`.

use super::Crosstab;
use crate::stats::advice::{self, Advice, AdviceRequest, Certainty, Method, TestOutcome};
use crate::stats::chisq::ChiSquare;
use crate::stats::chisq::Residuals;
use crate::stats::exact::{self, Effort, ExactTest, ExtremenessCriterion, Fisher, PValueSource};
use crate::stats::shares::{DecidingTest, GroupShares, ShareComparison};
use crate::stats::{
    Estimate, Interval, StatsError, Table, Test, association, chisq, correlation, odds, ordinal,
};
use crate::study::plan::{self, AnalysisPlan};

/// From this many answers on, exact tests are run only on request.
const EXACT_BELOW: f64 = 1_000.0;

/// Budget shared by the exact tests of one table, in units of work.
const WORK_BUDGET: u64 = 24_000_000;

/// Budget of a single exact test.
const MAX_WORK_PER_TEST: u64 = 16_000_000;

#[derive(Debug)]
pub struct CrosstabMeasure {
    /// JSON key.
    pub key: &'static str,
    /// English and Danish. `None` if it is shown with the groups it compares, not in the list.
    pub titles: Option<[&'static str; 2]>,
    compute: fn(&Table) -> Result<Estimate, StatsError>,
}

/// All effect measures, nominal ones first. A new one needs a row here and nothing else: the
/// command line reads keys and titles from it.
static MEASURES: [CrosstabMeasure; 16] = [
    measure("phi", association::phi, ["Phi"; 2]),
    measure("cramers_v", association::cramers_v, ["Cramér's V"; 2]),
    measure(
        "cramers_v_corrected",
        association::cramers_v_corrected,
        ["Cramér's V, bias-corrected", "Cramér's V, korrigeret"],
    ),
    measure(
        "contingency",
        association::contingency,
        ["Contingency coefficient", "Kontingenskoefficient"],
    ),
    measure(
        "lambda_symmetric",
        association::lambda_symmetric,
        ["Lambda, symmetric", "Lambda, symmetrisk"],
    ),
    measure(
        "lambda_row",
        association::lambda_row,
        ["Lambda, rows dependent", "Lambda, rækker afhængige"],
    ),
    measure(
        "lambda_column",
        association::lambda_column,
        ["Lambda, columns dependent", "Lambda, kolonner afhængige"],
    ),
    measure("gamma", ordinal::gamma, ["Gamma"; 2]),
    measure("tau_b", ordinal::tau_b, ["Kendall's tau-b"; 2]),
    measure("tau_c", ordinal::tau_c, ["Kendall's tau-c"; 2]),
    measure(
        "somers_d_row",
        ordinal::somers_d_row,
        ["Somers' d, rows dependent", "Somers' d, rækker afhængige"],
    ),
    measure(
        "somers_d_column",
        ordinal::somers_d_column,
        [
            "Somers' d, columns dependent",
            "Somers' d, kolonner afhængige",
        ],
    ),
    measure(
        "spearman",
        correlation::spearman,
        ["Spearman correlation", "Spearman-korrelation"],
    ),
    measure(
        "odds_ratio",
        odds::odds_ratio,
        [
            "Odds ratio ad/bc, exact interval",
            "Odds ratio ad/bc, eksakt interval",
        ],
    ),
    CrosstabMeasure {
        key: "difference",
        titles: None,
        compute: |table| compare_shares(table, ShareComparison::Difference),
    },
    CrosstabMeasure {
        key: "relative_risk",
        titles: None,
        compute: |table| compare_shares(table, ShareComparison::Ratio),
    },
];

const fn measure(
    key: &'static str,
    compute: fn(&Table) -> Result<Estimate, StatsError>,
    titles: [&'static str; 2],
) -> CrosstabMeasure {
    CrosstabMeasure {
        key,
        titles: Some(titles),
        compute,
    }
}

/// Compares two proportions, whichever test is used.
fn compare_shares(table: &Table, by: ShareComparison) -> Result<Estimate, StatsError> {
    Ok(GroupShares::of(table)?
        .counts
        .compared(by, DecidingTest::by_score(0.95)))
}

#[derive(Clone, Debug)]
pub struct CrosstabAnalysis {
    /// Raw, standardised and adjusted.
    pub residuals: Result<Residuals, StatsError>,
    pub pearson: Result<ChiSquare, StatsError>,
    /// With Yates's correction.
    pub yates: Result<Test, StatsError>,
    pub likelihood_ratio: Result<Test, StatsError>,
    pub linear_by_linear: Result<Test, StatsError>,
    /// `None` if not requested.
    pub linear_by_linear_exact: Option<Result<ExactTest, StatsError>>,
    /// `None` if not requested.
    pub pearson_exact: Option<Result<ExactTest, StatsError>>,
    /// Fisher's exact test, or Fisher–Freeman–Halton for larger tables; `None` if not requested.
    pub fisher_exact: Option<Result<ExactTest, StatsError>>,
    /// One-sided and mid-p, for a 2 × 2 table.
    pub fisher_2x2: Result<Fisher, StatsError>,
    pub association: Vec<(&'static CrosstabMeasure, Result<Estimate, StatsError>)>,
    /// The test that fits, and its interpretation.
    pub advice: Advice,
}

impl CrosstabAnalysis {
    /// `effort` is the budget of exact tests, which are skipped without it; see [`effort`].
    pub fn new(
        crosstab: &Crosstab,
        question: &AdviceRequest,
        effort: Option<&Effort>,
    ) -> CrosstabAnalysis {
        let table = &crosstab.table;
        // A larger effort than usual enlarges the shared budget in proportion.
        let mut left = effort.map_or(WORK_BUDGET, |effort| {
            WORK_BUDGET.max(effort.work.saturating_add(effort.work / 2))
        });
        let mut exact = |order: ExtremenessCriterion| {
            effort.map(|effort| within_budget(table, order, effort, &mut left))
        };
        let mut findings = CrosstabAnalysis {
            residuals: chisq::residuals(table),
            pearson: chisq::pearson(table),
            yates: chisq::yates(table),
            likelihood_ratio: chisq::likelihood_ratio(table),
            linear_by_linear: chisq::linear_by_linear(table),
            fisher_exact: exact(ExtremenessCriterion::Probability),
            linear_by_linear_exact: exact(ExtremenessCriterion::Linear),
            pearson_exact: exact(ExtremenessCriterion::Pearson),
            fisher_2x2: exact::fisher_2x2(table),
            association: MEASURES
                .iter()
                .map(|measure| (measure, (measure.compute)(table)))
                .collect(),
            advice: advice::advise(
                table,
                &AdviceRequest {
                    missing: crosstab.missing,
                    ..question.clone()
                },
            ),
        };
        findings.align_monte_carlo();
        findings.align_intervals();
        findings
    }

    /// Name of the recommended test, as in the JSON.
    pub fn recommended(&self) -> Option<&'static str> {
        self.advice
            .outcome
            .as_ref()
            .map(|outcome| method_key(outcome.method))
    }

    /// Copies the interval of the advised measure to the list of measures, so that it is the same
    /// everywhere: the one that belongs to the deciding test.
    fn align_intervals(&mut self) {
        let Some(effects) = &self.advice.effects else {
            return;
        };
        for (measure, found) in &mut self.association {
            let Ok(found) = found else { continue };
            let told = effects
                .found
                .iter()
                .find(|effect| measure_key(effect.measure) == Some(measure.key));
            let Some(interval) = told.and_then(|effect| effect.estimate.interval.clone()) else {
                continue;
            };
            // Not if it has another level or is another V.
            if found
                .interval
                .as_ref()
                .is_none_or(|own| (own.level - interval.level).abs() > 1e-9)
            {
                continue;
            }
            let turned = told.is_some_and(|effect| effect.estimate.value * found.value < 0.0);
            let (low, high) = if turned {
                (-interval.high, -interval.low)
            } else {
                (interval.low, interval.high)
            };
            if low <= found.value && found.value <= high {
                found.interval = Some(Interval {
                    low,
                    high,
                    ..interval
                });
            }
        }
    }

    /// Where the advice has drawn more random tables than the standalone test, uses its more
    /// precise result for both.
    fn align_monte_carlo(&mut self) {
        let Some(TestOutcome {
            method,
            p,
            certainty:
                Certainty::MonteCarlo {
                    low,
                    high,
                    samples,
                    seed,
                },
            ..
        }) = self.advice.outcome
        else {
            return;
        };
        let test = match method {
            Method::Fisher | Method::FisherFreemanHalton => &mut self.fisher_exact,
            Method::LinearByLinearExact => &mut self.linear_by_linear_exact,
            _ => return,
        };
        if let Some(Ok(test)) = test
            && matches!(test.by, PValueSource::MonteCarlo { samples: few, .. } if few < samples)
        {
            let hits = (p * (samples + 1) as f64).round() as u64 - 1;
            test.p = p;
            test.by = PValueSource::MonteCarlo {
                hits,
                samples,
                seed,
                low,
                high,
            };
        }
    }
}

/// A request for advice without expectations or alternative tests.
pub fn question(alpha: f64, effort: Effort) -> AdviceRequest {
    AdviceRequest {
        alpha,
        effort,
        ..AdviceRequest::default()
    }
}

/// The smallest effect of interest declared by the plan for the test that fits this table, as a
/// correlation.
pub fn smallest_effect(plan: &AnalysisPlan, table: &Table) -> Option<f64> {
    let (measure, scale) = match advice::recommend(table).ok()?.large_sample() {
        Method::NMinusOne | Method::Fisher => (plan::BoundedMeasure::Phi, 1.0),
        // Superiority differs from 0.5 by half a rank correlation.
        Method::MannWhitney => (plan::BoundedMeasure::Superiority, 2.0),
        Method::LinearByLinear => (plan::BoundedMeasure::TauB, 1.0),
        _ => (plan::BoundedMeasure::V, 1.0),
    };
    plan.smallest.of(measure).map(|bound| bound * scale)
}

/// JSON name of a measure that is also listed in `association`.
fn measure_key(measure: advice::EffectMeasure) -> Option<&'static str> {
    use advice::EffectMeasure;
    match measure {
        EffectMeasure::Difference => Some("difference"),
        EffectMeasure::RelativeRisk => Some("relative_risk"),
        EffectMeasure::Phi => Some("phi"),
        EffectMeasure::TauB => Some("tau_b"),
        EffectMeasure::V => Some("cramers_v_corrected"),
        EffectMeasure::OddsRatio
        | EffectMeasure::Superiority
        | EffectMeasure::EpsilonSquared
        | EffectMeasure::R => None,
    }
}

/// JSON name of a test.
pub fn method_key(method: Method) -> &'static str {
    match method {
        Method::Pearson => "pearson",
        Method::NMinusOne => "n_minus_one",
        Method::Fisher | Method::FisherFreemanHalton => "fisher_exact",
        Method::LinearByLinear => "linear_by_linear",
        Method::LinearByLinearExact => "linear_by_linear_exact",
        Method::MannWhitney => "mann_whitney",
        Method::MannWhitneyExact => "mann_whitney_exact",
        Method::KruskalWallis => "kruskal_wallis",
        Method::KruskalWallisExact => "kruskal_wallis_exact",
    }
}

/// Budget of exact p-values for this table: all together take a second or two. Random tables are
/// drawn by the hundred thousand, fewer if each is slow.
pub fn effort(table: &Table) -> Effort {
    let small = table.compact();
    let cells = (small.rows() * small.columns()).max(1) as f64;
    // A cell is drawn by walking a few standard deviations of its count.
    let draw = cells * (2.0 + (small.n() / cells).sqrt());
    let samples = (3e7 / draw / 1_000.0).floor().clamp(1.0, 100.0) as u32 * 1_000;
    Effort {
        work: MAX_WORK_PER_TEST,
        samples,
        ..Effort::default()
    }
}

/// Returns whether the table has so few answers that exact tests are run unasked.
pub fn is_small(table: &Table) -> bool {
    table.n() <= EXACT_BELOW
}

/// Runs an exact test within what is left of the budget, and deducts its cost.
fn within_budget(
    table: &Table,
    order: ExtremenessCriterion,
    effort: &Effort,
    left: &mut u64,
) -> Result<ExactTest, StatsError> {
    let own = Effort {
        work: effort.work.min(*left),
        ..effort.clone()
    };
    let test = exact::test(table, order, &own);
    let spent = match &test {
        Ok(ExactTest {
            by: PValueSource::Enumeration { work },
            ..
        }) => *work,
        // Refused by the estimate at no cost, or stopped at the limit.
        Ok(_) if exact::estimate(table, order).is_ok_and(|work| work > 20.0 * own.work as f64) => 0,
        Ok(_) => own.work,
        Err(_) => 0,
    };
    *left = left.saturating_sub(spent);
    test
}
