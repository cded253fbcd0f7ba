//! Coverage of every printed 95 % interval, simulated. Too slow for every run, so it is ignored; it
//! prints the table of docs/coverage.md:
//!
//! `cargo test --release --test it stats::coverage:: -- --ignored --nocapture > docs/coverage.md`

use std::collections::BTreeMap;
use virk::stats::advice::{AdviceCode, AdviceRequest, advise};
use virk::stats::agreement::{KappaWeights, kappa};
use virk::stats::agreement::{Metric, krippendorff};
use virk::stats::latent::LatentOrdinals;
use virk::stats::rng::Rng;
use virk::stats::shares::{DecidingTest, GroupShares, ShareComparison};
use virk::stats::signed_rank::{ZeroHandling, mean_change, signed_rank};
use virk::stats::{
    Estimate, SideLevel, StatsError, Table, TableSide, Warning, association, correlation, groups,
    odds, ordinal, paired, reliability, scores,
};

const SEED: u64 = 20_241_130;
const SIZES: [usize; 6] = [10, 15, 31, 60, 100, 300];

/// Samples of each kind: 2,000, or as many as the environment says (COVERAGE_RUNS).
fn runs() -> usize {
    std::env::var("COVERAGE_RUNS")
        .ok()
        .and_then(|runs| runs.parse().ok())
        .unwrap_or(2_000)
}

/// How often an interval held the value of the population, for each effect, margin and size.
#[derive(Default)]
struct Count {
    held: usize,
    made: usize,
    none: usize,
    /// Intervals of no width, which call a sample certain.
    points: usize,
}

type Counts = BTreeMap<(&'static str, &'static str, usize, usize), Count>;

/// What is counted for one sample: the measure, its estimate, and what the population has.
fn judge(
    counts: &mut Counts,
    key: (&'static str, &'static str, usize, usize),
    estimate: Result<Estimate, StatsError>,
    truth: f64,
) {
    let count = counts.entry(key).or_default();
    match estimate.ok().and_then(|estimate| estimate.interval) {
        Some(interval) => {
            count.made += 1;
            count.held +=
                usize::from(interval.low - 1e-12 <= truth && truth <= interval.high + 1e-12);
            count.points += usize::from(interval.high - interval.low < 1e-9);
        }
        None => count.none += 1,
    }
}

fn draw(rng: &mut Rng, cells: &[f64]) -> usize {
    let mut left = rng.unit() * cells.iter().sum::<f64>();
    let place = cells.iter().position(|p| {
        left -= p;
        left < 0.0
    });
    place.unwrap_or(cells.len() - 1)
}

/// Standard normal, by the polar method.
fn normal(rng: &mut Rng) -> f64 {
    loop {
        let (u, v) = (2.0 * rng.unit() - 1.0, 2.0 * rng.unit() - 1.0);
        let s = u * u + v * v;
        if s > 0.0 && s < 1.0 {
            return u * (-2.0 * s.ln() / s).sqrt();
        }
    }
}

fn ordered(table: Table) -> Table {
    let side = |name: &str| TableSide::new(name, SideLevel::Ordinal);
    table.with_sides(side("rows"), side("columns")).unwrap()
}

/// The sample as a table of the same shape.
fn sample(rng: &mut Rng, joint: &Table, n: usize) -> Table {
    let mut counts = vec![0_u64; joint.observed().len()];
    (0..n).for_each(|_| counts[draw(rng, joint.observed())] += 1);
    ordered(Table::from_counts(joint.rows(), joint.columns(), &counts).unwrap())
}

/// The population: so many people that a measure is the population's own.
fn population(joint: &Table) -> Table {
    let cells = joint.observed().iter().map(|p| (p * 1e9).round()).collect();
    ordered(Table::new(joint.rows(), joint.columns(), cells).unwrap())
}

