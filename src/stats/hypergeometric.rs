//! The first cell of a 2 × 2 table with fixed margins: the central and noncentral hypergeometric
//! distribution.
//!
//! Probabilities are built from ratios of neighbours relative to the mode, so that no factorial is
//! ever large.

use super::error::StatsError;

/// A larger support is refused rather than tabulated.
const MAX_SUPPORT: u64 = 2_000_000;

/// Distribution of the first cell given the margins.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypergeometric {
    least: u64,
    /// ln probability relative to the mode, from `least` on.
    log: Vec<f64>,
}

impl Hypergeometric {
    /// The distribution for the margins of a 2 × 2 table of counts a, b, c, d.
    pub fn of(counts: &[u64]) -> Result<Hypergeometric, StatsError> {
        let &[a, b, c, d] = counts else {
            return Err(StatsError::NotTwoByTwo);
        };
        let (row, other, column) = (a + b, c + d, a + c);
        let least = column.saturating_sub(other);
        let most = row.min(column);
        if most - least > MAX_SUPPORT {
            return Err(StatsError::TooLarge);
        }
        let mut log = Vec::with_capacity((most - least + 1) as usize);
        let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
        log.push(0.0);
        for x in least..most {
            let up = (row - x) as f64 * (column - x) as f64;
            let down = (x + 1) as f64 * (other + x + 1 - column) as f64;
            // Compensated summation, since thousands of logarithms are added.
            let step = (up / down).ln() - lost;
            let next = sum + step;
            lost = (next - sum) - step;
            sum = next;
            log.push(sum);
        }
        let top = log.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        log.iter_mut().for_each(|x| *x -= top);
        Ok(Hypergeometric { least, log })
    }

    /// A distribution from ln weights, starting at `least`. The sum of several first cells can be
    /// tilted like a single one.
    pub(crate) fn weighed(least: u64, mut log: Vec<f64>) -> Hypergeometric {
        let top = log.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        log.iter_mut().for_each(|x| *x -= top);
        Hypergeometric { least, log }
    }

    /// ln weights, starting at the smallest value; the largest is 0.
    pub(crate) fn logs(&self) -> &[f64] {
        &self.log
    }

    /// Fisher's two-sided p of a value under the odds ratio e^t: the probability of all values that
    /// are not more probable.
    pub(crate) fn no_more_probable(&self, x: u64, t: f64) -> f64 {
        let weights = self.tilted(t);
        let own = weights
            .get(x.saturating_sub(self.least) as usize)
            .copied()
            .unwrap_or(0.0);
        let less: f64 = weights.iter().filter(|w| **w <= own * (1.0 + 1e-7)).sum();
        (less / weights.iter().sum::<f64>()).min(1.0)
    }

    /// Smallest and largest value of the cell.
    pub fn support(&self) -> (u64, u64) {
        (self.least, self.least + self.log.len() as u64 - 1)
    }

    /// Probabilities (unnormalised, largest 1) under the odds ratio e^t.
    fn tilted(&self, t: f64) -> Vec<f64> {
        let logs: Vec<f64> = self
            .log
            .iter()
            .enumerate()
            .map(|(k, l)| l + t * k as f64)
            .collect();
        let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        logs.iter().map(|l| (l - top).exp()).collect()
    }

    /// Start and unnormalised probabilities under the odds ratio e^t, around the mode; what is left
    /// out is below e^−50 of it.
    fn around_mode(&self, t: f64) -> (usize, Vec<f64>) {
        let at = |k: usize| self.log[k] + t * k as f64;
        let last = self.log.len() - 1;
        // The distribution is unimodal.
        let mode = first(0, last, |k| k >= last || at(k + 1) <= at(k));
        let floor = at(mode) - 50.0;
        let low = first(0, mode, |k| at(k) >= floor);
        let past = first(mode, last + 1, |k| k > last || at(k) < floor);
        (low, (low..past).map(|k| (at(k) - at(mode)).exp()).collect())
    }

    /// Mean of the cell under the odds ratio e^t.
    pub fn mean(&self, t: f64) -> f64 {
        let (low, weights) = self.around_mode(t);
        let total: f64 = weights.iter().sum();
        (self.least + low as u64) as f64
            + weights
                .iter()
                .enumerate()
                .map(|(k, w)| k as f64 * w)
                .sum::<f64>()
                / total
    }

    /// P(cell ≥ x) and P(cell ≤ x) under the odds ratio e^t, to about twenty decimals; for small
    /// probabilities use [`Hypergeometric::upper`] and [`Hypergeometric::lower`].
    pub fn tails(&self, x: u64, t: f64) -> (f64, f64) {
        let (low, weights) = self.around_mode(t);
        let place = (x.saturating_sub(self.least) as usize)
            .saturating_sub(low)
            .min(weights.len());
        let below = x.saturating_sub(self.least) as usize;
        let past = if below < low {
            0
        } else {
            (below - low + 1).min(weights.len())
        };
        let total: f64 = weights.iter().sum();
        (
            weights[place..].iter().sum::<f64>() / total,
            weights[..past].iter().sum::<f64>() / total,
        )
    }

    /// P(cell ≥ x) under the odds ratio e^t.
    pub fn upper(&self, x: u64, t: f64) -> f64 {
        let weights = self.tilted(t);
        let from = (x.saturating_sub(self.least) as usize).min(weights.len());
        weights[from..].iter().sum::<f64>() / weights.iter().sum::<f64>()
    }

    /// P(cell ≤ x) under the odds ratio e^t.
    pub fn lower(&self, x: u64, t: f64) -> f64 {
        let weights = self.tilted(t);
        let to = if x < self.least {
            0
        } else {
            ((x - self.least + 1) as usize).min(weights.len())
        };
        weights[..to].iter().sum::<f64>() / weights.iter().sum::<f64>()
    }

    /// (P(prob ≤ prob(x)), prob(x)): Fisher's two-sided p with R's tie tolerance of 1e-7, and the
    /// point probability.
    pub fn two_sided(&self, x: u64) -> (f64, f64) {
        let weights = self.tilted(0.0);
        let total: f64 = weights.iter().sum();
        let own = weights
            .get(x.saturating_sub(self.least) as usize)
            .copied()
            .unwrap_or(0.0);
        let p = weights
            .iter()
            .filter(|w| **w <= own * (1.0 + 1e-7))
            .sum::<f64>()
            / total;
        (p.min(1.0), own / total)
    }
}

/// The first number from `low` to `high` for which a monotone condition holds; `high` if there is
/// none.
fn first(mut low: usize, mut high: usize, holds: impl Fn(usize) -> bool) -> usize {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
