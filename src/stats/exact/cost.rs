//! The contribution of each cell to the statistic, in integer units, so that sums are exact and
//! equal statistics are equal numbers.
//!
//! Probability: ln x! with the logarithm of every prime rounded once, so that equal products of
//! factorials stay equal. Pearson: x²/(row × column) over a common denominator if it fits. Linear:
//! the product of integer scores.

use super::ExtremenessCriterion;
use super::problem::Problem;
use crate::stats::error::StatsError;
use crate::stats::factorial::ln_factorials;

/// Units per natural logarithm.
const LOG_UNIT: f64 = (1_u64 << 40) as f64;

/// Largest total that a common denominator may give.
const ROOM: u128 = 1 << 61;

/// Costs per column, row and count, and the total from which on a table is extreme.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Costs {
    /// `cell[column][row][count]`.
    pub cell: Vec<Vec<Vec<i64>>>,
    /// A table is at least as extreme if its total reaches this.
    pub threshold: i64,
    /// Or if it is at most this (for trends, which have two ends).
    pub lower: Option<i64>,
    /// The largest accumulated rounding error, by which bounds are widened.
    pub slack: i64,
    /// The form of the cost, for computing bounds.
    pub law: CostFunction,
}

/// The shape of the cost.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum CostFunction {
    /// ln x! (with its plain values).
    Factorial(Vec<f64>),
    /// x²/(row × column), times this unit.
    Square(f64),
    /// Products of whole row scores with column scores; for every stage the open columns (score,
    /// total) by score.
    Product(Vec<i64>, Vec<Vec<(i64, u32)>>),
}

impl Costs {
    /// The costs for the probability or the Pearson criterion.
    pub fn new(problem: &Problem, order: ExtremenessCriterion) -> Result<Costs, StatsError> {
        match order {
            ExtremenessCriterion::Probability => Ok(factorial(problem)),
            ExtremenessCriterion::Pearson => Ok(pearson(problem)),
            ExtremenessCriterion::Linear => {
                trend(problem)?.map(|t| t.0).ok_or(StatsError::NoVariance)
            }
            ExtremenessCriterion::Groups => Err(StatsError::Shape),
        }
    }

    /// Tabulates a function of (column, row, count), with the observed total as the threshold.
    fn tabulate(
        problem: &Problem,
        law: CostFunction,
        slack: i64,
        f: impl Fn(usize, usize, usize) -> i64,
    ) -> Costs {
        let cell: Vec<Vec<Vec<i64>>> = problem
            .columns
            .iter()
            .enumerate()
            .map(|(j, &c)| {
                let counts = |r: u32| 0..=r.min(c) as usize;
                problem
                    .rows
                    .iter()
                    .enumerate()
                    .map(|(i, &r)| counts(r).map(|x| f(j, i, x)).collect())
                    .collect()
            })
            .collect();
        let total = problem.cells.iter().enumerate();
        let threshold = total
            .map(|(i, row)| {
                row.iter()
                    .enumerate()
                    .map(|(j, &x)| cell[j][i][x as usize])
                    .sum::<i64>()
            })
            .sum();
        Costs {
            cell,
            threshold,
            lower: None,
            slack,
            law,
        }
    }
}

/// ln x! as sums of rounded logarithms of primes.
fn factorial(problem: &Problem) -> Costs {
    let most = problem.rows.iter().max().map_or(0, |&r| r as usize);
    let (mut units, plain) = (vec![0_i64; most + 1], ln_factorials(most));
    let mut least_factor = vec![0_usize; most + 1];
    for x in 2..=most {
        if least_factor[x] == 0 {
            for multiple in (x..=most).step_by(x) {
                if least_factor[multiple] == 0 {
                    least_factor[multiple] = x;
                }
            }
        }
        let (mut left, mut sum) = (x, 0);
        while left > 1 {
            sum += ((least_factor[left] as f64).ln() * LOG_UNIT).round() as i64;
            left /= least_factor[left];
        }
        units[x] = units[x - 1] + sum;
    }
    let slack = 16 * i64::from(problem.n) + 1024;
    let mut costs = Costs::tabulate(problem, CostFunction::Factorial(plain), slack, |_, _, x| {
        units[x]
    });
    // R counts tables as equally probable within a relative 1e-7.
    costs.threshold -= (1e-7 * LOG_UNIT) as i64;
    costs
}

