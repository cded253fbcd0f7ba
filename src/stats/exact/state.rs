//! A state of the network: what the rows have left, bounds on what is to come, and the undecided
//! partial sums.

use super::cost::Costs;
use super::past::{PartialSum, TailSum, merge, position};
use super::problem::RemainingRows;
use std::hash::Hasher;
use std::ops::Range;

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
