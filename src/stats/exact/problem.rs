//! A table prepared for enumeration: integer counts, the shorter side as rows, interchangeable rows
//! adjacent.
//!
//! Of the statistic it contains only which rows are interchangeable under it.
//!
//! A state of the network: what the rows have left, bounds on what is to come, and the undecided
//! partial sums.
//!
//! Estimates the cost of enumeration in advance, and counts it while running.
//!
//! States and fillings are counted by a small sum over rows, as if bounds never cut anything;
//! symmetry is accounted for roughly. It is only an estimate, so the work is counted again while
//! running.

use super::ExtremenessCriterion;
use super::bound::Costs;
use super::column::{PartialSum, TailSum, merge, position};
use crate::stats::error::StatsError;
use crate::stats::table::Table;
use std::hash::Hasher;
use std::ops::Range;

/// Largest number of rows of a state.
pub(super) const MAX_ROWS: usize = 8;

/// A remaining row vector; entries past the last row are 0.
pub(super) type RemainingRows = [u16; MAX_ROWS];

/// Margins, observed cells and row classes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Problem {
    /// Row totals.
    pub rows: Vec<u32>,
    /// Column totals, in the order in which columns are filled.
    pub columns: Vec<u32>,
    /// Observed counts, row after row.
    pub cells: Vec<Vec<u32>>,
    /// Class of each row; rows of a class are adjacent and interchangeable.
    pub class: Vec<usize>,
    /// Row scores, aligned with `rows`.
    pub row_scores: Vec<f64>,
    /// Column scores, aligned with `columns`.
    pub column_scores: Vec<f64>,
    /// Number of answers.
    pub n: u32,
}

impl Problem {
    /// From a compact table; `StatsError::TooLarge` if a side or a count does not fit into a state.
    pub fn new(table: &Table, order: ExtremenessCriterion) -> Result<Problem, StatsError> {
        let size = |t: &Table| t.row_totals().iter().map(|r| (r + 1.0).ln()).sum::<f64>();
        let other = table.transposed();
        let swap = other.rows() < table.rows()
            || (other.rows() == table.rows() && size(&other) < size(table));
        let table = if swap { &other } else { table };
        let (k, m) = (table.rows(), table.columns());
        if k > MAX_ROWS || table.n() >= f64::from(u16::MAX) {
            return Err(StatsError::TooLarge);
        }
        let counts = table.whole()?;
        let totals = |v: Vec<f64>| v.into_iter().map(|x| x as u32).collect::<Vec<_>>();
        let (rows, columns) = (totals(table.row_totals()), totals(table.column_totals()));
        let mut row_order: Vec<usize> = (0..k).collect();
        let score = |i: usize| table.row_scores()[i];
        match order {
            ExtremenessCriterion::Linear => {
                row_order.sort_by(|&a, &b| score(a).total_cmp(&score(b)))
            }
            ExtremenessCriterion::Probability
            | ExtremenessCriterion::Pearson
            | ExtremenessCriterion::Groups => row_order.sort_by_key(|&i| rows[i]),
        }
        // Largest column first, the others ascending, which gave the fewest fillings in the
        // measured cases.
        let mut column_order: Vec<usize> = (0..m).collect();
        column_order.sort_by_key(|&j| columns[j]);
        column_order.rotate_right(1);
        let same = |a: usize, b: usize| match order {
            ExtremenessCriterion::Probability => true,
            ExtremenessCriterion::Groups => false,
            ExtremenessCriterion::Pearson => rows[a] == rows[b],
            ExtremenessCriterion::Linear => score(a) == score(b),
        };
        let mut class = vec![0; k];
        for i in 1..k {
            class[i] = class[i - 1] + usize::from(!same(row_order[i - 1], row_order[i]));
        }
        Ok(Problem {
            cells: row_order
                .iter()
                .map(|&i| {
                    column_order
                        .iter()
                        .map(|&j| counts[i * m + j] as u32)
                        .collect()
                })
                .collect(),
            row_scores: row_order.iter().map(|&i| score(i)).collect(),
            column_scores: column_order
                .iter()
                .map(|&j| table.column_scores()[j])
                .collect(),
            n: rows.iter().sum(),
            rows: row_order.iter().map(|&i| rows[i]).collect(),
            columns: column_order.iter().map(|&j| columns[j]).collect(),
            class,
        })
    }

    /// The initial state with full rows.
    pub fn start(&self) -> RemainingRows {
        let mut rest = [0; MAX_ROWS];
        for (slot, &r) in rest.iter_mut().zip(&self.rows) {
            *slot = r as u16;
        }
        self.canonical(&mut rest);
        rest
    }

    /// Sorts interchangeable rows, so that equivalent states are equal.
    pub fn canonical(&self, rest: &mut RemainingRows) {
        for i in 1..self.rows.len() {
            let mut j = i;
            while j > 0 && self.class[j] == self.class[j - 1] && rest[j - 1] > rest[j] {
                rest.swap(j - 1, j);
                j -= 1;
            }
        }
    }
}

/// A state under construction: its rows, bounds, and undecided partial sums.
pub(super) struct NetworkState {
    pub rest: RemainingRows,
    pub low: i64,
    pub high: i64,
    pub pasts: Vec<PartialSum>,
    /// Length of `pasts` at the last merge.
    pub merged: usize,
    pub tails: Option<Vec<TailSum>>,
}

