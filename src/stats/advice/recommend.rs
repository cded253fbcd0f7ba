//! The test that fits the table and the levels of its variables, and what it gives.
//!
//! Order is used where there is order, exactness where the table is sparse (Campbell 2007 for 2 × 2; Agresti for order; Cochran
//! 1954 for sparse). The choice looks at margins only and never at the result.

pub use crate::stats::chisq::is_sparse;
use crate::stats::chisq::pearson;
use crate::stats::exact::{self, By, Effort, ExactTest, Order};
use crate::stats::side::{Level, Side};
use crate::stats::table::Table;
use crate::stats::test::Test;
use crate::stats::why::Why;
use crate::stats::{groups, variants};
use serde::Serialize;

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
    /// Kruskal–Wallis.
    KruskalWallis,
}

/// How a p-value was reached.
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

/// What the recommended test gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// The test.
    pub method: Method,
    /// Its name and source.
    pub name: &'static str,
    /// Its statistic, when it has one.
    pub statistic: Option<f64>,
    /// Its degrees of freedom, when it has them.
    pub df: Option<u32>,
    /// Its two-sided p-value, 0 to 1.
    pub p: f64,
    /// How the p-value was reached.
    pub certainty: Certainty,
    /// Answers.
    pub n: f64,
}

/// The test that fits, or why none does.
pub fn recommend(table: &Table) -> Result<Method, Why> {
    let small = table.testable()?;
    let test = pearson(&small)?;
    let whole = table.whole().is_ok();
    let sparse = is_sparse(&test) && whole;
    if small.rows() == 2 && small.columns() == 2 {
        return Ok(if test.min_expected >= 1.0 || !whole { Method::NMinusOne } else { Method::Fisher });
    }
    let ordered = |side: &Side| side.level == Level::Ordinal;
    let (row, column) = (ordered(small.row_side()), ordered(small.column_side()));
    let two = small.rows() == 2 || small.columns() == 2;
    let many_ordered = if small.rows() == 2 { column } else { row };
    Ok(match (row, column) {
        _ if two && many_ordered && sparse => Method::MannWhitneyExact,
        _ if two && many_ordered => Method::MannWhitney,
        (true, true) if sparse => Method::LinearByLinearExact,
        (true, true) => Method::LinearByLinear,
        (true, false) | (false, true) if !two => Method::KruskalWallis,
        _ if sparse => Method::FisherFreemanHalton,
        _ => Method::Pearson,
    })
}

/// Whether the method knows about order, and so has a direction.
pub fn has_direction(method: Method, small: &Table) -> bool {
    match method {
        Method::LinearByLinear | Method::LinearByLinearExact | Method::MannWhitney | Method::MannWhitneyExact => true,
        Method::NMinusOne | Method::Fisher => small.rows() == 2 && small.columns() == 2,
        Method::Pearson | Method::FisherFreemanHalton | Method::KruskalWallis => false,
    }
}

/// Runs a method; an exact one that is too large for its effort falls back to the large-sample one and says so.
pub fn run(table: &Table, method: Method, effort: &Effort) -> Result<Outcome, Why> {
    let exact = match method {
        Method::LinearByLinearExact => exact::test(table, Order::Linear, effort),
        Method::FisherFreemanHalton | Method::Fisher => exact::test(table, Order::Probability, effort),
        Method::MannWhitneyExact => exact::rank_sum(&groups_as_rows(table)?, effort),
        _ => return large_sample(table, method),
    };
    match exact {
        Ok(test) => Ok(from_exact(method, test)),
        Err(Why::TooLarge | Why::Fractional | Why::Scores | Why::WorkLimit { .. }) => large_sample(table, method),
        Err(why) => Err(why),
    }
}

/// The large-sample version of a method.
pub fn large_sample(table: &Table, method: Method) -> Result<Outcome, Why> {
    let plain = |method: Method, test: Test| Outcome {
        method,
        name: test.method,
        statistic: Some(test.statistic),
        df: test.df,
        p: test.p,
        certainty: Certainty::LargeSample,
        n: test.n,
    };
    match method {
        Method::LinearByLinear | Method::LinearByLinearExact => {
            Ok(plain(Method::LinearByLinear, variants::linear_by_linear(table)?))
        }
        Method::NMinusOne | Method::Fisher => Ok(plain(Method::NMinusOne, variants::n_minus_one(table)?)),
        Method::MannWhitney | Method::MannWhitneyExact => {
            let test = groups::mann_whitney(&groups_as_rows(table)?)?.test;
            Ok(plain(Method::MannWhitney, test))
        }
        Method::KruskalWallis => {
            let test = groups::kruskal_wallis(&groups_as_rows(table)?)?;
            Ok(plain(Method::KruskalWallis, test))
        }
        Method::Pearson | Method::FisherFreemanHalton => {
            let test = pearson(table)?;
            Ok(Outcome {
                method: Method::Pearson,
                name: test.method,
                statistic: Some(test.statistic),
                df: Some(test.df),
                p: test.p,
                certainty: Certainty::LargeSample,
                n: test.n,
            })
        }
    }
}

/// An exact test as an outcome.
fn from_exact(method: Method, test: ExactTest) -> Outcome {
    let certainty = match test.by {
        By::Enumeration { .. } => Certainty::Exact,
        By::MonteCarlo { samples, seed, low, high, .. } => Certainty::MonteCarlo { low, high, samples, seed },
    };
    Outcome { method, name: test.method, statistic: None, df: None, p: test.p, certainty, n: test.n }
}

/// The table with its groups (two categories, or no order) as rows.
fn groups_as_rows(table: &Table) -> Result<Table, Why> {
    let small = table.testable()?;
    let rows_are_groups = if small.rows() == 2 || small.columns() == 2 {
        small.rows() == 2 && (small.columns() != 2 || small.row_side().level == Level::Nominal)
    } else {
        small.row_side().level == Level::Nominal
    };
    Ok(if rows_are_groups { small } else { small.transposed() })
}
