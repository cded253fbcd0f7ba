//! The forty tables of tests/fixtures/forty: the test that was chosen before virk was run, and what
//! a sentence must not say.

use super::virk::Virk;
use serde_json::Value;
use std::path::Path;

/// Tests that a good applied statistician may choose, by table; what is missing here is no crosstab
/// of answers.
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
        // A trend of two answers over a dose is the rank sum of the dose with one table turned
        // round.
        19 | 20 => &[
            "mann_whitney",
            "mann_whitney_exact",
            "linear_by_linear",
            "linear_by_linear_exact",
        ],
        21 => &["kruskal_wallis"],
        _ => &[],
    }
}

#[test]
fn forty_tables_get_the_test_that_fits() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forty");
    let tables: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(folder.join("tables.json")).unwrap())
            .unwrap();
    assert_eq!(tables.len(), 40);
    let virk = Virk::new();
    for table in &tables {
        let number = table["number"].as_u64().unwrap();
        if chosen(number).is_empty() {
            continue;
        }
        let path = |extension: &str| {
            folder
                .join(format!("{number:02}.{extension}"))
                .display()
                .to_string()
        };
        let (csv, json) = (path("csv"), path("json"));
        let [row, column] = ["row", "column"].map(|side| table[side].as_str().unwrap());
        let found = virk
            .run([
                "crosstab",
                "--file",
                &csv,
                "--variables",
                &json,
                row,
                column,
                "--json",
            ])
            .exits(0)
            .json();
        let recommended = found["recommended"].as_str().unwrap();
        assert!(
            chosen(number).contains(&recommended),
            "{number}: {recommended}"
        );
        let (said, danish) = (
            found["advice"]["english"].as_str().unwrap(),
            found["advice"]["danish"].as_str().unwrap(),
        );
        for wrong in [
            "igher Gender",
            "igher Region",
            "igher In a job",
            "igher Any training",
            "−.00",
            "[−1.00; −1.00]",
            "most of all",
        ] {
            assert!(!said.contains(wrong), "{number}: {said}");
        }
        pasted(number, said, danish);
    }
}

/// What holds of every sentence: labels are quoted, one word for the interval, no English in
/// Danish, no more digits than are sane.
fn pasted(number: u64, english: &str, danish: &str) {
    for label in [
        "Gender",
        "In a job",
        "Trust in the mentor",
        "Region",
        "Way to work",
        "Walks",
        "Sleeps well",
        "Yes",
        "Woman",
    ] {
        for (said, open, close) in [(english, '“', '”'), (danish, '»', '«')] {
            for (at, _) in said.match_indices(label) {
                let (before, after) = (
                    said[..at].chars().next_back(),
                    said[at + label.len()..].chars().next(),
                );
                assert_eq!(
                    (before, after),
                    (Some(open), Some(close)),
                    "{number}: {label} in: {said}"
                );
            }
        }
    }
    for wrong in [" CI", "95 %-interval", " the ", " and ", "100000", "-"] {
        let plain = danish
            .replace("-konfidensinterval", "")
            .replace("-test", "")
            .replace("chi-i-anden", "")
            .replace("tau-b", "");
        let plain = plain.replace("mid-p", "").replace("Monte Carlo-p", "");
        assert!(
            !plain
                .replace("Trust in the mentor", "")
                .replace("Hope for the future", "")
                .contains(wrong),
            "{number}: {danish}"
        );
    }
    for wrong in [
        "p = 0.",
        "100000",
        ".99999",
        ".04999",
        "CI.",
        "did not answer",
    ] {
        assert!(!english.contains(wrong), "{number}: {english}");
    }
}

#[test]
fn paired_answers_scores_weights_and_clusters_have_sentences_too() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forty");
    let path = |number: u64, extension: &str| {
        folder
            .join(format!("{number:02}.{extension}"))
            .display()
            .to_string()
    };
    let virk = Virk::study();
    let run = |number: u64, words: &str| {
        let (csv, json) = (path(number, "csv"), path(number, "json"));
        virk.shell(&format!(
            "\"$VIRK\" {words} --file '{csv}' --variables '{json}' --json"
        ))
        .exits(0)
        .json()
    };
    let both = |said: &Value| ["en", "da"].map(|tongue| said[tongue].as_str().unwrap().to_owned());
    let [en, da] = both(&run(32, "paired rater_a rater_b --raters")["sentence"]);
    assert!(
        en.starts_with("“Rater A” and “Rater B” agree on 29 of 38 cases (76 % [61 %; 87 %], 95 % CI); Cohen’s kappa = .63 ["),
        "{en}"
    );
    assert!(
        da.contains("29 af 38 tilfælde (76 % [61 %; 87 %], 95 %-konfidensinterval)"),
        "{da}"
    );
    virk.run([
        "data",
        "import",
        &path(38, "csv"),
        "--variables",
        &path(38, "json"),
    ])
    .exits(0);
    let [en, da] = both(
        &virk
            .run(["data", "compare", "index", "score", "--json"])
            .exits(0)
            .json()["sentence"],
    );
    assert!(
        en.starts_with("Higher values of “Wellbeing index” go with higher values of “Coping score” (Spearman’s rho = .48 ["),
        "{en}"
    );
    assert!(
        da.starts_with("Højere værdier af »Wellbeing index« hænger sammen med højere værdier af »Coping score« (Spearmans rho")
    );
    pasted(38, &en, &da);
    let [en, da] = both(&run(39, "crosstab gender job --weight w")["sentences"]);
    assert!(
        en.ends_with("p = .14; N = 200, weighted by “w”, effective N = 162 (Kish))."),
        "{en}"
    );
    assert!(en.contains("was not shown: “In a job” is “Yes” for 49 % of those whose “Gender” is “Man” and for 61 %"), "{en}");
    pasted(39, &en, &da);
    let [en, da] = both(&run(40, "crosstab gender job --cluster team")["sentences"]);
    assert!(
        en.ends_with("p = .72; N = 96 in 12 clusters by “team”)."),
        "{en}"
    );
    assert!(
        da.contains("forskel −4 procentpoint [−30; 21], 95 %-konfidensinterval"),
        "{da}"
    );
    pasted(40, &en, &da);
}
