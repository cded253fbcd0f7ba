//! Kruskal and Wallis's H over all tables with the observed margins. H is a sum over groups, so
//! groups are added one by one.
//!
//! The state after some groups is the number of answers left per category, with the distribution of
//! the partial sums. Sums are integers (doubled rank sums over a common denominator of the group
//! sizes), so that equal H are equal.
//!
//! Boschloo's unconditional exact test of two shares (1970): the group sizes are fixed, the answers
//! are not.
//!
//! Tables are ordered by Fisher's one-sided p. The p-value is the largest probability, over the
//! common share of both groups, of a table at least as extreme. Two-sided it is twice the smaller
//! one-sided p, as in SciPy's `boschloo_exact`.

use crate::stats::correlation::midranks;
use crate::stats::distributions::ln_factorials;
use crate::stats::error::StatsError;
use crate::stats::shares::TwoProportions;
use crate::stats::table::Table;
use std::collections::HashMap;

/// Answers left per category.
type RemainingCounts = Vec<u16>;

/// Partial sums in ascending order with their probabilities, which are added up in a fixed order
/// since the last digit of p depends on it.
type SumDistribution = Vec<(u128, f64)>;

/// Sums of a state in descending order, with cumulative probabilities.
#[derive(Default)]
struct CumulativeSums(Vec<(u128, f64)>);

impl CumulativeSums {
    fn new(sums: &SumDistribution) -> CumulativeSums {
        let mut steps: SumDistribution = sums.iter().rev().copied().collect();
        let mut all = 0.0;
        for (_, chance) in &mut steps {
            all += *chance;
            *chance = all;
        }
        CumulativeSums(steps)
    }

    /// Probability of a sum of at least `least`.
    fn from(&self, least: u128) -> f64 {
        let past = self.0.partition_point(|(sum, _)| *sum >= least);
        past.checked_sub(1)
            .and_then(|last| self.0.get(last))
            .map_or(0.0, |(_, chance)| *chance)
    }
}

/// (P(H ≥ observed), work) for a compact table whose rows are groups; `StatsError::WorkLimit` past the
/// limit.
pub(super) fn extremes(
    small: &Table,
    limit: u64,
    stop: &dyn Fn() -> bool,
) -> Result<(f64, u64), StatsError> {
    let counts = small.whole()?;
    let n = small.n() as usize;
    if n > 500 {
        return Err(StatsError::TooLarge);
    }
    let (sizes, columns) = (small.row_totals(), small.column_totals());
    // Twice the distance of each midrank from the mean.
    let ranks: Vec<i64> = midranks(&columns)
        .iter()
        .map(|rank| (2.0 * rank).round() as i64 - n as i64 - 1)
        .collect();
    let gcd = |mut a: u128, mut b: u128| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let common = sizes.iter().try_fold(1_u128, |l, &size| {
        (l / gcd(l, size as u128)).checked_mul(size as u128)
    });
    let common = common
        .filter(|l| *l < 1 << 60)
        .ok_or(StatsError::TooLarge)?;
    let part =
        |sum: i64, size: f64| u128::from(sum.unsigned_abs()).pow(2) * (common / size as u128);
    let width = columns.len();
    let sum_of = |row: &[u64]| {
        row.iter()
            .zip(&ranks)
            .map(|(&x, rank)| x as i64 * rank)
            .sum::<i64>()
    };
    let observed: u128 = counts
        .chunks(width)
        .zip(&sizes)
        .map(|(row, &size)| part(sum_of(row), size))
        .sum();
    // Small groups first: they have the fewest ways to be filled.
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&a, &b| sizes[a].total_cmp(&sizes[b]));
    let log = ln_factorials(n);
    let mut work = 0;
    let start: RemainingCounts = columns.iter().map(|&c| c as u16).collect();
    let mut states: Vec<(RemainingCounts, SumDistribution)> = vec![(start, vec![(0, 1.0)])];
    let mut p = 0.0;
    for (at, &group) in order.iter().enumerate().take(order.len() - 1) {
        let last = at + 2 == order.len();
        let size = sizes[group];
        let mut next: HashMap<RemainingCounts, HashMap<u128, f64>> = HashMap::new();
        for (left, sums) in &states {
            if stop() {
                return Err(StatsError::Cancelled);
            }
            let open: u32 = left.iter().map(|&x| u32::from(x)).sum();
            let base = log[size as usize] + log[open as usize - size as usize] - log[open as usize];
            let mut filled = vec![0_u16; width];
            let ladder = if last {
                CumulativeSums::new(sums)
            } else {
                CumulativeSums::default()
            };
            let price = if last {
                sums.len().ilog2() as usize
            } else {
                sums.len()
            };
            let over = fill(left, size as u16, 0, &mut filled, &mut |filled| {
                // Looking up a sum costs about ten of the units in which cells are counted.
                work += (10 * price + 4 * width) as u64;
                if work > limit {
                    return false;
                }
                let sum: i64 = filled
                    .iter()
                    .zip(&ranks)
                    .map(|(&x, rank)| i64::from(x) * rank)
                    .sum();
                let own = part(sum, size);
                let chance = left.iter().zip(filled).fold(base, |chance, (&l, &x)| {
                    chance + log[usize::from(l)] - log[usize::from(x)] - log[usize::from(l - x)]
                });
                let chance = chance.exp();
                let rest: RemainingCounts = left.iter().zip(filled).map(|(l, x)| l - x).collect();
                if last {
                    // The last group takes what is left.
                    let sum: i64 = rest
                        .iter()
                        .zip(&ranks)
                        .map(|(&x, rank)| i64::from(x) * rank)
                        .sum();
                    let own = own + order.last().map_or(0, |&group| part(sum, sizes[group]));
                    p += chance * ladder.from(observed.saturating_sub(own));
                } else {
                    let sums_there = next.entry(rest).or_default();
                    for (before, q) in sums {
                        *sums_there.entry(before + own).or_default() += q * chance;
                    }
                }
                true
            });
            if !over {
                return Err(StatsError::WorkLimit { spent: work });
            }
        }
        states = next
            .into_iter()
            .map(|(left, sums)| (left, in_order(sums)))
            .collect();
        states.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    }
    Ok((p.min(1.0), work))
}