impl NetworkState {
    /// Adds partial sums that reach this state at this cost and probability.
    pub fn absorb(&mut self, pasts: &[PartialSum], cost: i64, chance: f64) {
        self.pasts.extend(pasts.iter().map(|s| PartialSum {
            cost: s.cost + cost,
            chance: s.chance * chance,
        }));
        if self.pasts.len() > 2 * self.merged {
            merge(&mut self.pasts);
            self.merged = self.pasts.len().max(64);
        }
    }
}

/// How a move divides sorted partial sums into decided and undecided ones.
pub(super) struct UndecidedRanges {
    /// From here on, partial sums must end at the upper extreme.
    pub upper: usize,
    /// Before here, partial sums must end at the lower extreme.
    pub lower: usize,
    /// Partial sums whose outcome is open.
    pub ranges: [Range<usize>; 2],
}

/// Divides sorted partial sums by what remains possible after a move of this cost.
pub(super) fn undecided(
    pasts: &[PartialSum],
    costs: &Costs,
    cost: i64,
    target: &NetworkState,
) -> UndecidedRanges {
    let need = costs.threshold - cost;
    let upper = position(pasts, need - target.low);
    let reach = position(&pasts[..upper], need - target.high);
    let Some(most) = costs.lower else {
        return UndecidedRanges {
            upper,
            lower: 0,
            ranges: [reach..upper, 0..0],
        };
    };
    let room = most - cost + 1;
    let lower = position(&pasts[..upper], room - target.high);
    let hope = position(&pasts[..upper], room - target.low);
    if hope < reach {
        UndecidedRanges {
            upper,
            lower,
            ranges: [lower..hope, reach..upper],
        }
    } else {
        UndecidedRanges {
            upper,
            lower,
            ranges: [lower..upper, 0..0],
        }
    }
}

/// The rows of a state as one number.
pub(super) fn pack(rest: &RemainingRows) -> u128 {
    rest.iter().fold(0, |key, &v| key << 16 | u128::from(v))
}

/// A fast hash for packed rows; not safe against hostile keys.
#[derive(Default)]
pub(super) struct PackedRowsHasher(u64);

impl Hasher for PackedRowsHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, x: u64) {
        let z = (self.0 ^ x ^ x >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = z ^ z >> 29;
    }

    fn write_u128(&mut self, x: u128) {
        self.write_u64(x as u64);
        self.write_u64((x >> 64) as u64);
    }
}

/// Units of work of one filling of a column; combining a partial sum with a tail is one unit.
pub(super) const FILLING: u64 = 4;

/// Units of work of a partial sum that is carried on and will be sorted.
pub(super) const MOVE: usize = 4;

/// Counts work, and stops at the limit or when cancelled.
pub(super) struct WorkMeter<'a> {
    spent: u64,
    limit: u64,
    asked: u64,
    stop: &'a dyn Fn() -> bool,
}

impl<'a> WorkMeter<'a> {
    /// Counts up to `limit`, and calls `stop` now and then.
    pub fn new(limit: u64, stop: &'a dyn Fn() -> bool) -> WorkMeter<'a> {
        WorkMeter {
            spent: 0,
            limit,
            asked: 0,
            stop,
        }
    }

    /// Work so far.
    pub fn spent(&self) -> u64 {
        self.spent
    }

    /// Adds work; returns false when it is time to stop.
    pub fn add(&mut self, fillings: u64, pasts: usize) -> bool {
        self.spent += FILLING * fillings + pasts as u64;
        if self.spent > self.limit {
            return false;
        }
        if self.spent - self.asked > 100_000 {
            self.asked = self.spent;
            return !(self.stop)();
        }
        true
    }

    /// Why it stopped.
    pub fn stop_reason(&self) -> StatsError {
        if self.spent > self.limit {
            StatsError::WorkLimit { spent: self.spent }
        } else {
            StatsError::Cancelled
        }
    }
}

/// Estimated units of work: fillings of all states of all stages but the last column.
pub(super) fn estimate(problem: &Problem) -> f64 {
    let n = f64::from(problem.n);
    let mut rest = problem.n;
    let mut work = 0.0;
    let symmetry = {
        let mut ways = 1.0;
        let (mut run, k) = (1.0, problem.class.len());
        for i in 1..k {
            run = if problem.class[i] == problem.class[i - 1] {
                run + 1.0
            } else {
                1.0
            };
            ways *= run;
        }
        ways
    };
    for (j, &c) in problem.columns.iter().enumerate() {
        if j + 1 == problem.columns.len() {
            break;
        }
        let states = if j == 0 {
            1.0
        } else {
            (splits(&problem.rows, rest) / symmetry).max(1.0)
        };
        let share = f64::from(rest) / n;
        let middle: Vec<u32> = problem
            .rows
            .iter()
            .map(|&r| (f64::from(r) * share).ceil() as u32)
            .collect();
        work += FILLING as f64 * states * splits(&middle, c);
        rest -= c;
    }
    work
}

/// The number of ways to split `total` over rows with these capacities.
fn splits(capacities: &[u32], total: u32) -> f64 {
    let total = total as usize;
    let mut ways = vec![0.0; total + 1];
    ways[0] = 1.0;
    for &capacity in capacities {
        // Running window sum of the last `capacity` + 1 entries.
        let mut sums = Vec::with_capacity(total + 2);
        sums.push(0.0);
        let mut sum = 0.0;
        for w in &ways {
            sum += w;
            sums.push(sum);
        }
        for (x, way) in ways.iter_mut().enumerate() {
            *way = sums[x + 1] - sums[x.saturating_sub(capacity as usize)];
        }
    }
    ways[total]
}
