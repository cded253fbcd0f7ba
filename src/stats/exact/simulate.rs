//! Monte Carlo: random tables with the observed margins, and how many are at least as extreme.
//!
//! Up to 200 answers the row labels are shuffled; beyond that every cell is drawn from its
//! hypergeometric distribution by inversion outward from the mode. The random stream depends on the
//! seed and the table, never on the order of calls or on threads.

use super::ExtremenessCriterion;
use crate::stats::distributions::ln_factorials;
use crate::stats::error::StatsError;
use crate::stats::rng::{Rng, scramble};
use crate::stats::table::Table;

/// Larger tables are refused; their large-sample p is as good.
const MAX_ANSWERS: u64 = 2_000_000;

/// Draws between two checks of `stop`.
const CANCEL_CHECK_INTERVAL: u32 = 1_024;

/// Number of random tables out of `samples` that are at least as extreme as the observed one.
pub(super) fn hits(
    table: &Table,
    order: ExtremenessCriterion,
    samples: u32,
    seed: u64,
    stop: &dyn Fn() -> bool,
) -> Result<u64, StatsError> {
    let counts = table.whole()?;
    let n: u64 = counts.iter().sum();
    if n > MAX_ANSWERS {
        return Err(StatsError::TooLarge);
    }
    let part = counts
        .iter()
        .fold(table.columns() as u64, |hash, &x| scramble(hash ^ x));
    let mut rng = Rng::split(seed, part);
    let counts: Vec<u32> = counts.iter().map(|&x| x as u32).collect();
    let urn = MarginSampler::new(table, n as usize);
    let extreme = ExtremenessTest::new(table, order, &urn.log, &counts);
    let mut labels: Vec<u8> = Vec::new();
    let shuffling = n <= 200 && urn.rows.len() <= 256;
    if shuffling {
        for (i, &r) in urn.rows.iter().enumerate() {
            labels.extend(std::iter::repeat_n(i as u8, r as usize));
        }
    }
    let (mut cells, mut hits) = (vec![0_u32; counts.len()], 0);
    for draw in 0..samples {
        if draw % CANCEL_CHECK_INTERVAL == 0 && stop() {
            return Err(StatsError::Cancelled);
        }
        if shuffling {
            urn.shuffle(&mut rng, &mut labels, &mut cells);
        } else {
            urn.draw(&mut rng, &mut cells);
        }
        hits += u64::from(extreme.reached(&cells));
    }
    Ok(hits)
}

/// Draws tables with given margins.
struct MarginSampler {
    rows: Vec<u32>,
    columns: Vec<u32>,
    n: u32,
    /// ln x! up to n.
    log: Vec<f64>,
}

impl MarginSampler {
    /// Margins of a compact table.
    fn new(table: &Table, n: usize) -> MarginSampler {
        let whole = |v: Vec<f64>| v.into_iter().map(|x| x as u32).collect();
        MarginSampler {
            rows: whole(table.row_totals()),
            columns: whole(table.column_totals()),
            n: n as u32,
            log: ln_factorials(n),
        }
    }

    /// Draws a table by dealing shuffled row labels to the columns.
    fn shuffle(&self, rng: &mut Rng, labels: &mut [u8], cells: &mut [u32]) {
        cells.fill(0);
        let m = self.columns.len();
        let mut open = self.n;
        // The last column takes what is left and needs no shuffling.
        for (j, &c) in self.columns.iter().enumerate() {
            for _ in 0..c {
                if j + 1 < m {
                    let pick = rng.below(open) as usize;
                    labels.swap(pick, open as usize - 1);
                }
                open -= 1;
                cells[usize::from(labels[open as usize]) * m + j] += 1;
            }
        }
    }

    /// Draws a table cell by cell from hypergeometric distributions.
    fn draw(&self, rng: &mut Rng, cells: &mut [u32]) {
        let m = self.columns.len();
        let mut columns = self.columns.clone();
        let mut total = self.n;
        for (i, &r) in self.rows.iter().enumerate() {
            let (mut need, mut pool) = (r, total);
            for j in 0..m {
                let own = columns[j];
                let x = self.hypergeometric(rng, own, pool - own, need);
                cells[i * m + j] = x;
                columns[j] -= x;
                pool -= own;
                need -= x;
            }
            total -= r;
        }
    }

