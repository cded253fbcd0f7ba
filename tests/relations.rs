//! The 114 relations that the sample study's thesis tested, on the synthetic survey: how many are left after exact p-values and
//! after counting how many tests there were.
//!
//! `cargo test --test relations -- --nocapture` prints them.
#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::path::Path;
use virk::evidence::{Crosstab, findings};
use virk::import::survey::survey;
use virk::stats::advice::{self, Certainty};
use virk::stats::family;

#[test]
fn how_many_of_114_relations_survive() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = root.join("transcripts-sample/data");
    let dataset = survey(&data.join("survey.csv"), Some(&data.join("variables.json"))).unwrap().dataset();
    let tests: serde_json::Value = serde_json::from_str(include_str!("fixtures/seed-tests.json")).unwrap();
    let mut rows = Vec::new();
    for test in tests["tests"].as_array().unwrap() {
        let place = |key: &str| dataset.place(test[key].as_str().unwrap()).unwrap();
        let crosstab = Crosstab::new(&dataset, place("a"), place("b"), "en").unwrap();
        let pearson = crosstab.pearson().unwrap();
        let printed = &test["synthetic"];
        assert!((pearson.statistic - printed["chi2"].as_f64().unwrap()).abs() <= 5.1e-5, "{test}");
        assert!((pearson.p - printed["p"].as_f64().unwrap()).abs() <= 5.1e-6, "{test}");
        let question = findings::question(&crosstab, 0.05, findings::effort(&crosstab.table));
        let method = advice::recommend(&crosstab.table, &question).unwrap();
        let outcome = advice::run(&crosstab.table, method, &question, &question.effort).unwrap();
        assert!(!matches!(outcome.certainty, Certainty::MonteCarlo { .. }), "{test}");
        rows.push((
            test["id"].as_str().unwrap(),
            crosstab.row.name,
            crosstab.column.name,
            pearson.p,
            findings::name(method),
            outcome.p,
        ));
    }
    let all = |p: Vec<f64>| p.into_iter().map(Some).collect::<Vec<_>>();
    let (pearson, exact) = (all(rows.iter().map(|row| row.3).collect()), all(rows.iter().map(|row| row.5).collect()));
    let columns = [
        pearson.clone(),
        family::holm(&pearson),
        family::benjamini_hochberg(&pearson),
        exact.clone(),
        family::holm(&exact),
        family::benjamini_hochberg(&exact),
    ];
    println!("id    a           b           Pearson  Holm    BH      fits    Holm    BH      the test that fits");
    for (at, (id, a, b, _, name, _)) in rows.iter().enumerate() {
        let numbers: Vec<String> = columns.iter().map(|column| format!("{:.4}", column[at].unwrap())).collect();
        println!("{id}  {a:<11} {b:<11} {}  {name}", numbers.join("  "));
    }
    let below = columns.map(|column| column.iter().flatten().filter(|p| **p < 0.05).count());
    println!("below .05: {below:?} of {}", rows.len());
    assert_eq!((rows.len(), below), (114, [32, 7, 14, 18, 1, 1]));
}
