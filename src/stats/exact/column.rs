//! Enumerates the ways to fill one column: every split of its total over the rows with room left,
//! with its probability.
//!
//! Interchangeable rows that are equally full are filled in ascending order only, and the
//! probability accounts for the number of arrangements.
//!
//! Distributions of partial sums, and of the tails that complete them.
//!
//! Both are sorted by cost and contain each cost once.

use super::problem::{MAX_ROWS, Problem, RemainingRows};
use crate::stats::distributions::ln_factorials;

/// n! for the number of rows a state can hold.
const FACTORIAL: [f64; MAX_ROWS + 1] = [1.0, 1.0, 2.0, 6.0, 24.0, 120.0, 720.0, 5_040.0, 40_320.0];

/// Row totals up to which binomials are tabulated.
const MAX_TABLED: usize = 400;

/// Binomial coefficients and logarithms of factorials for one problem.
#[derive(Debug, Clone)]
pub(super) struct FillingProbabilities {
    log: Vec<f64>,
    binomial: Vec<Vec<f64>>,
    /// Per column: the factor common to all its fillings.
    bases: Vec<f64>,
    /// Whether products of binomials may overflow, so that logarithms are added instead.
    log_space: bool,
}

impl FillingProbabilities {
    /// Tables large enough for a problem.
    pub fn new(problem: &Problem) -> FillingProbabilities {
        let most = problem.rows.iter().max().map_or(0, |&r| r as usize);
        let far = problem.n > 1_000 || most > MAX_TABLED;
        let log = ln_factorials(problem.n as usize);
        let mut binomial: Vec<Vec<f64>> = Vec::new();
        for a in 0..=(if far { 0 } else { most }) {
            let mut row = vec![1.0; a + 1];
            for b in 1..a {
                row[b] = binomial[a - 1][b - 1] + binomial[a - 1][b];
            }
            binomial.push(row);
        }
        let mut chances = FillingProbabilities {
            log,
            binomial,
            bases: Vec::new(),
            log_space: far,
        };
        let mut rest = problem.n;
        for &c in &problem.columns {
            chances.bases.push(chances.base(rest, c));
            rest -= c;
        }
        chances
    }

    /// The factor common to all fillings of a column of `c` from `rest` answers: 1/C(rest, c), or
    /// its logarithm.
    fn base(&self, rest: u32, c: u32) -> f64 {
        let log = self.log[c as usize] + self.log[(rest - c) as usize] - self.log[rest as usize];
        if self.log_space { log } else { log.exp() }
    }
}

