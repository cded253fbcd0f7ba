//! A fixed-size bit set over the turns or quotes of a study.

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BitSet {
    blocks: Vec<u64>,
    bound: usize,
}

impl BitSet {
    pub fn none(bound: usize) -> BitSet {
        BitSet {
            blocks: vec![0; bound.div_ceil(64)],
            bound,
        }
    }

    pub fn all(bound: usize) -> BitSet {
        let mut bits = BitSet {
            blocks: vec![u64::MAX; bound.div_ceil(64)],
            bound,
        };
        bits.trim();
        bits
    }

    /// Clears the unused bits of the last block, so that `count` and `iter` need not check the
    /// bound.
    fn trim(&mut self) {
        if let (Some(last), used @ 1..) = (self.blocks.last_mut(), self.bound % 64) {
            *last &= (1 << used) - 1;
        }
    }

    /// Numbers at or above the bound are ignored.
    pub fn insert(&mut self, number: usize) {
        if number < self.bound {
            self.blocks[number / 64] |= 1 << (number % 64);
        }
    }

    pub fn has(&self, number: usize) -> bool {
        self.blocks
            .get(number / 64)
            .is_some_and(|block| block >> (number % 64) & 1 == 1)
    }

    pub fn and(mut self, other: &BitSet) -> BitSet {
        self.blocks
            .iter_mut()
            .zip(&other.blocks)
            .for_each(|(mine, theirs)| *mine &= theirs);
        self
    }

    pub fn or(mut self, other: &BitSet) -> BitSet {
        self.blocks
            .iter_mut()
            .zip(&other.blocks)
            .for_each(|(mine, theirs)| *mine |= theirs);
        self
    }

    pub fn not(mut self) -> BitSet {
        self.blocks.iter_mut().for_each(|block| *block = !*block);
        self.trim();
        self
    }

    pub fn count(&self) -> usize {
        self.blocks
            .iter()
            .map(|block| block.count_ones() as usize)
            .sum()
    }

    /// In ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.blocks.iter().enumerate().flat_map(|(place, block)| {
            let mut rest = *block;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest.wrapping_sub(1);
                (bit < 64).then_some(place * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn a_set_of_bits_is_a_set(bound in 1usize..200, a in proptest::collection::btree_set(0usize..200, 0..60), b in proptest::collection::btree_set(0usize..200, 0..60)) {
            let fill = |set: &BTreeSet<usize>| {
                let mut bits = BitSet::none(bound);
                set.iter().for_each(|number| bits.insert(*number));
                bits
            };
            let (x, y) = (fill(&a), fill(&b));
            let below = |number: &usize| *number < bound;
            let plain = |set: Vec<usize>| set.into_iter().filter(below).collect::<Vec<_>>();
            prop_assert_eq!(x.clone().and(&y).iter().collect::<Vec<_>>(), plain(a.intersection(&b).copied().collect()));
            prop_assert_eq!(x.clone().or(&y).iter().collect::<Vec<_>>(), plain(a.union(&b).copied().collect()));
            prop_assert_eq!(x.clone().not().iter().collect::<Vec<_>>(), (0..bound).filter(|n| !a.contains(n)).collect::<Vec<_>>());
            prop_assert_eq!(BitSet::all(bound).count(), bound);
            prop_assert!((0..bound).all(|n| x.has(n) == a.contains(&n)));
        }
    }
}
