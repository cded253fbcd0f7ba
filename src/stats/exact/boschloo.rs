//! Boschloo's unconditional exact test of two shares (1970): the group sizes are fixed, the answers
//! are not.
//!
//! Tables are ordered by Fisher's one-sided p. The p-value is the largest probability, over the
//! common share of both groups, of a table at least as extreme. Two-sided it is twice the smaller
//! one-sided p, as in SciPy's `boschloo_exact`.

use crate::stats::error::StatsError;
use crate::stats::factorial::ln_factorials;
use crate::stats::shares::TwoProportions;

/// Larger tables are refused: the large-sample p is close then.
const MAX_PEOPLE: f64 = 1_000.0;

/// Grid of shares, evenly spaced in the arcsine; the best is then refined.
const GRID: usize = 400;

/// One-sided p-values within this relative difference are ties.
const TIE: f64 = 1e-9;

/// The two-sided p of Boschloo's test, 0 to 1.
///
/// # Errors
/// When the counts are not whole, a group is empty, or there are more than a thousand people.
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
