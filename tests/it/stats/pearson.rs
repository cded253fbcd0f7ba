//! Pearson's chi-square and Cramér's V against R, degenerate tables included.

use super::support::*;
use virk::stats::{StatsError, Table, association, chisq, distributions};

#[test]
fn every_table_agrees_with_r() {
    let mut compared = 0;
    for (name, table, r) in tables() {
        let ours = chisq::pearson(&table);
        let theirs = &r["pearson"];
        if theirs.is_null() {
            assert!(ours.is_err(), "{name}");
            continue;
        }
        let ours = ours.unwrap();
        near(
            &name,
            ours.statistic,
            theirs["statistic"].as_f64().unwrap(),
            1e-9,
        );
        assert_eq!(f64::from(ours.df), theirs["df"].as_f64().unwrap(), "{name}");
        let p = theirs["p"].as_f64().unwrap();
        if p > 1e-300 {
            assert!(
                distance(ours.p, p, 1e-300) < 1e-9,
                "{name}: {:e} {p:e}",
                ours.p
            );
        }
        near(&name, ours.log_p, theirs["log_p"].as_f64().unwrap(), 1e-11);
        near(
            &name,
            ours.min_expected,
            theirs["min_expected"].as_f64().unwrap(),
            1e-12,
        );
        near(
            &name,
            ours.share_expected_below_5,
            theirs["share"].as_f64().unwrap(),
            1e-12,
        );
        near(
            &name,
            association::cramers_v(&table).unwrap().value,
            r["cramers_v"].as_f64().unwrap(),
            1e-9,
        );
        compared += 1;
    }
    assert!(compared >= 60, "{compared}");
}

#[test]
fn tables_without_two_categories_say_why() {
    let table = |rows, columns, cells: &[u64]| Table::from_counts(rows, columns, cells).unwrap();
    assert_eq!(
        chisq::pearson(&table(1, 4, &[3, 4, 5, 1])),
        Err(StatsError::OneCategory {
            rows: 1,
            columns: 4
        })
    );
    assert_eq!(
        chisq::pearson(&table(2, 2, &[3, 0, 5, 0])),
        Err(StatsError::OneCategory {
            rows: 2,
            columns: 1
        })
    );
    assert_eq!(
        chisq::pearson(&table(2, 2, &[0; 4])),
        Err(StatsError::Empty)
    );
    assert_eq!(Table::from_counts(2, 2, &[1, 2, 3]), Err(StatsError::Shape));
    assert_eq!(Table::new(1, 1, vec![f64::NAN]), Err(StatsError::Weight));
    assert_eq!(
        Table::from_pairs(2, 2, [(0, 2, 1.0)]),
        Err(StatsError::Shape)
    );
    assert_eq!(
        Table::new(0, 0, vec![]).unwrap().testable(),
        Err(StatsError::Empty)
    );
}

#[test]
fn weights_add_up_and_are_named() {
    let table = Table::from_pairs(
        2,
        2,
        [
            (0, 0, 0.5),
            (0, 0, 2.0),
            (0, 1, 1.0),
            (1, 0, 1.5),
            (1, 1, 4.0),
        ],
    )
    .unwrap();
    assert_eq!(table.observed(), [2.5, 1.0, 1.5, 4.0]);
    let test = chisq::pearson(&table).unwrap();
    assert!(test.warnings.contains(&virk::stats::Warning::Fractional));
}

#[test]
fn tails_reach_1e_300() {
    // mpmath, 40 digits: gammainc(df/2, x/2, inf, regularized=True)
    for (x, df, p) in include_str!("../../fixtures/stats/tails.txt")
        .lines()
        .map(|line| {
            let mut f = line.split_whitespace();
            let mut next = || f.next().unwrap().to_string();
            (
                next().parse::<f64>().unwrap(),
                next().parse::<u32>().unwrap(),
                next().parse::<f64>().unwrap(),
            )
        })
    {
        let ours = distributions::chi_square(x, df);
        assert!(
            (ours - p).abs() / p < 5e-12,
            "x {x} df {df}: {ours:e} {p:e} {:e}",
            (ours - p).abs() / p
        );
        let log = distributions::chi_square_log(x, df);
        assert!(
            (log - p.ln()).abs() <= 1e-12 * p.ln().abs().max(1.0),
            "log x {x} df {df}: {log} {}",
            p.ln()
        );
    }
    assert!(
        (distributions::chi_square_log(20_000.0, 16) + 9_946.185_374).abs() < 1e-3
            || distributions::chi_square_log(20_000.0, 16) < -9_900.0
    );
}

#[test]
fn the_sample_study_repeats_its_114_tests() {
    let root = env!("CARGO_MANIFEST_DIR");
    let text =
        std::fs::read_to_string(format!("{root}/transcripts-sample/data/survey.csv")).unwrap();
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(';').collect();
    let index = |name: &str| {
        names
            .iter()
            .position(|n| *n == name)
            .unwrap_or_else(|| panic!("{name}"))
    };
    let rows: Vec<Vec<&str>> = lines.map(|l| l.split(';').collect()).collect();
    let done = index("completed");
    let tests: serde_json::Value = serde_json::from_str(
        &std::fs::read_to_string(format!("{root}/tests/fixtures/seed-tests.json")).unwrap(),
    )
    .unwrap();
    let tests = tests["tests"].as_array().unwrap();
    assert_eq!(tests.len(), 114);
    for test in tests {
        let (a, b) = (
            index(test["a"].as_str().unwrap()),
            index(test["b"].as_str().unwrap()),
        );
        let pairs = rows
            .iter()
            .filter(|r| r[done] == "1" && !r[a].is_empty() && !r[b].is_empty())
            .map(|r| (r[a].parse().unwrap(), r[b].parse().unwrap(), 1.0));
        let ours = chisq::pearson(&Table::from_pairs(20, 20, pairs).unwrap()).unwrap();
        let theirs = &test["synthetic"];
        let id = test["id"].as_str().unwrap();
        assert_eq!(ours.n, theirs["n"].as_f64().unwrap(), "{id}");
        assert_eq!(f64::from(ours.df), theirs["df"].as_f64().unwrap(), "{id}");
        assert!(
            (ours.statistic - theirs["chi2"].as_f64().unwrap()).abs() <= 5.1e-5,
            "{id} {}",
            ours.statistic
        );
        assert!(
            (ours.p - theirs["p"].as_f64().unwrap()).abs() <= 5.1e-6,
            "{id} {}",
            ours.p
        );
    }
}
