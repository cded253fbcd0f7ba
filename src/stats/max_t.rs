//! P-values adjusted for many dependent tests by Westfall and Young's (1993) step-down max-T: the
//! distribution of the largest statistic of the family under the null hypothesis, from permutations
//! of the data.
//!
//! The rows of one side are permuted, all its variables together, so that relations within a side
//! are preserved and only those between the sides are broken. It controls the family-wise error
//! rate and is more powerful than Holm if the tests are correlated, as those of one questionnaire
//! are.

use super::distributions;
use super::error::StatsError;
use super::rng::Rng;
use serde::Serialize;

/// One side of a pair, with a value per row; `None` for a missing answer.
#[derive(Debug, Clone, PartialEq)]
pub enum PermutedValues {
    /// Numeric values: scores, ranks, 0 and 1.
    Scores(Vec<Option<f64>>),
    /// Categories without order, from 0.
    Categories(Vec<Option<u32>>),
}

/// A pair of variables to be tested, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermutedPair {
    /// Index of the side whose rows stay in place.
    pub fixed: usize,
    /// Index of the side whose rows are permuted.
    pub permuted: usize,
}

/// Adjusted p-values by permutation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MaxT {
    /// One per test; `None` where there is no test.
    pub adjusted: Vec<Option<f64>>,
    /// Number of permutations.
    pub permutations: u32,
    /// Seed of the permutations.
    pub seed: u64,
}

/// Adjusts the tests of `pairs` within their family; all variables have the same rows.
/// An error when variables have different numbers of rows, or an index is out of range.
pub fn max_t(
    variables: &[PermutedValues],
    pairs: &[PermutedPair],
    permutations: u32,
    seed: u64,
) -> Result<MaxT, StatsError> {
    let rows = variables.first().map_or(0, PermutedValues::len);
    if variables.iter().any(|values| values.len() != rows)
        || pairs
            .iter()
            .any(|pair| pair.fixed.max(pair.permuted) >= variables.len())
    {
        return Err(StatsError::Shape);
    }
    let mut order: Vec<usize> = (0..rows).collect();
    let statistics = |order: &[usize]| -> Vec<Option<f64>> {
        pairs
            .iter()
            .map(|pair| surprise(&variables[pair.fixed], &variables[pair.permuted], order))
            .collect()
    };
    let observed = statistics(&order);
    let mut count = ExceedanceCounter::new(&observed);
    let mut rng = Rng::new(seed);
    for _ in 0..permutations {
        for i in (1..rows).rev() {
            let j = rng.below(i as u32 + 1) as usize;
            order.swap(i, j);
        }
        count.add(&statistics(&order));
    }
    Ok(MaxT {
        adjusted: count.adjusted(1),
        permutations,
        seed,
    })
}

/// Counts, over permutations, how often the largest statistic of the remaining tests reaches the
/// observed one.
#[derive(Debug, Clone)]
pub struct ExceedanceCounter {
    /// The existing tests, largest statistic first.
    places: Vec<usize>,
    observed: Vec<f64>,
    reached: Vec<u64>,
    drawn: u64,
    tests: usize,
}

impl ExceedanceCounter {
    /// For the observed statistics; larger is more extreme.
    #[must_use]
    pub fn new(observed: &[Option<f64>]) -> ExceedanceCounter {
        let mut found: Vec<(usize, f64)> = observed
            .iter()
            .enumerate()
            .filter_map(|(i, t)| t.map(|t| (i, t)))
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (places, sorted): (Vec<usize>, Vec<f64>) = found.into_iter().unzip();
        ExceedanceCounter {
            reached: vec![0; places.len()],
            observed: sorted,
            places,
            drawn: 0,
            tests: observed.len(),
        }
    }

    /// Adds the statistics of one permutation.
    pub fn add(&mut self, statistics: &[Option<f64>]) {
        self.drawn += 1;
        let mut most = f64::NEG_INFINITY;
        for (rank, place) in self.places.iter().enumerate().rev() {
            most = most.max(
                statistics
                    .get(*place)
                    .copied()
                    .flatten()
                    .unwrap_or(f64::NEG_INFINITY),
            );
            // With a tolerance for rounding: permutations that give the same table must count as
            // equal.
            let own = self.observed[rank];
            self.reached[rank] += u64::from(most >= own - 1e-9 * (1.0 + own.abs()));
        }
    }

    /// The adjusted p-values. `more` permutations besides those added count as reaching every
    /// statistic (1 for the observed one, if permutations are drawn at random).
    #[must_use]
    pub fn adjusted(&self, more: u64) -> Vec<Option<f64>> {
        let mut adjusted = vec![None; self.tests];
        let mut most = 0.0_f64;
        for (rank, place) in self.places.iter().enumerate() {
            most = most.max((self.reached[rank] + more) as f64 / (self.drawn + more) as f64);
            adjusted[*place] = Some(most);
        }
        adjusted
    }
}

