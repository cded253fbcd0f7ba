//! Recommends the test that fits the table and the levels of its variables, and runs it.
//!
//! It uses order if there is one, and exact tests if the table is sparse (Campbell 2007 for 2 × 2;
//! Agresti for order; Cochran 1954 for sparseness). The choice depends on the margins only and
//! never on the result.

use crate::stats::chisq::{is_sparse, pearson};
use crate::stats::error::StatsError;
use crate::stats::estimate::Test;
use crate::stats::exact::{self, Effort, ExactTest, ExtremenessCriterion, PValueSource};
use crate::stats::side::{SideLevel, TableSide};
use crate::stats::table::Table;
use crate::stats::{chisq, groups};
use serde::Serialize;

/// With fewer answers, a 2 × 2 table is tested exactly.
const MIN_LARGE_SAMPLE: f64 = 10.0;

/// A test that may be recommended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Pearson's chi-square.
    Pearson,
    /// The N − 1 chi-square of a 2 × 2 table.
    NMinusOne,
    /// Fisher's exact test of a 2 × 2 table.
    Fisher,
    /// Fisher–Freeman–Halton.
    FisherFreemanHalton,
    /// Linear-by-linear, large-sample.
    LinearByLinear,
    /// Linear-by-linear, exact.
    LinearByLinearExact,
    /// Mann–Whitney, large-sample.
    MannWhitney,
    /// Mann–Whitney, exact.
    MannWhitneyExact,
    /// Kruskal–Wallis, large-sample.
    KruskalWallis,
    /// Kruskal–Wallis, exact.
    KruskalWallisExact,
}

impl Method {
    /// The exact form of the test; itself if there is none.
    pub fn exact(self) -> Method {
        match self {
            Method::Pearson => Method::FisherFreemanHalton,
            Method::LinearByLinear => Method::LinearByLinearExact,
            Method::MannWhitney => Method::MannWhitneyExact,
            Method::KruskalWallis => Method::KruskalWallisExact,
            other => other,
        }
    }

    /// The large-sample form of the test; Fisher's test is returned as it is.
    pub fn large_sample(self) -> Method {
        match self {
            Method::FisherFreemanHalton => Method::Pearson,
            Method::LinearByLinearExact => Method::LinearByLinear,
            Method::MannWhitneyExact => Method::MannWhitney,
            Method::KruskalWallisExact => Method::KruskalWallis,
            other => other,
        }
    }

    /// Returns whether p is computed from all tables with the margins.
    pub fn is_exact(self) -> bool {
        self == Method::Fisher || self.large_sample() != self
    }
}

/// How a p-value was computed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Certainty {
    /// A large-sample approximation.
    LargeSample,
    /// Every table with these margins.
    Exact,
    /// Random tables, with the 99 % interval of the p-value.
    MonteCarlo {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
        /// Tables drawn.
        samples: u64,
        /// Seed.
        seed: u64,
    },
}

/// The result of the recommended test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TestOutcome {
    /// The test.
    pub method: Method,
    /// Name and source.
    pub name: &'static str,
    /// Its statistic, when it has one.
    pub statistic: Option<f64>,
    /// Its degrees of freedom, when it has them.
    pub df: Option<u32>,
    /// Its two-sided p-value, 0 to 1.
    pub p: f64,
    /// How the p-value was computed.
    pub certainty: Certainty,
    /// Number of answers.
    pub n: f64,
    /// Work spent on an exact p.
    #[serde(skip)]
    pub work: u64,
}

impl TestOutcome {
    /// Returns whether the interval of a Monte Carlo p contains the level.
    pub fn is_undecided(&self, alpha: f64) -> bool {
        matches!(self.certainty, Certainty::MonteCarlo { low, high, .. } if low <= alpha && alpha <= high)
    }
}

/// The fitting test.
pub fn recommend(table: &Table) -> Result<Method, StatsError> {
    let small = table.testable()?;
    let test = pearson(&small)?;
    let whole = table.whole().is_ok();
    let sparse = is_sparse(&test) && whole;
    if small.rows() == 2 && small.columns() == 2 {
        let enough = test.min_expected >= 1.0 && small.n() >= MIN_LARGE_SAMPLE;
        return Ok(if enough || !whole {
            Method::NMinusOne
        } else {
            Method::Fisher
        });
    }
    let ordered = |side: &TableSide| side.level == SideLevel::Ordinal;
    let (row, column) = (ordered(small.row_side()), ordered(small.column_side()));
    let two = small.rows() == 2 || small.columns() == 2;
    let many_ordered = if small.rows() == 2 { column } else { row };
    Ok(match (row, column) {
        _ if two && many_ordered && sparse => Method::MannWhitneyExact,
        _ if two && many_ordered => Method::MannWhitney,
        (true, true) if sparse => Method::LinearByLinearExact,
        (true, true) => Method::LinearByLinear,
        (true, false) | (false, true) if !two && sparse => Method::KruskalWallisExact,
        (true, false) | (false, true) if !two => Method::KruskalWallis,
        _ if sparse => Method::FisherFreemanHalton,
        _ => Method::Pearson,
    })
}

