//! Versions of the theory on the command line: the course of the sample study,
//! changes with reasons, drawings, configurations.

use super::virk::Virk;
use std::path::Path;

fn changes() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("transcripts-sample/data/changes.json")
        .display()
        .to_string()
}

#[test]
fn one_command_makes_the_second_version_of_the_sample_and_another_tells_the_difference() {
    let virk = Virk::sample();
    let changes = changes();
    virk.run(["theory", "revise", "v1", "v2", "--changes", &changes])
        .says("Began theory v2 from v1: 12 changes")
        .exits(0);
    virk.run(["theory", "diff", "v1", "v2"])
        .says("- ○ Closing status (removed)")
        .says("→ ◆ Relationship formation (replaced) → Praise and recognition")
        .says("+ ● The good relationship (added) instead of Relationship formation")
        .says("- ● The right match (removed)")
        .says("→ ● Clear formulation (replaced) → Close cooperation with the caseworker")
        .says("~ ● Motivation (narrowed)")
        .says("~ ◆ Socialisation (weakened)")
        .says("! post hoc: the data that suggested it cannot confirm it")
        .says("! new, never tested, and no quote is about it")
        .exits(0);
    let diff = virk
        .run(["theory", "diff", "v1", "v2", "--json"])
        .exits(0)
        .json();
    let of = |list: &str, change: &str| {
        diff[list]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["change"] == change)
            .count()
    };
    assert_eq!(
        (
            of("nodes", "kept"),
            of("nodes", "added"),
            of("nodes", "removed"),
            of("nodes", "replaced")
        ),
        (7, 3, 2, 2)
    );
    assert_eq!(
        (
            of("links", "kept"),
            of("links", "added"),
            of("links", "narrowed")
        ),
        (13, 6, 1)
    );
    let praise = diff["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|node| node["what"] == "◆ Praise and recognition")
        .unwrap();
    assert!(
        praise["reasons"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("31 answers")
    );
    assert!(praise["reasons"][0]["evidence"].as_array().unwrap().len() > 3);
    // What was said of a link goes along; what is new says so.
    let shown = virk.run(["theory", "show", "v2", "--json"]).exits(0).json();
    let link = |from: &str, to: &str| {
        let links = shown["links"].as_array().unwrap();
        links
            .iter()
            .find(|link| link["from_key"] == from && link["to_key"] == to)
            .unwrap()
            .clone()
    };
    assert_eq!(link("m_refleksion", "o_udvikling")["fixed"], "prespecified");
    assert_eq!(link("m_ros", "o_udvikling")["fixed"], "post_hoc");
    virk.run(["evidence", "Praise -> Personal dev"])
        .says("3 of 3 tests")
        .exits(0);
    virk.run(["theory", "log", "v2", "--json"]).exits(0);
    virk.run(["theory", "log", "v1"])
        .says("has no change log")
        .exits(1);
    // One batch: one undo.
    virk.run(["undo"]).exits(0);
    virk.run(["theory", "show"]).says("Theory v1").exits(0);
}

#[test]
fn a_draft_is_changed_command_by_command_and_a_frozen_version_is_not() {
    let virk = Virk::sample();
    virk.refuses(
        [
            "theory",
            "unlink",
            "The right match -> Reflection",
            "--because",
            "x",
        ],
        "theory v1 is frozen",
        "virk theory draft v1",
    );
    virk.run(["theory", "draft", "v1", "v2"])
        .says("Began theory v2 from v1")
        .exits(0);
    virk.refuses(
        ["theory", "unlink", "The right match -> Reflection"],
        "needs a reason",
        "finding",
    );
    virk.run([
        "theory",
        "unlink",
        "The right match -> Reflection",
        "--because",
        "no test",
        "--evidence",
        "The right match -> Social",
    ])
    .says("Removed the link The right match → Reflection")
    .exits(0);
    virk.run([
        "theory",
        "add-node",
        "Sparring",
        "--origin",
        "interview",
        "--because",
        "they ask each other",
    ])
    .says("Sparring among mentors is a node")
    .exits(0);
    virk.run([
        "theory",
        "link",
        "Sparring -> Reflection",
        "--expected",
        "+",
        "--because",
        "x",
    ])
    .exits(0);
    virk.run([
        "theory",
        "link",
        "Sparring -> Personal dev",
        "--on",
        "Reflection -> Personal dev",
        "--because",
        "x",
    ])
    .exits(0);
    virk.run([
        "theory",
        "describe-node",
        "Reflection",
        "--resource",
        "time to talk",
        "--because",
        "x",
    ])
    .exits(0);
    virk.run([
        "theory",
        "reword",
        "Reflection -> Work ab",
        "--expected",
        "none",
        "--as",
        "weakened",
        "--because",
        "x",
    ])
    .exits(2);
    virk.run([
        "theory",
        "reword",
        "Reflection -> Progression",
        "--expected",
        "none",
        "--as",
        "weakened",
        "--because",
        "x",
    ])
    .exits(0);
    virk.run([
        "theory",
        "note",
        "Reflection",
        "kept",
        "--because",
        "both say so",
    ])
    .exits(0);
    virk.run([
        "theory",
        "demote",
        "Relationship",
        "--because",
        "a precondition",
    ])
    .says("it is context now")
    .exits(0);
    virk.run([
        "theory",
        "promote",
        "Motivation",
        "--because",
        "it is set going",
    ])
    .says("it is mechanism now")
    .exits(0);
    virk.run(["theory", "replace-node", "Clear", "Close", "--because", "x"])
        .says("replaced")
        .exits(0);
    virk.run([
        "theory",
        "remove-node",
        "Closing",
        "--because",
        "x",
        "--test",
        "delt_afsl x refl_gen",
    ])
    .exits(0);
    let log = virk.run(["theory", "log", "--json"]).exits(0).json();
    assert_eq!(log.as_array().unwrap().len(), 11);
    assert_eq!(log[10]["evidence"][0]["test"][0], "delt_afsl");
    let shown = virk.run(["theory", "show", "--json"]).json();
    assert!(
        shown["links"]
            .as_array()
            .unwrap()
            .iter()
            .any(|link| link["acts_on"].is_string())
    );
    virk.run(["theory", "freeze", "v2"]).exits(0);
    virk.refuses(
        ["theory", "remove-node", "Reflection", "--because", "x"],
        "theory v2 is frozen",
        "draft",
    );
}

#[test]
fn a_theory_is_drawn_in_every_form_and_hostile_names_stay_words() {
    let virk = Virk::sample();
    virk.run([
        "codebook",
        "change",
        "m_refleksion",
        "--name",
        "<script>alert(1)</script> \"& more\"",
        "--reason",
        "a test",
    ])
    .exits(0);
    virk.run(["theory", "draw", "--output", "theory.svg"])
        .says("Drew theory v1 to theory.svg")
        .exits(0);
    let svg = std::fs::read_to_string(virk.path("theory.svg")).unwrap();
    assert!(
        svg.starts_with("<svg ") && !svg.contains("<script>") && svg.contains("&lt;script&gt;")
    );
    for kind in [
        "ACTIVITIES",
        "CIRCUMSTANCES",
        "MECHANISMS",
        "OUTPUTS",
        "OUTCOME",
    ] {
        assert!(svg.contains(kind), "{kind}");
    }
    virk.run(["theory", "draw", "--format", "dot"])
        .says("label=\"<script>alert(1)</script> \\\"& more\\\"\"")
        .exits(0);
    virk.run(["theory", "draw", "--format", "mermaid"])
        .says("&lt;script>alert(1)&lt;/script> #quot;&amp; more#quot;")
        .exits(0);
    virk.run(["theory", "draw"])
        .says("activates Socialisation (3 quotes, 1/1 tests)")
        .says("··▶ leads to Self-support")
        .exits(0);
    let json = virk
        .run(["theory", "draw", "--format", "json"])
        .exits(0)
        .json();
    assert_eq!(json["links"].as_array().unwrap().len(), 28);
    assert!(
        json["links"]
            .as_array()
            .unwrap()
            .iter()
            .any(|link| link["standing"] == "untested")
    );
}

#[test]
fn configurations_are_put_together_attached_merged_and_listed_by_mechanism() {
    let virk = Virk::sample();
    virk.run(["configuration", "list"])
        .says("General reflection (2)")
        .says("without C")
        .exits(0);
    virk.run([
        "configuration",
        "add",
        "-m",
        "Reflection",
        "-o",
        "Personal dev",
        "--document",
        "02-mentor-2",
        "--quote",
        "words that nobody said",
    ])
    .exits(2);
    virk.run([
        "configuration",
        "add",
        "-m",
        "Reflection",
        "--statement",
        "If asked, one looks.",
    ])
    .says("context and outcome are missing")
    .exits(0);
    virk.run([
        "configuration",
        "change",
        "8",
        "--outcome",
        "Personal dev",
        "--next",
        "5",
    ])
    .exits(0);
    virk.run([
        "configuration",
        "attach",
        "8",
        "01-mentor-1",
        "--quote",
        "The trust is the ground, it isn’t the house.",
        "contradicts",
    ])
    .exits(0);
    let shown = virk
        .run(["configuration", "show", "8", "--json"])
        .exits(0)
        .json();
    assert_eq!((&shown["shape"], &shown["next"]), (&"MO".into(), &5.into()));
    assert_eq!(shown["quotes"][0]["polarity"], "contradicts");
    // It joins the link, so its quote speaks of the link.
    let evidence = virk
        .run(["evidence", "Reflection -> Personal dev", "--json"])
        .json();
    let quotes = evidence[0]["quotes"].as_array().unwrap();
    assert!(quotes.iter().any(|quote| quote["configurations"][0] == 8
        && quote["coded"] == false
        && quote["polarity"] == "contradicts"));
    virk.run(["configuration", "merge", "2", "8", "--statement", "both"])
        .says("Merged 2 configurations")
        .exits(0);
    virk.refuses(
        ["configuration", "remove", "8"],
        "is part of",
        "merged into",
    );
    virk.run(["configuration", "remove", "9"]).exits(0);
    virk.run(["configuration", "list", "--partial", "--json"])
        .exits(0);
    virk.refuses(
        ["configuration", "show", "99"],
        "there is no configuration 99",
        "virk configuration list",
    );
}