/// x²/(row × column) in units of a common denominator, or of 2^-48 where that is too large.
fn pearson(problem: &Problem) -> Costs {
    let gcd = |mut a: u128, mut b: u128| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let common = |v: &[u32]| {
        v.iter().try_fold(1_u128, |l, &x| {
            (l / gcd(l, u128::from(x))).checked_mul(u128::from(x))
        })
    };
    let least = problem.rows.len().min(problem.columns.len()) as u128;
    let denominator = common(&problem.rows)
        .zip(common(&problem.columns))
        .and_then(|(a, b)| a.checked_mul(b))
        .filter(|d| d.checked_mul(least).is_some_and(|total| total < ROOM));
    let product = |i: usize, j: usize| u128::from(problem.rows[i]) * u128::from(problem.columns[j]);
    match denominator {
        Some(d) => {
            let law = CostFunction::Square(d as f64);
            // A double has 53 bits of the bound; the rest is slack.
            let slack = (d >> 44) as i64 + 1;
            Costs::tabulate(problem, law, slack, |j, i, x| {
                ((x * x) as u128 * (d / product(i, j))) as i64
            })
        }
        None => {
            let unit = (1_u64 << 48) as f64;
            let slack = (problem.rows.len() * problem.columns.len()) as i64 + 64;
            let share = |j: usize, i: usize, x: usize| {
                ((x * x) as f64 / product(i, j) as f64 * unit).round() as i64
            };
            let mut costs = Costs::tabulate(problem, CostFunction::Square(unit), slack, share);
            costs.threshold -= (1e-10 * costs.threshold as f64) as i64 + slack;
            costs
        }
    }
}

/// Costs of the trend with both ends, and whether the observed one is positive; `None` if it is
/// exactly as expected.
pub(super) fn trend(problem: &Problem) -> Result<Option<(Costs, bool)>, StatsError> {
    let (u, v) = (
        whole_scores(&problem.row_scores)?,
        whole_scores(&problem.column_scores)?,
    );
    let weighted = |s: &[i64], t: &[u32]| {
        s.iter()
            .zip(t)
            .map(|(&a, &b)| i128::from(a) * i128::from(b))
            .sum::<i128>()
    };
    let n = i128::from(problem.n);
    let product = weighted(&u, &problem.rows) * weighted(&v, &problem.columns);
    let open = |from: usize| {
        let mut columns: Vec<(i64, u32)> = v[from..]
            .iter()
            .copied()
            .zip(problem.columns[from..].iter().copied())
            .collect();
        columns.sort_unstable();
        columns
    };
    let law = CostFunction::Product(u.clone(), (0..v.len()).map(open).collect());
    let mut costs = Costs::tabulate(problem, law, 0, |j, i, x| u[i] * v[j] * x as i64);
    let observed = i128::from(costs.threshold) * n;
    let distance = (observed - product).abs();
    if distance == 0 {
        return Ok(None);
    }
    // T ≥ (product + distance)/n, rounded up, or T ≤ (product − distance)/n, rounded down.
    let above = (product + distance + n - 1).div_euclid(n);
    let below = (product - distance).div_euclid(n);
    costs.threshold = i64::try_from(above).map_err(|_| StatsError::TooLarge)?;
    costs.lower = Some(i64::try_from(below).map_err(|_| StatsError::TooLarge)?);
    Ok(Some((costs, observed > product)))
}

/// Scores as integer multiples of one step, from 0; refused if no step down to a 60th fits or they
/// become too large.
fn whole_scores(scores: &[f64]) -> Result<Vec<i64>, StatsError> {
    let least = scores.iter().copied().fold(f64::INFINITY, f64::min);
    for parts in [
        1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 10.0, 12.0, 20.0, 60.0, 100.0, 1000.0,
    ] {
        let scaled: Vec<f64> = scores.iter().map(|s| (s - least) * parts).collect();
        if scaled
            .iter()
            .all(|s| (s - s.round()).abs() < 1e-9 && *s < 1e6)
        {
            return Ok(scaled.iter().map(|s| s.round() as i64).collect());
        }
    }
    Err(StatsError::Scores)
}