/// An exact test that exceeds the budget is replaced by the large-sample one, which the result
/// states.
pub fn run(table: &Table, method: Method, effort: &Effort) -> Result<TestOutcome, StatsError> {
    let exact = match method {
        Method::LinearByLinearExact => exact::test(table, ExtremenessCriterion::Linear, effort),
        Method::FisherFreemanHalton | Method::Fisher => {
            exact::test(table, ExtremenessCriterion::Probability, effort)
        }
        Method::MannWhitneyExact => exact::rank_sum(&groups_as_rows(table, method)?, effort),
        Method::KruskalWallisExact => exact::test(
            &groups_as_rows(table, method)?,
            ExtremenessCriterion::Groups,
            effort,
        ),
        _ => return large_sample(table, method),
    };
    match exact {
        Ok(test) => Ok(from_exact(method, test)),
        Err(
            StatsError::TooLarge
            | StatsError::Fractional
            | StatsError::Scores
            | StatsError::WorkLimit { .. },
        ) => large_sample(table, method),
        Err(why) => Err(why),
    }
}

/// The large-sample version of a test.
pub fn large_sample(table: &Table, method: Method) -> Result<TestOutcome, StatsError> {
    let plain = |method: Method, test: Test| TestOutcome {
        method,
        name: test.method,
        statistic: Some(test.statistic),
        df: test.df,
        p: test.p,
        certainty: Certainty::LargeSample,
        n: test.n,
        work: 0,
    };
    match method {
        Method::LinearByLinear | Method::LinearByLinearExact => Ok(plain(
            Method::LinearByLinear,
            chisq::linear_by_linear(table)?,
        )),
        Method::NMinusOne | Method::Fisher => {
            Ok(plain(Method::NMinusOne, chisq::n_minus_one(table)?))
        }
        Method::MannWhitney | Method::MannWhitneyExact => {
            let test = groups::mann_whitney(&groups_as_rows(table, method)?)?.test;
            Ok(plain(Method::MannWhitney, test))
        }
        Method::KruskalWallis | Method::KruskalWallisExact => {
            let test = groups::kruskal_wallis(&groups_as_rows(table, method)?)?;
            Ok(plain(Method::KruskalWallis, test))
        }
        Method::Pearson | Method::FisherFreemanHalton => {
            let test = pearson(table)?;
            Ok(TestOutcome {
                method: Method::Pearson,
                name: test.method,
                statistic: Some(test.statistic),
                df: Some(test.df),
                p: test.p,
                certainty: Certainty::LargeSample,
                n: test.n,
                work: 0,
            })
        }
    }
}

/// An exact test as an outcome.
fn from_exact(method: Method, test: ExactTest) -> TestOutcome {
    let work = if let PValueSource::Enumeration { work } = test.by {
        work
    } else {
        0
    };
    let certainty = match test.by {
        PValueSource::Enumeration { .. } => Certainty::Exact,
        PValueSource::MonteCarlo {
            samples,
            seed,
            low,
            high,
            ..
        } => Certainty::MonteCarlo {
            low,
            high,
            samples,
            seed,
        },
    };
    TestOutcome {
        method,
        name: test.method,
        statistic: None,
        df: None,
        p: test.p,
        certainty,
        n: test.n,
        work,
    }
}

/// The table with groups as rows: the binary side for Mann–Whitney, the nominal side for
/// Kruskal–Wallis.
pub(super) fn groups_as_rows(table: &Table, method: Method) -> Result<Table, StatsError> {
    let small = table.testable()?;
    let nominal = small.row_side().level == SideLevel::Nominal;
    let rows_are_groups = match method.large_sample() {
        Method::MannWhitney => small.rows() == 2 && (small.columns() != 2 || nominal),
        _ => nominal,
    };
    Ok(if rows_are_groups {
        small
    } else {
        small.transposed()
    })
}
