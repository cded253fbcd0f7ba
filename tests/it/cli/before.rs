//! A study of an earlier virk, whose verdicts rest on numbers that are computed in another way now.

use super::virk::Virk;
use serde_json::json;

const LINK: &str = "Reflection -> Personal development";

fn study() -> Virk {
    let virk = Virk::new();
    crate::support::before::write(&virk.path("study.virk"));
    virk
}

#[test]
fn a_verdict_of_before_says_what_was_computed_anew_and_keeps_its_word() {
    let virk = study();
    virk.run(["check"]).exits(0);
    let ran = virk.run(["evidence", LINK]);
    ran.exits(0).says("open: The survey does not show it.");
    // NA was an answer; the trend went by the numbers of the codes, 1 Never, 3 Sometimes, 2 Always;
    // 1 and 1.0 were two answers.
    ran.says(
        "recomputed: reflects × grows: p of the planned trend .243 → <.001, by the declared order",
    );
    ran.says("recomputed: reflects × dares: N 80 → 68, p 4.9e-7 → ");
    ran.says("new test tries × grows");
    let verdict = virk.run(["evidence", LINK, "--json"]).exits(0).json()[0]["verdict"].clone();
    assert_eq!(
        (&verdict["conclusion"], &verdict["reason"]),
        (&json!("open"), &json!("The survey does not show it."))
    );
    let anew = verdict["changed_since"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|said| said.as_str().unwrap().contains("recomputed"));
    assert_eq!(anew.count(), 2, "{verdict}");
    assert_eq!(verdict["basis"]["tests"][1]["n"], 80);
    // Where nothing differs nothing is said.
    let other = virk
        .run(["evidence", "Time for it -> Stays", "--json"])
        .exits(0)
        .json()[0]["verdict"]
        .clone();
    assert_eq!(
        (&other["conclusion"], &other["changed_since"]),
        (&json!("keep"), &json!([]))
    );
    let csv = virk.run([
        "matrix",
        "--format",
        "csv",
        "--columns",
        "from,to,verdict,changed_since",
    ]);
    csv.exits(0).says("recomputed: reflects × grows");
}

#[test]
fn a_person_decides_anew_and_the_verdict_rests_on_the_numbers_of_today() {
    let virk = study();
    virk.run([
        "verdict",
        LINK,
        "keep",
        "By the declared order it is shown.",
    ])
    .exits(0);
    let verdict = virk.run(["evidence", LINK, "--json"]).exits(0).json()[0]["verdict"].clone();
    assert_eq!(
        (&verdict["conclusion"], &verdict["changed_since"]),
        (&json!("keep"), &json!([]))
    );
    let planned = &verdict["basis"]["tests"]
        .as_array()
        .unwrap()
        .iter()
        .find(|test| test["b"] == "grows")
        .unwrap()["planned"];
    assert!(planned["p"].as_f64().unwrap() < 0.001, "{planned}");
    // The declared order is told otherwise: the p of the planned test is another, although
    // Pearson's is the same.
    virk.run(["data", "variable", "reflects", "--order", "1,2,3"])
        .exits(0);
    virk.run(["evidence", LINK])
        .says("recomputed: reflects × grows: p of the planned test <.001 → ")
        .exits(0);
    virk.run(["undo"]).exits(0);
    virk.run(["undo"]).exits(0);
    virk.run(["evidence", LINK])
        .says("open: The survey does not show it.")
        .exits(0);
}
