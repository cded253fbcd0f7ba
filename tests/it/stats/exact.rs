//! Exact p-values against R's fisher.test, against enumeration with rational numbers, and Monte
//! Carlo against both.

use super::support::*;
use virk::stats::exact::{self, Effort, ExtremenessCriterion, PValueSource};
use virk::stats::shares::TwoProportions;
use virk::stats::{StatsError, Table};

fn enumerated(table: &Table, order: ExtremenessCriterion) -> f64 {
    let effort = Effort {
        work: 200_000_000,
        samples: 0,
        seed: 1,
    };
    exact::test(table, order, &effort).unwrap().p
}

/// Whether a table is small enough to go through without optimisation; `VIRK_FULL=1` goes through
/// all.
fn is_quick(table: &Table, order: ExtremenessCriterion) -> bool {
    std::env::var_os("VIRK_FULL").is_some()
        || exact::estimate(table, order).is_ok_and(|work| work < 1_000_000.0)
}

#[test]
fn fisher_agrees_with_r_on_two_hundred_sparse_tables() {
    let all = read("fisher.json");
    assert_eq!(all.as_array().unwrap().len(), 200);
    for case in all.as_array().unwrap() {
        let p = case["p"].as_f64().unwrap();
        let ours = enumerated(&table(case), ExtremenessCriterion::Probability);
        assert!(distance(ours, p, 0.0) < 1e-7, "{case}: {ours} {p}");
    }
}

#[test]
fn fisher_agrees_with_r_on_the_documented_tables() {
    let mut compared = 0;
    for (name, table, r) in tables() {
        let Some(p) = r["fisher"].as_f64() else {
            continue;
        };
        if !is_quick(&table, ExtremenessCriterion::Probability) {
            continue;
        }
        let ours = enumerated(&table, ExtremenessCriterion::Probability);
        assert!(distance(ours, p, 1e-300) < 1e-7, "{name}: {ours:e} {p:e}");
        compared += 1;
        if let (Some(less), Some(greater)) =
            (r["fisher_less"].as_f64(), r["fisher_greater"].as_f64())
        {
            let ours = exact::fisher_2x2(&table).unwrap();
            near(&name, ours.less, less, 1e-9);
            near(&name, ours.greater, greater, 1e-9);
            near(&name, ours.p, p, 1e-9);
            assert!(ours.mid_p <= ours.p);
        }
    }
    assert!(compared >= 50, "{compared}");
}

#[test]
fn all_orders_agree_with_rational_enumeration() {
    let all = read("exact.json");
    assert!(all.as_array().unwrap().len() > 150);
    for case in all.as_array().unwrap() {
        let table = table(case);
        for (order, key) in [
            (ExtremenessCriterion::Probability, "fisher"),
            (ExtremenessCriterion::Pearson, "pearson"),
            (ExtremenessCriterion::Linear, "linear"),
        ] {
            let ours = enumerated(&table, order);
            let p = case[key].as_f64().unwrap();
            assert!(
                distance(ours, p, 0.0) < 1e-10,
                "{key} {case}: {ours:e} {p:e}"
            );
        }
        let linear = exact::test(&table, ExtremenessCriterion::Linear, &Effort::default()).unwrap();
        let upper = case["linear_upper"].as_f64().unwrap();
        let lower = 1.0 - upper + case["linear_point"].as_f64().unwrap();
        if let Some(one) = linear.one_sided {
            assert!(
                (one - upper.min(lower)).abs() < 1e-10,
                "{case} {one} {upper} {lower}"
            );
        }
    }
}

#[test]
fn monte_carlo_covers_the_exact_answer() {
    let (mut inside, mut all) = (0, 0);
    for (name, table, r) in tables() {
        let Some(p) = r["fisher"].as_f64() else {
            continue;
        };
        if !name.starts_with("likert") && !name.starts_with("rand") {
            continue;
        }
        let linear = is_quick(&table, ExtremenessCriterion::Linear).then(|| {
            (
                ExtremenessCriterion::Linear,
                enumerated(&table, ExtremenessCriterion::Linear),
            )
        });
        for (order, p) in std::iter::once((ExtremenessCriterion::Probability, p)).chain(linear) {
            let test = exact::monte_carlo(&table, order, 5_000, 7, &|| false).unwrap();
            let PValueSource::MonteCarlo {
                low,
                high,
                samples,
                hits,
                seed,
            } = test.by
            else {
                panic!("{name}")
            };
            assert_eq!(
                (samples, seed, test.p),
                (5_000, 7, (hits + 1) as f64 / 5_001.0)
            );
            inside += usize::from(low <= p && p <= high);
            all += 1;
        }
    }
    assert!(all > 40 && inside * 100 >= all * 95, "{inside} of {all}");
}

