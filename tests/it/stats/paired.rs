//! The same people twice, and planning, against R (paired.R, planning.R), and power against
//! simulation.

use super::support::{floats, near, read, table};
use serde_json::Value;
use virk::stats::agreement::{KappaWeights, kappa};
use virk::stats::latent::LatentOrdinals;
use virk::stats::rng::Rng;
use virk::stats::signed_rank::{ZeroHandling, mean_change, signed_rank};
use virk::stats::{StatsError, Table, paired, planning};

fn number(case: &Value, key: &str) -> f64 {
    case[key]
        .as_f64()
        .unwrap_or_else(|| panic!("{key} in {case}"))
}

#[test]
fn two_by_two_agrees_with_r() {
    for case in read("paired.json")["two"].as_array().unwrap() {
        let cells = floats(&case["cells"]);
        let test = paired::mcnemar(&Table::new(2, 2, cells.clone()).unwrap()).unwrap();
        near(
            "statistic",
            test.asymptotic.statistic,
            number(case, "statistic"),
            1e-8,
        );
        near("p", test.asymptotic.p, number(case, "p"), 1e-8);
        near("exact", test.exact_p.unwrap(), number(case, "exact"), 1e-8);
        near("mid", test.mid_p.unwrap(), number(case, "mid"), 1e-8);
        let (n, gained, lost) = (
            cells.iter().sum::<f64>() as u64,
            cells[2] as u64,
            cells[1] as u64,
        );
        let change = paired::share_change(n, gained, lost, 0.95).unwrap();
        let interval = change.interval.unwrap();
        if !interval.method.contains("held") {
            assert!(
                (interval.low - number(case, "low")).abs() < 1e-8,
                "{case} {interval:?}"
            );
            assert!(
                (interval.high - number(case, "high")).abs() < 1e-8,
                "{case} {interval:?}"
            );
        }
        assert_eq!(
            interval.contains(0.0),
            test.mid_p.unwrap() > 0.05,
            "{case} {interval:?}"
        );
    }
}

#[test]
fn the_interval_of_a_change_and_its_test_say_the_same() {
    for moved in 1..140_u64 {
        for lost in 0..=moved {
            let interval = paired::share_change(moved + 20, moved - lost, lost, 0.95)
                .unwrap()
                .interval
                .unwrap();
            let (_, mid) = paired::sign_test(moved - lost, lost).unwrap();
            assert_eq!(
                interval.contains(0.0),
                mid > 0.05,
                "{lost} of {moved}: {interval:?} {mid}"
            );
            assert!(
                interval.low < interval.high,
                "{lost} of {moved}: {interval:?}"
            );
        }
    }
    assert_eq!(paired::share_change(5, 4, 3, 0.95), Err(StatsError::Range));
    assert_eq!(paired::share_change(0, 0, 0, 0.95), Err(StatsError::Empty));
    // Nobody moved: that is no certainty.
    let still = paired::share_change(12, 0, 0, 0.95)
        .unwrap()
        .interval
        .unwrap();
    assert!(still.low < -0.1 && still.high > 0.1, "{still:?}");
}

#[test]
fn marginal_homogeneity_and_kappa_agree_with_r() {
    let all = read("paired.json");
    for case in all["square"].as_array().unwrap() {
        let ours = paired::stuart_maxwell(&table(case)).unwrap();
        near(
            "Stuart-Maxwell",
            ours.statistic,
            number(case, "statistic"),
            1e-8,
        );
        near("Stuart-Maxwell p", ours.p, number(case, "p"), 1e-8);
        if let Some(theirs) = case["bowker"].as_f64() {
            near(
                "Bowker",
                paired::mcnemar(&table(case)).unwrap().asymptotic.statistic,
                theirs,
                1e-8,
            );
        }
    }
    for case in all["agree"].as_array().unwrap() {
        for (key, weights) in [
            ("plain", KappaWeights::Unweighted),
            ("linear", KappaWeights::Linear),
            ("quadratic", KappaWeights::Quadratic),
        ] {
            near(
                key,
                kappa(&table(case), weights).unwrap().value,
                number(case, key),
                1e-8,
            );
        }
    }
    // Two by two it is McNemar's; a category that nobody moved to or from takes no part; two pairs
    // that are not joined are two.
    let small = Table::from_counts(2, 2, &[10, 5, 9, 12]).unwrap();
    let mcnemar = paired::mcnemar(&small).unwrap().asymptotic;
    near(
        "two",
        paired::stuart_maxwell(&small).unwrap().statistic,
        mcnemar.statistic,
        1e-12,
    );
    let wide = Table::from_counts(3, 3, &[10, 5, 0, 9, 12, 0, 0, 0, 7]).unwrap();
    let wide = paired::stuart_maxwell(&wide).unwrap();
    assert!((wide.statistic - mcnemar.statistic).abs() < 1e-12 && wide.df == Some(1));
    let apart =
        Table::from_counts(4, 4, &[1, 5, 0, 0, 9, 1, 0, 0, 0, 0, 1, 5, 0, 0, 9, 1]).unwrap();
    let apart = paired::stuart_maxwell(&apart).unwrap();
    assert!((apart.statistic - 2.0 * mcnemar.statistic).abs() < 1e-12 && apart.df == Some(2));
}

