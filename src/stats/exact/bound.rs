//! Bounds on what the columns still to be filled can add to the statistic.
//!
//! They are bounds, not values: the true extremes lie within them. If all completions are extreme,
//! or none is, nothing needs to be enumerated, which is where the time is saved.
//!
//! The contribution of each cell to the statistic, in integer units, so that sums are exact and
//! equal statistics are equal numbers.
//!
//! Probability: ln x! with the logarithm of every prime rounded once, so that equal products of
//! factorials stay equal. Pearson: x²/(row × column) over a common denominator if it fits. Linear:
//! the product of integer scores.

use super::ExtremenessCriterion;
use super::problem::{MAX_ROWS, Problem, RemainingRows};
use crate::stats::distributions::ln_factorials;
use crate::stats::error::StatsError;

/// Columns of the dual bound, which is kept on the stack; further ones are left to the other
/// bounds.
const MAX_COLUMNS: usize = 16;

/// Iterations of the dual bound.
const SWEEPS: usize = 4;

/// (least, most) that columns `from..` can add when the rows have `rest` left.
pub(super) fn range(
    problem: &Problem,
    costs: &Costs,
    rest: &RemainingRows,
    from: usize,
) -> (i64, i64) {
    let k = problem.rows.len();
    let (low, high) = match &costs.law {
        CostFunction::Factorial(log) => {
            let high = fill_columns(problem, costs, rest, from);
            let high = if from == 0 {
                high
            } else {
                high.min(fill_rows(problem, costs, rest, from))
            };
            let unit = (1_u64 << 40) as f64;
            ((dual(problem, log, &rest[..k], from) * unit) as i64, high)
        }
        CostFunction::Square(unit) => {
            let (low, high) = squares(problem, &rest[..k], from);
            ((low * unit).floor() as i64, (high * unit).ceil() as i64)
        }
        CostFunction::Product(u, open) => products(u, &open[from], &rest[..k]),
    };
    (low - costs.slack, high + costs.slack)
}

/// Upper bound for a convex cost that is the same in all cells: each column is put on the fullest
/// rows.
fn fill_columns(problem: &Problem, costs: &Costs, rest: &RemainingRows, from: usize) -> i64 {
    let k = problem.rows.len();
    let mut sorted = *rest;
    sorted[..k].sort_unstable_by(|a, b| b.cmp(a));
    let table = widest(costs);
    let heap = |mut left: u32| {
        let mut sum = 0;
        for &v in &sorted[..k] {
            let x = left.min(u32::from(v));
            sum += table[x as usize];
            left -= x;
            if left == 0 {
                break;
            }
        }
        sum
    };
    problem.columns[from..].iter().map(|&c| heap(c)).sum()
}

/// The same by rows, after the first column: each row is put on the largest columns.
fn fill_rows(problem: &Problem, costs: &Costs, rest: &RemainingRows, from: usize) -> i64 {
    let table = widest(costs);
    // Columns ascend from the second on, so the largest of `from..` are at the back.
    let heap = |mut left: u32| {
        let mut sum = 0;
        for &c in problem.columns[from..].iter().rev() {
            let x = left.min(c);
            sum += table[x as usize];
            left -= x;
            if left == 0 {
                break;
            }
        }
        sum
    };
    rest[..problem.rows.len()]
        .iter()
        .map(|&v| heap(u32::from(v)))
        .sum()
}

/// The longest cost table; for factorials all tables are its prefixes.
fn widest(costs: &Costs) -> &[i64] {
    let mut best: &[i64] = &[0];
    for table in costs.cell.iter().flatten() {
        if table.len() > best.len() {
            best = table;
        }
    }
    best
}

