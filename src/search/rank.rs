//! How well a passage fits, for putting the best first.
//!
//! A word that is there exactly counts two and a bit, one that is there only by
//! its stem one and a bit, and one that is only a part of a longer word a bit;
//! the bit is BM25 (Robertson & Zaragoza 2009), squeezed below one. So exact words
//! rank above stems and these above compounds, then rare words above frequent
//! ones and short passages above long ones. All numbers come from the study: the
//! same question gives the same order with or without an index.

use super::hits::{Count, Hits};
use super::leaf::Kin;

/// BM25's saturation of repeated words.
const K1: f32 = 1.2;
/// BM25's penalty for length.
const B: f32 = 0.75;

/// How much a leaf tells: the rarer, the more.
#[derive(Clone, Copy, Debug)]
pub struct Weight {
    idf: f32,
    mean_length: f32,
}

impl Weight {
    /// The weight of each leaf among so many turns, quotes or notes, whose mean length is given.
    pub fn of(hits: &[Hits], among: usize, mean_length: f32) -> Vec<Weight> {
        hits.iter().map(|hits| Weight::new(among, hits.holding.count(), mean_length)).collect()
    }

    /// The weight of a leaf that `holding` of all `turns` hold.
    fn new(turns: usize, holding: usize, mean_length: f32) -> Weight {
        let (all, some) = (turns as f32, holding as f32);
        Weight { idf: (1.0 + (all - some + 0.5) / (some + 0.5)).ln(), mean_length: mean_length.max(1.0) }
    }

    /// What a passage of `length` bytes gets that holds the leaf so often.
    pub fn score(self, count: Count, length: usize) -> f32 {
        let bonus = match count.best {
            None => return 0.0,
            Some(Kin::Inside) => 0.0,
            Some(Kin::Stem) => 1.0,
            Some(Kin::Exact) => 2.0,
        };
        let (count, length) = (count.places as f32, length as f32);
        let bm25 = self.idf * count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length / self.mean_length));
        bm25 / (bm25 + 1.0) + bonus
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_before_stem_before_compound_then_rare_then_short() {
        let (rare, frequent) = (Weight::new(100, 2, 50.0), Weight::new(100, 60, 50.0));
        let times = |places, kin| Count { places, best: Some(kin) };
        let once = times(1, Kin::Exact);
        assert!(frequent.score(once, 5000) > rare.score(times(9, Kin::Stem), 10));
        assert!(frequent.score(times(1, Kin::Stem), 5000) > rare.score(times(9, Kin::Inside), 10));
        assert!(rare.score(once, 50) > frequent.score(once, 50));
        assert!(rare.score(once, 50) > rare.score(once, 500));
        assert!(rare.score(times(2, Kin::Exact), 50) > rare.score(once, 50));
    }
}
