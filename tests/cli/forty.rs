//! The forty tables of tests/fixtures/forty: the test that was chosen before virk was run, and what a sentence must not say.

use crate::virk::Virk;
use serde_json::Value;
use std::path::Path;

/// Tests that a good applied statistician may choose, by table; what is missing here is no crosstab of answers.
fn chosen(table: u64) -> &'static [&'static str] {
    match table {
        4..=7 => &["n_minus_one", "fisher_exact"],
        1..=3 | 25..=29 | 34 => &["n_minus_one"],
        8 | 17 | 35 => &["pearson"],
        9 | 22..=24 => &["mann_whitney"],
        10 => &["mann_whitney_exact"],
        11..=13 | 15 | 30 | 33 | 37 => &["linear_by_linear", "linear_by_linear_exact"],
        14 => &["linear_by_linear"],
        16 => &["kruskal_wallis_exact"],
        18 => &["fisher_exact"],
        // A trend of two answers over a dose is the rank sum of the dose with one table turned round.
        19 | 20 => &["mann_whitney", "mann_whitney_exact", "linear_by_linear", "linear_by_linear_exact"],
        21 => &["kruskal_wallis"],
        _ => &[],
    }
}

#[test]
fn forty_tables_get_the_test_that_fits() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forty");
    let tables: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(folder.join("tables.json")).unwrap()).unwrap();
    assert_eq!(tables.len(), 40);
    let virk = Virk::new();
    for table in &tables {
        let number = table["number"].as_u64().unwrap();
        if chosen(number).is_empty() {
            continue;
        }
        let path = |extension: &str| folder.join(format!("{number:02}.{extension}")).display().to_string();
        let (csv, json) = (path("csv"), path("json"));
        let [row, column] = ["row", "column"].map(|side| table[side].as_str().unwrap());
        let found = virk.run(["crosstab", "--file", &csv, "--variables", &json, row, column, "--json"]).exits(0).json();
        let recommended = found["recommended"].as_str().unwrap();
        assert!(chosen(number).contains(&recommended), "{number}: {recommended}");
        let said = found["advice"]["english"].as_str().unwrap();
        for wrong in ["igher Gender", "igher Region", "igher In a job", "igher Any training", "−.00", "[−1.00; −1.00]"] {
            assert!(!said.contains(wrong), "{number}: {said}");
        }
    }
}
