//! Scores against R: correlations, means, ranks, omega, and the step-down maximum against all
//! orders of the rows.

use super::support::*;
use serde_json::Value;
use virk::stats::max_t::{ExceedanceCounter, PermutedPair, PermutedValues, max_t};
use virk::stats::{Estimate, StatsError, Warning, reliability, scores};

fn close(what: &str, ours: f64, theirs: &Value) {
    let theirs = theirs
        .as_f64()
        .unwrap_or_else(|| panic!("{what}: no reference"));
    assert!(
        (ours - theirs).abs() <= 1e-8 * theirs.abs().max(1e-6),
        "{what}: {ours:e} is not {theirs:e}"
    );
}

fn ends(what: &str, estimate: &Estimate, theirs: &Value) {
    match (&estimate.interval, theirs.as_array()) {
        (Some(interval), Some(theirs)) => {
            close(what, interval.low, &theirs[0]);
            close(what, interval.high, &theirs[1]);
        }
        (None, None) => {}
        other => panic!("{what}: {other:?}"),
    }
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(floats).collect()
}

#[test]
fn correlations_agree_with_r() {
    let all = read("scores.json");
    for (at, r) in all["correlations"].as_array().unwrap().iter().enumerate() {
        let (x, y) = (floats(&r["x"]), floats(&r["y"]));
        let pearson = scores::pearson(&x, &y).unwrap();
        let name = format!("pair {at}");
        close(&name, pearson.estimate.value, &r["r"]);
        let interval = pearson.estimate.interval.unwrap();
        close(&name, interval.low, &r["r_low"]);
        close(&name, interval.high, &r["r_high"]);
        close(&name, pearson.test.statistic, &r["r_t"]);
        close(&name, pearson.test.p, &r["r_p"]);
        let spearman = scores::spearman(&x, &y).unwrap();
        close(&name, spearman.estimate.value, &r["rho"]);
        if !r["rho_interval"].is_null() {
            close(&name, spearman.test.p, &r["rho_p"]);
        }
        ends(&name, &spearman.estimate, &r["rho_interval"]);
    }
}

#[test]
fn two_groups_agree_with_r() {
    let all = read("scores.json");
    for (at, r) in all["two"].as_array().unwrap().iter().enumerate() {
        let (a, b, name) = (floats(&r["a"]), floats(&r["b"]), format!("groups {at}"));
        let means = scores::welch_t(&a, &b).unwrap();
        close(&name, means.test.statistic, &r["t"]);
        close(&name, means.test.df.unwrap(), &r["df"]);
        close(&name, means.test.p, &r["p"]);
        close(&name, means.difference.value, &r["difference"]);
        ends(
            &name,
            &means.difference,
            &serde_json::json!([r["low"], r["high"]]),
        );
        close(&name, means.hedges_g.value, &r["g"]);
        ends(
            &name,
            &means.hedges_g,
            &serde_json::json!([r["g_low"], r["g_high"]]),
        );
        close(&name, means.groups[0].median, &r["median_a"]);
        close(&name, means.groups[1].sd, &r["sd_b"]);
        let ranks = scores::mann_whitney(&a, &b).unwrap();
        close(&name, ranks.u, &r["u"]);
        close(&name, ranks.test.p, &r["rank_p"]);
        close(&name, ranks.superiority.value, &r["superiority"]);
        ends(&name, &ranks.superiority, &r["superiority_interval"]);
        let shift = ranks.shift.unwrap();
        close(&name, shift.value, &r["shift"]);
        ends(&name, &shift, &r["shift_interval"]);
    }
}

#[test]
fn many_groups_agree_with_r() {
    let all = read("scores.json");
    for (at, r) in all["many"].as_array().unwrap().iter().enumerate() {
        let (groups, name) = (rows(&r["groups"]), format!("groups {at}"));
        let groups: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
        let means = scores::welch_anova(&groups).unwrap();
        close(&name, means.test.statistic, &r["f"]);
        close(&name, means.test.df.unwrap(), &r["df1"]);
        close(&name, means.test.df_within.unwrap(), &r["df2"]);
        close(&name, means.test.p, &r["p"]);
        let ranks = scores::kruskal_wallis(&groups).unwrap();
        close(&name, ranks.test.statistic, &r["h"]);
        close(&name, ranks.test.p, &r["rank_p"]);
        close(&name, ranks.epsilon_squared.value, &r["epsilon_squared"]);
        let interval = ranks.epsilon_squared.interval.unwrap();
        assert!(
            interval.low <= ranks.epsilon_squared.value
                && ranks.epsilon_squared.value <= interval.high,
            "{name}"
        );
        assert_eq!(
            interval.low > 0.0,
            ranks.test.p < 0.05,
            "{name}: the interval goes with the test"
        );
    }
}

#[test]
fn omega_agrees_with_r() {
    let all = read("scores.json");
    for (at, r) in all["reliability"].as_array().unwrap().iter().enumerate() {
        let rows: Vec<Vec<Option<f64>>> = rows(&r["rows"])
            .into_iter()
            .map(|row| row.into_iter().map(Some).collect())
            .collect();
        let found = reliability::cronbach(&rows).unwrap();
        close(&format!("alpha {at}"), found.alpha.value, &r["alpha"]);
        let omega = found.omega.unwrap();
        close(&format!("omega {at}"), omega.value, &r["omega"]);
        // psych stops its search sooner, and weighs the others by eigenvectors where a loading is
        // held at its bound.
        let near = if omega.warnings.contains(&Warning::Clipped) {
            2e-3
        } else {
            1e-6
        };
        assert!(
            (omega.value - r["psych_omega"].as_f64().unwrap()).abs() < near,
            "{at}: {omega:?} {}",
            r["psych_omega"]
        );
    }
    let two = [[1.0, 2.0], [2.0, 1.0], [3.0, 4.0]].map(|row| row.map(Some).to_vec());
    assert_eq!(
        reliability::cronbach(&two).unwrap().omega,
        Err(StatsError::TooFewItems { items: 2, need: 3 })
    );
}

