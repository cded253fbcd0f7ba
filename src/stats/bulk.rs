//! All pairs of many items with few categories: counts and Pearson's p.
//!
//! Each category of each item is a bit set with one bit per respondent; a cell of a table is the
//! number of bits that two sets share. A respondent without an answer has no bit set, so missing
//! answers are excluded pairwise. The statistic is that of `chisq`; everything else about a single
//! table is left out here.

use super::distributions;
use super::error::StatsError;
use serde::Serialize;

/// Largest number of categories of an item.
pub const MAX_CATEGORIES: usize = 16;

/// Words processed together, so that the bit sets of both items stay in the L1 cache.
const BLOCK: usize = 128;

/// One item: its bit sets, one per category.
#[derive(Debug, Clone, PartialEq)]
struct PackedItem {
    planes: Vec<u64>,
    counts: Vec<u32>,
    complete: bool,
}

/// Items prepared for crossing.
#[derive(Debug, Clone, PartialEq)]
pub struct PackedItems {
    items: Vec<PackedItem>,
    words: usize,
    rows: usize,
}

/// Pearson's test of one pair of items.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PairTest {
    /// Position of the first item.
    pub a: u32,
    /// Position of the second item, larger than `a`.
    pub b: u32,
    /// Respondents who answered both.
    pub n: u32,
    /// Degrees of freedom; 0 if the pair is not testable (fewer than two categories used on a
    /// side).
    pub df: u32,
    /// Pearson's chi-square, ≥ 0; 0 if not testable.
    pub statistic: f64,
    /// Smallest expected count; 0 if not testable.
    pub min_expected: f64,
    /// Large-sample p-value, 0 to 1; `None` if not testable.
    pub p: Option<f64>,
}

