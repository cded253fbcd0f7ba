//! Weights of a sample, and clusters.

use super::virk::Virk;
use serde_json::Value;

/// The answers of the fixture that R's survey judged, all weights times `scale`.
fn answers(scale: f64) -> (String, Value) {
    let text = include_str!("../../fixtures/stats/survey.json");
    let all: Value = serde_json::from_str(text).unwrap();
    let set = all["sets"]
        .as_array()
        .unwrap()
        .iter()
        .find(|set| set["name"] == "two")
        .unwrap()
        .clone();
    let column = |key: &str| {
        set[key]
            .as_array()
            .unwrap()
            .iter()
            .map(|x| x.as_f64().unwrap())
            .collect::<Vec<f64>>()
    };
    let (a, b, w, team) = (column("a"), column("b"), column("w"), column("team"));
    let mut rows = String::from("a,b,w,team\n");
    for i in 0..a.len() {
        let answer = if b[i] > 0.0 {
            b[i].to_string()
        } else {
            String::new()
        };
        rows += &format!("{},{answer},{},t{}\n", a[i], w[i] * scale, team[i]);
    }
    (rows, set)
}

#[test]
fn weights_of_a_sample_are_no_people() {
    let found = |scale: f64, more: &str| {
        let (rows, set) = answers(scale);
        let virk = Virk::new().file("w.csv", rows);
        let call = format!("$VIRK crosstab --file w.csv a b --weight w --json {more}");
        (virk.shell(&call).exits(0).json(), set)
    };
    let (one, set) = found(1.0, "");
    let (ten, _) = found(10.0, "");
    let p = |found: &Value| found["tests"]["rao_scott"]["p"].as_f64().unwrap();
    let near = |ours: f64, theirs: &Value| {
        let theirs = theirs.as_f64().unwrap();
        assert!((ours / theirs - 1.0).abs() < 1e-8, "{ours} {theirs}");
    };
    near(p(&one), &set["alone"]["p"]);
    near(p(&ten), &set["alone"]["p"]);
    near(one["effective_n"].as_f64().unwrap(), &set["kish"]);
    assert_eq!(
        (&one["weighting"]["weights"], &one["n"]),
        (&"sampling".into(), &ten["n"])
    );
    near(p(&found(1.0, "--cluster team").0), &set["clustered"]["p"]);
    let said = one["sentences"]["en"].as_str().unwrap();
    assert!(
        said.contains("N = 195, weighted by “w”, effective N = 140 (Kish)"),
        "{said}"
    );
    let danish = one["sentences"]["da"].as_str().unwrap();
    assert!(
        danish.contains("N = 195, vægtet med »w«, effektivt N = 140 (Kish)")
            && !danish.contains("CI"),
        "{danish}"
    );
    // Who says that they are answers is believed: ten times the answers, ten times the chi-square.
    let (counted, _) = found(1.0, "--weights frequency");
    let (more, _) = found(10.0, "--weights frequency");
    let statistic = |found: &Value| found["tests"]["pearson"]["statistic"].as_f64().unwrap();
    assert!((statistic(&more) / statistic(&counted) - 10.0).abs() < 1e-6);
}

#[test]
fn a_dataset_knows_its_weights_and_undo_takes_them_back() {
    let (rows, set) = answers(3.0);
    let virk = Virk::study().file("p.csv", rows);
    virk.run(["data", "import", "p.csv"]).exits(0);
    virk.run(["data", "weight"]).says("one each").exits(1);
    virk.run(["data", "weight", "w", "--cluster", "team"])
        .says("sampling weights `w`, clusters `team`")
        .exits(0);
    let found = virk.run(["crosstab", "a", "b", "--json"]).exits(0).json();
    let p = found["tests"]["rao_scott"]["p"].as_f64().unwrap();
    assert!((p / set["clustered"]["p"].as_f64().unwrap() - 1.0).abs() < 1e-8);
    virk.run(["crosstab", "a", "b", "--unweighted", "--json"])
        .says("\"pearson\"")
        .exits(0);
    virk.refuses(
        ["crosstab", "a", "b", "--by", "team"],
        "cannot be joined with --by",
        "--unweighted",
    );
    virk.run(["undo"]).exits(0);
    virk.run(["data", "weight"]).says("one each").exits(1);
    virk.run(["redo"]).exits(0);
    virk.run(["data", "weight", "--json"])
        .says("\"sampling\"")
        .exits(0);
    virk.run(["data", "weight", "--none"])
        .says("counts once")
        .exits(0);
    virk.refuses(
        ["data", "weight", "w", "--weights", "frequency"],
        "not a number of people",
        "sampling",
    );
    virk.refuses(["data", "weight", "team"], "is not a weight", "");
}

