//! How well a passage fits, for putting the best first.
//!
//! A word that is there exactly counts one and a bit, a word that is there only
//! by its stem counts less than one; the bit is BM25 (Robertson & Zaragoza 2009),
//! squeezed below one. So exact words rank above stems, then rare words above
//! frequent ones and short passages above long ones. All numbers come from the
//! study: the same question gives the same order with or without an index.

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
    /// The weight of a leaf that `holding` of all `turns` hold, whose mean length is given.
    pub fn new(turns: usize, holding: usize, mean_length: f32) -> Weight {
        let (all, some) = (turns as f32, holding as f32);
        Weight { idf: (1.0 + (all - some + 0.5) / (some + 0.5)).ln(), mean_length: mean_length.max(1.0) }
    }

    /// What a passage of `length` bytes gets that holds the leaf `count` times.
    pub fn score(self, count: u32, exact: bool, length: usize) -> f32 {
        if count == 0 {
            return 0.0;
        }
        let (count, length) = (count as f32, length as f32);
        let bm25 = self.idf * count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length / self.mean_length));
        bm25 / (bm25 + 1.0) + f32::from(u8::from(exact))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_before_stem_then_rare_then_short() {
        let (rare, frequent) = (Weight::new(100, 2, 50.0), Weight::new(100, 60, 50.0));
        assert!(frequent.score(1, true, 5000) > rare.score(9, false, 10));
        assert!(rare.score(1, true, 50) > frequent.score(1, true, 50));
        assert!(rare.score(1, true, 50) > rare.score(1, true, 500));
        assert!(rare.score(2, true, 50) > rare.score(1, true, 50));
    }
}
