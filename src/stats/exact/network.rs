//! The network algorithm: states of remaining rows, stage by stage of columns, and the probability
//! that the statistic becomes extreme.
//!
//! Each state carries the sorted distribution of partial sums. The part of it that must become
//! extreme is added to the result at once, the part that cannot is dropped, and only the undecided
//! middle is carried on. The last two columns are not traversed but laid out as a sorted list per
//! state, and merged with two pointers. (The idea of bounded stages is Mehta & Patel's 1983; the
//! code is independent of their program.)

use super::bound;
use super::bound::Costs;
use super::column::{ColumnFiller, FillingProbabilities};
use super::column::{
    PartialSum, TailSum, at_least, at_most, meet_lower, meet_upper, merge, sums_from, sums_until,
    tails,
};
use super::problem::{MAX_ROWS, Problem, RemainingRows};
use super::problem::{MOVE, WorkMeter};
use super::problem::{NetworkState, PackedRowsHasher, pack, undecided};
use crate::stats::error::StatsError;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Input that is constant during a run.
#[derive(Clone, Copy)]
struct NetworkInput<'a> {
    problem: &'a Problem,
    costs: &'a Costs,
    chances: &'a FillingProbabilities,
}

/// Probabilities of both extremes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Extremes {
    /// P(total cost ≥ the upper threshold).
    pub upper: f64,
    /// P(total cost ≤ the lower threshold); 0 when there is none.
    pub lower: f64,
}

impl Extremes {
    /// Adds other extremes, weighted.
    fn add(&mut self, other: Extremes, weight: f64) {
        self.upper += other.upper * weight;
        self.lower += other.lower * weight;
    }
}

/// The probabilities of extreme totals, and the work spent.
pub(super) fn extremes(
    problem: &Problem,
    costs: &Costs,
    limit: u64,
    stop: &dyn Fn() -> bool,
) -> Result<(Extremes, u64), StatsError> {
    let chances = FillingProbabilities::new(problem);
    let ground = NetworkInput {
        problem,
        costs,
        chances: &chances,
    };
    let mut meter = WorkMeter::new(limit, stop);
    let start = problem.start();
    let (low, high) = bound::range(problem, costs, &start, 0);
    if low >= costs.threshold {
        return Ok((
            Extremes {
                upper: 1.0,
                lower: 0.0,
            },
            0,
        ));
    }
    let stages = problem.columns.len().saturating_sub(2);
    if stages == 0 {
        let tails = last_two(ground, &start, &mut meter)?;
        let lower = costs.lower.map_or(0.0, |most| at_most(&tails, most));
        return Ok((
            Extremes {
                upper: at_least(&tails, costs.threshold),
                lower,
            },
            meter.spent(),
        ));
    }
    let first = NetworkState {
        rest: start,
        low,
        high,
        pasts: vec![PartialSum {
            cost: 0,
            chance: 1.0,
        }],
        merged: 64,
        tails: None,
    };
    let (mut states, mut found) = (vec![first], Extremes::default());
    for stage in 0..stages {
        let (added, next) = advance(ground, stage, states, &mut meter)?;
        found.add(added, 1.0);
        states = next;
    }
    Ok((found, meter.spent()))
}

/// Fills one column from every state; returns what is decided by it, and the states of the next
/// stage.
fn advance(
    ground: NetworkInput<'_>,
    stage: usize,
    states: Vec<NetworkState>,
    meter: &mut WorkMeter<'_>,
) -> Result<(Extremes, Vec<NetworkState>), StatsError> {
    let NetworkInput {
        problem,
        costs,
        chances,
    } = ground;
    let joining = stage + 3 == problem.columns.len();
    let mut index: HashMap<u128, usize, BuildHasherDefault<PackedRowsHasher>> = HashMap::default();
    let mut next: Vec<NetworkState> = Vec::new();
    let (mut found, mut from, mut until) = (Extremes::default(), Vec::new(), Vec::new());
    for mut state in states {
        merge(&mut state.pasts);
        let pasts = &state.pasts;
        if !meter.add(0, pasts.len()) {
            return Err(meter.stop_reason());
        }
        sums_from(pasts, &mut from);
        sums_until(pasts, &mut until);
        let column = ColumnFiller::new(problem, chances, &costs.cell, stage, false, &state.rest);
        let mut trouble = None;
        let done = column.fill(problem.columns[stage], &mut |x, cost, chance| {
            let mut rest: RemainingRows = [0; MAX_ROWS];
            for i in 0..problem.rows.len() {
                rest[i] = state.rest[i] - x[i];
            }
            problem.canonical(&mut rest);
            let to = *index.entry(pack(&rest)).or_insert_with(|| {
                let (low, high) = bound::range(problem, costs, &rest, stage + 1);
                next.push(NetworkState {
                    rest,
                    low,
                    high,
                    pasts: Vec::new(),
                    merged: 64,
                    tails: None,
                });
                next.len() - 1
            });
            let Some(target) = next.get_mut(to) else {
                return meter.add(1, 0);
            };
            let open = undecided(pasts, costs, cost, target);
            let mut decided = Extremes {
                upper: from[open.upper],
                lower: until[open.lower],
            };
            for range in open.ranges {
                let middle = &pasts[range];
                if middle.is_empty() {
                    continue;
                }
                if joining {
                    match join(ground, target, middle, cost, meter) {
                        Ok(more) => decided.add(more, 1.0),
                        Err(why) => {
                            trouble = Some(why);
                            return false;
                        }
                    }
                } else {
                    target.absorb(middle, cost, chance);
                }
                if !meter.add(
                    0,
                    if joining {
                        middle.len()
                    } else {
                        MOVE * middle.len()
                    },
                ) {
                    return false;
                }
            }
            found.add(decided, chance);
            meter.add(1, 0)
        });
        if !done {
            return Err(trouble.unwrap_or_else(|| meter.stop_reason()));
        }
    }
    Ok((found, next))
}

/// Probabilities of the extremes when partial sums are combined with the last two columns.
fn join(
    ground: NetworkInput<'_>,
    target: &mut NetworkState,
    middle: &[PartialSum],
    cost: i64,
    meter: &mut WorkMeter<'_>,
) -> Result<Extremes, StatsError> {
    if target.tails.is_none() {
        target.tails = Some(last_two(ground, &target.rest, meter)?);
    }
    let Some(tails) = &target.tails else {
        return Ok(Extremes::default());
    };
    let upper = meet_upper(middle, tails, ground.costs.threshold - cost);
    let lower = ground
        .costs
        .lower
        .map_or(0.0, |most| meet_lower(middle, tails, most - cost));
    Ok(Extremes { upper, lower })
}

/// Everything the last two columns can add from a state, with the probabilities of at least and at
/// most that much.
fn last_two(
    ground: NetworkInput<'_>,
    rest: &RemainingRows,
    meter: &mut WorkMeter<'_>,
) -> Result<Vec<TailSum>, StatsError> {
    let NetworkInput {
        problem,
        costs,
        chances,
    } = ground;
    let stage = problem.columns.len() - 2;
    let column = ColumnFiller::new(problem, chances, &costs.cell, stage, true, rest);
    let mut all: Vec<PartialSum> = Vec::new();
    let mut merged = 1 << 12;
    let done = column.fill(problem.columns[stage], &mut |_, cost, chance| {
        all.push(PartialSum { cost, chance });
        if all.len() > 2 * merged {
            merge(&mut all);
            merged = all.len().max(merged);
        }
        meter.add(1, 0)
    });
    if done {
        Ok(tails(all))
    } else {
        Err(meter.stop_reason())
    }
}
