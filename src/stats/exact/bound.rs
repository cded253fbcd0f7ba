//! Bounds on what the columns still to be filled can add to the statistic.
//!
//! They are bounds, not values: the true extremes lie within them. If all completions are extreme,
//! or none is, nothing needs to be enumerated, which is where the time is saved.

use super::cost::{CostFunction, Costs};
use super::problem::{MAX_ROWS, Problem, RemainingRows};

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
