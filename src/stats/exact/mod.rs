//! Exact p-values of r × c tables: by enumerating all tables with the same margins, or by sampling
//! them if there are too many.
//!
//! Three criteria of "at least as extreme" are available: probability (Fisher–Freeman–Halton, R's
//! `fisher.test`), Pearson's chi-square, and the linear trend of the scores. The work is estimated
//! in advance and counted while running; beyond the limit the result is a Monte Carlo estimate,
//! which is labelled as such and has its own interval and seed. Nothing else is called exact.
//! Limits are counts of work rather than time, so the same table gives the same result everywhere.

mod bound;
mod column;
mod groups;
mod network;
mod problem;
mod simulate;

use super::error::{StatsError, Warning};
use super::hypergeometric::Hypergeometric;
use super::odds;
use super::table::Table;
use super::{chisq, correlation};
use bound::Costs;
pub use groups::boschloo;
use problem::Problem;
use serde::Serialize;

/// The criterion by which a table is at least as extreme as the observed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtremenessCriterion {
    /// At most as probable (Fisher–Freeman–Halton).
    Probability,
    /// At least as large a Pearson chi-square.
    Pearson,
    /// At least as far from no linear trend of the scores, in either direction.
    Linear,
    /// At least as large an H of Kruskal and Wallis; the rows are the groups.
    Groups,
}

/// The budget of a p-value, and the seed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effort {
    /// Units of work for enumeration (four for each way to fill a column and each partial sum
    /// carried on; 40 million take about a second).
    pub work: u64,
    /// Tables drawn if the work limit is exceeded; with 0 the result is an error instead.
    pub samples: u32,
    /// Seed of the Monte Carlo draws; each table has its own stream.
    pub seed: u64,
}

impl Default for Effort {
    fn default() -> Effort {
        Effort {
            work: 24_000_000,
            samples: 100_000,
            seed: 20_240_131,
        }
    }
}

impl Effort {
    /// Multiplies the work and the number of draws, of which there are never more than a hundred
    /// million.
    #[must_use]
    pub fn times(self, times: u32) -> Effort {
        let samples = self
            .samples
            .saturating_mul(times)
            .min(MOST_SAMPLES.max(self.samples));
        Effort {
            work: self.work.saturating_mul(u64::from(times)),
            samples,
            ..self
        }
    }
}

/// Limit of draws when a larger effort is requested.
const MOST_SAMPLES: u32 = 100_000_000;

/// How an exact or simulated p-value was computed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum PValueSource {
    /// All tables with these margins were taken into account.
    Enumeration {
        /// Units of work spent.
        work: u64,
    },
    /// Tables with these margins were drawn at random.
    MonteCarlo {
        /// Draws at least as extreme.
        hits: u64,
        /// Draws.
        samples: u64,
        /// Seed.
        seed: u64,
        /// Lower end of the 99 % Clopper–Pearson interval of the p-value.
        low: f64,
        /// Upper end of this interval.
        high: f64,
    },
}

/// A p-value conditional on the margins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExactTest {
    /// The p-value, 0 to 1; for Monte Carlo (hits + 1)/(samples + 1), never 0 (Phipson & Smyth
    /// 2010).
    pub p: f64,
    /// The p-value in the observed direction only (linear criterion, by enumeration), 0 to 1.
    pub one_sided: Option<f64>,
    /// Enumeration or Monte Carlo.
    pub by: PValueSource,
    /// Number of answers.
    pub n: f64,
    /// Name and source.
    pub method: &'static str,
    /// Caveats.
    pub warnings: Vec<Warning>,
}

/// The exact p-value of a table by the given criterion, or its Monte Carlo estimate if the budget
/// does not suffice.
pub fn test(
    table: &Table,
    order: ExtremenessCriterion,
    effort: &Effort,
) -> Result<ExactTest, StatsError> {
    test_until(table, order, effort, &|| false)
}