    /// White balls among `draws` from `white` and `black`.
    fn hypergeometric(&self, rng: &mut Rng, white: u32, black: u32, draws: u32) -> u32 {
        let (low, high) = (draws.saturating_sub(black), draws.min(white));
        if low == high {
            return low;
        }
        let (w, b, d) = (f64::from(white), f64::from(black), f64::from(draws));
        let mode = (((d + 1.0) * (w + 1.0) / (w + b + 2.0)) as u32).clamp(low, high);
        let ln = |x: u32| self.log[x as usize];
        let choose = |n: u32, k: u32| ln(n) - ln(k) - ln(n - k);
        let peak = (choose(white, mode) + choose(black, draws - mode)
            - choose(white + black, draws))
        .exp();
        let mut left = rng.unit() - peak;
        let (mut up, mut down, mut chance_up, mut chance_down) = (mode, mode, peak, peak);
        while left >= 0.0 && (up < high || down > low) {
            if up < high {
                let x = f64::from(up);
                chance_up *= (w - x) * (d - x) / ((x + 1.0) * (b + x + 1.0 - d));
                up += 1;
                left -= chance_up;
                if left < 0.0 {
                    return up;
                }
            }
            if down > low {
                let x = f64::from(down);
                chance_down *= x * (b + x - d) / ((w - x + 1.0) * (d - x + 1.0));
                down -= 1;
                left -= chance_down;
                if left < 0.0 {
                    return down;
                }
            }
        }
        mode
    }
}

/// The statistic, and the value from which on a table is extreme.
struct ExtremenessTest<'a> {
    log: &'a [f64],
    order: ExtremenessCriterion,
    /// Per cell: 1/(row × column) for Pearson, the product of centred scores for the trend, the
    /// centred rank for H.
    weight: Vec<f64>,
    /// Group sizes, for H.
    sizes: Vec<f64>,
    threshold: f64,
}

impl<'a> ExtremenessTest<'a> {
    /// Sets the threshold from the observed table.
    fn new(
        table: &Table,
        order: ExtremenessCriterion,
        log: &'a [f64],
        observed: &[u32],
    ) -> ExtremenessTest<'a> {
        let (rows, columns, n) = (table.row_totals(), table.column_totals(), table.n());
        let mean = |s: &[f64], t: &[f64]| s.iter().zip(t).map(|(a, b)| a * b).sum::<f64>() / n;
        let (u, v) = (
            mean(table.row_scores(), &rows),
            mean(table.column_scores(), &columns),
        );
        let cell = |i: usize, j: usize| match order {
            ExtremenessCriterion::Pearson => 1.0 / (rows[i] * columns[j]),
            ExtremenessCriterion::Linear => {
                (table.row_scores()[i] - u) * (table.column_scores()[j] - v)
            }
            ExtremenessCriterion::Groups => table.column_scores()[j] - v,
            ExtremenessCriterion::Probability => 0.0,
        };
        let weight = (0..rows.len())
            .flat_map(|i| (0..columns.len()).map(move |j| (i, j)))
            .map(|(i, j)| cell(i, j));
        let mut extreme = ExtremenessTest {
            log,
            order,
            weight: weight.collect(),
            sizes: rows.clone(),
            threshold: 0.0,
        };
        let own = extreme.statistic(observed);
        // R's tolerance for ties: a relative 1e-7 of the probability, and of the statistic.
        extreme.threshold = match order {
            ExtremenessCriterion::Probability => own - 1e-7,
            ExtremenessCriterion::Pearson
            | ExtremenessCriterion::Linear
            | ExtremenessCriterion::Groups => own * (1.0 - 1e-9) - 1e-12,
        };
        extreme
    }

    /// Σ ln x!, Σ x²/(row × column), or the distance of the trend from its mean.
    fn statistic(&self, cells: &[u32]) -> f64 {
        match self.order {
            ExtremenessCriterion::Probability => cells.iter().map(|&x| self.log[x as usize]).sum(),
            ExtremenessCriterion::Pearson => cells
                .iter()
                .zip(&self.weight)
                .map(|(&x, w)| f64::from(x) * f64::from(x) * w)
                .sum(),
            ExtremenessCriterion::Groups => {
                let wide = cells.len() / self.sizes.len();
                let rows = cells
                    .chunks(wide)
                    .zip(self.weight.chunks(wide))
                    .zip(&self.sizes);
                rows.map(|((row, weight), size)| {
                    let sum: f64 = row.iter().zip(weight).map(|(&x, w)| f64::from(x) * w).sum();
                    sum * sum / size
                })
                .sum()
            }
            ExtremenessCriterion::Linear => cells
                .iter()
                .zip(&self.weight)
                .map(|(&x, w)| f64::from(x) * w)
                .sum::<f64>()
                .abs(),
        }
    }

    /// Returns whether a table is at least as extreme as the observed one.
    fn reached(&self, cells: &[u32]) -> bool {
        self.statistic(cells) >= self.threshold
    }
}
