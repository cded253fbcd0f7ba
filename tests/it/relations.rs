//! The 114 relations that the sample study's thesis tested, on the synthetic survey: how many are
//! left after exact p-values and after counting how many tests there were.
//!
//! `cargo test --test it relations:: -- --nocapture` prints them.

use std::path::Path;
use virk::evidence::{Crosstab, crosstab_analysis};
use virk::import::survey::read_survey;
use virk::stats::advice::{self, Certainty};
use virk::stats::estimate;
use virk::stats::exact::{self, ExtremenessCriterion};

#[test]
fn how_many_of_114_relations_survive() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = root.join("transcripts-sample/data");
    let dataset = read_survey(
        &data.join("survey.csv"),
        Some(&data.join("variables.json")),
        None,
    )
    .unwrap()
    .dataset();
    let tests: serde_json::Value =
        serde_json::from_str(include_str!("../fixtures/seed-tests.json")).unwrap();
    let mut rows = Vec::new();
    for test in tests["tests"].as_array().unwrap() {
        let place = |key: &str| dataset.variable_index(test[key].as_str().unwrap()).unwrap();
        let crosstab = Crosstab::new(&dataset, place("a"), place("b"), "en").unwrap();
        let pearson = crosstab.pearson().unwrap();
        let printed = &test["synthetic"];
        assert!(
            (pearson.statistic - printed["chi2"].as_f64().unwrap()).abs() <= 5.1e-5,
            "{test}"
        );
        assert!(
            (pearson.p - printed["p"].as_f64().unwrap()).abs() <= 5.1e-6,
            "{test}"
        );
        let question =
            crosstab_analysis::question(0.05, crosstab_analysis::effort(&crosstab.table));
        let method = advice::recommend(&crosstab.table).unwrap();
        let outcome = advice::run(&crosstab.table, method, &question.effort).unwrap();
        assert!(
            !matches!(outcome.certainty, Certainty::MonteCarlo { .. }),
            "{test}"
        );
        let fisher = exact::test(
            &crosstab.table,
            ExtremenessCriterion::Probability,
            &question.effort,
        )
        .unwrap();
        let id = test["id"].as_str().unwrap();
        rows.push((
            id,
            crosstab,
            [pearson.p, fisher.p, outcome.p],
            crosstab_analysis::method_key(method),
        ));
    }
    // Each p-value, then adjusted by Holm, then by Benjamini and Hochberg, within all 114.
    let columns = [0, 1, 2].map(|kind| {
        let p: Vec<Option<f64>> = rows.iter().map(|row| Some(row.2[kind])).collect();
        [
            p.clone(),
            estimate::holm(&p),
            estimate::benjamini_hochberg(&p),
        ]
    });
    let columns = columns.concat();
    println!(
        "id    a           b           Pearson  Holm    BH      FFH     Holm    BH      fits    Holm    BH      the test that fits"
    );
    for (at, (id, crosstab, _, name)) in rows.iter().enumerate() {
        let numbers: Vec<String> = columns
            .iter()
            .map(|column| format!("{:.4}", column[at].unwrap()))
            .collect();
        println!(
            "{id}  {:<11} {:<11} {}  {name}",
            crosstab.row.name,
            crosstab.column.name,
            numbers.join("  ")
        );
    }
    let below: Vec<usize> = columns
        .iter()
        .map(|column| column.iter().flatten().filter(|p| **p < 0.05).count())
        .collect();
    println!("below .05: {below:?} of {}", rows.len());
    assert_eq!(
        (rows.len(), &below),
        (114, &vec![32, 7, 14, 25, 3, 6, 18, 1, 1])
    );
    // What the guide says of them is what was counted here.
    let guide = include_str!("../../docs/survey.md");
    let said: Vec<usize> = [
        "| Pearson, large-sample p ",
        "| the same question, exact p ",
        "| the test that fits ",
    ]
    .iter()
    .flat_map(|row| {
        guide
            .lines()
            .find(|line| line.starts_with(row))
            .unwrap()
            .split('|')
            .skip(2)
    })
    .filter_map(|cell| cell.trim().trim_matches('*').parse().ok())
    .collect();
    assert_eq!(said, below);
    let gone = rows
        .iter()
        .filter(|row| row.2[0] < 0.05 && row.2[2] >= 0.05)
        .count();
    let come = rows
        .iter()
        .filter(|row| row.2[0] >= 0.05 && row.2[2] < 0.05)
        .count();
    assert_eq!((gone, come), (20, 6));
    assert!(guide.contains(
        "Of the 32, twenty are gone with the test that fits, and six others come instead"
    ));
}