/// Like [`test()`]; `stop` is called from time to time and may cancel (`StatsError::Cancelled`).
pub fn test_until(
    table: &Table,
    order: ExtremenessCriterion,
    effort: &Effort,
    stop: &dyn Fn() -> bool,
) -> Result<ExactTest, StatsError> {
    let small = match order {
        ExtremenessCriterion::Linear => table.trended()?,
        ExtremenessCriterion::Groups => ranked(table)?,
        ExtremenessCriterion::Probability | ExtremenessCriterion::Pearson => table.testable()?,
    };
    small.whole()?;
    match enumerate(&small, order, effort.work, stop) {
        Ok((p, one_sided, work)) => Ok(ExactTest {
            p,
            one_sided,
            by: PValueSource::Enumeration { work },
            n: small.n(),
            method: name(order, true),
            warnings: table.reservations(),
        }),
        Err(StatsError::WorkLimit { .. } | StatsError::TooLarge | StatsError::Scores)
            if effort.samples > 0 =>
        {
            let mut test = monte_carlo(&small, order, effort.samples, effort.seed, stop)?;
            test.warnings = table.reservations();
            Ok(test)
        }
        Err(why) => Err(why),
    }
}

/// The p-value from `samples` random tables with the observed margins (Patefield's model), whatever
/// enumeration would cost.
pub fn monte_carlo(
    table: &Table,
    order: ExtremenessCriterion,
    samples: u32,
    seed: u64,
    stop: &dyn Fn() -> bool,
) -> Result<ExactTest, StatsError> {
    let small = if order == ExtremenessCriterion::Groups {
        ranked(table)?
    } else {
        table.testable()?
    };
    if samples == 0 {
        return Err(StatsError::Range);
    }
    let (hits, samples) = (
        simulate::hits(&small, order, samples, seed, stop)?,
        u64::from(samples),
    );
    let interval = odds::clopper_pearson(hits, samples, 0.99)?.interval;
    let (low, high) = interval.map_or((0.0, 1.0), |i| (i.low, i.high));
    Ok(ExactTest {
        p: (hits + 1) as f64 / (samples + 1) as f64,
        one_sided: None,
        by: PValueSource::MonteCarlo {
            hits,
            samples,
            seed,
            low,
            high,
        },
        n: small.n(),
        method: name(order, false),
        warnings: table.reservations(),
    })
}

/// The compact table with groups as rows and the midranks of the ordered columns as scores.
fn ranked(table: &Table) -> Result<Table, StatsError> {
    let small = table.testable()?;
    if !small.column_side().is_ordered() && small.columns() != 2 {
        return Err(StatsError::NoOrder);
    }
    let (rows, columns) = (
        small.row_scores().to_vec(),
        correlation::midranks(&small.column_totals()),
    );
    small.with_scores(rows, columns)
}

/// Estimated cost of enumeration in the units of [`Effort`]; infinite if it is impossible or
/// unknown.
pub fn estimate(table: &Table, order: ExtremenessCriterion) -> Result<f64, StatsError> {
    let small = table.testable()?;
    if order == ExtremenessCriterion::Groups {
        return Ok(f64::INFINITY);
    }
    Ok(match Problem::new(&small, order) {
        Ok(problem) => problem::estimate(&problem),
        Err(StatsError::TooLarge | StatsError::Scores) => f64::INFINITY,
        Err(why) => return Err(why),
    })
}

/// All forms of Fisher's exact test of a 2 × 2 table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fisher {
    /// Two-sided p: tables at most as probable, 0 to 1.
    pub p: f64,
    /// Two-sided mid-p: `p` less half the probability of the observed table (Lancaster 1961), 0 to
    /// 1.
    pub mid_p: f64,
    /// P(first cell ≤ observed), 0 to 1.
    pub less: f64,
    /// P(first cell ≥ observed), 0 to 1.
    pub greater: f64,
    /// Probability of the observed table, 0 to 1.
    pub point: f64,
    /// Number of answers.
    pub n: f64,
    /// Name and source.
    pub method: &'static str,
}

