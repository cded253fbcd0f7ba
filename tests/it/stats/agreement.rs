//! Over random tables: the interval printed beside a test agrees with it, and what is said of
//! single answers is what trying all of them gives. `VIRK_TABLES=1000` tries a thousand of each;
//! otherwise a seeded sample is tried.

use std::collections::HashSet;
use virk::stats::advice::{
    AdviceRequest, AssociationStatus, EffectMeasure, SideLevel, TableSide, advise, recommend, run,
};
use virk::stats::chisq::{is_sparse, pearson};
use virk::stats::exact::Effort;
use virk::stats::rng::Rng;
use virk::stats::{Interval, Table};

fn asked(usual: usize) -> usize {
    std::env::var("VIRK_TABLES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(usual)
}

/// A table with some relation, some unused categories and any levels.
fn random(rng: &mut Rng, most: u32, answers: std::ops::Range<u32>) -> Table {
    let (rows, columns) = (
        2 + rng.below(most - 1) as usize,
        2 + rng.below(most - 1) as usize,
    );
    let n = answers.start + rng.below(answers.end - answers.start);
    let pull = rng.unit();
    let unused = (rng.below(5) == 0)
        .then(|| rng.below(rows as u32) as usize)
        .filter(|_| rows > 2);
    let skew = 0.5 + 2.0 * rng.unit();
    let mut cells = vec![0_u64; rows * columns];
    for _ in 0..n {
        let x = rng.unit();
        let y = if rng.unit() < pull * 0.7 {
            x
        } else {
            rng.unit().powf(skew)
        };
        let mut row = ((x * rows as f64) as usize).min(rows - 1);
        if Some(row) == unused {
            row = (row + 1) % rows;
        }
        cells[row * columns + ((y * columns as f64) as usize).min(columns - 1)] += 1;
    }
    let side = |rng: &mut Rng, name: &str, size: usize| {
        let side = TableSide::new(
            name,
            if rng.below(2) == 0 {
                SideLevel::Nominal
            } else {
                SideLevel::Ordinal
            },
        );
        match rng.below(4) {
            0 => side.with_yes(rng.below(size as u32) as usize),
            1 => side.with_codes(Some((0..size).map(|k| (k * k) as f64).collect())),
            _ => side,
        }
    };
    let sides = (side(rng, "a", rows), side(rng, "b", columns));
    Table::from_counts(rows, columns, &cells)
        .unwrap()
        .with_sides(sides.0, sides.1)
        .unwrap()
}

#[test]
fn no_interval_contradicts_the_test_beside_it() {
    let mut rng = Rng::new(20_261_130);
    let (mut tried, mut shown) = (0, 0);
    while tried < asked(150) {
        let table = random(&mut rng, 5, 3..120);
        let mut question = AdviceRequest::default();
        (question.effort.work, question.effort.samples) = (400_000, 2_000);
        if tried % 3 == 1 {
            question.alpha = 0.01;
        }
        let advice = advise(&table, &question);
        let Some(outcome) = &advice.outcome else {
            continue;
        };
        tried += 1;
        let found = outcome.p <= question.alpha;
        shown += usize::from(found);
        assert!(
            matches!(
                advice.status,
                AssociationStatus::Shown | AssociationStatus::NotShown
            ),
            "{}",
            advice.status
        );
        let effects = advice.effects.as_ref().unwrap();
        assert_eq!(
            advice.association.as_ref(),
            effects.first().map(|effect| &effect.estimate)
        );
        for effect in &effects.found {
            let estimate = &effect.estimate;
            // Tau-b of uneven scores stands behind r, whose test it is not.
            if effect.measure == EffectMeasure::TauB
                && effects.first().unwrap().measure == EffectMeasure::R
            {
                continue;
            }
            // Ratios of nothing to something exist; nothing to nothing does not occur.
            let Some(Interval {
                low, high, level, ..
            }) = &estimate.interval
            else {
                assert!(outcome.n <= 3.0 && !found, "{effect:?}");
                continue;
            };
            let none = match effect.measure {
                EffectMeasure::RelativeRisk | EffectMeasure::OddsRatio => 1.0,
                EffectMeasure::Superiority => 0.5,
                _ => 0.0,
            };
            let outside = if matches!(
                effect.measure,
                EffectMeasure::V | EffectMeasure::EpsilonSquared
            ) {
                *low > 0.0
            } else {
                *low > none || *high < none
            };
            assert_eq!(outside, found, "{effect:?} p = {} of {table:?}", outcome.p);
            assert!((level - (1.0 - question.alpha)).abs() < 1e-12);
            assert!(
                *low <= estimate.value && estimate.value <= *high,
                "{effect:?}"
            );
            assert!(
                *high - *low > 1e-3,
                "{effect:?} is certain of {} answers",
                outcome.n
            );
            assert!(low.is_finite() && !high.is_nan(), "{effect:?}");
        }
        for text in [&advice.english, &advice.danish] {
            assert!(
                !["−.00", "−0,00", "NaN", "inf"]
                    .iter()
                    .any(|wrong| text.contains(wrong)),
                "{text}"
            );
        }
    }
    assert!(
        shown * 5 > tried && shown * 5 < 4 * tried,
        "{shown} of {tried}"
    );
}

/// p of a table near another by the test of that one: exactly where it is sparse.
fn p(table: &Table, method: virk::stats::advice::Method) -> Option<f64> {
    let sparse = is_sparse(&pearson(table).ok()?);
    let method = if sparse {
        method.exact()
    } else {
        method.large_sample()
    };
    run(
        table,
        method,
        &Effort {
            work: u64::MAX / 64,
            samples: 0,
            seed: 0,
        },
    )
    .ok()
    .map(|outcome| outcome.p)
}

/// Every table one answer away within the used categories, written without regard to how the
/// library does it.
fn neighbours(table: &Table, used: &(Vec<usize>, Vec<usize>)) -> Vec<Table> {
    let mut all = Vec::new();
    for &i in &used.0 {
        for &j in &used.1 {
            for &k in &used.0 {
                for &l in &used.1 {
                    let apart = |v: &[usize], a, b| {
                        let place = |x| v.iter().position(|y| *y == x).unwrap();
                        place(a).abs_diff(place(b))
                    };
                    let (down, across) = (apart(&used.0, i, k), apart(&used.1, j, l));
                    let fits = |steps: usize, level| {
                        steps == 1 || (steps > 1 && level == SideLevel::Nominal)
                    };
                    let moved = (down == 0 && fits(across, table.column_side().level))
                        || (across == 0 && fits(down, table.row_side().level));
                    if moved {
                        all.extend(table.with_answer_moved((i, j), (k, l)));
                    }
                }
            }
        }
    }
    all
}

#[test]
fn single_answers_decide_what_trying_all_of_them_says() {
    let mut rng = Rng::new(3);
    let (mut tried, mut unused, mut certain, mut ones) = (0, 0, 0, 0);
    while tried < asked(60) {
        let table = random(&mut rng, 3, 8..26);
        let Ok(method) = recommend(&table) else {
            continue;
        };
        let Some(own) = p(&table, method) else {
            continue;
        };
        tried += 1;
        let found = virk::stats::advice::fragility(&table, method, 0.05, 40_000_000).unwrap();
        let flips = |q: f64| (q <= 0.05) != (own <= 0.05);
        let used = table.used();
        unused += usize::from(used.0.len() < table.rows() || used.1.len() < table.columns());
        // Leave one out.
        let alone: HashSet<(usize, usize)> = (0..table.rows())
            .flat_map(|i| (0..table.columns()).map(move |j| (i, j)))
            .filter(|cell| {
                table
                    .without_answer(*cell)
                    .and_then(|t| p(&t, method))
                    .is_some_and(flips)
            })
            .collect();
        assert_eq!(
            found.one_person.is_some(),
            !alone.is_empty(),
            "{table:?} {found:?} {alone:?}"
        );
        assert!(found.one_person.is_none_or(|cell| alone.contains(&cell)));
        ones += alone.len().min(1);
        // Every table up to three moves away.
        let mut front = vec![table.clone()];
        let mut fewest = None;
        for depth in 1..=3.min((table.n() / 3.0) as usize) {
            let mut seen: HashSet<Vec<u64>> = HashSet::new();
            let next: Vec<Table> = front
                .iter()
                .flat_map(|t| neighbours(t, &used))
                .filter(|t| seen.insert(t.observed().iter().map(|x| *x as u64).collect()))
                .filter(|t| p(t, method).is_some())
                .collect();
            if next.iter().any(|t| flips(p(t, method).unwrap())) {
                fewest = Some(depth);
                break;
            }
            front = next;
        }
        certain += usize::from(found.certain);
        match fewest {
            Some(k) => assert_eq!((found.fewest, found.certain), (Some(k), true), "{table:?}"),
            None => assert!(found.fewest.is_none_or(|k| k > 3), "{table:?} {found:?}"),
        }
        let mut at = table.clone();
        for step in &found.moves {
            at = at.with_answer_moved(step.from, step.to).unwrap();
        }
        assert!((p(&at, method).unwrap() - found.p_after).abs() < 1e-12);
    }
    assert!(
        unused * 20 > tried && ones * 20 > tried && certain * 10 > 8 * tried,
        "{unused} {ones} {certain} of {tried}"
    );
}
