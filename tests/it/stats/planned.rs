//! Bayes factors and bounds on effects against R's BayesFactor, SciPy and brute force.

use super::support::{near, read, table};
use serde_json::Value;
use virk::stats::bayes::{self, Sampling};
use virk::stats::estimate::Estimate;
use virk::stats::shares::{DecidingTest, ShareComparison, TwoProportions};
use virk::stats::{StatsError, equivalence};

#[test]
fn bayes_factors_agree_with_r() {
    let all = read("bayes.json");
    for case in all["cases"].as_array().unwrap() {
        let concentration = case["concentration"].as_f64().unwrap();
        for (key, sampling) in [
            ("poisson", Sampling::Poisson),
            ("joint", Sampling::Joint),
            ("rows_fixed", Sampling::RowsFixed),
            ("columns_fixed", Sampling::ColumnsFixed),
        ] {
            let ours = bayes::contingency(&table(case), sampling, concentration).unwrap();
            let theirs = case[key].as_f64().unwrap();
            // A logarithm near 0 is a factor near 1, so it is judged as a factor.
            assert!(
                (ours.log_for - theirs).abs() <= 1e-8 * theirs.abs().max(1.0),
                "{case} {key} {}",
                ours.log_for
            );
            near(
                "the factor",
                ours.for_relation,
                ours.log_for.exp().min(f64::MAX),
                1e-14,
            );
            assert!(ours.for_relation.is_finite() && ours.against_relation.is_finite());
        }
    }
}

#[test]
fn bounds_on_differences_of_shares_agree_with_brute_force() {
    for case in read("equivalence.json")["shares"].as_array().unwrap() {
        let side = |key: &str| {
            (
                case[key][0].as_u64().unwrap(),
                case[key][1].as_u64().unwrap(),
            )
        };
        let (first, second) = (side("first"), side("second"));
        for test in case["tests"].as_array().unwrap() {
            let ours =
                equivalence::share_difference(first, second, test["bound"].as_f64().unwrap(), 0.05)
                    .unwrap();
            near(
                &format!("{case} low"),
                ours.p_low.unwrap(),
                test["p_low"].as_f64().unwrap(),
                1e-8,
            );
            near(
                &format!("{case} high"),
                ours.p_high,
                test["p_high"].as_f64().unwrap(),
                1e-8,
            );
            // The interval at 90 % lies inside the bound exactly when both tests say so.
            assert_eq!(
                ours.inside(),
                equivalence::inside(&ours.interval, ours.bound),
                "{case} {ours:?}"
            );
            ends(case, "interval_90", ours.interval.low, ours.interval.high);
        }
        let two = TwoProportions {
            hits: [first.0 as f64, second.0 as f64],
            sizes: [first.1 as f64, second.1 as f64],
        };
        let wide = two
            .compared(ShareComparison::Difference, DecidingTest::by_score(0.95))
            .interval
            .unwrap();
        ends(case, "interval_95", wide.low, wide.high);
    }
}

#[track_caller]
fn ends(case: &Value, key: &str, low: f64, high: f64) {
    for (ours, theirs) in [(low, &case[key][0]), (high, &case[key][1])] {
        if let Some(theirs) = theirs.as_f64() {
            assert!(
                (ours - theirs).abs() <= 1e-8 * theirs.abs().max(1e-3),
                "{case} {key}: {ours} {theirs}"
            );
        }
    }
}

#[test]
fn bounds_on_correlations_agree_with_the_published_formula() {
    for case in read("equivalence.json")["correlations"].as_array().unwrap() {
        let f = |key: &str| case[key].as_f64().unwrap();
        let (value, n, bound, alpha) = (f("value"), f("n"), f("bound"), f("alpha"));
        let estimate = Estimate {
            value,
            interval: None,
            ase: Some(f("ase")),
            n,
            method: "given",
            warnings: Vec::new(),
        };
        for (key, ours) in [
            ("pearson", equivalence::pearson(value, n, bound, alpha)),
            ("spearman", equivalence::spearman(value, n, bound, alpha)),
            ("measure", equivalence::measure(&estimate, bound, alpha)),
        ] {
            let (ours, theirs) = (ours.unwrap(), &case[key]);
            near(
                key,
                ours.p_low.unwrap(),
                theirs["p_low"].as_f64().unwrap(),
                1e-8,
            );
            near(key, ours.p_high, theirs["p_high"].as_f64().unwrap(), 1e-8);
            near(
                key,
                ours.interval.low,
                theirs["low"].as_f64().unwrap(),
                1e-8,
            );
            near(
                key,
                ours.interval.high,
                theirs["high"].as_f64().unwrap(),
                1e-8,
            );
            assert_eq!(ours.inside(), equivalence::inside(&ours.interval, bound));
        }
    }
    let bare = Estimate {
        value: 0.1,
        interval: None,
        ase: None,
        n: 40.0,
        method: "given",
        warnings: Vec::new(),
    };
    assert_eq!(
        equivalence::measure(&bare, 0.2, 0.05),
        Err(StatsError::NoVariance)
    );
}

#[test]
fn bounds_on_v_agree_with_scipy() {
    for case in read("equivalence.json")["tables"].as_array().unwrap() {
        let bound = case["bound"].as_f64().unwrap();
        let ours = equivalence::cramers_v(&table(case), bound, 0.05).unwrap();
        near(
            &format!("{case} p"),
            ours.p,
            case["p"].as_f64().unwrap(),
            1e-8,
        );
        near(
            &format!("{case} high"),
            ours.interval.high,
            case["high"].as_f64().unwrap(),
            1e-8,
        );
        near(
            &format!("{case} low"),
            ours.interval.low,
            case["low"].as_f64().unwrap(),
            1e-8,
        );
        assert_eq!(ours.inside(), ours.interval.high < bound);
    }
    // A bent relation has no trend and a strong V: nothing slight about it.
    let bent = virk::stats::Table::from_counts(3, 3, &[60, 0, 60, 0, 120, 0, 60, 0, 60]).unwrap();
    assert!(!equivalence::cramers_v(&bent, 0.2, 0.05).unwrap().inside());
}