/// Lower bound on Σ ln x! by the Lagrangian dual: any prices for rows and columns give a bound, and
/// a few iterations find good ones.
fn dual(problem: &Problem, log: &[f64], rest: &[u16], from: usize) -> f64 {
    let columns = &problem.columns[from..];
    let (k, m) = (rest.len(), columns.len());
    if m > MAX_COLUMNS {
        return 0.0;
    }
    let n: f64 = rest.iter().map(|&v| f64::from(v)).sum();
    let half = |count: usize| 0.5 * count as f64;
    // Prices as factors e^price: the optimal count of a cell is the integer part of the product of
    // its two factors.
    let (mut a, mut b) = ([0.0_f64; MAX_ROWS], [0.0_f64; MAX_COLUMNS]);
    for (price, &v) in a.iter_mut().zip(rest) {
        *price = if v == 0 {
            0.0
        } else {
            (f64::from(v) + half(m)) / (n + half(m * k))
        };
    }
    for (price, &c) in b.iter_mut().zip(columns) {
        *price = f64::from(c) + half(k);
    }
    let mut best = 0.0_f64;
    for sweep in 0..SWEEPS {
        let (log_a, log_b) = (a.map(f64::ln), b.map(f64::ln));
        let (mut sum, mut rows, mut sums) = (0.0, [0.0_f64; MAX_ROWS], [0.0_f64; MAX_COLUMNS]);
        for i in 0..k {
            if rest[i] == 0 {
                continue;
            }
            for j in 0..m {
                let cap = u32::from(rest[i]).min(columns[j]);
                let x = ((a[i] * b[j]) as u32).min(cap);
                sum += log[x as usize] - (log_a[i] + log_b[j]) * f64::from(x);
                rows[i] += f64::from(x);
                sums[j] += f64::from(x);
            }
            sum += log_a[i] * f64::from(rest[i]);
        }
        for j in 0..m {
            sum += log_b[j] * f64::from(columns[j]);
        }
        best = best.max(sum);
        if sweep % 2 == 0 {
            for i in 0..k {
                a[i] *= (f64::from(rest[i]) + half(m)) / (rows[i] + half(m));
            }
        } else {
            for j in 0..m {
                b[j] *= (f64::from(columns[j]) + half(k)) / (sums[j] + half(k));
            }
        }
    }
    best
}

/// Lower (Cauchy–Schwarz) and upper bound (best ratio first) on Σ x²/(row × column).
fn squares(problem: &Problem, rest: &[u16], from: usize) -> (f64, f64) {
    let columns = &problem.columns[from..];
    let left: f64 = columns.iter().map(|&c| f64::from(c)).sum();
    let rows = || rest.iter().zip(&problem.rows);
    let least = rows()
        .map(|(&v, &r)| f64::from(v) * f64::from(v) / (f64::from(r) * left))
        .sum();
    // x² ≤ x·cap in every cell, and a line is used best by filling its best ratios cap/total first.
    let heap = |total: u32, ratios: &mut Vec<(f64, u32)>| -> f64 {
        ratios.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let (mut open, mut sum) = (total, 0.0);
        for &(ratio, cap) in ratios.iter() {
            let x = open.min(cap);
            sum += f64::from(x) * ratio;
            open -= x;
        }
        sum
    };
    let mut line = Vec::with_capacity(rest.len().max(columns.len()));
    let mut by_columns = 0.0;
    for &c in columns {
        line.clear();
        line.extend(rows().map(|(&v, &r)| {
            let cap = u32::from(v).min(c);
            (f64::from(cap) / f64::from(r), cap)
        }));
        by_columns += heap(c, &mut line) / f64::from(c);
    }
    let mut by_rows = 0.0;
    for (&v, &r) in rows() {
        line.clear();
        line.extend(columns.iter().map(|&c| {
            let cap = u32::from(v).min(c);
            (f64::from(cap) / f64::from(c), cap)
        }));
        by_rows += heap(u32::from(v), &mut line) / f64::from(r);
    }
    (least, by_columns.min(by_rows))
}

/// Minimum and maximum of Σ u·v·x: high scores meet low ones, or high ones (rearrangement
/// inequality). Rows and columns ascend by score.
fn products(u: &[i64], columns: &[(i64, u32)], rest: &[u16]) -> (i64, i64) {
    (
        meet(u, rest, columns.iter().rev()),
        meet(u, rest, columns.iter()),
    )
}

/// Σ u·v·x if rows, in order, take from the columns in their order.
fn meet<'a>(u: &[i64], rest: &[u16], mut columns: impl Iterator<Item = &'a (i64, u32)>) -> i64 {
    let (mut sum, mut score, mut open) = (0, 0, 0);
    for (&row, &count) in u.iter().zip(rest) {
        let mut left = u32::from(count);
        while left > 0 {
            if open == 0 {
                let Some(&(next, total)) = columns.next() else {
                    return sum;
                };
                (score, open) = (next, total);
            }
            let x = left.min(open);
            sum += row * score * i64::from(x);
            left -= x;
            open -= x;
        }
    }
    sum
}

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
