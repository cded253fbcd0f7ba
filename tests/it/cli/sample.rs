//! The promises on the sample study.

use super::virk::Virk;
use serde_json::Value;

#[test]
fn demo_makes_the_study_once_and_prints_the_matrix() {
    let virk = Virk::new();
    virk.run(["demo"])
        .says("Made the sample study virk-demo/mentoring.virk")
        .says("Initial meeting → Reflection 4 2 0 1 7 1 of 10 0.401")
        .says("Progression in work ability → Self-support 0 0 2 0 2 untested")
        .says("Untested: Clear formulation has no indicator; Progression in work ability has no indicator")
        .says("28 links")
        .exits(0);
    virk.run(["demo"])
        .says("Opened the sample study virk-demo/mentoring.virk")
        .exits(0);
    // The demo is found from where it was made.
    virk.run(["evidence", "Reflection -> Personal development"])
        .says("6 of 6 tests")
        .exits(0);
}

#[test]
fn a_links_evidence_agrees_with_the_printed_tests() {
    let evidence = Virk::sample()
        .run(["evidence", "Reflection -> Personal development", "--json"])
        .exits(0)
        .json();
    let link = &evidence[0];
    assert_eq!(
        (&evidence[1], link["from_key"].as_str()),
        (&Value::Null, Some("m_refleksion"))
    );
    let known: Value =
        serde_json::from_str(include_str!("../../fixtures/seed-tests.json")).unwrap();
    let known = known["tests"].as_array().unwrap();
    let tests = link["tests"].as_array().unwrap();
    assert_eq!(tests.len(), 6);
    for test in tests {
        assert_eq!(test["n"], 31);
        let pair = |known: &&Value| {
            let names = (&known["a"], &known["b"]);
            names == (&test["a"], &test["b"]) || names == (&test["b"], &test["a"])
        };
        let printed = known
            .iter()
            .find(pair)
            .unwrap_or_else(|| panic!("{test} is not among the printed tests"));
        let p = (
            test["p"].as_f64().unwrap(),
            printed["synthetic"]["p"].as_f64().unwrap(),
        );
        assert!((p.0 - p.1).abs() < 0.0005, "{p:?}");
    }
    assert!(
        link["quotes"]
            .as_array()
            .unwrap()
            .iter()
            .any(|quote| quote["polarity"] == "contradicts")
    );
}

