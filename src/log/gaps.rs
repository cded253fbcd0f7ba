//! Records that a copy lacks, as its first fact says.

use super::proof::{RecordHash, from_hex};
use crate::study::LeftOut;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The numbers that a copy lacks, by writers.
#[derive(Default)]
pub struct Gaps {
    /// Stretches that do not touch each other: the first number of each and the last.
    stretches: HashMap<Uuid, BTreeMap<u64, u64>>,
    /// The hashes to which what follows is chained.
    ends: HashMap<(Uuid, u64), RecordHash>,
}

impl Gaps {
    /// Takes into account that these are lacking too.
    pub fn add(&mut self, left_out: &LeftOut) {
        let LeftOut {
            writer,
            mut first,
            mut last,
            ..
        } = *left_out;
        if first > last || first == 0 {
            return;
        }
        let hash = from_hex(&left_out.hash).unwrap_or_default();
        self.ends.insert((writer, last), hash);
        let stretches = self.stretches.entry(writer).or_default();
        while let Some((&start, &end)) = stretches.range(..=last.saturating_add(1)).next_back() {
            if end + 1 < first {
                break;
            }
            (first, last) = (first.min(start), last.max(end));
            stretches.remove(&start);
        }
        stretches.insert(first, last);
    }

    /// The last number of the stretch that lacks this one.
    fn end_of(&self, writer: Uuid, n: u64) -> Option<u64> {
        let (_, end) = self.stretches.get(&writer)?.range(..=n).next_back()?;
        (*end >= n).then_some(*end)
    }

    /// Whether this record is lacking.
    pub fn lack(&self, writer: Uuid, n: u64) -> bool {
        self.end_of(writer, n).is_some()
    }

    /// The hash of the record before `n`, where all after `last` and before it are lacking.
    pub fn hash_before(&self, writer: Uuid, last: u64, n: u64) -> Option<RecordHash> {
        let end = self.end_of(writer, last + 1)?;
        let before = n.checked_sub(1).filter(|before| end >= *before)?;
        self.ends.get(&(writer, before)).copied()
    }

    /// The number and hash of the last that is lacking behind `last`.
    pub fn behind(&self, writer: Uuid, last: u64) -> Option<(u64, RecordHash)> {
        let end = self.end_of(writer, last + 1)?;
        Some((end, self.ends.get(&(writer, end)).copied()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::proof::hex;

    #[test]
    fn stretches_that_touch_are_one() {
        let writer = Uuid::from_u128(1);
        let mut gaps = Gaps::default();
        for (first, last) in [(5, 9), (20, 30), (7, 12), (13, 14), (25, 26)] {
            gaps.add(&LeftOut {
                writer,
                first,
                last,
                hash: hex(&[last as u8; 32]).into(),
            });
        }
        let lacking: Vec<u64> = (0..40).filter(|n| gaps.lack(writer, *n)).collect();
        assert_eq!(lacking, (5..=14).chain(20..=30).collect::<Vec<_>>());
        assert!(!gaps.lack(Uuid::from_u128(2), 7));
        // Only where the hash before is known, and everything between is lacking.
        assert_eq!(gaps.hash_before(writer, 4, 15), Some([14; 32]));
        assert_eq!(gaps.hash_before(writer, 6, 10), Some([9; 32]));
        assert_eq!(gaps.hash_before(writer, 4, 12), None);
        assert_eq!(gaps.hash_before(writer, 3, 15), None);
        assert_eq!(gaps.hash_before(writer, 4, 31), None);
        assert_eq!(gaps.behind(writer, 19), Some((30, [30; 32])));
        assert_eq!(gaps.behind(writer, 15), None);
    }
}
