//! Whole studies, simulated: what each plan shows of a link, what it calls supported and what it
//! proposes to remove, by the proposals that a person reads. The tables stand in docs/numbers.md;
//! every run tries a seeded few.

use super::{ends, five, normal, plan, proposed, study};
use crate::support::Desk;
use virk::evidence::{NumericStatus, Proposal};
use virk::stats::{rng::Rng, scores};
use virk::study::{
    AnalysisPlan, Polarity,
    plan::{Adjustment, SmallestEffects, TestUnit},
    theory::Conclusion,
};

const SEED: u64 = 20_261_130;

/// The plans, by what they are called in the table.
const PLANS: [(&str, TestUnit, Adjustment); 5] = [
    ("indices", TestUnit::Indices, Adjustment::None),
    ("pairs, none", TestUnit::Pairs, Adjustment::None),
    ("pairs, Holm", TestUnit::Pairs, Adjustment::Holm),
    (
        "pairs, Benjamini–Hochberg",
        TestUnit::Pairs,
        Adjustment::BenjaminiHochberg,
    ),
    ("pairs, max-T", TestUnit::Pairs, Adjustment::MaxT),
];

/// Which items are answered the other way round.
#[derive(Clone, Copy)]
enum Reversed {
    None,
    /// One of one end.
    One,
    /// One of each end.
    OneEach,
}

impl Reversed {
    fn turn(self, a: &mut [Vec<u8>], b: &mut [Vec<u8>]) {
        let turn = |item: &mut Vec<u8>| item.iter_mut().for_each(|answer| *answer = 6 - *answer);
        if matches!(self, Reversed::One | Reversed::OneEach) {
            turn(&mut b[1]);
        }
        if matches!(self, Reversed::OneEach) {
            turn(&mut a[0]);
        }
    }
}

/// Studies of `n` people of whose two ends, `items` each, the true correlation is `rho`.
#[derive(Clone, Copy)]
struct Case {
    n: usize,
    rho: f64,
    items: usize,
    reversed: Reversed,
}

impl Case {
    fn answers(&self, study: u64) -> [Vec<Vec<u8>>; 2] {
        let mut rng = Rng::split(SEED, study + self.n as u64 * 1_000_003);
        ends(&mut rng, self.n, self.rho, self.items)
    }
}

/// Of so many studies, in how many a link is shown, called supported, and found by one test of the
/// raw means.
#[derive(Clone, Copy, Debug, Default)]
struct Shares {
    shown: f64,
    supported: f64,
    one_test: f64,
}

fn simulated(case: Case, plan: Option<AnalysisPlan>, studies: u64) -> Shares {
    let (mut shown, mut supported, mut one_test) = (0, 0, 0);
    for number in 0..studies {
        let [mut a, mut b] = case.answers(number);
        let mean = |items: &[Vec<u8>]| -> Vec<f64> {
            (0..case.n)
                .map(|row| {
                    items.iter().map(|item| f64::from(item[row])).sum::<f64>() / case.items as f64
                })
                .collect()
        };
        one_test += usize::from(
            scores::pearson(&mean(&a), &mean(&b)).is_ok_and(|found| found.test.p < 0.05),
        );
        case.reversed.turn(&mut a, &mut b);
        let desk = study(&a, &b, &[], plan);
        let Proposal {
            tally,
            assessment: weighing,
            numbers,
            ..
        } = proposed(&desk.study);
        shown += usize::from(tally.shows(&weighing.plan, 0.05));
        supported += usize::from(numbers == NumericStatus::Supported);
    }
    let share = |count: usize| count as f64 / studies as f64;
    Shares {
        shown: share(shown),
        supported: share(supported),
        one_test: share(one_test),
    }
}

/// A relation that bends: each of `items` of one end falls and rises again with each of the other;
/// `noise` hides it.
fn bent(rng: &mut Rng, n: usize, items: usize, noise: f64) -> [Vec<Vec<u8>>; 2] {
    let (mut a, mut b) = (vec![Vec::new(); items], vec![Vec::new(); items]);
    for _ in 0..n {
        let x = 1 + rng.below(5) as u8;
        let height = (f64::from(x) - 3.0).abs() - 1.2;
        for item in &mut a {
            let slip = if items == 1 { 0.0 } else { 0.5 * normal(rng) };
            item.push((f64::from(x) + slip).round().clamp(1.0, 5.0) as u8);
        }
        b.iter_mut()
            .for_each(|item| item.push(five(height + noise * normal(rng))));
    }
    [a, b]
}