fn joint(rows: &[f64], columns: &[f64], rho: f64) -> Table {
    let cells = rows
        .iter()
        .flat_map(|r| columns.iter().map(move |c| (r * c * 1e6).round()))
        .collect();
    let margins = Table::new(rows.len(), columns.len(), cells).unwrap();
    LatentOrdinals::of(&margins).unwrap().joint(rho).unwrap()
}

type Measure = (&'static str, fn(&Table) -> Result<Estimate, StatsError>);

fn two_by_two() -> Vec<Measure> {
    vec![
        ("difference of shares (score)", |t| {
            compared(t, ShareComparison::Difference)
        }),
        ("ratio of shares (score)", |t| {
            compared(t, ShareComparison::Ratio)
        }),
        ("odds ratio (score)", |t| compared(t, ShareComparison::Odds)),
        ("odds ratio, exact", odds::odds_ratio),
        ("phi", association::phi),
    ]
}

fn compared(table: &Table, by: ShareComparison) -> Result<Estimate, StatsError> {
    Ok(GroupShares::of(table)?
        .counts
        .compared(by, DecidingTest::by_score(0.95)))
}

/// Two groups on a scale.
fn of_groups() -> Vec<Measure> {
    vec![
        ("probability of superiority", |t| {
            groups::superiority(t, DecidingTest::by_score(0.95))
        }),
        ("epsilon squared, two groups", |t| {
            groups::epsilon_squared(t, DecidingTest::by_score(0.95))
        }),
    ]
}

fn five_by_five() -> Vec<Measure> {
    vec![
        ("tau-b", ordinal::tau_b),
        ("gamma", ordinal::gamma),
        ("Somers' d", ordinal::somers_d_column),
        ("Spearman's rho", correlation::spearman),
        ("Pearson's r of scores", correlation::pearson_r),
        ("Cramér's V", association::cramers_v),
        ("Cramér's V, corrected", association::cramers_v_corrected),
        ("epsilon squared, five groups", |t| {
            groups::epsilon_squared(t, DecidingTest::by_score(0.95))
        }),
    ]
}

/// What the table in docs/coverage.md finds too short is told with the number.
#[test]
fn an_interval_known_to_be_short_says_so() {
    let skewed = Table::from_counts(
        5,
        5,
        &[
            1, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 1, 4, 3, 1, 0, 1, 3, 9, 7, 0, 0, 1, 8, 16,
        ],
    )
    .unwrap();
    let told = |table: &Table| association::cramers_v_corrected(table).unwrap().warnings;
    assert!(told(&skewed).iter().any(|warning| matches!(
        warning,
        Warning::ShortInterval {
            cells_below_5: 21,
            cells: 25
        }
    )));
    let even = Table::from_counts(
        5,
        5,
        &[
            4, 2, 1, 2, 3, 2, 4, 2, 3, 1, 1, 2, 5, 2, 2, 2, 3, 1, 4, 2, 3, 1, 3, 1, 4,
        ],
    )
    .unwrap();
    assert_eq!(told(&even), [Warning::SmallSample { n: 60.0 }]);
    let names = |table: Table| {
        table
            .with_sides(
                TableSide::new("a", SideLevel::Nominal),
                TableSide::new("b", SideLevel::Nominal),
            )
            .unwrap()
    };
    let (skewed, even) = (names(skewed), names(even));
    let advice = advise(&skewed, &AdviceRequest::default());
    assert!(
        advice
            .messages
            .iter()
            .any(|message| message.code == AdviceCode::ShortInterval
                && message.english.contains("21 of 25")),
        "{advice:?}"
    );
    assert!(
        !advise(&even, &AdviceRequest::default())
            .messages
            .iter()
            .any(|message| message.code == AdviceCode::ShortInterval)
    );
    let tail: Vec<f64> = (1..=20).map(|k| f64::from(k).powi(4)).collect();
    let line: Vec<f64> = (1..=20).map(f64::from).collect();
    let skew = |warnings: &[Warning]| {
        warnings
            .iter()
            .any(|warning| matches!(warning, Warning::Skewed { .. }))
    };
    assert!(
        skew(&mean_change(&tail).unwrap().mean.warnings)
            && !skew(&mean_change(&line).unwrap().mean.warnings)
    );
    assert!(skew(
        &scores::pearson(&line, &tail).unwrap().estimate.warnings
    ));
    assert!(!skew(
        &scores::spearman(&line, &tail).unwrap().estimate.warnings
    ));
}

#[test]
#[ignore = "simulates for minutes"]
fn coverage() {
    let mut counts = Counts::new();
    let mut rng = Rng::new(SEED);
    let effects = [0.0, 0.3, 0.6];
    for (margins, two, five) in [
        ("balanced", [vec![0.5, 0.5], vec![0.5, 0.5]], vec![0.2; 5]),
        (
            "skewed",
            [vec![0.3, 0.7], vec![0.85, 0.15]],
            vec![0.04, 0.06, 0.15, 0.35, 0.4],
        ),
    ] {
        for (at, rho) in effects.into_iter().enumerate() {
            let small = joint(&two[0], &two[1], rho);
            let large = joint(&five, &five, rho);
            let groups_of_five = joint(&two[0], &five, rho);
            for n in SIZES {
                of_tables(
                    &mut counts,
                    &mut rng,
                    (margins, at, n),
                    &small,
                    two_by_two(),
                );
                of_tables(
                    &mut counts,
                    &mut rng,
                    (margins, at, n),
                    &large,
                    five_by_five(),
                );
                of_tables(
                    &mut counts,
                    &mut rng,
                    (margins, at, n),
                    &groups_of_five,
                    of_groups(),
                );
                of_pairs(&mut counts, &mut rng, (margins, at, n), (&small, &large));
                of_numbers(&mut counts, &mut rng, (margins, at, n), rho);
            }
        }
    }
    print(&counts);
}

fn of_tables(
    counts: &mut Counts,
    rng: &mut Rng,
    (margins, at, n): (&'static str, usize, usize),
    joint: &Table,
    all: Vec<Measure>,
) {
    let whole = population(joint);
    // The exact odds ratio enumerates: its population value is the one of the sample's formula.
    let truth = |name: &str, measure: fn(&Table) -> Result<Estimate, StatsError>| match name {
        "odds ratio, exact" => joint.at(0, 0) * joint.at(1, 1) / (joint.at(0, 1) * joint.at(1, 0)),
        _ => measure(&whole).unwrap().value,
    };
    let truths: Vec<f64> = all
        .iter()
        .map(|(name, measure)| truth(name, *measure))
        .collect();
    for _ in 0..runs() {
        let table = sample(rng, joint, n);
        for ((name, measure), truth) in all.iter().zip(&truths) {
            judge(counts, (name, margins, at, n), measure(&table), *truth);
        }
    }
}

/// The same people twice: the joint table read as before and after, and as two raters.
fn of_pairs(
    counts: &mut Counts,
    rng: &mut Rng,
    (margins, at, n): (&'static str, usize, usize),
    (small, large): (&Table, &Table),
) {
    let change = small.at(0, 1) - small.at(1, 0);
    let whole = population(large);
    let (plain, weighted) = (
        kappa(&whole, KappaWeights::Unweighted).unwrap().value,
        kappa(&whole, KappaWeights::Quadratic).unwrap().value,
    );
    let share = small.row_totals()[0];
    for run in 0..runs() {
        let table = sample(rng, small, n);
        let (gained, lost) = (table.at(0, 1) as u64, table.at(1, 0) as u64);
        judge(
            counts,
            ("change of a share (Tango)", margins, at, n),
            paired::share_change(n as u64, gained, lost, 0.95),
            change,
        );
        let first = table.row_totals()[0] as u64;
        judge(
            counts,
            ("share (Wilson)", margins, at, n),
            odds::wilson(first, n as u64, 0.95),
            share,
        );
        let table = sample(rng, large, n);
        judge(
            counts,
            ("kappa", margins, at, n),
            kappa(&table, KappaWeights::Unweighted),
            plain,
        );
        judge(
            counts,
            ("weighted kappa", margins, at, n),
            kappa(&table, KappaWeights::Quadratic),
            weighted,
        );
        if run < runs() / 10 {
            let mut units = Vec::new();
            for i in 0..table.rows() {
                for j in 0..table.columns() {
                    units.extend(vec![
                        vec![Some(i as f64), Some(j as f64)];
                        table.at(i, j) as usize
                    ]);
                }
            }
            // Of a population alpha is kappa with the margins pooled.
            let truth = pooled(&whole);
            judge(
                counts,
                ("Krippendorff's alpha", margins, at, n),
                krippendorff(&units, Metric::Nominal, run as u64),
                truth,
            );
        }
        // Steps of a scale that rise with the chance of `at`.
        let lean = 0.5 + 0.15 * at as f64;
        let steps: Vec<f64> = (0..n)
            .map(|_| {
                let size = if margins == "balanced" {
                    1.0 + f64::from(rng.below(3))
                } else {
                    [1.0, 1.0, 1.0, 1.0, 3.0][rng.below(5) as usize]
                };
                if rng.unit() < 0.25 {
                    0.0
                } else if rng.unit() < lean {
                    size
                } else {
                    -size
                }
            })
            .collect();
        let effect = signed_rank(&steps, ZeroHandling::Wilcoxon).map(|found| found.effect);
        judge(
            counts,
            ("rank-biserial r of a change", margins, at, n),
            effect,
            2.0 * lean - 1.0,
        );
    }
}

fn pooled(table: &Table) -> f64 {
    let n = table.n();
    let share: Vec<f64> = table
        .row_totals()
        .iter()
        .zip(table.column_totals())
        .map(|(r, c)| (r + c) / (2.0 * n))
        .collect();
    let seen: f64 = (0..table.rows()).map(|i| table.at(i, i) / n).sum();
    let chance: f64 = share.iter().map(|p| p * p).sum();
    (seen - chance) / (1.0 - chance)
}

/// Numbers: normal ones, and in place of skewed margins lognormal ones.
fn of_numbers(
    counts: &mut Counts,
    rng: &mut Rng,
    (margins, at, n): (&'static str, usize, usize),
    rho: f64,
) {
    let skewed = margins == "skewed";
    let bent = |x: f64| if skewed { x.exp() } else { x };
    let shift = 0.5 * at as f64;
    let mean = if skewed { 0.5_f64.exp() } else { 0.0 };
    for run in 0..runs() {
        let pairs: Vec<(f64, f64)> = (0..n)
            .map(|_| {
                let (a, b) = (normal(rng), normal(rng));
                (a, rho * a + (1.0 - rho * rho).sqrt() * b)
            })
            .collect();
        let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().map(|(a, b)| (bent(*a), bent(*b))).unzip();
        // Ranks do not know of the bend; r of lognormals is (e^ρ − 1)/(e − 1).
        let r = if skewed {
            (rho.exp() - 1.0) / (1.0_f64.exp() - 1.0)
        } else {
            rho
        };
        judge(
            counts,
            ("Pearson's r of numbers", margins, at, n),
            scores::pearson(&x, &y).map(|found| found.estimate),
            r,
        );
        let spearman = 6.0 / std::f64::consts::PI * (rho / 2.0).asin();
        judge(
            counts,
            ("Spearman's rho of numbers", margins, at, n),
            scores::spearman(&x, &y).map(|found| found.estimate),
            spearman,
        );
        let first: Vec<f64> = (0..n / 2).map(|_| bent(normal(rng)) + shift).collect();
        let second: Vec<f64> = (0..n - n / 2).map(|_| bent(normal(rng))).collect();
        let means = scores::welch_t(&first, &second).map(|found| found.difference);
        judge(
            counts,
            ("difference of means (Welch)", margins, at, n),
            means,
            shift,
        );
        let moved = scores::mann_whitney(&first, &second)
            .and_then(|found| found.shift.ok_or(StatsError::TooLarge));
        judge(
            counts,
            ("shift of two groups (Hodges–Lehmann)", margins, at, n),
            moved,
            shift,
        );
        let changes: Vec<f64> = (0..n).map(|_| bent(normal(rng)) - mean + shift).collect();
        judge(
            counts,
            ("mean change (paired t)", margins, at, n),
            mean_change(&changes).map(|found| found.mean),
            shift,
        );
        if run < runs() / 4 && !skewed {
            // Four items with one factor of loading √.2, √.5, √.8: alpha of the population is 4l/(1
            // + 3l).
            let load: f64 = [0.2, 0.5, 0.8][at];
            let rows: Vec<Vec<Option<f64>>> = (0..n)
                .map(|_| {
                    let factor = normal(rng);
                    (0..4)
                        .map(|_| Some(load.sqrt() * factor + (1.0 - load).sqrt() * normal(rng)))
                        .collect()
                })
                .collect();
            let truth = 4.0 * load / (1.0 + 3.0 * load);
            judge(
                counts,
                ("Cronbach's alpha (Feldt)", margins, at, n),
                reliability::cronbach(&rows).map(|found| found.alpha),
                truth,
            );
        }
    }
}

fn print(counts: &Counts) {
    println!("# Coverage of the 95 % intervals\n");
    println!(
        "How often the interval that virk prints held the value of the population, in {} samples each, seed {SEED}:\n",
        runs()
    );
    let asked = std::env::var("COVERAGE_RUNS")
        .map(|runs| format!("COVERAGE_RUNS={runs} "))
        .unwrap_or_default();
    println!(
        "    {asked}cargo test --release --test it stats::coverage:: -- --ignored --nocapture > docs/coverage.md\n"
    );
    println!(
        "A cell gives the coverage without an effect, with a middling one and with a strong one (correlations of 0, .3 and .6"
    );
    println!(
        "behind the answers; differences of 0, .5 and 1 standard deviations; loadings of .2, .5 and .8). Balanced margins are"
    );
    println!(
        "50:50 and five categories of 20 %; skewed ones 30:70 against 85:15, and 4, 6, 15, 35 and 40 %; skewed numbers are"
    );
    println!(
        "lognormal. `!` marks what lies below .93; a number in brackets is the share of samples that had no interval, where"
    );
    let error = 2.0 * (0.95 * 0.05 / runs() as f64).sqrt();
    println!(
        "that is above .01, and `•` that some interval had no width. The simulation's own error is about ±{}; Krippendorff's",
        two(error)
    );
    println!("alpha has a tenth and Cronbach's a quarter of the samples.\n");
    let sizes: Vec<String> = SIZES.iter().map(|n| format!("N = {n}")).collect();
    println!("| interval | margins | {} |", sizes.join(" | "));
    println!("|---|---|{}", "---|".repeat(SIZES.len()));
    let mut names: Vec<(&str, &str)> = counts
        .keys()
        .map(|(name, margins, ..)| (*name, *margins))
        .collect();
    names.dedup();
    for (name, margins) in names {
        let cell = |n: usize| {
            let each = (0..3).filter_map(|at| counts.get(&(name, margins, at, n)));
            let shares: Vec<String> = each
                .map(|count| {
                    let share = count.held as f64 / count.made.max(1) as f64;
                    let none = count.none as f64 / (count.made + count.none).max(1) as f64;
                    let none = if none > 0.01 {
                        format!(" ({})", two(none))
                    } else {
                        String::new()
                    };
                    format!(
                        "{}{}{}{none}",
                        two(share),
                        if share < 0.925 { "!" } else { "" },
                        if count.points > 0 { "•" } else { "" }
                    )
                })
                .collect();
            shares.join(" ")
        };
        println!("| {name} | {margins} | {} |", SIZES.map(cell).join(" | "));
    }
}

/// ".95", "1.0".
fn two(share: f64) -> String {
    let text = format!("{share:.2}");
    if text == "1.00" {
        "1.0".into()
    } else {
        text.replacen("0.", ".", 1)
    }
}