#[test]
fn signed_ranks_and_means_agree_with_r() {
    for case in read("paired.json")["ranks"].as_array().unwrap() {
        let differences = floats(&case["differences"]);
        let ours = signed_rank(&differences, ZeroHandling::Wilcoxon).unwrap();
        near("exact", ours.exact_p.unwrap(), number(case, "exact"), 1e-7);
        near("large", ours.test.p, number(case, "large"), 1e-8);
        near("up", ours.up, number(case, "up"), 1e-12);
        let pratt = signed_rank(&differences, ZeroHandling::Pratt).unwrap();
        near(
            "Pratt exact",
            pratt.exact_p.unwrap(),
            number(case, "pratt_exact"),
            1e-7,
        );
        near(
            "Pratt large",
            pratt.test.p,
            number(case, "pratt_large"),
            1e-8,
        );
        for test in [&ours, &pratt] {
            let interval = test.effect.interval.as_ref().unwrap();
            assert_eq!(
                interval.contains(0.0),
                test.p() > 0.05,
                "{interval:?} {}",
                test.p()
            );
            assert!(
                interval.low < interval.high && interval.contains(test.effect.value),
                "{interval:?}"
            );
        }
        if let Some(t) = case["t"].as_object() {
            let ours = mean_change(&differences).unwrap();
            let interval = ours.mean.interval.unwrap();
            for (ours, key) in [
                (ours.mean.value, "mean"),
                (interval.low, "low"),
                (interval.high, "high"),
                (ours.test.p, "p"),
            ] {
                let theirs = t[key].as_f64().unwrap();
                assert!(
                    (ours - theirs).abs() <= 1e-8 * theirs.abs().max(1e-3),
                    "{key} {ours} {theirs}"
                );
            }
        }
    }
    assert_eq!(
        signed_rank(&[0.0, 0.0], ZeroHandling::Pratt),
        Err(StatsError::NoDifference)
    );
    assert_eq!(mean_change(&[1.0, 1.0]), Err(StatsError::NoVariance));
    // 0.3 − 0.1 and 0.2 are one size.
    assert_eq!(
        signed_rank(&[0.3 - 0.1, -0.2], ZeroHandling::Wilcoxon)
            .unwrap()
            .up,
        1.5
    );
}

#[test]
fn planning_agrees_with_r() {
    let all = read("planning.json");
    let each = |key: &str| all[key].as_array().unwrap().clone();
    for case in each("quantiles") {
        near(
            "t",
            planning::student_quantile(number(&case, "p"), number(&case, "df")),
            number(&case, "t"),
            1e-8,
        );
    }
    for case in each("shift") {
        let ours = planning::noncentral_t(
            number(&case, "t"),
            number(&case, "df"),
            number(&case, "shift"),
        );
        // R's pt is good to about 1e-12 of the whole.
        assert!(
            (ours - number(&case, "above")).abs() < 1e-9,
            "{case} {ours}"
        );
    }
    for case in each("shares") {
        let (n, a, b, alpha) = (
            number(&case, "n"),
            number(&case, "first"),
            number(&case, "second"),
            number(&case, "alpha"),
        );
        near(
            "shares",
            planning::shares_power(a, b, (n, n), alpha).unwrap(),
            number(&case, "power"),
            1e-8,
        );
        assert_eq!(
            planning::shares_needed(a, b, 0.5, 0.8, alpha).unwrap() as f64,
            number(&case, "needed").ceil(),
            "{case}"
        );
    }
    for case in each("means") {
        let (n, d, alpha) = (
            number(&case, "n"),
            number(&case, "d"),
            number(&case, "alpha"),
        );
        near(
            "means",
            planning::means_power(d, (n, n), alpha).unwrap(),
            number(&case, "power"),
            1e-8,
        );
        assert_eq!(
            planning::means_needed(d, 0.5, 0.8, alpha).unwrap() as f64,
            number(&case, "needed").ceil(),
            "{case}"
        );
    }
    for case in each("correlations") {
        let (n, r, alpha) = (
            number(&case, "n"),
            number(&case, "r"),
            number(&case, "alpha"),
        );
        near(
            "r",
            planning::correlation_power(r, n, alpha).unwrap(),
            number(&case, "power"),
            1e-8,
        );
        assert_eq!(
            planning::correlation_needed(r, 0.8, alpha).unwrap() as f64,
            number(&case, "needed").ceil(),
            "{case}"
        );
    }
    for case in each("w") {
        let ours =
            planning::w_needed(number(&case, "w"), number(&case, "df") as u32, 0.8, 0.05).unwrap();
        assert_eq!(ours as f64, number(&case, "needed").ceil(), "{case}");
    }
    assert_eq!(
        planning::shares_needed(0.5, 0.5, 0.5, 0.8, 0.05),
        Err(StatsError::Range)
    );
    assert_eq!(
        planning::correlation_needed(0.0, 0.8, 0.05),
        Err(StatsError::TooLarge)
    );
}