fn in_order(sums: HashMap<u128, f64>) -> SumDistribution {
    let mut sums: SumDistribution = sums.into_iter().collect();
    sums.sort_unstable_by_key(|(sum, _)| *sum);
    sums
}

/// Calls `visit` with every way to take `need` answers from what is left, until it returns false.
fn fill(
    left: &[u16],
    need: u16,
    at: usize,
    filled: &mut Vec<u16>,
    visit: &mut impl FnMut(&[u16]) -> bool,
) -> bool {
    let room: u32 = left[at + 1..].iter().map(|&x| u32::from(x)).sum();
    let least = u32::from(need).saturating_sub(room) as u16;
    if at + 1 == left.len() {
        if need > left[at] {
            return true;
        }
        filled[at] = need;
        return visit(filled);
    }
    for take in least..=need.min(left[at]) {
        filled[at] = take;
        if !fill(left, need - take, at + 1, filled, visit) {
            return false;
        }
    }
    true
}

/// Larger tables are refused: the large-sample p is close then.
const MAX_PEOPLE: f64 = 1_000.0;

/// Grid of shares, evenly spaced in the arcsine; the best is then refined.
const GRID: usize = 400;

/// One-sided p-values within this relative difference are ties.
const TIE: f64 = 1e-9;

/// The two-sided p of Boschloo's test, 0 to 1.
/// An error when the counts are not whole, a group is empty, or there are more than a thousand
/// people.
pub fn boschloo(two: TwoProportions) -> Result<f64, StatsError> {
    let whole = |x: f64| {
        if x >= 0.0 && x.fract() == 0.0 {
            Ok(x as usize)
        } else {
            Err(StatsError::Fractional)
        }
    };
    if two.sizes[0] + two.sizes[1] > MAX_PEOPLE {
        return Err(StatsError::TooLarge);
    }
    let sizes = [whole(two.sizes[0])?, whole(two.sizes[1])?];
    let hits = [whole(two.hits[0])?, whole(two.hits[1])?];
    if sizes.contains(&0) {
        return Err(StatsError::Empty);
    }
    if hits[0] > sizes[0] || hits[1] > sizes[1] {
        return Err(StatsError::Shape);
    }
    let logs = ln_factorials(sizes[0] + sizes[1]);
    let less = one_sided(sizes, hits, &logs);
    let greater = one_sided([sizes[1], sizes[0]], [hits[1], hits[0]], &logs);
    Ok((2.0 * less.min(greater)).min(1.0))
}