#[test]
fn links_are_tested_by_the_design_and_the_verdict_reads_that() {
    let (rows, set) = answers(10.0);
    let virk = Virk::study()
        .file("p.csv", rows)
        .file(
            "codes.json",
            r#"{"codes": [{"key": "cause", "kind": "mechanism", "name": {"en": "Cause"}}, {"key": "effect", "kind": "outcome", "name": {"en": "Effect"}}]}"#,
        )
        .file(
            "theory.json",
            r#"{"v1": {"nodes": ["cause", "effect"], "links": [{"from": "cause", "to": "effect", "statement": "It does"}]}}"#,
        );
    virk.run(["data", "import", "p.csv"]).exits(0);
    virk.run(["import", "codes.json"]).exits(0);
    virk.run(["theory", "import", "theory.json", "--version", "v1"])
        .exits(0);
    virk.run(["data", "indicator", "a", "Cause"]).exits(0);
    virk.run(["data", "indicator", "b", "Effect"]).exits(0);
    let test = |virk: &Virk| {
        virk.run(["evidence", "Cause -> Effect", "--json"])
            .exits(0)
            .json()
    };
    let plain = test(&virk).to_string();
    assert!(plain.contains("Pearson chi-square"), "{plain}");
    virk.run(["data", "weight", "w", "--cluster", "team"])
        .exits(0);
    let found = test(&virk).to_string();
    assert!(
        found.contains("Rao–Scott")
            && found.contains("effective N = 140 (Kish) in 25 clusters by “team”"),
        "{found}"
    );
    let p = set["clustered"]["p"].as_f64().unwrap();
    assert!(
        found.contains(&format!("\"p\":{}", p.to_string().get(..10).unwrap())),
        "{p} {found}"
    );
    assert!(found.contains("\"n\":195"), "{found}");
    virk.run(["verdict", "propose", "Cause -> Effect"])
        .says("1 of 1")
        .exits(0);
}

#[test]
fn the_share_of_yes_is_told() {
    // Weighted: 30 of 60 men and 10 of 40 women say yes, which stands second in the table.
    let mut rows = String::from("g,job,w\n");
    for (g, job, people, weight) in [
        ("Man", "No", 10, 3.0),
        ("Man", "Yes", 20, 1.5),
        ("Woman", "No", 20, 1.5),
        ("Woman", "Yes", 8, 1.25),
    ] {
        (0..people).for_each(|_| rows += &format!("{g},{job},{weight}\n"));
    }
    let virk = Virk::new().file("w.csv", rows);
    let found = virk
        .run([
            "crosstab", "--file", "w.csv", "g", "job", "--weight", "w", "--json",
        ])
        .exits(0)
        .json();
    let near = |ours: &Value, right: f64| {
        assert!(
            (ours.as_f64().unwrap() - right).abs() < 1e-12,
            "{ours} {right}"
        )
    };
    near(&found["association"]["shares"][0], 0.5);
    near(&found["association"]["difference"]["value"], 0.25);
    near(&found["association"]["odds_ratio"]["value"], 3.0);
    let said = found["sentences"]["en"].as_str().unwrap();
    assert!(said.contains("“job” is “Yes” for 50 % of those whose “g” is “Man” and for 25 % of those whose “g” is “Woman” (weighted percentages; difference 25"), "{said}");
    virk.run(["crosstab", "--file", "w.csv", "g", "job", "--weight", "w"])
        .says("“Yes”, “Man” – “Woman” = 25.00")
        .exits(0);
}