/// A column to be filled from a given state.
pub(super) struct ColumnFiller<'a> {
    chances: &'a FillingProbabilities,
    base: f64,
    /// Costs per row and count.
    cost: [&'a [i64]; MAX_ROWS],
    /// Costs of the last column, which takes what is left, if this is the one before it.
    last: Option<[&'a [i64]; MAX_ROWS]>,
    /// Number of ways to choose from each row.
    ways: [&'a [f64]; MAX_ROWS],
    rest: RemainingRows,
    k: usize,
    /// Whether a row is interchangeable with, and as full as, the one before it.
    twin: [bool; MAX_ROWS],
    twins: bool,
    /// Room in this row and all later ones.
    room: [u32; MAX_ROWS + 1],
}

impl<'a> ColumnFiller<'a> {
    /// Column `stage`, filled from `rest`; with `both`, the next and last column takes what is
    /// left.
    pub fn new(
        problem: &Problem,
        chances: &'a FillingProbabilities,
        cost: &'a [Vec<Vec<i64>>],
        stage: usize,
        both: bool,
        rest: &RemainingRows,
    ) -> ColumnFiller<'a> {
        let k = problem.rows.len();
        let (mut twin, mut room) = ([false; MAX_ROWS], [0; MAX_ROWS + 1]);
        for i in 1..k {
            twin[i] = problem.class[i] == problem.class[i - 1] && rest[i] == rest[i - 1];
        }
        for i in (0..k).rev() {
            room[i] = room[i + 1] + u32::from(rest[i]);
        }
        let rows = |stage: usize| -> [&'a [i64]; MAX_ROWS] {
            std::array::from_fn(|i| {
                cost.get(stage)
                    .and_then(|c| c.get(i))
                    .map_or(&[][..], |c| &c[..])
            })
        };
        let ways = std::array::from_fn(|i| {
            chances
                .binomial
                .get(usize::from(rest[i]))
                .filter(|_| i < k)
                .map_or(&[][..], |w| &w[..])
        });
        ColumnFiller {
            chances,
            base: chances.bases[stage],
            cost: rows(stage),
            last: both.then(|| rows(stage + 1)),
            ways,
            rest: *rest,
            k,
            twin,
            twins: twin.contains(&true),
            room,
        }
    }

    /// Calls `visit(filling, cost, probability)` for every filling with total `c`, until it returns
    /// false.
    pub fn fill(&self, c: u32, visit: &mut impl FnMut(&RemainingRows, i64, f64) -> bool) -> bool {
        self.row(0, c, &mut [0; MAX_ROWS], 0, self.base, visit)
    }

    /// The probability (or its logarithm) after choosing `x` from row `i`.
    #[inline]
    fn step(&self, chance: f64, i: usize, x: usize) -> f64 {
        if self.chances.log_space {
            let (log, v) = (&self.chances.log, usize::from(self.rest[i]));
            chance + log[v] - log[x] - log[v - x]
        } else {
            chance * self.ways[i][x]
        }
    }

    /// Fills row `i` and those after it with `left` answers.
    fn row(
        &self,
        i: usize,
        left: u32,
        x: &mut RemainingRows,
        cost: i64,
        chance: f64,
        visit: &mut impl FnMut(&RemainingRows, i64, f64) -> bool,
    ) -> bool {
        let full = self.rest[i];
        let mut low = left.saturating_sub(self.room[i + 1]) as u16;
        if self.twin[i] {
            low = low.max(x[i - 1]);
        }
        let high = left.min(u32::from(full)) as u16;
        let last_row = i + 1 == self.k;
        let costs = self.cost[i];
        for take in low..=high {
            x[i] = take;
            let t = usize::from(take);
            let mut sum = cost + costs[t];
            if let Some(last) = &self.last {
                sum += last[i][usize::from(full) - t];
            }
            let next = self.step(chance, i, t);
            let go = if last_row {
                let chance = if self.chances.log_space {
                    next.exp()
                } else {
                    next
                };
                visit(
                    x,
                    sum,
                    if self.twins {
                        chance * self.arrangements(x)
                    } else {
                        chance
                    },
                )
            } else {
                self.row(i + 1, left - u32::from(take), x, sum, next, visit)
            };
            if !go {
                return false;
            }
        }
        true
    }

    /// The number of ways to assign the same counts to interchangeable rows.
    fn arrangements(&self, x: &RemainingRows) -> f64 {
        let (mut ways, mut start) = (1.0, 0);
        while start < self.k {
            let mut end = start + 1;
            while end < self.k && self.twin[end] {
                end += 1;
            }
            ways *= FACTORIAL[end - start];
            let mut run = start;
            while run < end {
                let mut stop = run + 1;
                while stop < end && x[stop] == x[run] {
                    stop += 1;
                }
                ways /= FACTORIAL[stop - run];
                run = stop;
            }
            start = end;
        }
        ways
    }
}

/// A partial sum with its probability.
#[derive(Clone, Copy)]
pub(super) struct PartialSum {
    pub cost: i64,
    pub chance: f64,
}

/// A cost of the last two columns, with the probabilities of at least and at most it.
pub(super) struct TailSum {
    pub cost: i64,
    pub above: f64,
    pub below: f64,
}

/// Sorts partial sums and combines those with the same cost; by buckets if costs are dense, as
/// those of trends are.
pub(super) fn merge(pasts: &mut Vec<PartialSum>) {
    let range = pasts.iter().fold((i64::MAX, i64::MIN), |r, s| {
        (r.0.min(s.cost), r.1.max(s.cost))
    });
    let width = range.1.saturating_sub(range.0);
    if pasts.len() > 8 && width < 4 * pasts.len() as i64 {
        let mut buckets = vec![0.0; width as usize + 1];
        for s in pasts.iter() {
            buckets[(s.cost - range.0) as usize] += s.chance;
        }
        pasts.clear();
        let filled = buckets.into_iter().enumerate().filter(|b| b.1 > 0.0);
        pasts.extend(filled.map(|(k, chance)| PartialSum {
            cost: range.0 + k as i64,
            chance,
        }));
        return;
    }
    pasts.sort_unstable_by_key(|s| s.cost);
    pasts.dedup_by(|later, kept| {
        let same = later.cost == kept.cost;
        if same {
            kept.chance += later.chance;
        }
        same
    });
}

/// The cumulative distribution of unsorted partial sums.
pub(super) fn tails(mut pasts: Vec<PartialSum>) -> Vec<TailSum> {
    merge(&mut pasts);
    let mut below = 0.0;
    let mut tails: Vec<TailSum> = pasts
        .iter()
        .map(|s| {
            below += s.chance;
            TailSum {
                cost: s.cost,
                above: s.chance,
                below,
            }
        })
        .collect();
    let mut above = 0.0;
    for tail in tails.iter_mut().rev() {
        above += tail.above;
        tail.above = above;
    }
    tails
}

/// The probability of at least `need`.
pub(super) fn at_least(tails: &[TailSum], need: i64) -> f64 {
    tails
        .get(tails.partition_point(|t| t.cost < need))
        .map_or(0.0, |t| t.above)
}

/// The probability of at most `most`.
pub(super) fn at_most(tails: &[TailSum], most: i64) -> f64 {
    let end = tails.partition_point(|t| t.cost <= most);
    end.checked_sub(1)
        .and_then(|k| tails.get(k))
        .map_or(0.0, |t| t.below)
}

/// Σ probability of each partial sum × P(tail ≥ need − its cost).
pub(super) fn meet_upper(pasts: &[PartialSum], tails: &[TailSum], need: i64) -> f64 {
    if pasts.len() < 4 {
        return pasts
            .iter()
            .map(|s| s.chance * at_least(tails, need - s.cost))
            .sum();
    }
    // Partial sums ascend, so what they still need descends.
    let mut at = pasts
        .first()
        .map_or(0, |s| tails.partition_point(|t| t.cost < need - s.cost));
    let mut sum = 0.0;
    for s in pasts {
        while at > 0 && tails[at - 1].cost >= need - s.cost {
            at -= 1;
        }
        if let Some(tail) = tails.get(at) {
            sum += s.chance * tail.above;
        }
    }
    sum
}

/// Σ probability of each partial sum × P(tail ≤ most − its cost).
pub(super) fn meet_lower(pasts: &[PartialSum], tails: &[TailSum], most: i64) -> f64 {
    if pasts.len() < 4 {
        return pasts
            .iter()
            .map(|s| s.chance * at_most(tails, most - s.cost))
            .sum();
    }
    // The room left shrinks as partial sums ascend; `end` is the first tail that does not fit.
    let mut end = pasts
        .first()
        .map_or(0, |s| tails.partition_point(|t| t.cost <= most - s.cost));
    let mut sum = 0.0;
    for s in pasts {
        while end > 0 && tails[end - 1].cost > most - s.cost {
            end -= 1;
        }
        if end == 0 {
            break;
        }
        sum += s.chance * tails[end - 1].below;
    }
    sum
}

/// Index of the first partial sum that reaches `cost`.
pub(super) fn position(pasts: &[PartialSum], cost: i64) -> usize {
    match (pasts.first(), pasts.last()) {
        (Some(first), _) if first.cost >= cost => 0,
        (_, Some(last)) if last.cost < cost => pasts.len(),
        _ => pasts.partition_point(|s| s.cost < cost),
    }
}

/// `sums[i]` is the total probability from i on.
pub(super) fn sums_from(pasts: &[PartialSum], sums: &mut Vec<f64>) {
    sums.clear();
    sums.resize(pasts.len() + 1, 0.0);
    for (i, s) in pasts.iter().enumerate().rev() {
        sums[i] = sums[i + 1] + s.chance;
    }
}

/// `sums[i]` is the total probability before i.
pub(super) fn sums_until(pasts: &[PartialSum], sums: &mut Vec<f64>) {
    sums.clear();
    sums.push(0.0);
    let mut sum = 0.0;
    sums.extend(pasts.iter().map(|s| {
        sum += s.chance;
        sum
    }));
}