/// Probability of a table in which the first share is at least as far below the second, maximised
/// over the common share.
fn one_sided(sizes: [usize; 2], hits: [usize; 2], logs: &[f64]) -> f64 {
    let bound = fisher(sizes, hits, logs) * (1.0 + TIE);
    // More hits of the first group require more of the second, so the border only rises.
    let mut border = Vec::with_capacity(sizes[0] + 1);
    let mut second = 0;
    for first in 0..=sizes[0] {
        while second <= sizes[1] && fisher(sizes, [first, second], logs) > bound {
            second += 1;
        }
        border.push(second);
    }
    let choices = sizes.map(|n| {
        (0..=n)
            .map(|x| logs[n] - logs[x] - logs[n - x])
            .collect::<Vec<f64>>()
    });
    let chance = |angle: f64| {
        let share = angle.sin().powi(2);
        let (yes, no) = (share.ln(), (1.0 - share).ln());
        let law = |at: usize| -> Vec<f64> {
            let n = sizes[at];
            choices[at]
                .iter()
                .enumerate()
                .map(|(x, log)| (log + x as f64 * yes + (n - x) as f64 * no).exp())
                .collect()
        };
        let (first, mut above) = (law(0), law(1));
        above.push(0.0);
        for x in (0..sizes[1]).rev() {
            above[x] += above[x + 1];
        }
        first
            .iter()
            .zip(&border)
            .map(|(p, from)| p * above[*from])
            .sum::<f64>()
    };
    let angle = |step: usize| (step as f64 + 0.5) / GRID as f64 * std::f64::consts::FRAC_PI_2;
    let on_grid: Vec<f64> = (0..GRID).map(|step| chance(angle(step))).collect();
    let mut tops: Vec<usize> = (0..GRID)
        .filter(|&at| {
            (at == 0 || on_grid[at] >= on_grid[at - 1])
                && (at + 1 == GRID || on_grid[at] >= on_grid[at + 1])
        })
        .collect();
    tops.sort_by(|a, b| on_grid[*b].total_cmp(&on_grid[*a]));
    let refined = tops.iter().take(3).map(|&at| {
        let least = if at == 0 { 1e-9 } else { angle(at - 1) };
        let most = if at + 1 == GRID {
            std::f64::consts::FRAC_PI_2 - 1e-9
        } else {
            angle(at + 1)
        };
        highest(least, most, &chance)
    });
    refined.fold(0.0, f64::max).min(1.0)
}

/// P(first cell ≤ observed) given both margins.
fn fisher(sizes: [usize; 2], hits: [usize; 2], logs: &[f64]) -> f64 {
    let [n, m] = sizes;
    let both = hits[0] + hits[1];
    let choose = |n: usize, k: usize| logs[n] - logs[k] - logs[n - k];
    let all = choose(n + m, both);
    let least = both.saturating_sub(m);
    (least..=hits[0])
        .rev()
        .map(|x| (choose(n, x) + choose(m, both - x) - all).exp())
        .sum::<f64>()
        .min(1.0)
}

/// Maximum between two ends, by golden-section search.
fn highest(mut low: f64, mut high: f64, value: &impl Fn(f64) -> f64) -> f64 {
    let part = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut a, mut b) = (high - part * (high - low), low + part * (high - low));
    let (mut at_a, mut at_b) = (value(a), value(b));
    for _ in 0..40 {
        if at_a < at_b {
            (low, a, at_a) = (a, b, at_b);
            b = low + part * (high - low);
            at_b = value(b);
        } else {
            (high, b, at_b) = (b, a, at_a);
            a = high - part * (high - low);
            at_a = value(a);
        }
    }
    at_a.max(at_b)
}
