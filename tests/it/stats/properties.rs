//! What must hold for every table: symmetry, ranges, intervals around their estimates, repeatable
//! chance.

use proptest::prelude::*;
use virk::stats::exact::{self, Effort, ExtremenessCriterion};
use virk::stats::{
    Table, agreement, association, chisq, correlation, groups, mantel, odds, ordinal, paired,
};

/// Small tables with many zeros.
fn small() -> impl Strategy<Value = Table> {
    (1_usize..6, 1_usize..6).prop_flat_map(|(r, c)| {
        proptest::collection::vec(
            prop_oneof![3 => Just(0_u64), 2 => 1_u64..4, 1 => 4_u64..9],
            r * c,
        )
        .prop_map(move |cells| Table::from_counts(r, c, &cells).unwrap())
    })
}

/// The table with its columns in reverse and the same scores.
fn mirrored(table: &Table) -> Table {
    let last = table.columns() - 1;
    let cells = (0..table.rows()).flat_map(|i| (0..=last).map(move |j| (i, last - j)));
    Table::new(
        table.rows(),
        table.columns(),
        cells.map(|(i, j)| table.at(i, j)).collect(),
    )
    .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn turning_a_table_changes_nothing(table in small()) {
        let turned = table.transposed();
        prop_assert_eq!(turned.transposed(), table.clone());
        match (chisq::pearson(&table), chisq::pearson(&turned)) {
            (Ok(a), Ok(b)) => {
                prop_assert!((a.statistic - b.statistic).abs() < 1e-9 && (a.p - b.p).abs() < 1e-9);
                prop_assert!((0.0..=1.0).contains(&a.p) && a.log_p <= 0.0 && a.statistic >= 0.0);
            }
            (a, b) => prop_assert!(a.is_err() && b.is_err()),
        }
        for order in [ExtremenessCriterion::Probability, ExtremenessCriterion::Pearson, ExtremenessCriterion::Linear] {
            // What takes longer is drawn, and drawn tables are not compared.
            let effort = Effort { work: 150_000, samples: 100, seed: 3 };
            if let (Ok(a), Ok(b)) = (exact::test(&table, order, &effort), exact::test(&turned, order, &effort))
                && a.method.contains("exact")
            {
                prop_assert!((a.p - b.p).abs() < 1e-9, "{:?} {} {}", order, a.p, b.p);
                prop_assert!(a.p > 0.0 && a.p <= 1.0);
                prop_assert!(exact::estimate(&table, order).unwrap() >= 0.0);
            }
        }
    }

    #[test]
    fn measures_stay_in_range_inside_their_intervals(table in small()) {
        let signed = [
            ordinal::gamma(&table), ordinal::tau_b(&table), ordinal::tau_c(&table),
            ordinal::somers_d_row(&table), ordinal::somers_d_column(&table),
            correlation::spearman(&table), correlation::pearson_r(&table),
        ];
        let plain = [
            association::cramers_v(&table), association::contingency(&table), association::cramers_v_corrected(&table),
            association::lambda_row(&table), association::lambda_column(&table), association::lambda_symmetric(&table),
        ];
        for (k, estimate) in signed.iter().chain(&plain).enumerate() {
            let Ok(e) = estimate else { continue };
            let least = if k < signed.len() { -1.0 } else { 0.0 };
            prop_assert!(e.value >= least - 1e-12 && e.value <= 1.0 + 1e-12, "{e:?}");
            if let Some(i) = &e.interval {
                prop_assert!(i.low <= i.high && i.low >= least && i.high <= 1.0, "{e:?}");
                if !e.method.contains('V') && !e.method.starts_with("Contingency") {
                    prop_assert!(i.low <= e.value + 1e-9 && e.value <= i.high + 1e-9, "{e:?}");
                }
            }
        }
    }

    #[test]
    fn a_mirror_turns_the_sign(table in small()) {
        let other = mirrored(&table);
        for measure in [ordinal::gamma, ordinal::tau_b, ordinal::somers_d_row, correlation::spearman] {
            if let (Ok(a), Ok(b)) = (measure(&table), measure(&other)) {
                prop_assert!((a.value + b.value).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn residuals_and_expected_counts_add_up(table in small()) {
        let n: f64 = table.expected().iter().sum();
        prop_assert!((n - table.n()).abs() < 1e-9);
        if let Ok(r) = chisq::residuals(&table) {
            prop_assert!(r.raw.iter().sum::<f64>().abs() < 1e-9);
            let squares: f64 = r.standardised.iter().map(|x| x * x).sum();
            prop_assert!((squares - chisq::pearson(&table).unwrap().statistic).abs() < 1e-9);
            prop_assert!(r.adjusted.iter().all(|x| x.is_finite()));
        }
        if let Ok(g) = chisq::likelihood_ratio(&table) {
            prop_assert!(g.statistic >= 0.0 && g.p <= 1.0);
        }
    }

    #[test]
    fn weights_never_give_nan(cells in proptest::collection::vec(prop_oneof![Just(0.0), Just(0.25), Just(0.5), Just(1.0), Just(1.75)], 9)) {
        for (r, c, cells) in [(3, 3, &cells[..]), (2, 2, &cells[..4]), (2, 4, &cells[..8])] {
            let table = Table::new(r, c, cells.to_vec()).unwrap();
            let estimates = [
                ordinal::gamma(&table), ordinal::tau_b(&table), ordinal::tau_c(&table), ordinal::somers_d_row(&table),
                correlation::spearman(&table), correlation::pearson_r(&table), association::phi(&table),
                association::cramers_v(&table), association::cramers_v_corrected(&table), association::contingency(&table),
                association::lambda_symmetric(&table), association::lambda_row(&table), odds::odds_ratio_sample(&table),
                agreement::kappa(&table, agreement::KappaWeights::Linear),
            ];
            for e in estimates.into_iter().flatten() {
                prop_assert!(!e.value.is_nan() && e.ase.is_none_or(f64::is_finite), "{e:?}");
                prop_assert!(e.interval.as_ref().is_none_or(|i| !i.low.is_nan() && !i.high.is_nan()), "{e:?}");
            }
            let tests = [
                chisq::yates(&table), chisq::likelihood_ratio(&table), chisq::linear_by_linear(&table),
                chisq::n_minus_one(&table), groups::kruskal_wallis(&table), ordinal::pairs_test(&table),
                correlation::spearman_test(&table), groups::mann_whitney(&table).map(|m| m.corrected),
                paired::mcnemar(&table).map(|m| m.asymptotic), mantel::stratified(&[table.clone(), table]).map(|m| m.test),
            ];
            for t in tests.into_iter().flatten() {
                prop_assert!(!t.statistic.is_nan() && (0.0..=1.0).contains(&t.p) && !t.log_p.is_nan(), "{t:?}");
            }
        }
    }

    #[test]
    fn chance_repeats_with_its_seed(table in small(), seed in any::<u64>()) {
        let draw = || exact::monte_carlo(&table, ExtremenessCriterion::Pearson, 200, seed, &|| false);
        prop_assert_eq!(draw(), draw());
    }
}

#[test]
fn the_guides_figures() {
    // Bonett & Wright at N = 31, r = 0: about ± .35; chance V of a 5 x 5 with 31 answers: about
    // .36.
    let cells: Vec<u64> = (0..25).map(|k| if k == 12 { 7 } else { 1 }).collect();
    let table = Table::from_counts(5, 5, &cells).unwrap();
    let rho = correlation::spearman(&table).unwrap();
    assert!(rho.value.abs() < 1e-12 && (rho.interval.unwrap().high - 0.354).abs() < 0.002);
    assert!((association::v_by_chance(&table).unwrap() - 0.365).abs() < 5e-4);
}
