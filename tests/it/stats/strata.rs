//! Strata compared: generalised Cochran–Mantel–Haenszel, Zelen, ratios and differences, against R
//! and enumeration.

use super::support::*;
use serde_json::Value;
use virk::stats::strata::{
    correlations, generalised, ratio_of_odds_ratios, same_association, same_odds_ratio, zelen,
};
use virk::stats::{StatsError, Table, Test};

fn strata(set: &Value, rows: usize, columns: usize) -> Vec<Table> {
    set["strata"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| Table::new(rows, columns, floats(t)).unwrap())
        .collect()
}

fn test(what: &str, ours: &Result<Test, StatsError>, theirs: &Value) {
    let theirs = floats(theirs);
    let ours = ours.as_ref().unwrap_or_else(|why| panic!("{what}: {why}"));
    near(what, ours.statistic, theirs[0], 1e-8);
    assert_eq!(f64::from(ours.df.unwrap()), theirs[1], "{what}");
    near(what, ours.p, theirs[2], 1e-8);
}

#[test]
fn exact_homogeneity_is_that_of_every_set_of_tables() {
    let all = read("homogeneity.json");
    let (mut many, mut ratios) = (0, 0);
    for (at, set) in all["exact"].as_array().unwrap().iter().enumerate() {
        let tables = strata(set, 2, 2);
        let found = zelen(&tables).unwrap();
        near(
            &format!("zelen {at}"),
            found.p,
            set["p"].as_f64().unwrap(),
            1e-7,
        );
        assert!(found.exact);
        many += usize::from(tables.len() > 2);
        // An edge that R brute-forces over a grid: an infinite one is written as text.
        let Some(low) = set["ratio"]["low"].as_f64() else {
            continue;
        };
        let ratio = ratio_of_odds_ratios(&tables, true).unwrap();
        let interval = ratio.interval.unwrap();
        near(&format!("low {at}"), interval.low, low, 1e-7);
        match set["ratio"]["high"].as_f64() {
            Some(high) => near(&format!("high {at}"), interval.high, high, 1e-7),
            None => assert!(interval.high.is_infinite()),
        }
        if let Some(value) = set["ratio"]["value"].as_f64() {
            near(&format!("ratio {at}"), ratio.value, value, 1e-8);
        }
        // Test and interval are of one kind.
        assert_eq!(
            found.p <= 0.05,
            !(interval.low <= 1.0 && 1.0 <= interval.high),
            "{at}: {} {interval:?}",
            found.p
        );
        ratios += 1;
    }
    assert!(many >= 3 && ratios >= 5, "{many} {ratios}");
}

#[test]
fn generalised_tests_agree_with_r() {
    for set in read("homogeneity.json")["tables"].as_array().unwrap() {
        let name = set["name"].as_str().unwrap();
        let size = |key: &str| set[key].as_u64().unwrap() as usize;
        let tables = strata(set, size("rows"), size("columns"));
        let found = generalised(&tables).unwrap();
        test(
            &format!("{name} correlation"),
            &found.correlation,
            &set["correlation"],
        );
        test(
            &format!("{name} row means"),
            &found.row_means,
            &set["row_means"],
        );
        test(
            &format!("{name} column means"),
            &found.column_means,
            &set["column_means"],
        );
        test(&format!("{name} general"), &found.general, &set["general"]);
        let compared = correlations(&tables);
        let q = floats(&set["q"]);
        let homogeneity = compared.homogeneity.unwrap();
        near(name, homogeneity.statistic.unwrap(), q[0], 1e-9);
        near(name, homogeneity.p, q[2], 1e-9);
        if let Some(theirs) = set["difference"].as_array().filter(|d| d.len() == 3) {
            let ours = compared.difference.unwrap();
            let interval = ours.interval.unwrap();
            for (ours, theirs) in [ours.value, interval.low, interval.high]
                .into_iter()
                .zip(theirs)
            {
                near(name, ours, theirs.as_f64().unwrap(), 1e-9);
            }
        }
        if let Some(theirs) = set["loglin"].as_array().filter(|l| l.len() == 2) {
            match same_association(&tables) {
                Ok(ours) => {
                    near(
                        name,
                        ours.statistic.unwrap(),
                        theirs[0].as_f64().unwrap(),
                        1e-7,
                    );
                    assert_eq!(f64::from(ours.df.unwrap()), theirs[1].as_f64().unwrap());
                }
                Err(why) => assert_eq!(why, StatsError::Separated, "{name}"),
            }
        }
    }
}

#[test]
fn strata_that_say_nothing_are_left_out() {
    let table = |cells: [u64; 4]| Table::from_counts(2, 2, &cells).unwrap();
    let two = [table([6, 1, 2, 8]), table([3, 4, 5, 4])];
    let three = [two[0].clone(), table([3, 2, 0, 0]), two[1].clone()];
    assert_eq!(zelen(&two).unwrap().p, zelen(&three).unwrap().p);
    assert_eq!(
        zelen(&two[..1]).unwrap_err(),
        StatsError::TooFew { n: 1, need: 2 }
    );
    let none = Table::from_counts(2, 3, &[0; 6]).unwrap();
    assert_eq!(generalised(&[none]).unwrap_err(), StatsError::Empty);
}

#[test]
fn small_cells_are_tested_exactly_and_large_ones_by_breslow_and_day() {
    let table = |cells: [u64; 4]| Table::from_counts(2, 2, &cells).unwrap();
    assert!(
        same_odds_ratio(&[table([6, 1, 2, 8]), table([3, 4, 5, 4])])
            .unwrap()
            .exact
    );
    let large = same_odds_ratio(&[table([60, 20, 30, 50]), table([40, 40, 35, 45])]).unwrap();
    assert!(!large.exact && large.method.contains("Tarone"));
    // No common odds ratio exists, and still there is an answer.
    assert!(
        same_odds_ratio(&[table([4, 0, 0, 5]), table([6, 0, 0, 3])])
            .unwrap()
            .exact
    );
}