#[test]
fn the_matrix_has_a_row_for_every_link() {
    let virk = Virk::sample();
    let csv = virk.run(["matrix", "--format", "csv"]).exits(0).out();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let column = |name: &str| {
        heads
            .iter()
            .position(|head| head == name)
            .unwrap_or_else(|| panic!("no column {name}"))
    };
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 28);
    for row in &rows {
        let untested = &row[column("Tests run")] == "0";
        assert_eq!(
            row[column("Tests in words")].starts_with("untested: "),
            untested,
            "{row:?}"
        );
        assert!(
            row[column("Quotes")].parse::<u32>().is_ok()
                && row[column("Informants")].parse::<u32>().is_ok()
        );
        assert!(
            row[column("Tests significant")].parse::<u32>().unwrap()
                <= row[column("Tests run")].parse().unwrap()
        );
    }
    assert_eq!(
        virk.run(["matrix", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        28
    );
}

#[test]
fn the_matrix_is_written_in_the_form_of_the_file() {
    let virk = Virk::sample();
    virk.run(["matrix", "--output", "m.html"])
        .says("Wrote m.html")
        .exits(0);
    virk.run(["matrix", "--output", "m.md"]).exits(0);
    virk.run(["matrix", "--output", "m.csv", "--delimiter", ";"])
        .exits(0);
    let read = |name: &str| std::fs::read_to_string(virk.path(name)).unwrap();
    assert!(read("m.html").starts_with("<!DOCTYPE html>"));
    assert!(read("m.md").starts_with("# Evidence matrix"));
    assert!(
        read("m.csv").starts_with("\u{feff}")
            && read("m.csv").lines().nth(1).unwrap().contains(";0,401")
    );
    virk.refuses(
        ["matrix", "--output", "m"],
        "the format of m is not clear",
        "csv, xlsx, html, md, tex, docx or json",
    );
    virk.refuses(
        ["matrix", "--output", "sample.virk", "--format", "csv"],
        "has the name of a study",
        "another extension",
    );
    virk.refuses(
        ["matrix", "--output", "nowhere/m.csv"],
        "cannot write nowhere/m.csv",
        "folder",
    );
}

#[test]
fn quotes_are_found_by_mechanism_and_informant() {
    let virk = Virk::sample();
    let quotes = virk
        .run([
            "quotes",
            "--code",
            "Reflection",
            "--informant",
            "Mentor 1",
            "--json",
        ])
        .exits(0)
        .json();
    let quotes = quotes.as_array().unwrap();
    assert!(quotes.len() > 3);
    assert!(quotes.iter().all(|quote| quote["informant"] == "Mentor 1"));
    let family = ["m_refleksion", "m_refl_gen", "m_refl_opg"];
    let carries = |quote: &Value| {
        quote["keys"]
            .as_array()
            .unwrap()
            .iter()
            .any(|key| family.contains(&key.as_str().unwrap()))
    };
    assert!(
        quotes.iter().all(carries),
        "a code stands for those under it"
    );
    let both = virk
        .run([
            "quotes",
            "--code",
            "Reflection",
            "--code",
            "Closing",
            "--json",
        ])
        .exits(0)
        .json();
    let closing = |quote: &Value| {
        quote["keys"]
            .as_array()
            .unwrap()
            .iter()
            .any(|key| key == "a_afslutning")
    };
    assert!(
        both.as_array()
            .unwrap()
            .iter()
            .all(|quote| carries(quote) && closing(quote))
    );
    virk.run([
        "quotes",
        "--code",
        "Reflection",
        "--code",
        "mod_mot_okon",
        "--informant",
        "Leader 2",
        "--page",
    ])
    .says("No quote found")
    .exits(1);
}

#[test]
fn the_sample_holds() {
    let virk = Virk::sample();
    virk.run(["check"])
        .says("Everything is in order")
        .says("01-mentor-1")
        .exits(0);
    virk.run(["crosstab", "refl_gen", "pu_selv"])
        .says("N = 31 (100.0 %), missing 0 (0.0 %)")
        .says("Pearson chi-square a 28.875 16 0.025 0.019")
        .says("a. 25 of 25 cells (100.0 %) have expected count less than 5. The minimum expected count is 0.19.")
        .says("Status: association shown")
        .exits(0);
    virk.run(["data", "frequencies", "kon"])
        .says("Woman")
        .says("Valid 31 100.0 %")
        .exits(0);
    virk.run(["data", "describe", "survey"])
        .says("38 rows, 31 of them counted (N)")
        .says("answers broken off")
        .exits(0);
    virk.run(["theory", "draw", "--format", "dot"])
        .says("digraph theory {")
        .says("n3 -> n")
        .exits(0);
}

#[test]
fn the_danish_sample_is_a_study_of_its_own() {
    let virk = Virk::new();
    virk.run(["demo", "--danish"])
        .says("Made the sample study virk-demo-danish/mentor.virk")
        .says("virk evidence \"Refleksion -> Personlig udvikling\"")
        .exits(0);
    let study = "virk-demo-danish/mentor.virk";
    virk.run([
        "evidence",
        "Refleksion -> Personlig udvikling",
        "--study",
        study,
    ])
    .says("noget, han selv kan skrue på")
    .exits(0);
    virk.run(["document", "list", "--study", study])
        .says("01-mentor-6 da")
        .exits(0);
    // Beside the other, neither stands in the way.
    virk.run(["demo"]).says("Made the sample study").exits(0);
    virk.run(["document", "list"])
        .says("10-team-leader en")
        .exits(0);
}
