//! Reported results, interview guides and the checks on the reasoning, from the shell.

use super::virk::Virk;
use serde_json::Value;

const TESTS: &str = include_str!("../../fixtures/seed-tests.json");

fn printed() -> Virk {
    let virk = Virk::study().file("tests.json", TESTS);
    virk.run(["reported", "import", "tests.json"])
        .says("Recorded what `tests` reports: 114 tests, 0 claims")
        .exits(0);
    virk
}

#[test]
fn printed_tests_are_listed_and_taken_away() {
    let virk = printed();
    virk.run(["reported", "list"])
        .says("T100 7.4.2 2236 rel_tilfr rel_forst match → relation 0,060 related")
        .says("114 tests, 42 with a printed p, 33 called related; 0 claims")
        .exits(0);
    let list = virk.run(["reported", "list", "--json"]).exits(0).json();
    assert_eq!(list.as_array().unwrap().len(), 114);
    assert_eq!(
        (&list[3]["p"], &list[3]["from"], &list[3]["claim"]),
        (&"0,051".into(), &"indledende".into(), &"not_related".into())
    );
    assert!(list[3].get("flags").is_none());
    virk.refuses(
        ["reported", "import", "tests.json"],
        "already reported results called `tests`",
        "--name",
    );
    virk.run(["reported", "remove", "tests"])
        .says("Removed the reported results `tests`")
        .exits(0);
    virk.run(["reported", "list"])
        .says("No reported results yet")
        .exits(1);
    virk.run(["undo"]).exits(0);
    virk.run(["reported", "list"]).exits(0);
}

#[test]
fn findings_are_objects_with_a_rule_and_a_place() {
    let virk = printed();
    let findings = virk.run(["lint", "--json"]).exits(1).json();
    assert_eq!(findings.as_array().unwrap().len(), 15);
    for finding in findings.as_array().unwrap() {
        for field in [
            "rule", "severity", "object", "message", "section", "line", "tests",
        ] {
            assert!(finding.get(field).is_some(), "{field}: {finding}");
        }
    }
    let low = virk.run(["lint", "--rule", "l1", "--json"]).exits(1).json();
    assert_eq!(low[0]["object"], "T100 rel_tilfr × rel_forst");
    assert_eq!(
        (&low[0]["severity"], &low[0]["line"], &low[1]),
        (&"error".into(), &2236.into(), &Value::Null)
    );
    virk.run(["lint"])
        .says("L1 a claim against its p · error ✗ T100 rel_tilfr × rel_forst, section 7.4.2, line 2236")
        .says("15 findings");
    virk.run(["lint", "rules"])
        .says("L20 absence of evidence read as evidence of absence")
        .says("Altman & Bland 1995")
        .exits(0);
    virk.refuses(["lint", "--rule", "L99"], "L1 to L31", "");
}

#[test]
fn a_finding_is_accepted_with_a_reason() {
    let virk = printed();
    virk.refuses(
        ["lint", "accept", "L1", "T100", " "],
        "needs a reason",
        "in a sentence",
    );
    virk.refuses(
        ["lint", "accept", "L1", "T001", "x"],
        "L1 finds nothing at `T001`",
        "virk lint --rule L1",
    );
    virk.refuses(
        ["lint", "accept", "L10", "rel_", "x"],
        "several places that begin with `rel_`",
        "`rel_indfl`",
    );
    virk.run(["lint", "accept", "L1", "T100", "A slip of the printer"])
        .says("Accepted what L1 finds at T100")
        .exits(0);
    virk.run(["lint", "--rule", "L1"])
        .says("Nothing found, 1 accepted")
        .exits(0);
    virk.run(["lint", "--rule", "L1", "--all"])
        .says("Accepted: A slip of the printer")
        .exits(0);
    virk.run(["undo"]).exits(0);
    virk.run(["lint", "--rule", "L1"])
        .says("1 finding")
        .exits(1);
}

#[test]
fn nothing_to_check_is_nothing_found() {
    let virk = Virk::study();
    virk.run(["lint"]).says("Nothing found").exits(0);
    assert_eq!(
        virk.run(["lint", "--json"]).exits(0).json(),
        Value::Array(Vec::new())
    );
}