/// What is said of a relation that bends, with a declared bound and two people against it.
fn of_bent(
    answers: &[Vec<Vec<u8>>; 2],
    unit: TestUnit,
    adjustment: Adjustment,
) -> (Conclusion, NumericStatus) {
    let against = [(1, Polarity::Contradicts), (2, Polarity::Contradicts)];
    let smallest = SmallestEffects::parse(".2").unwrap();
    let plan = plan(unit, adjustment).map(|plan| AnalysisPlan { smallest, ..plan });
    let desk: Desk = study(&answers[0], &answers[1], &against, plan);
    let found = proposed(&desk.study);
    (found.conclusion, found.numbers)
}

/// A short run of the tables in docs/numbers.md.
#[test]
fn one_test_of_the_indices_finds_what_theirs_finds_and_no_plan_is_fooled() {
    let case = Case {
        n: 31,
        rho: 0.5,
        items: 3,
        reversed: Reversed::None,
    };
    let found = simulated(case, plan(TestUnit::Indices, Adjustment::None), 20);
    assert!(
        found.shown >= 0.95 * found.one_test && found.one_test > 0.4,
        "{found:?}"
    );
    for (name, unit, adjustment) in PLANS {
        let found = simulated(
            Case {
                reversed: Reversed::One,
                ..case
            },
            plan(unit, adjustment),
            2,
        );
        assert!(
            found.supported == 0.0 && found.one_test > 0.4,
            "{name}: {found:?}"
        );
        let answers = bent(&mut Rng::split(SEED, 1), 60, 1, 0.7);
        assert_ne!(
            of_bent(&answers, unit, adjustment).0,
            Conclusion::Remove,
            "{name}"
        );
    }
}

/// All tables, or those of one plan (`VIRK_PLAN='pairs, Holm' VIRK_STUDIES=100`).
#[test]
#[ignore = "takes half an hour; its figures stand in docs/numbers.md"]
fn whole_studies() {
    let number = |key: &str| std::env::var(key).ok().and_then(|words| words.parse().ok());
    let studies: u64 = number("VIRK_STUDIES").unwrap_or(400);
    let wanted = |name: &str| std::env::var("VIRK_PLAN").map_or(true, |wanted| wanted == name);
    let share = |value: f64| format!("{value:.3}").replacen("0.", ".", 1);
    println!(
        "| plan | N | ρ | shown | of these “supported” | one test of the raw means | share of its power |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|");
    for (name, unit, adjustment) in PLANS.into_iter().filter(|(name, ..)| wanted(name)) {
        for n in [31, 100] {
            for rho in [0.0, 0.3, 0.5] {
                let case = Case {
                    n,
                    rho,
                    items: 3,
                    reversed: Reversed::None,
                };
                let found = simulated(case, plan(unit, adjustment), studies);
                let (shown, supported, one_test) = (
                    share(found.shown),
                    share(found.supported),
                    share(found.one_test),
                );
                let power = if rho > 0.0 {
                    share(found.shown / found.one_test)
                } else {
                    String::new()
                };
                println!("| {name} | {n} | {rho} | {shown} | {supported} | {one_test} | {power} |");
            }
        }
    }
    println!("\n| plan | N | items | reversed | shown | “supported” |");
    println!("|---|---:|---:|---|---:|---:|");
    for (name, unit, adjustment) in PLANS.into_iter().filter(|(name, ..)| wanted(name)) {
        for n in [31, 100] {
            for (items, reversed, words) in [
                (3, Reversed::One, "one of one end"),
                (3, Reversed::OneEach, "one of each end"),
                (2, Reversed::One, "one of one end"),
            ] {
                let found = simulated(
                    Case {
                        n,
                        rho: 0.5,
                        items,
                        reversed,
                    },
                    plan(unit, adjustment),
                    studies,
                );
                println!(
                    "| {name} | {n} | {items} | {words} | {} | {} |",
                    share(found.shown),
                    share(found.supported)
                );
            }
        }
    }
    println!("\n| plan | N | items | noise | “at most slight” | removed |");
    println!("|---|---:|---:|---:|---:|---:|");
    for (name, unit, adjustment) in PLANS.into_iter().filter(|(name, ..)| wanted(name)) {
        for n in [31, 100, 540] {
            for (items, noise) in [(1, 0.7), (3, 0.7), (1, 1.5)] {
                let found = (0..studies).map(|study| {
                    of_bent(
                        &bent(&mut Rng::split(7, study), n, items, noise),
                        unit,
                        adjustment,
                    )
                });
                let found: Vec<_> = found.collect();
                let slight = found
                    .iter()
                    .filter(|(_, numbers)| *numbers == NumericStatus::Slight)
                    .count();
                let removed = found
                    .iter()
                    .filter(|(conclusion, _)| *conclusion == Conclusion::Remove)
                    .count();
                println!("| {name} | {n} | {items} | {noise} | {slight} | {removed} |");
            }
        }
    }
}