impl PermutedValues {
    fn len(&self) -> usize {
        match self {
            PermutedValues::Scores(values) => values.len(),
            PermutedValues::Categories(values) => values.len(),
        }
    }
}

/// −ln p of the large-sample test of two variables, one of them permuted: N − 1 times the squared
/// correlation for two scores, the same for scores between groups, Pearson's chi-square for two
/// categorical variables. p puts tests with different degrees of freedom on one scale.
fn surprise(stays: &PermutedValues, moves: &PermutedValues, order: &[usize]) -> Option<f64> {
    let (statistic, df) = match (stays, moves) {
        (PermutedValues::Scores(a), PermutedValues::Scores(b)) => (correlated(a, b, order)?, 1),
        (PermutedValues::Categories(a), PermutedValues::Scores(b)) => {
            between(order.iter().enumerate().map(|(i, j)| (a[i], b[*j])))?
        }
        (PermutedValues::Scores(a), PermutedValues::Categories(b)) => {
            between(order.iter().enumerate().map(|(i, j)| (b[*j], a[i])))?
        }
        (PermutedValues::Categories(a), PermutedValues::Categories(b)) => crossed(a, b, order)?,
    };
    Some(-distributions::chi_square_log(statistic, df))
}

fn correlated(a: &[Option<f64>], b: &[Option<f64>], order: &[usize]) -> Option<f64> {
    let (mut n, mut x, mut y, mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for (i, j) in order.iter().enumerate() {
        let (Some(u), Some(v)) = (a[i], b[*j]) else {
            continue;
        };
        n += 1.0;
        x += u;
        y += v;
        xx += u * u;
        yy += v * v;
        xy += u * v;
    }
    let (sx, sy) = (xx - x * x / n, yy - y * y / n);
    let covariance = xy - x * y / n;
    (n > 2.0 && sx > 1e-12 * xx && sy > 1e-12 * yy)
        .then(|| (n - 1.0) * (covariance * covariance / (sx * sy)).min(1.0))
}

fn between(pairs: impl Iterator<Item = (Option<u32>, Option<f64>)>) -> Option<(f64, u32)> {
    let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
    let mut groups: Vec<(f64, f64)> = Vec::new();
    for (group, score) in pairs {
        let (Some(group), Some(score)) = (group, score) else {
            continue;
        };
        let group = group as usize;
        if groups.len() <= group {
            groups.resize(group + 1, (0.0, 0.0));
        }
        groups[group].0 += 1.0;
        groups[group].1 += score;
        n += 1.0;
        sum += score;
        squares += score * score;
    }
    let total = squares - sum * sum / n;
    let used: Vec<_> = groups.iter().filter(|group| group.0 > 0.0).collect();
    if used.len() < 2 || total <= 1e-12 * squares {
        return None;
    }
    let explained: f64 = used
        .iter()
        .map(|(count, own)| own * own / count)
        .sum::<f64>()
        - sum * sum / n;
    Some((
        (n - 1.0) * (explained / total).clamp(0.0, 1.0),
        used.len() as u32 - 1,
    ))
}

fn crossed(a: &[Option<u32>], b: &[Option<u32>], order: &[usize]) -> Option<(f64, u32)> {
    let size = |values: &[Option<u32>]| {
        values
            .iter()
            .flatten()
            .max()
            .map_or(0, |most| *most as usize + 1)
    };
    let (r, c) = (size(a), size(b));
    let mut cells = vec![0.0_f64; r * c];
    for (i, j) in order.iter().enumerate() {
        if let (Some(u), Some(v)) = (a[i], b[*j]) {
            cells[u as usize * c + v as usize] += 1.0;
        }
    }
    let rows: Vec<f64> = (0..r)
        .map(|i| cells[i * c..(i + 1) * c].iter().sum())
        .collect();
    let columns: Vec<f64> = (0..c)
        .map(|j| (0..r).map(|i| cells[i * c + j]).sum())
        .collect();
    let n: f64 = rows.iter().sum();
    let used = |totals: &[f64]| totals.iter().filter(|total| **total > 0.0).count() as u32;
    let (used_rows, used_columns) = (used(&rows), used(&columns));
    if used_rows < 2 || used_columns < 2 {
        return None;
    }
    let mut sum = 0.0;
    for (i, row) in rows.iter().enumerate() {
        for (j, column) in columns.iter().enumerate() {
            let expected = row * column / n;
            if expected > 0.0 {
                sum += (cells[i * c + j] - expected).powi(2) / expected;
            }
        }
    }
    Some((sum, (used_rows - 1) * (used_columns - 1)))
}
