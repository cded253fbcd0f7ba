//! Effects and their intervals against statsmodels, SciPy, effectsize, coin and brute force; the
//! tests that decide and the intervals printed beside them.

use super::support::*;
use serde_json::Value;
use virk::stats::shares::{DecidingTest, ShareComparison, TwoProportions};
use virk::stats::{Estimate, Table, association, chisq, distributions, exact, groups, ordinal};

fn matrix(value: &Value) -> Table {
    let rows = value.as_array().unwrap();
    let cells: Vec<f64> = rows.iter().flat_map(floats).collect();
    Table::new(rows.len(), cells.len() / rows.len(), cells).unwrap()
}

#[track_caller]
fn ends(what: &str, ours: &Estimate, theirs: &Value) {
    let (interval, theirs) = (ours.interval.as_ref().unwrap(), floats(theirs));
    for (mine, theirs) in [(interval.low, theirs[0]), (interval.high, theirs[1])] {
        assert!(
            (mine - theirs).abs() <= 1e-8 * theirs.abs().max(1e-3),
            "{what}: {mine:?} is not {theirs:?}"
        );
    }
}

#[test]
fn two_shares_agree_with_statsmodels() {
    let all = read("effects.json");
    for case in all["shares"].as_array().unwrap() {
        let c = floats(&case["counts"]);
        let two = TwoProportions {
            hits: [c[0], c[2]],
            sizes: [c[1], c[3]],
        };
        for (name, by) in [
            ("diff", ShareComparison::Difference),
            ("ratio", ShareComparison::Ratio),
            ("odds", ShareComparison::Odds),
        ] {
            ends(
                &format!("{c:?} {name}"),
                &two.compared(by, DecidingTest::by_score(0.95)),
                &case[name],
            );
        }
    }
}

#[test]
fn unequal_tails_agree_with_scipy() {
    for case in read("effects.json")["limits"].as_array().unwrap() {
        let (x, df) = (
            case["x"].as_f64().unwrap(),
            case["df"].as_u64().unwrap() as u32,
        );
        let (ours, theirs) = (distributions::unified(x, df, 0.95), floats(&case["limits"]));
        for (a, b) in [(ours.0, theirs[0]), (ours.1, theirs[1])] {
            assert!(
                (a - b).abs() <= 1e-8 * b.max(1e-2),
                "{x} {df}: {ours:?} {theirs:?}"
            );
        }
        // Off nothing exactly when the test is, and never a point.
        assert_eq!(
            ours.0 > 0.0,
            virk::stats::distributions::chi_square(x, df) < 0.05
        );
        assert!(ours.1 > ours.0 + 1.0);
    }
}

#[test]
fn superiority_and_epsilon_squared_agree() {
    for case in read("effects.json")["superiority"].as_array().unwrap() {
        let ours =
            groups::superiority(&matrix(&case["cells"]), DecidingTest::by_score(0.95)).unwrap();
        assert!((ours.value - case["theta"].as_f64().unwrap()).abs() < 1e-14);
        ends("superiority", &ours, &case["interval"]);
    }
    for case in read("effects-r.json")["epsilon"].as_array().unwrap() {
        let table = matrix(&case["cells"]);
        let (ours, test) = (
            groups::epsilon_squared(&table, DecidingTest::by_score(0.95)).unwrap(),
            groups::kruskal_wallis(&table).unwrap(),
        );
        near(
            "epsilon squared",
            ours.value,
            case["value"].as_f64().unwrap(),
            1e-10,
        );
        near(
            "H",
            test.statistic,
            case["statistic"].as_f64().unwrap(),
            1e-10,
        );
        near("p", test.p, case["p"].as_f64().unwrap(), 1e-8);
    }
}

#[test]
fn exact_kruskal_wallis_agrees_with_every_table() {
    for case in read("effects.json")["kruskal"].as_array().unwrap() {
        let table = matrix(&case["cells"]);
        let p = case["p_exact"].as_f64().unwrap();
        let ours = exact::test(
            &table,
            exact::ExtremenessCriterion::Groups,
            &exact::Effort::default(),
        )
        .unwrap();
        assert!(matches!(ours.by, exact::PValueSource::Enumeration { .. }));
        near("exact Kruskal-Wallis", ours.p, p, 1e-10);
        near(
            "H",
            groups::kruskal_wallis(&table).unwrap().statistic,
            case["statistic"].as_f64().unwrap(),
            1e-10,
        );
        let drawn = exact::monte_carlo(
            &table,
            exact::ExtremenessCriterion::Groups,
            20_000,
            7,
            &|| false,
        )
        .unwrap();
        let exact::PValueSource::MonteCarlo { low, high, .. } = drawn.by else {
            panic!("drawn")
        };
        assert!(low <= p && p <= high, "{low} {p} {high}");
    }
}

#[test]
fn the_spread_of_tau_b_agrees_with_every_table() {
    for case in read("effects.json")["spreads"].as_array().unwrap() {
        near(
            "spread",
            ordinal::tau_b_spread(&matrix(&case["cells"])).unwrap(),
            case["spread"].as_f64().unwrap(),
            1e-12,
        );
    }
}

#[test]
fn trends_agree_with_coin() {
    for case in read("effects-r.json")["trend"].as_array().unwrap() {
        let table = matrix(&case["cells"])
            .with_scores(floats(&case["row_scores"]), floats(&case["column_scores"]))
            .unwrap();
        let ours = chisq::linear_by_linear(&table).unwrap();
        near(
            "z²",
            ours.statistic,
            case["z"].as_f64().unwrap().powi(2),
            1e-10,
        );
        near("p", ours.p, case["p"].as_f64().unwrap(), 1e-8);
    }
}

#[test]
fn intervals_of_phi_and_tau_b_agree_with_their_formulas() {
    let all = read("effects.json");
    for case in all["phis"].as_array().unwrap() {
        ends(
            "phi",
            &association::phi(&matrix(&case["cells"])).unwrap(),
            &case["interval"],
        );
    }
    for case in all["taus"].as_array().unwrap() {
        let ours = ordinal::tau_b(&matrix(&case["cells"])).unwrap();
        near("tau-b", ours.value, case["value"].as_f64().unwrap(), 1e-10);
        ends("tau-b", &ours, &case["interval"]);
    }
    for case in all["lines"].as_array().unwrap() {
        ends(
            "tau-b on a line",
            &ordinal::tau_b(&matrix(&case["cells"])).unwrap(),
            &case["interval"],
        );
    }
    // One answer that is off says nothing of gamma.
    let nothing = ordinal::gamma(&Table::from_counts(2, 2, &[8, 1, 1, 0]).unwrap()).unwrap();
    assert_eq!((nothing.value, nothing.interval.unwrap().high), (-1.0, 1.0));
}
