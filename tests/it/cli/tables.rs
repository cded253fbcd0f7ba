//! `virk crosstab` on small tables whose right values are known: what is said of effects, of single
//! answers and of order.

use super::virk::Virk;
use serde_json::{Value, json};

fn near(value: &Value, expected: f64, within: f64) {
    let value = value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is not {expected}"));
    assert!(
        (value - expected).abs() <= within,
        "{value} is not {expected}"
    );
}

fn reported(name: &str) -> Virk {
    let path = format!(
        "{}/tests/fixtures/reported/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    Virk::new().file("f.csv", std::fs::read(path).unwrap())
}

fn messages(table: &Value) -> String {
    let all = table["advice"]["messages"].as_array().unwrap();
    all.iter()
        .map(|message| message["english"].as_str().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn one_person_is_told_where_one_person_decides_and_nowhere_else() {
    // R: fisher.test(rbind(c(28, 0), c(1, 2))) p-value 0.006452; without one of the 2 it is
    // 0.06667.
    let told = reported("05-fragility-one-person-not-told.csv")
        .run(["crosstab", "--file", "f.csv", "a", "b", "--json"])
        .json();
    assert_eq!(told["advice"]["status"], "association shown");
    near(&told["advice"]["outcome"]["p"], 0.006_451_6, 1e-6);
    near(&told["advice"]["fragility"]["p_without"], 0.066_666_7, 1e-6);
    assert!(
        messages(&told).contains("exact p goes from .0065 to .0667, above it"),
        "{}",
        messages(&told)
    );
    // R: 0.0968, and 0.0667 without one of the 2.
    let nobody = reported("05-fragility-false-one-respondent.csv")
        .run(["crosstab", "--file", "f.csv", "a", "b", "--json"])
        .json();
    near(&nobody["advice"]["outcome"]["p"], 0.096_774_2, 1e-6);
    assert!(
        nobody["advice"]["fragility"]["one_person"].is_null()
            && !messages(&nobody).contains("One person")
    );
    // R: fisher.test(rbind(c(1573, 2), c(4, 1))) p-value 0.0094696.
    let large = reported("05-fragility-large-sparse.csv");
    let large = large
        .run([
            "crosstab", "--file", "f.csv", "a", "b", "--weight", "w", "--json",
        ])
        .json();
    assert_eq!(large["advice"]["fragility"]["fewest"], 1);
    near(
        &large["advice"]["fragility"]["p_after"],
        0.009_469_636,
        1e-8,
    );
    assert!(
        large["advice"]["english"]
            .as_str()
            .unwrap()
            .contains("N = 1,580, weighted")
    );
}

#[test]
fn an_interval_does_not_contradict_the_p_beside_it() {
    let table = reported("06-interval-against-p.csv")
        .run(["crosstab", "--file", "f.csv", "a", "b", "--json"])
        .json();
    near(&table["advice"]["outcome"]["p"], 0.096_774_2, 1e-6);
    let phi = &table["association"]["phi"];
    assert!(
        phi["low"].as_f64().unwrap() < 0.0 && phi["high"].as_f64().unwrap() < 1.0,
        "{phi}"
    );
    near(&phi["value"], 0.56, 5e-3);
    // R: fisher.test gives 0.23931622 to infinity, and stops there.
    near(
        &table["association"]["odds_ratio"]["low"],
        0.239_316_24,
        1e-7,
    );
    assert!(table["association"]["odds_ratio"]["high"].is_null());
}

#[test]
fn words_have_no_order_of_their_own() {
    let words = reported("04-likert-in-words.csv");
    words.refuses(
        ["crosstab", "--file", "f.csv", "q1", "q2", "--ordinal"],
        "is in words",
        "--order",
    );
    let plain = words
        .run(["crosstab", "--file", "f.csv", "q1", "q2", "--json"])
        .exits(0)
        .json();
    for name in [
        "gamma",
        "tau_b",
        "tau_c",
        "somers_d_row",
        "somers_d_column",
        "spearman",
    ] {
        assert!(plain["association"][name]["value"].is_null(), "{name}");
        assert!(
            plain["association"][name]["why"]
                .as_str()
                .unwrap()
                .contains("no order"),
            "{name}"
        );
    }
    assert!(
        plain["tests"]["linear_by_linear"]["p"].is_null()
            && plain["tests"]["linear_by_linear_exact"]["p"].is_null()
    );
    let numbers = reported("04-likert-in-numbers.csv");
    let numbers = numbers
        .run([
            "crosstab",
            "--file",
            "f.csv",
            "q1",
            "q2",
            "--ordinal",
            "--json",
        ])
        .exits(0)
        .json();
    near(&numbers["association"]["tau_b"]["value"], 0.73, 5e-3);
    assert_eq!(
        (&numbers["row"]["level"], &numbers["row"]["scores_from"]),
        (&json!("ordinal"), &json!("codes"))
    );
    assert!(
        numbers["advice"]["english"]
            .as_str()
            .unwrap()
            .contains("Both run from “1” to “5”.")
    );
}

#[test]
fn effects_come_before_p_and_say_what_they_compare() {
    let mut text = String::from("gender;job\n");
    for (gender, job, times) in [
        ("Man", "Yes", 32),
        ("Man", "No", 18),
        ("Woman", "Yes", 20),
        ("Woman", "No", 30),
    ] {
        text += &format!("{gender};{job}\n").repeat(times);
    }
    let virk = Virk::new().file("job.csv", text);
    let run = virk.run(["crosstab", "--file", "job.csv", "gender", "job"]);
    run.says("Difference, percentage points 24.0 4.3 41.9")
        .says("Relative risk 1.60 1.09 2.43")
        .exits(0);
    let out = run.out();
    assert!(out.find("Effects").unwrap() < out.find("Chi-square tests").unwrap());
    run.says("“job” is “Yes” for 64 % (32 of 50) of those whose “gender” is “Man” and for 40 % (20 of 50) of those");
    let danish = virk.run([
        "crosstab", "--file", "job.csv", "gender", "job", "--lang", "da",
    ]);
    danish
        .says("forskel 24 procentpoint [4; 42], 95 %-konfidensinterval")
        .says("Relativ risiko 1,60")
        .exits(0);
    let slight = virk
        .run([
            "crosstab",
            "--file",
            "job.csv",
            "gender",
            "job",
            "--smallest-effect",
            "0.5",
            "--json",
        ])
        .json();
    assert_eq!(slight["advice"]["status"], "at most slight");
    virk.refuses(
        [
            "crosstab",
            "--file",
            "job.csv",
            "gender",
            "job",
            "--smallest-effect",
            "2",
        ],
        "is not a correlation",
        "0.1",
    );
    virk.refuses(
        ["crosstab", "--file", "job.csv", "job", "job"],
        "crossed with itself",
        "two different",
    );
    virk.refuses(
        [
            "crosstab", "--file", "job.csv", "--all", "job", "gender", "job",
        ],
        "named twice",
        "each variable once",
    );
}

#[test]
fn a_declared_order_is_that_of_the_trend_the_measure_and_the_words() {
    let mut text = String::from("training;use\n");
    let codes = [1, 3, 2];
    for (at, times) in [14, 8, 4, 9, 10, 9, 4, 8, 14].into_iter().enumerate() {
        text += &format!("{};{}\n", codes[at / 3], codes[at % 3]).repeat(times);
    }
    let virk = Virk::study().file("s.csv", text);
    virk.run(["data", "import", "s.csv", "--name", "s"])
        .exits(0);
    for name in ["training", "use"] {
        virk.run([
            "data", "variable", name, "--level", "ordinal", "--order", "1,3,2",
        ])
        .exits(0);
    }
    let table = virk
        .run(["crosstab", "training", "use", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        table["observed"],
        json!([[14, 8, 4], [9, 10, 9], [4, 8, 14]])
    );
    assert_eq!(
        (&table["row"]["scores"], &table["row"]["scores_from"]),
        (&json!([1.0, 2.0, 3.0]), &json!("places"))
    );
    // coin::lbl_test: 11.25, p .0007963 (with the numbers of the codes it would be 2.71, p .0996).
    near(&table["tests"]["linear_by_linear"]["p"], 0.000_796_3, 5e-6);
    assert!(
        table["advice"]["english"]
            .as_str()
            .unwrap()
            .starts_with("Higher values of “training” go with higher values of “use” (tau-b = .3")
    );
    virk.run(["crosstab", "training", "use"])
        .says("Scores of the linear association: training: 1, 2, 3. use: 1, 2, 3.")
        .exits(0);
    virk.run(["data", "variable", "training", "--order", "2,3,1"])
        .exits(0);
    let turned = virk
        .run(["crosstab", "training", "use", "--json"])
        .exits(0)
        .json();
    assert!(
        turned["advice"]["english"]
            .as_str()
            .unwrap()
            .starts_with("Higher values of “training” go with lower values of “use” (tau-b = −.3")
    );
    assert!(turned["association"]["tau_b"]["value"].as_f64().unwrap() < 0.0);
}

#[test]
fn a_table_takes_the_smallest_effect_that_the_plan_declares() {
    let mut text = String::from("gender;job\n");
    for (gender, job, times) in [
        ("Man", "Yes", 52),
        ("Man", "No", 48),
        ("Woman", "Yes", 50),
        ("Woman", "No", 50),
    ] {
        text += &format!("{gender};{job}\n").repeat(times);
    }
    let virk = Virk::study().file("s.csv", text);
    virk.run(["data", "import", "s.csv", "--name", "s"])
        .exits(0);
    let word = || {
        virk.run(["crosstab", "gender", "job", "--json"])
            .exits(0)
            .json()["advice"]["status"]
            .clone()
    };
    assert_eq!(word(), "not shown");
    virk.run(["plan", "--smallest-effect", "phi=.1"]).exits(0);
    assert_eq!(word(), "too imprecise to say");
    virk.run(["plan", "--smallest-effect", "phi=.3"]).exits(0);
    assert_eq!(word(), "at most slight");
}
