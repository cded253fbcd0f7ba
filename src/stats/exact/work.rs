//! Estimates the cost of enumeration in advance, and counts it while running.
//!
//! States and fillings are counted by a small sum over rows, as if bounds never cut anything;
//! symmetry is accounted for roughly. It is only an estimate, so the work is counted again while
//! running.

use super::problem::Problem;
use crate::stats::error::StatsError;

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
