//! `virk data model`.

use super::virk::Virk;
use serde_json::Value;

fn study(rows: &str) -> Virk {
    let virk = Virk::new().file("answers.csv", rows);
    virk.run(["new", "s.virk"]).exits(0);
    virk.run(["data", "import", "answers.csv"]).exits(0);
    virk
}

/// A yes/no outcome, a yes/no cause and a third, each combination so many times.
fn counted(cells: [(&str, u32); 8]) -> String {
    let mut rows = String::from("group,cause,yes\n");
    for (cell, times) in cells {
        (0..times).for_each(|_| rows += &format!("{cell}\n"));
    }
    rows
}

#[test]
fn a_yes_no_outcome_is_explained_by_odds_ratios() {
    // Odds ratios of 4 in group a and 1 in group b: in a saturated model they are those of the two
    // tables.
    let rows = counted([
        ("a,no,no", 40),
        ("a,no,yes", 20),
        ("a,yes,no", 20),
        ("a,yes,yes", 40),
        ("b,no,no", 30),
        ("b,no,yes", 30),
        ("b,yes,no", 30),
        ("b,yes,yes", 30),
    ]);
    let virk = study(&rows);
    let found: Value = virk
        .run([
            "data",
            "model",
            "yes",
            "--by",
            "cause",
            "--for-whom",
            "group",
            "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&found["model"], &found["yes"], &found["n"]),
        (&"logistic".into(), &"yes".into(), &240.0.into())
    );
    let groups: Vec<f64> = found["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| group["value"].as_f64().unwrap())
        .collect();
    assert!(
        (groups[0] - 4.0).abs() < 1e-9 && (groups[1] - 1.0).abs() < 1e-9,
        "{groups:?}"
    );
    let interaction = &found["terms"][2];
    assert_eq!(interaction["role"], "interaction");
    assert!((interaction["coefficients"][0]["value"].as_f64().unwrap() - 0.25).abs() < 1e-9);
    // R: anova(glm(yes ~ cause + group), glm(yes ~ cause * group), test = "LRT").
    assert!(
        (interaction["p"].as_f64().unwrap() - 0.008_648_340_231).abs() < 1e-8,
        "{}",
        interaction["p"]
    );
    let said = found["sentences"]["en"].as_str().unwrap();
    assert!(said.starts_with("The relation between “cause” and “yes” differs by “group” (ratio of odds ratios = 0.25 ["), "{said}");
    assert!(
        said.contains("The odds ratio is 4.00 [") && said.contains(", 95 % CI for “a”; and 1.00 ["),
        "{said}"
    );
    let danish = found["sentences"]["da"].as_str().unwrap();
    assert!(
        danish.starts_with("Sammenhængen mellem »cause« og »yes« er forskellig efter »group« (")
            && !danish.contains("CI"),
        "{danish}"
    );
    virk.run([
        "data",
        "model",
        "yes",
        "--by",
        "cause",
        "--covariate",
        "group",
    ])
    .says("with “group” held equal")
    .says("Odds ratio")
    .exits(0);
}

#[test]
fn what_cannot_be_fitted_says_why_and_has_no_p() {
    let mut rows = String::from("a,b,score,kind\n");
    for i in 0..60 {
        rows += &format!(
            "{},{},{},{}\n",
            i % 5,
            (i % 5) * 2,
            i * 7 % 23,
            ["x", "y", "z"][i % 3]
        );
    }
    let virk = study(&rows);
    for name in ["a", "b", "score"] {
        virk.run(["data", "variable", name, "--level", "interval"])
            .exits(0);
    }
    let found = virk
        .run([
            "data",
            "model",
            "score",
            "--by",
            "a",
            "--covariate",
            "b",
            "--json",
        ])
        .exits(1)
        .json();
    assert!(found["model"].is_null() && found["terms"].is_null());
    assert_eq!(found["term"], "b");
    assert!(
        found["why"]
            .as_str()
            .unwrap()
            .contains("follows from the others")
    );
    virk.refuses(
        ["data", "model", "kind", "--by", "a"],
        "3 answers without an order",
        "virk data recode",
    );
    virk.refuses(
        ["data", "model", "score", "--by", "a", "--covariate", "a"],
        "stands in the model twice",
        "once",
    );
}