/// A category drawn from shares.
fn draw(rng: &mut Rng, cells: &[f64]) -> usize {
    let mut left = rng.unit() * cells.iter().sum::<f64>();
    cells
        .iter()
        .position(|p| {
            left -= p;
            left < 0.0
        })
        .unwrap_or(cells.len() - 1)
}

#[test]
fn the_power_of_a_trend_is_what_simulation_finds() {
    let margins = |rows: &[u64], columns: &[u64]| {
        let n: u64 = rows.iter().sum();
        let cells = rows
            .iter()
            .flat_map(|r| columns.iter().map(move |c| (r * c) as f64 / n as f64))
            .collect();
        Table::new(rows.len(), columns.len(), cells).unwrap()
    };
    let mut rng = Rng::new(14);
    for (rows, columns) in [
        ([20_u64, 20, 20, 20, 20], [20_u64, 20, 20, 20, 20]),
        ([2, 8, 20, 40, 30], [4, 6, 20, 30, 40]),
    ] {
        let ordered = LatentOrdinals::of(&margins(&rows, &columns)).unwrap();
        for (n, tau) in [(31, 0.3), (31, 0.5), (100, 0.2), (100, 0.3)] {
            let rho = ordered.rho(tau).unwrap();
            assert!((ordered.tau_b(rho).unwrap() - tau).abs() < 1e-9);
            let joint = ordered.joint(rho).unwrap();
            let (runs, mut found) = (1_500, 0);
            for _ in 0..runs {
                let mut counts = vec![0_u64; 25];
                (0..n).for_each(|_| counts[draw(&mut rng, joint.observed())] += 1);
                let sample = Table::from_counts(5, 5, &counts).unwrap();
                if let Ok(r) = virk::stats::correlation::pearson_r(&sample) {
                    found += u32::from((f64::from(n) - 1.0) * r.value * r.value >= 3.841_458_8);
                }
            }
            let (simulated, ours) = (
                f64::from(found) / f64::from(runs),
                ordered.power(tau, f64::from(n), 0.05).unwrap(),
            );
            assert!(
                (simulated - ours).abs() < 0.04,
                "N {n}, tau-b {tau}: {ours} simulated {simulated}"
            );
        }
        let n = ordered.needed(0.3, 0.8, 0.05).unwrap() as f64;
        assert!(
            ordered.power(0.3, n, 0.05).unwrap() >= 0.8
                && ordered.power(0.3, n - 1.0, 0.05).unwrap() < 0.8
        );
        assert!((ordered.detectable(0.8, n, 0.05).unwrap() - 0.3).abs() < 0.003);
    }
}

#[test]
fn agreement_of_few_cases_is_no_certainty() {
    use virk::stats::agreement::{Metric, krippendorff};
    let perfect = Table::from_counts(3, 3, &[4, 0, 0, 0, 3, 0, 0, 0, 3]).unwrap();
    for weights in [
        KappaWeights::Unweighted,
        KappaWeights::Linear,
        KappaWeights::Quadratic,
    ] {
        let found = kappa(&perfect, weights).unwrap();
        let interval = found.interval.unwrap();
        // 1 − (1 − .025^(1/10))/(1 − (.4² + .3² + .3²))
        assert!(found.value == 1.0 && interval.high == 1.0, "{interval:?}");
        near("perfect", interval.low, 0.532_580_139_668, 1e-6);
    }
    let units: Vec<Vec<Option<f64>>> = (0..10).map(|i| vec![Some(f64::from(i % 3)); 2]).collect();
    let interval = krippendorff(&units, Metric::Nominal, 1)
        .unwrap()
        .interval
        .unwrap();
    assert!(
        interval.high == 1.0 && (interval.low - 0.532_580_139_668).abs() < 1e-6,
        "{interval:?}"
    );
    // By hand: two cases of chance and two of agreement added to [[20, 5], [10, 15]], kappa and its
    // error anew, Fisher's z.
    let some = kappa(
        &Table::from_counts(2, 2, &[20, 5, 10, 15]).unwrap(),
        KappaWeights::Unweighted,
    )
    .unwrap();
    let interval = some.interval.unwrap();
    assert!((some.value - 0.4).abs() < 1e-12);
    near("low", interval.low, 0.133_321_459_374_596, 1e-8);
    near("high", interval.high, 0.622_969_815_813_476, 1e-8);
}