#[test]
fn what_cannot_be_compared_says_why() {
    assert_eq!(
        scores::pearson(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]),
        Err(StatsError::NoVariance)
    );
    assert_eq!(
        scores::pearson(&[1.0, 2.0], &[1.0, 2.0]),
        Err(StatsError::TooFew { n: 2, need: 3 })
    );
    assert_eq!(
        scores::spearman(&[1.0, f64::NAN, 2.0], &[1.0, 2.0, 3.0]),
        Err(StatsError::Range)
    );
    assert_eq!(
        scores::welch_t(&[1.0], &[1.0, 2.0]),
        Err(StatsError::TooFew { n: 1, need: 2 })
    );
    assert_eq!(
        scores::mann_whitney(&[1.0, 1.0], &[1.0]),
        Err(StatsError::NoVariance)
    );
    assert!(scores::kruskal_wallis(&[&[1.0, 2.0]]).is_err());
}

/// Every order of six rows, so that the adjusted p are exact, and then drawn ones near them.
#[test]
fn the_step_down_maximum_agrees_with_all_orders() {
    let all = read("scores.json");
    let (x, y) = (rows(&all["stepdown"]["x"]), rows(&all["stepdown"]["y"]));
    let theirs = floats(&all["stepdown"]["adjusted"]);
    let statistic = |order: &[usize]| -> Vec<Option<f64>> {
        let columns = |y: &Vec<f64>| order.iter().map(|row| y[*row]).collect::<Vec<_>>();
        let r = |x: &Vec<f64>, y: &Vec<f64>| {
            5.0 * scores::pearson(x, &columns(y))
                .unwrap()
                .estimate
                .value
                .powi(2)
        };
        y.iter()
            .flat_map(|y| x.iter().map(move |x| (x, y)))
            .map(|(x, y)| Some(r(x, y)))
            .collect()
    };
    let mut count = ExceedanceCounter::new(&statistic(&[0, 1, 2, 3, 4, 5]));
    let mut order = vec![0, 1, 2, 3, 4, 5];
    every(&mut order, 0, &mut |order| count.add(&statistic(order)));
    for (ours, theirs) in count.adjusted(0).iter().zip(&theirs) {
        near("exact", ours.unwrap(), *theirs, 1e-12);
    }
    let values: Vec<PermutedValues> = x
        .iter()
        .chain(&y)
        .map(|side| PermutedValues::Scores(side.iter().copied().map(Some).collect()))
        .collect();
    let pairs = [(0, 2), (1, 2), (0, 3), (1, 3)].map(|(stays, moves)| PermutedPair {
        fixed: stays,
        permuted: moves,
    });
    let drawn = max_t(&values, &pairs, 40_000, 7).unwrap();
    for (ours, theirs) in drawn.adjusted.iter().zip(&theirs) {
        let (ours, error) = (
            ours.unwrap(),
            4.5 * (theirs * (1.0 - theirs) / 40_000.0).sqrt(),
        );
        assert!((ours - theirs).abs() <= error + 1e-4, "{ours} {theirs}");
    }
    assert_eq!(drawn, max_t(&values, &pairs, 40_000, 7).unwrap());
}

fn every(order: &mut Vec<usize>, from: usize, told: &mut impl FnMut(&[usize])) {
    if from + 1 >= order.len() {
        return told(order);
    }
    for at in from..order.len() {
        order.swap(from, at);
        every(order, from + 1, told);
        order.swap(from, at);
    }
}

/// Twenty tests of one thing are one test, which Holm does not see; independent ones cost about as
/// much.
#[test]
fn dependence_is_kept() {
    let mut at = 11_u64;
    let mut noise = || {
        at = at
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (at >> 33) as f64 / 2_f64.powi(31)
    };
    let (x, y): (Vec<f64>, Vec<f64>) = (0..30).map(|_| (noise(), noise())).unzip();
    let side = |values: &[f64]| PermutedValues::Scores(values.iter().copied().map(Some).collect());
    let mut values = vec![side(&x)];
    values.extend((0..20).map(|_| side(&y)));
    let pairs: Vec<PermutedPair> = (1..21)
        .map(|moves| PermutedPair {
            fixed: 0,
            permuted: moves,
        })
        .collect();
    let many = max_t(&values, &pairs, 2_000, 1).unwrap().adjusted;
    let one = max_t(&values[..2], &pairs[..1], 2_000, 1).unwrap().adjusted;
    assert!(many.iter().all(|p| *p == one[0]), "{many:?} {one:?}");
    // Categories with no answer in common have no test and are no member.
    let empty = PermutedValues::Categories(vec![None; 30]);
    let found = max_t(
        &[values[0].clone(), empty, side(&y)],
        &[pairs[0], pairs[1]],
        500,
        1,
    )
    .unwrap();
    assert_eq!(found.adjusted[0], None);
    assert!(found.adjusted[1].is_some());
}