#[test]
fn the_sample_shows_where_the_printed_evaluation_and_its_own_design_do_not_hold() {
    let virk = Virk::sample();
    let findings = virk.run(["lint", "--json"]).exits(1).json();
    let at = |rule: &str, object: &str| {
        let hit = |finding: &&Value| {
            finding["rule"] == rule && finding["object"].as_str().unwrap().starts_with(object)
        };
        findings
            .as_array()
            .unwrap()
            .iter()
            .any(|finding| hit(&finding))
    };
    for (rule, object) in [
        ("L1", "T100"),
        ("L10", "rel_unik"),
        ("L19", "Motivation"),
        ("L21", "C18"),
        ("L27", "Reflection → Progression"),
        ("L29", "T066"),
    ] {
        assert!(at(rule, object), "{rule} at {object}");
    }
}

#[test]
fn a_guide_is_imported_from_a_table_or_json() {
    let virk = Virk::sample()
        .file("leaders.csv", "number;question;about\n1;What is asked of mentors?;a_individuelt|Reflection\n2;Anything else?;\n")
        .file("more.json", r#"{"guide": "consultants", "items": [{"question": "Why?", "about": ["m_relation"]}]}"#)
        .file("wrong.csv", "number;question;about\n1;Who?;nobody_at_all\n")
        .file("headless.csv", "a;b\n1;2\n");
    virk.run(["guide", "import", "leaders.csv"])
        .says("Added the guide `leaders`: 2 questions")
        .exits(0);
    virk.run(["guide", "import", "more.json"])
        .says("Added the guide `consultants`: 1 question")
        .exits(0);
    let list = virk
        .run(["guide", "list", "leaders", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        list[0]["about"],
        serde_json::json!(["a_individuelt", "m_refleksion"])
    );
    virk.run(["guide", "list"])
        .says("mentors 1 How does a first meeting")
        .says("consultants Why? Relationship formation")
        .exits(0);
    virk.refuses(
        ["guide", "import", "wrong.csv"],
        "question 1: no code starts with `nobody_at_all`",
        "codebook",
    );
    virk.refuses(
        ["guide", "import", "headless.csv"],
        "no column `question`",
        "number;question;about",
    );
    virk.refuses(
        ["guide", "import", "leaders.csv"],
        "already a guide called `leaders`",
        "--name",
    );
    virk.run(["guide", "remove", "leaders"])
        .says("Removed the guide `leaders`: 2 questions")
        .exits(0);
    virk.refuses(
        ["guide", "remove", "leaders"],
        "no guide called `leaders`",
        "virk guide list",
    );
}

#[test]
fn coverage_marks_gaps() {
    let virk = Virk::sample();
    virk.run(["coverage"])
        .says("◆ Reflection yes 1")
        .says("■ Progression in work ability yes – –")
        .says("13 nodes, ")
        .exits(1);
    let nodes = virk.run(["coverage", "--json"]).exits(1).json();
    let node = nodes
        .as_array()
        .unwrap()
        .iter()
        .find(|node| node["key"] == "o_progression")
        .unwrap();
    assert_eq!(
        (&node["guide"], &node["survey"], &node["tests"]),
        (&0.into(), &0.into(), &0.into())
    );
    assert_eq!(node["gaps"], "guide; survey; tests");
    virk.run(["coverage", "--output", "coverage.csv"])
        .says("Wrote coverage.csv")
        .exits(1);
    virk.refuses(["coverage", "--theory", "v9"], "v9", "virk theory show");
}

#[test]
fn the_report_is_one_page() {
    let virk = Virk::sample();
    virk.run(["report", "study.html"])
        .says("Wrote study.html")
        .exits(0);
    let page = std::fs::read_to_string(virk.path("study.html")).unwrap();
    assert!(
        page.starts_with("<!DOCTYPE html>")
            && page.contains("Mentoring in Havneby")
            && page.contains("<h2>Coverage</h2>")
    );
    virk.run(["report", "public.html", "--privacy", "public"])
        .exits(0);
    assert!(
        !std::fs::read_to_string(virk.path("public.html"))
            .unwrap()
            .contains("<blockquote>")
    );
    virk.refuses(
        ["report", "study.pdf"],
        "study.pdf does not end in .html",
        "NAME.html",
    );
    virk.refuses(
        ["report", "study.html", "--theory", "v9"],
        "v9",
        "virk theory show",
    );
}