/// Fisher's (1935) exact test of a 2 × 2 table, two-sided, one-sided and mid-p.
pub fn fisher_2x2(table: &Table) -> Result<Fisher, StatsError> {
    let small = chisq::two_by_two(table)?;
    let counts = small.whole()?;
    let law = Hypergeometric::of(&counts)?;
    let (p, point) = law.two_sided(counts[0]);
    Ok(Fisher {
        p,
        mid_p: (p - point / 2.0).max(0.0),
        less: law.lower(counts[0], 0.0).min(1.0),
        greater: law.upper(counts[0], 0.0).min(1.0),
        point,
        n: small.n(),
        method: "Fisher's exact test (1935)",
    })
}

/// (p, one-sided p, work) by enumeration.
fn enumerate(
    small: &Table,
    order: ExtremenessCriterion,
    limit: u64,
    stop: &dyn Fn() -> bool,
) -> Result<(f64, Option<f64>, u64), StatsError> {
    if order == ExtremenessCriterion::Probability && small.rows() == 2 && small.columns() == 2 {
        let fisher = fisher_2x2(small)?;
        return Ok((fisher.p, None, small.row_totals()[0] as u64));
    }
    if order == ExtremenessCriterion::Groups {
        let (p, work) = groups::extremes(small, limit, stop)?;
        return Ok((p, None, work));
    }
    let problem = Problem::new(small, order)?;
    // Twenty times the limit, so that an underestimate still gets a chance.
    if problem::estimate(&problem) > 20.0 * limit as f64 {
        return Err(StatsError::WorkLimit { spent: 0 });
    }
    if order != ExtremenessCriterion::Linear {
        let costs = Costs::new(&problem, order)?;
        let (found, work) = network::extremes(&problem, &costs, limit, stop)?;
        return Ok((found.upper.min(1.0), None, work));
    }
    let Some((costs, rising)) = bound::trend(&problem)? else {
        return Ok((1.0, None, 0));
    };
    let (found, work) = network::extremes(&problem, &costs, limit, stop)?;
    let one_sided = if rising { found.upper } else { found.lower };
    Ok((
        (found.upper + found.lower).min(1.0),
        Some(one_sided.min(1.0)),
        work,
    ))
}

/// The name of a test.
fn name(order: ExtremenessCriterion, enumerated: bool) -> &'static str {
    match (order, enumerated) {
        (ExtremenessCriterion::Probability, true) => {
            "Fisher–Freeman–Halton, exact (Freeman & Halton 1951)"
        }
        (ExtremenessCriterion::Probability, false) => "Fisher–Freeman–Halton, Monte Carlo",
        (ExtremenessCriterion::Pearson, true) => "Pearson chi-square, exact",
        (ExtremenessCriterion::Pearson, false) => "Pearson chi-square, Monte Carlo",
        (ExtremenessCriterion::Linear, true) => "Linear-by-linear association, exact",
        (ExtremenessCriterion::Linear, false) => "Linear-by-linear association, Monte Carlo",
        (ExtremenessCriterion::Groups, true) => "Kruskal–Wallis, exact with ties",
        (ExtremenessCriterion::Groups, false) => "Kruskal–Wallis, Monte Carlo",
    }
}

/// Exact (or Monte Carlo) Mann–Whitney and Wilcoxon rank-sum p of a table with two rows: the trend
/// of midranks.
pub fn rank_sum(table: &Table, effort: &Effort) -> Result<ExactTest, StatsError> {
    let small = table.testable()?;
    if small.rows() != 2 {
        return Err(StatsError::NotTwoByTwo);
    }
    let scores = correlation::midranks(&small.column_totals());
    let mut test = test(
        &small.with_scores(vec![0.0, 1.0], scores)?,
        ExtremenessCriterion::Linear,
        effort,
    )?;
    test.method = match test.by {
        PValueSource::Enumeration { .. } => "Wilcoxon–Mann–Whitney, exact with ties",
        PValueSource::MonteCarlo { .. } => "Wilcoxon–Mann–Whitney, Monte Carlo",
    };
    Ok(test)
}
