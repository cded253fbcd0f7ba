//! The numbers, against the budgets of `ARCHITECTURE.md`: all pairs of 2,000 × 200 five-point items
//! within 0.02 s, an exact 5 × 5 test at N = 31 within 5 ms.
//!
//! Prints a line per task: what, with what, seconds (median), and a checksum that other programs
//! must share. `VIRK_BENCH_DATA=FOLDER` also writes the data there, for `peers.sh` to give to R and
//! Python.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;
use virk::stats::bulk::{PackedItems, PairTest};
use virk::stats::exact::{self, Effort, ExtremenessCriterion};
use virk::stats::{Table, rng::Rng};

/// Shares of a five-point item, in hundredths, summed up.
const SHARES: [u32; 5] = [7, 20, 45, 80, 100];

/// Answers of `people` to `items` five-point items that hang together a little, item after item.
fn answers(people: usize, items: usize, seed: u64) -> Vec<Vec<u8>> {
    let mut rng = Rng::new(seed);
    let mut one = || {
        let at = rng.below(100);
        SHARES.iter().position(|share| at < *share).unwrap_or(4) as u8
    };
    let mood: Vec<u8> = (0..people).map(|_| one()).collect();
    (0..items)
        .map(|_| {
            mood.iter()
                .map(|mood| if one() == 0 { *mood } else { one() })
                .collect()
        })
        .collect()
}

/// The median time of some runs in seconds, and the last result.
fn timed<T>(runs: usize, mut f: impl FnMut() -> T) -> (f64, Option<T>) {
    let mut times = Vec::with_capacity(runs);
    let mut last = None;
    for _ in 0..runs {
        let start = Instant::now();
        last = Some(black_box(f()));
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    (times.get(runs / 2).copied().unwrap_or_default(), last)
}

/// Counts and Pearson's p of all pairs, from bytes to p-values.
fn all_pairs(task: &str, columns: &[Vec<u8>], threads: usize) {
    let borrowed: Vec<(&[u8], usize)> = columns.iter().map(|column| (&column[..], 5)).collect();
    let (seconds, tests) = timed(15, || {
        PackedItems::new(&borrowed)
            .map(|items| items.all_pairs(threads))
            .unwrap_or_default()
    });
    let tests: Vec<PairTest> = tests.unwrap_or_default();
    let sum: f64 = tests.iter().map(|test| test.statistic).sum();
    println!("{task}\tvirk, {threads} thread(s)\t{seconds:.6}\t{sum:.4}");
}

/// Sparse 5 × 5 tables of 31 answers.
fn tables() -> Vec<Vec<u64>> {
    let items = answers(31, 32, 7);
    let cross = |pair: &[Vec<u8>]| {
        let mut cells = vec![0; 25];
        pair[0]
            .iter()
            .zip(&pair[1])
            .for_each(|(a, b)| cells[usize::from(*a) * 5 + usize::from(*b)] += 1);
        cells
    };
    items.chunks_exact(2).map(cross).collect()
}

fn exact_tests(order: ExtremenessCriterion, name: &str) {
    let (mut times, mut sum) = (Vec::new(), 0.0);
    let effort = Effort {
        samples: 0,
        ..Effort::default()
    };
    for cells in tables() {
        let Ok(table) = Table::from_counts(5, 5, &cells) else {
            continue;
        };
        let (seconds, test) = timed(21, || exact::test(&table, order, &effort));
        times.push(seconds);
        sum += test.and_then(Result::ok).map_or(f64::NAN, |test| test.p);
    }
    times.sort_by(f64::total_cmp);
    let (median, most) = (times[times.len() / 2], times[times.len() - 1]);
    println!("exact 5x5 N=31, {name}, median\tvirk, 1 thread(s)\t{median:.6}\t{sum:.6}");
    println!("exact 5x5 N=31, {name}, slowest\tvirk, 1 thread(s)\t{most:.6}\t{sum:.6}");
}

/// Writes what is measured here, for others to measure.
fn write(folder: &Path, name: &str, bytes: &[u8]) {
    if let Err(error) = std::fs::write(folder.join(name), bytes) {
        eprintln!("cannot write {name}: {error}");
    }
}

fn main() {
    let sets = [
        ("2,000 x 200", "small.bin", answers(2_000, 200, 1)),
        ("100,000 x 50", "large.bin", answers(100_000, 50, 2)),
    ];
    if let Some(folder) = std::env::var_os("VIRK_BENCH_DATA") {
        let folder = Path::new(&folder);
        for (_, name, columns) in &sets {
            write(folder, name, &columns.concat());
        }
        let line = |cells: Vec<u64>| {
            cells
                .iter()
                .map(u64::to_string)
                .collect::<Vec<_>>()
                .join(" ")
                + "\n"
        };
        write(
            folder,
            "tables.txt",
            tables()
                .into_iter()
                .map(line)
                .collect::<String>()
                .as_bytes(),
        );
    }
    for (task, _, columns) in &sets {
        all_pairs(task, columns, 1);
        all_pairs(task, columns, 2);
    }
    exact_tests(ExtremenessCriterion::Probability, "Fisher-Freeman-Halton");
    exact_tests(ExtremenessCriterion::Pearson, "Pearson");
    exact_tests(ExtremenessCriterion::Linear, "linear-by-linear");
}