#[test]
fn large_tables_are_drawn_cell_by_cell() {
    // Above 200 answers the other sampler works; a 2 x 6 table of 300 has a known p.
    let (_, table, r) = tables()
        .into_iter()
        .find(|t| t.0 == "rand_2x6_n300")
        .unwrap();
    let p = r["fisher"].as_f64().unwrap();
    let PValueSource::MonteCarlo { low, high, .. } = exact::monte_carlo(
        &table,
        ExtremenessCriterion::Probability,
        50_000,
        3,
        &|| false,
    )
    .unwrap()
    .by
    else {
        panic!()
    };
    assert!(low <= p && p <= high, "{low} {p} {high}");
}

#[test]
fn the_limit_leads_to_monte_carlo_that_says_so() {
    let (_, table, _) = tables().into_iter().find(|t| t.0 == "hair_eye").unwrap();
    let test = exact::test(
        &table,
        ExtremenessCriterion::Probability,
        &Effort::default(),
    )
    .unwrap();
    assert!(
        matches!(
            test.by,
            PValueSource::MonteCarlo {
                samples: 100_000,
                ..
            }
        ) && test.p > 0.0
    );
    assert!(test.method.contains("Monte Carlo"));
    let never = Effort {
        samples: 0,
        ..Effort::default()
    };
    assert!(matches!(
        exact::test(&table, ExtremenessCriterion::Probability, &never),
        Err(StatsError::WorkLimit { .. })
    ));
    assert_eq!(
        exact::test(
            &table,
            ExtremenessCriterion::Probability,
            &Effort::default()
        )
        .unwrap(),
        test
    );
}

#[test]
fn stopping_and_degenerate_tables() {
    let one = Table::from_counts(1, 3, &[1, 2, 3]).unwrap();
    assert!(matches!(
        exact::test(&one, ExtremenessCriterion::Linear, &Effort::default()),
        Err(StatsError::OneCategory { .. })
    ));
    let weights = Table::new(2, 2, vec![0.5, 1.0, 2.0, 1.0]).unwrap();
    assert_eq!(
        exact::test(&weights, ExtremenessCriterion::Pearson, &Effort::default()),
        Err(StatsError::Fractional)
    );
    let (_, table, _) = tables().into_iter().find(|t| t.0 == "likert60_2").unwrap();
    let stopped = exact::test_until(
        &table,
        ExtremenessCriterion::Probability,
        &Effort::default(),
        &|| true,
    );
    assert!(stopped == Err(StatsError::Cancelled) || stopped.is_ok());
    let even = Table::from_counts(2, 2, &[2, 4, 3, 6]).unwrap();
    for order in [
        ExtremenessCriterion::Probability,
        ExtremenessCriterion::Pearson,
        ExtremenessCriterion::Linear,
    ] {
        assert!((enumerated(&even, order) - 1.0).abs() < 1e-12);
    }
}

/// Two runs of one table give the same number to the last digit, so that files of one study are the
/// same files.
#[test]
fn a_table_has_one_p_to_the_last_digit() {
    let table = Table::new(
        4,
        5,
        [3, 2, 0, 1, 1, 3, 2, 0, 0, 2, 4, 1, 2, 0, 1, 3, 1, 1, 2, 2]
            .map(f64::from)
            .to_vec(),
    )
    .unwrap();
    let effort = Effort {
        work: 1 << 40,
        ..Effort::default()
    };
    let p = || {
        exact::test(&table, ExtremenessCriterion::Groups, &effort)
            .unwrap()
            .p
            .to_bits()
    };
    let first = p();
    assert!((0..5).all(|_| p() == first));
}

#[test]
fn boschloo_agrees_with_scipy() {
    let fixture = read("boschloo.json");
    let all = fixture["cases"].as_array().unwrap();
    assert_eq!(all.len(), 40);
    for case in all {
        let two = |key: &str| <[f64; 2]>::try_from(floats(&case[key])).unwrap();
        let ours = exact::boschloo(TwoProportions {
            hits: two("hits"),
            sizes: two("sizes"),
        })
        .unwrap();
        // Both look for a maximum: the larger one has found more of it.
        let judged = case["scipy"]
            .as_f64()
            .unwrap()
            .max(case["grid"].as_f64().unwrap());
        assert!(distance(ours, judged, 0.0) < 1e-7, "{case}: {ours}");
        let turned = TwoProportions {
            hits: [two("hits")[1], two("hits")[0]],
            sizes: [two("sizes")[1], two("sizes")[0]],
        };
        assert!(
            (exact::boschloo(turned).unwrap() - ours).abs() < 1e-12,
            "{case}"
        );
    }
    let refused = |hits, sizes| exact::boschloo(TwoProportions { hits, sizes }).unwrap_err();
    assert_eq!(refused([1.5, 2.0], [4.0, 4.0]), StatsError::Fractional);
    assert_eq!(refused([0.0, 2.0], [0.0, 4.0]), StatsError::Empty);
    assert_eq!(refused([5.0, 2.0], [4.0, 4.0]), StatsError::Shape);
    assert_eq!(refused([1.0, 2.0], [800.0, 400.0]), StatsError::TooLarge);
}
