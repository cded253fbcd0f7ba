//! A state of the network: what the rows have left, what is still to come, and the pasts that are
//! not decided.
//!
//! It knows how a move splits its pasts, and nothing of how columns are filled.

use super::cost::Costs;
use super::past::{PartialSum, TailSum, merge, position};
use super::problem::RemainingRows;
use std::hash::Hasher;
use std::ops::Range;

/// A state in the making: its rows, bounds on what is to come, and its undecided pasts.
pub(super) struct NetworkState {
    pub rest: RemainingRows,
    pub low: i64,
    pub high: i64,
    pub pasts: Vec<PartialSum>,
    /// Length of `pasts` when it was last merged.
    pub merged: usize,
    pub tails: Option<Vec<TailSum>>,
}

impl NetworkState {
    /// Takes over pasts that moved here at this cost and chance.
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

/// Where a list of pasts is decided by a move and where it is not.
pub(super) struct UndecidedRanges {
    /// From here on, pasts must end at the upper extreme.
    pub upper: usize,
    /// Before here, pasts must end at the lower extreme.
    pub lower: usize,
    /// Those that may still end at an extreme or not.
    pub ranges: [Range<usize>; 2],
}

/// Splits sorted pasts by what a move of this cost to the target leaves possible.
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

/// A state's rows as one number.
pub(super) fn pack(rest: &RemainingRows) -> u128 {
    rest.iter().fold(0, |key, &v| key << 16 | u128::from(v))
}

/// A quick hash for packed rows; not for keys from strangers.
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
