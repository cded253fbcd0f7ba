//! Enumerates the ways to fill one column: every split of its total over the rows with room left,
//! with its probability.
//!
//! Interchangeable rows that are equally full are filled in ascending order only, and the
//! probability accounts for the number of arrangements.

use super::problem::{MAX_ROWS, Problem, RemainingRows};
use crate::stats::factorial::ln_factorials;

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
