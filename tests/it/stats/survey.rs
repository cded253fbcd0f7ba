//! Weights and clusters against R's survey.

use super::support::*;
use serde_json::Value;
use virk::stats::StatsError;
use virk::stats::survey::{Sample, SampleUnit, rao_scott, share, two_by_two};

fn units(set: &Value, clustered: bool, scale: f64) -> Vec<SampleUnit> {
    let (a, b, w, team) = (
        floats(&set["a"]),
        floats(&set["b"]),
        floats(&set["w"]),
        floats(&set["team"]),
    );
    let unit = |i: usize| SampleUnit {
        cell: (b[i] > 0.0).then(|| (a[i] as usize - 1, b[i] as usize - 1)),
        weight: w[i] * scale,
        cluster: if clustered { team[i] as usize } else { i },
    };
    (0..a.len()).map(unit).collect()
}

#[test]
fn designs_agree_with_r() {
    for set in read("survey.json")["sets"].as_array().unwrap() {
        let size = |key: &str| set[key].as_u64().unwrap() as usize;
        for (key, clustered) in [("alone", false), ("clustered", true)] {
            let (name, theirs) = (format!("{} {key}", set["name"]), &set[key]);
            let units = units(set, clustered, 1.0);
            let sample = Sample::new(size("rows"), size("columns"), &units).unwrap();
            let found = rao_scott(&sample).unwrap();
            let of = |key: &str| theirs[key].as_f64().unwrap();
            near(&name, found.f, of("f"), 1e-8);
            near(&name, found.df, of("df"), 1e-8);
            near(&name, found.residual_df, of("residual_df"), 1e-8);
            near(&name, found.p, of("p"), 1e-8);
            near(&name, found.first_order.p, of("chisq_p"), 1e-8);
            near(&name, found.effective, set["kish"].as_f64().unwrap(), 1e-10);
            // What svyciprop and svymean see are those who answered.
            let answered: Vec<SampleUnit> =
                units.iter().copied().filter(|u| u.cell.is_some()).collect();
            let sample = Sample::new(size("rows"), size("columns"), &answered).unwrap();
            let shares = floats(&theirs["share"]);
            let ours = share(&sample, None, 0).unwrap();
            let interval = ours.interval.unwrap();
            // A likelihood fit of R's own, stopped at about nine digits.
            near(&name, ours.value, shares[0], 1e-8);
            near(&name, interval.low, shares[1], 1e-7);
            near(&name, interval.high, shares[2], 1e-7);
            near(&name, ours.ase.unwrap(), shares[3], 1e-8);
            let scores = |n: usize| (1..=n).map(|x| x as f64).collect::<Vec<f64>>();
            let (_, test) = sample
                .correlation(&scores(size("rows")), &scores(size("columns")))
                .unwrap();
            let covariance = floats(&theirs["cov"]);
            near(&name, test.statistic, covariance[0] / covariance[1], 1e-8);
            assert_eq!(f64::from(test.df.unwrap()), covariance[2]);
            if let Some(two) = theirs["two"].as_array().filter(|two| two.len() == 6) {
                let ours = two_by_two(&sample, (0, 1), (0, 1)).unwrap();
                let odds = ours.odds_ratio.unwrap();
                let reach = (odds.interval.as_ref().unwrap().high.ln() - odds.value.ln())
                    / student(covariance[2]);
                let got = [
                    ours.shares[0],
                    ours.shares[1],
                    ours.difference.value,
                    ours.difference.ase.unwrap(),
                    odds.value.ln(),
                    reach,
                ];
                for (ours, theirs) in got.into_iter().zip(two) {
                    near(&name, ours, theirs.as_f64().unwrap(), 1e-8);
                }
            }
        }
    }
}

/// The t of a 95 % interval, found by halving.
fn student(df: f64) -> f64 {
    let (mut low, mut high) = (0.0, 100.0);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if virk::stats::distributions::student_two_sided(middle, df) > 0.05 {
            low = middle
        } else {
            high = middle
        }
    }
    low
}

#[test]
fn the_unit_of_weights_changes_nothing() {
    for set in read("survey.json")["sets"].as_array().unwrap() {
        let size = |key: &str| set[key].as_u64().unwrap() as usize;
        let found = |scale: f64| {
            rao_scott(
                &Sample::new(size("rows"), size("columns"), &units(set, true, scale)).unwrap(),
            )
            .unwrap()
        };
        let (one, ten) = (found(1.0), found(10.0));
        near("p", ten.p, one.p, 1e-10);
        near("effective", ten.effective, one.effective, 1e-10);
        assert_eq!(ten.answers, one.answers);
    }
}

#[test]
fn equal_weights_without_clusters_come_near_to_pearson() {
    let all = read("survey.json");
    let set = all["sets"]
        .as_array()
        .unwrap()
        .iter()
        .find(|set| set["name"] == "flat")
        .unwrap();
    let units = units(set, false, 1.0);
    let sample = Sample::new(3, 3, &units).unwrap();
    let (designed, plain) = (
        rao_scott(&sample).unwrap(),
        virk::stats::chisq::pearson(&sample.table().unwrap()).unwrap(),
    );
    assert!(
        (designed.p - plain.p).abs() < 0.02,
        "{} {}",
        designed.p,
        plain.p
    );
    assert!((sample.effective() - sample.answers() as f64).abs() < 1e-9);
}

#[test]
fn one_cluster_has_no_variance_between_clusters() {
    let unit = |cell| SampleUnit {
        cell: Some(cell),
        weight: 1.0,
        cluster: 7,
    };
    assert_eq!(
        Sample::new(2, 2, &[unit((0, 0)), unit((1, 1))]).unwrap_err(),
        StatsError::FewClusters { clusters: 1 }
    );
}