impl PackedItems {
    /// Items from columns of equal length, each with its number of categories (1 to
    /// [`MAX_CATEGORIES`]). A value that is no category, such as 255, is a missing answer.
    pub fn new(columns: &[(&[u8], usize)]) -> Result<PackedItems, StatsError> {
        let rows = columns.first().map_or(0, |c| c.0.len());
        let words = rows.div_ceil(64);
        if columns
            .iter()
            .any(|(values, k)| values.len() != rows || *k == 0 || *k > MAX_CATEGORIES)
        {
            return Err(StatsError::Shape);
        }
        if u32::try_from(rows).is_err() || u32::try_from(columns.len()).is_err() {
            return Err(StatsError::TooLarge);
        }
        let item = |&(values, k): &(&[u8], usize)| {
            let (mut planes, mut counts) = (vec![0_u64; words * k], vec![0_u32; k]);
            for (word, chunk) in values.chunks(64).enumerate() {
                let mut bits = [0_u64; 256];
                for (row, &value) in chunk.iter().enumerate() {
                    bits[usize::from(value)] |= 1 << row;
                }
                for (category, count) in counts.iter_mut().enumerate() {
                    planes[category * words + word] = bits[category];
                    *count += bits[category].count_ones();
                }
            }
            let complete = counts.iter().sum::<u32>() as usize == rows;
            PackedItem {
                planes,
                counts,
                complete,
            }
        };
        Ok(PackedItems {
            items: columns.iter().map(item).collect(),
            words,
            rows,
        })
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Number of respondents.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// All pairs (0,1), (0,2), …, (1,2), … on up to `threads` threads; the result does not depend
    /// on their number.
    pub fn all_pairs(&self, threads: usize) -> Vec<PairTest> {
        let k = self.items.len();
        let blank = PairTest {
            a: 0,
            b: 0,
            n: 0,
            df: 0,
            statistic: 0.0,
            min_expected: 0.0,
            p: None,
        };
        let mut tests: Vec<PairTest> = Vec::with_capacity(k * k.saturating_sub(1) / 2);
        for a in 0..k as u32 {
            tests.extend((a + 1..k as u32).map(|b| PairTest { a, b, ..blank }));
        }
        let share = tests.len().div_ceil(threads.max(1)).max(1);
        if threads <= 1 || tests.len() < 64 {
            self.run(&mut tests);
        } else {
            std::thread::scope(|scope| {
                for part in tests.chunks_mut(share) {
                    scope.spawn(|| self.run(part));
                }
            });
        }
        tests
    }

    /// The counts of one pair, with the first item's categories as rows; empty for an index out of
    /// range.
    pub fn counts(&self, a: usize, b: usize) -> Vec<u32> {
        let (Some(first), Some(second)) = (self.items.get(a), self.items.get(b)) else {
            return Vec::new();
        };
        let mut cells = [0; MAX_CATEGORIES * MAX_CATEGORIES];
        self.cross(first, second, &mut cells);
        let (r, c) = (first.counts.len(), second.counts.len());
        (0..r)
            .flat_map(|i| cells[i * c..(i + 1) * c].to_vec())
            .collect()
    }

    /// Computes the tests of a range of pairs.
    fn run(&self, tests: &mut [PairTest]) {
        let mut cells = [0; MAX_CATEGORIES * MAX_CATEGORIES];
        for test in tests {
            let (a, b) = (&self.items[test.a as usize], &self.items[test.b as usize]);
            self.cross(a, b, &mut cells);
            let c = b.counts.len();
            pearson(&cells[..a.counts.len() * c], c, test);
        }
    }

    /// Counts of a pair. For an item without missing answers, the last category follows from the
    /// totals of the other item.
    fn cross(
        &self,
        a: &PackedItem,
        b: &PackedItem,
        cells: &mut [u32; MAX_CATEGORIES * MAX_CATEGORIES],
    ) {
        let (r, c) = (a.counts.len(), b.counts.len());
        let (rows, columns) = (
            r - usize::from(a.complete && r > 1),
            c - usize::from(b.complete && c > 1),
        );
        cells[..r * c].fill(0);
        let mut from = 0;
        while from < self.words {
            let to = (from + BLOCK).min(self.words);
            for i in 0..rows {
                let first = &a.planes[i * self.words + from..i * self.words + to];
                for j in 0..columns {
                    cells[i * c + j] +=
                        shared(first, &b.planes[j * self.words + from..j * self.words + to]);
                }
            }
            from = to;
        }
        if columns < c {
            for i in 0..rows {
                let seen: u32 = cells[i * c..i * c + columns].iter().sum();
                cells[i * c + columns] = a.counts[i] - seen;
            }
        }
        if rows < r {
            for j in 0..c {
                // The last row is what remains of b's category j. If b is complete, the corner
                // follows as well.
                let seen: u32 = (0..rows).map(|i| cells[i * c + j]).sum();
                cells[rows * c + j] = b.counts[j] - seen;
            }
        }
    }
}

/// Four words, which compilers map to wide registers.
type Lane = [u64; 4];

/// Adds three strings bit by bit: (carries, sums).
#[inline(always)]
fn add(a: Lane, b: Lane, c: Lane) -> (Lane, Lane) {
    let (mut carry, mut sum) = ([0; 4], [0; 4]);
    for i in 0..4 {
        let u = a[i] ^ b[i];
        carry[i] = (a[i] & b[i]) | (u & c[i]);
        sum[i] = u ^ c[i];
    }
    (carry, sum)
}

/// Bits in four words.
#[inline(always)]
fn ones(a: Lane) -> u32 {
    a.iter().map(|x| x.count_ones()).sum()
}

/// Number of bits set in both strings, eight lanes at a time by carry-save addition (Harley &
/// Seal).
fn shared(a: &[u64], b: &[u64]) -> u32 {
    let (blocks_a, rest_a) = a.as_chunks::<32>();
    let (blocks_b, rest_b) = b.as_chunks::<32>();
    let mut eights = 0;
    let (mut one, mut two, mut four) = ([0; 4], [0; 4], [0; 4]);
    for (x, y) in blocks_a.iter().zip(blocks_b) {
        let lane = |k: usize| -> Lane { std::array::from_fn(|i| x[4 * k + i] & y[4 * k + i]) };
        let (two_a, sum) = add(one, lane(0), lane(1));
        let (two_b, sum) = add(sum, lane(2), lane(3));
        let (four_a, twos) = add(two, two_a, two_b);
        let (two_a, sum) = add(sum, lane(4), lane(5));
        let (two_b, sum) = add(sum, lane(6), lane(7));
        let (four_b, twos) = add(twos, two_a, two_b);
        let (eight, fours) = add(four, four_a, four_b);
        (one, two, four) = (sum, twos, fours);
        eights += ones(eight);
    }
    let rest: u32 = rest_a
        .iter()
        .zip(rest_b)
        .map(|(x, y)| (x & y).count_ones())
        .sum();
    8 * eights + 4 * ones(four) + 2 * ones(two) + ones(one) + rest
}

/// Pearson's chi-square of counts in rows of `c`, written into the test.
fn pearson(cells: &[u32], c: usize, test: &mut PairTest) {
    let (mut rows, mut columns) = ([0_u32; MAX_CATEGORIES], [0_u32; MAX_CATEGORIES]);
    for (row, total) in cells.chunks_exact(c).zip(&mut rows) {
        for (x, column) in row.iter().zip(&mut columns) {
            *total += x;
            *column += x;
        }
    }
    let used = |totals: &[u32]| totals.iter().filter(|t| **t > 0).count();
    let smallest = |totals: &[u32]| totals.iter().copied().filter(|t| *t > 0).min().unwrap_or(0);
    let (r, k) = (used(&rows), used(&columns));
    let total: u32 = rows.iter().sum();
    test.n = total;
    if r < 2 || k < 2 {
        return;
    }
    let n = f64::from(total);
    let mut inverse = [0.0_f64; MAX_CATEGORIES];
    for (slot, &t) in inverse.iter_mut().zip(&columns) {
        *slot = if t > 0 { 1.0 / f64::from(t) } else { 0.0 };
    }
    // Σ (o − e)²/e, with e = row·column/n: differences first, so that near-independence keeps its
    // digits.
    let mut statistic = 0.0;
    for (row, &t) in cells.chunks_exact(c).zip(&rows) {
        if t == 0 {
            continue;
        }
        let (mut sum, share) = (0.0, f64::from(t) / n);
        for ((&x, &column), &scale) in row.iter().zip(&columns).zip(&inverse) {
            let d = f64::from(x) - share * f64::from(column);
            sum += d * d * scale;
        }
        statistic += sum / share;
    }
    test.df = ((r - 1) * (k - 1)) as u32;
    test.statistic = statistic;
    test.min_expected = f64::from(smallest(&rows)) * f64::from(smallest(&columns)) / n;
    test.p = Some(distributions::chi_square(statistic, test.df));
}
