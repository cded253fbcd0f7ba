//! Erasing and backing up from a shell.

use super::virk::{Virk, files};

fn talked() -> Virk {
    let virk = Virk::study().file(
        "talk.txt",
        "Interviewer: Og?\n\nMentor 1: Det sagde jeg i fortrolighed.\n",
    );
    virk.run(["import", "talk.txt"]).exits(0);
    std::fs::remove_file(virk.path("talk.txt")).unwrap();
    virk
}

#[test]
fn erasing_asks_says_what_it_did_and_cannot_be_undone() {
    let virk = talked();
    virk.refuses(
        ["erase", "talk"],
        "this cannot be undone: the words of 1 document",
        "--yes",
    );
    virk.refuses(
        ["erase", "nobody", "--yes"],
        "no document, informant or dataset",
        "virk document list",
    );
    virk.run(["erase", "Mentor 1", "--yes"])
        .exits(0)
        .says("Erased `Mentor 1`")
        .says("Backups");
    virk.run(["check"])
        .exits(0)
        .says("talk erased")
        .says("Everything is in order");
    virk.refuses(["undo"], "cannot be brought back", "Import");
    let fortrolig = b"fortrolighed";
    assert!(files(&virk.path("")).iter().all(|(_, bytes)| {
        !bytes
            .windows(fortrolig.len())
            .any(|window| window == fortrolig)
    }));
    virk.run(["log"])
        .exits(0)
        .says("Erased what Mentor 1 said")
        .says("Erased the words of “talk”, 1 text in all");
    virk.run(["document", "list"]).exits(0).says("erased");
}

#[test]
fn where_erased_words_still_stand_is_told() {
    let said = "Det er ikke let at komme herind om morgenen";
    let codes = format!(
        r#"{{"codes": [{{"key": "m", "name": {{"en": "Motivation"}}, "kind": "mechanism", "example": {{"en": "{said}"}}}}]}}"#
    );
    let virk = Virk::study()
        .file(
            "talk.txt",
            format!("Interviewer: Og?\n\nMentor 1: {said}.\n"),
        )
        .file("codes.json", codes);
    virk.run(["import", "talk.txt"]).exits(0);
    virk.run(["codebook", "import", "codes.json"]).exits(0);
    let told = virk
        .run(["erase", "talk", "--yes", "--json"])
        .exits(0)
        .json();
    let example = told["still_said"]
        .as_array()
        .unwrap()
        .iter()
        .find(|told| told["place"] == "the example of the code Motivation");
    let example = example.unwrap();
    assert_eq!(
        example["words"],
        "det er ikke let at komme herind om morgenen"
    );
    assert_eq!(
        example["change"],
        "virk codebook change \"Motivation\" --example TEXT"
    );
}

/// Everything that a withdrawal leaves readable is told, each with what changes it; and the command
/// does.
#[test]
fn what_an_erasure_leaves_readable_is_told_word_by_word() {
    let said = "Interviewer: Og?\n\nVidne 7: Det er zebrahestepasseren der siger sandheden.\n\nVidne 7: Kvadratrodsbagning.\n";
    let other = "Interviewer: Og?\n\nVidne 8: Han sagde noget andet.\n";
    let virk = Virk::study()
        .file("vidne-7-hjemme.txt", said)
        .file("other.txt", other);
    virk.run(["import", "vidne-7-hjemme.txt", "other.txt"])
        .exits(0);
    let document = virk.run(["document", "list", "--json"]).json()[0]["title"]
        .as_str()
        .unwrap()
        .to_owned();
    let run = |words: &[&str]| {
        let output = virk
            .process(env!("CARGO_BIN_EXE_virk"))
            .args(words)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    run(&[
        "informant",
        "describe",
        "Vidne 7",
        "--role",
        "rektor",
        "--department",
        "Nord",
        "--attribute",
        "hobby=kaniner",
    ]);
    run(&[
        "informant",
        "describe",
        "Vidne 8",
        "--attribute",
        "kender=Vidne 7 fra skolen",
    ]);
    run(&[
        "codebook",
        "add",
        "Zebrahestepasseren der siger sandheden",
        "--kind",
        "mechanism",
    ]);
    run(&[
        "codebook",
        "add",
        "Ro",
        "--kind",
        "outcome",
        "--definition",
        "som zebrahestepasseren der siger sandheden",
    ]);
    run(&[
        "condense",
        "set",
        &document,
        "--quote",
        "Kvadratrodsbagning",
        "x",
        "--theme",
        "en egen verden",
    ]);
    run(&[
        "condense",
        "set",
        "other",
        "--quote",
        "noget andet",
        "x",
        "--theme",
        "modsat Vidne 7",
    ]);
    run(&["memo", "study", "Se også: er zebrahestepasseren der siger"]);
    run(&[
        "search",
        "sandheden",
        "--save",
        "det er zebrahestepasseren der",
    ]);
    let virk = virk.file("sv.csv", "nr;svar\n1;Ja\n2;Nej\n");
    virk.run(["data", "import", "sv.csv"]).exits(0);
    virk.run([
        "data",
        "variable",
        "svar",
        "--label",
        "Om det er zebrahestepasseren der lyver",
    ])
    .exits(0);
    virk.run(["data", "filter", "nr = 2", "--because", "det er Vidne 7"])
        .exits(0);

    let told = virk
        .run(["erase", "--document", &document, "--yes", "--json"])
        .exits(0)
        .json();
    let still = told["still_said"].as_array().unwrap();
    let expected = [
        ("the title of a document", "vidne-7-hjemme", None),
        (
            "the name of the file of vidne-7-hjemme",
            "vidne-7-hjemme.txt",
            None,
        ),
        ("the label of a speaker in vidne-7-hjemme", "Vidne 7", None),
        (
            "the name of an informant",
            "Vidne 7",
            Some("virk informant rename \"Vidne 7\" NAME"),
        ),
        (
            "the attribute kender of Vidne 8",
            "vidne 7",
            Some("virk informant describe \"Vidne 8\" --attribute \"kender=\""),
        ),
        (
            "the name of the code Zebrahestepasseren der siger sandheden",
            "zebrahestepasseren der siger sandheden",
            Some("virk codebook rename \"Zebrahestepasseren der siger sandheden\" NAME"),
        ),
        (
            "the definition of the code Ro",
            "zebrahestepasseren der siger sandheden",
            Some("virk codebook change \"Ro\" --definition TEXT"),
        ),
        (
            "the label of the variable svar",
            "det er zebrahestepasseren der",
            Some("virk data variable \"svar\" --label WORDS"),
        ),
        (
            "the reason of a filter of sv",
            "vidne 7",
            Some("virk data filter \"nr = 2\" --not"),
        ),
        (
            "the theme of a condensation in other",
            "vidne 7",
            Some("virk condense set \"other\" 37..48 TEXT --theme THEME"),
        ),
        (
            "the memo on the study",
            "er zebrahestepasseren der siger",
            Some("virk memo study TEXT"),
        ),
        (
            "the name of a saved search",
            "det er zebrahestepasseren der",
            Some("virk searches rename \"det er zebrahestepasseren der\" NAME"),
        ),
    ];
    for (place, words, change) in expected {
        let found = still
            .iter()
            .find(|told| told["place"] == place)
            .unwrap_or_else(|| panic!("{place} in {still:#?}"));
        assert_eq!(
            (found["words"].as_str(), found["change"].as_str()),
            (Some(words), change),
            "{place}"
        );
    }
    assert_eq!(still.len(), expected.len(), "{still:#?}");
    // Of the document, the informant made known and described, two codes, the variable, the filter
    // and the search.
    assert_eq!(told["records"], 8);
    let study = std::fs::read(virk.path("study.virk")).unwrap();
    let holds = |words: &str| {
        study
            .windows(words.len())
            .any(|some| some == words.as_bytes())
    };
    for words in ["rektor", "hobby", "kaniner", "en egen verden"] {
        assert!(!holds(words), "{words}");
    }
    assert!(holds("kender") && holds("modsat Vidne 7"));
    // In lines, too; and what is changed is told no more.
    virk.run(["informant", "describe", "Vidne 8", "--attribute", "kender="])
        .exits(0);
    virk.run(["informant", "rename", "Vidne 7", "Vidne X"])
        .exits(0);
}

#[test]
fn what_is_told_of_an_informant_who_leaves_is_theirs() {
    let virk = talked();
    virk.run(["informant", "describe", "Mentor 1", "--role", "leder"])
        .exits(0);
    virk.run(["erase", "Mentor 1", "--yes"])
        .exits(0)
        .says("Still readable, because erasing cannot reach it")
        .says("the name of an informant: “Mentor 1”; nothing changes it")
        .says("3 records of the log hold such words and keep them permanently");
}

/// What an earlier virk wrote into the facts themselves cannot be erased, so it is told.
#[test]
fn themes_and_roles_in_facts_of_before_are_told() {
    let before = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/studies");
    let study = std::fs::read(before.join("undone.virk")).unwrap();
    let virk = Virk::new().file("before.virk", study);
    let told = virk
        .run([
            "erase",
            "Mentor 1",
            "--yes",
            "--json",
            "--study",
            "before.virk",
        ])
        .exits(0)
        .json();
    let still: Vec<(&str, &str)> = told["still_said"]
        .as_array()
        .unwrap()
        .iter()
        .map(|told| {
            (
                told["place"].as_str().unwrap(),
                told["words"].as_str().unwrap(),
            )
        })
        .collect();
    for expected in [
        ("the theme of a condensation in talk", "udefra"),
        ("the role of Mentor 1", "mentor"),
        ("the department of Mentor 1", "Nord"),
        ("the attribute years of Mentor 1", "8"),
    ] {
        assert!(still.contains(&expected), "{expected:?} in {still:?}");
    }
    virk.run(["check", "--study", "before.virk"]).exits(0);
}

#[test]
fn answers_that_stand_in_what_a_variable_means_are_told() {
    let virk = Virk::study().file(
        "sv.csv",
        "nr;sted\n1;Nord\n2;Syd\n3;Vestkystens eneste skole\n",
    );
    virk.run(["data", "import", "sv.csv"]).exits(0);
    virk.run([
        "data",
        "variable",
        "sted",
        "--order",
        "Nord;Syd;Vestkystens eneste skole",
    ])
    .exits(0);
    let told = virk
        .run(["erase", "sv", "--row", "3", "--yes", "--json"])
        .exits(0)
        .json();
    let still = told["still_said"].as_array().unwrap();
    assert_eq!(still.len(), 1, "{still:#?}");
    assert_eq!(
        (&still[0]["place"], &still[0]["words"]),
        (
            &"the values of the variable sted".into(),
            &"Vestkystens eneste skole".into()
        )
    );
}

#[test]
fn a_respondent_is_erased_and_verdicts_say_what_they_rested_on() {
    let virk = Virk::sample();
    let link = "Reflection -> Personal development";
    virk.run(["verdict", link, "keep", "Both say so"]).exits(0);
    let rows = |virk: &Virk| virk.run(["data", "describe", "--json"]).exits(0).json()[0].clone();
    let (before, name) = (
        rows(&virk)["rows"].as_u64().unwrap(),
        rows(&virk)["name"].as_str().unwrap().to_owned(),
    );
    let tested = |virk: &Virk| {
        virk.run(["evidence", link, "--json"]).exits(0).json()[0]["tests"][0]["n"]
            .as_u64()
            .unwrap()
    };
    let n = tested(&virk);
    virk.refuses(
        ["erase", &name, "--row", "9999", "--yes"],
        "there is no row 9999",
        "1 to",
    );
    virk.refuses(["erase", &name, "--row", "3"], "row 3 and 0 notes", "--yes");
    virk.refuses(["erase", "--yes"], "required", "Usage");
    let told = virk
        .run(["erase", &name, "--row", "3", "--yes", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (&told["rows"], &told["datasets"]),
        (&serde_json::json!(1), &serde_json::json!(0))
    );
    assert_eq!(rows(&virk)["rows"], before - 1);
    assert_eq!(rows(&virk)["rows_erased"], 1);
    assert_eq!(tested(&virk), n - 1);
    virk.run(["evidence", link])
        .says("recomputed")
        .says(&format!("1 row of {name} erased"));
    virk.run(["log"]).says(&format!("Erased row 3 of “{name}”"));
    virk.run(["data", "describe"])
        .says("1 row permanently erased");
    virk.refuses(["undo"], "cannot be brought back", "Import");
    virk.run(["check"]).exits(0);
}

#[test]
fn a_survey_with_numbers_of_persons_leaves_no_byte_behind() {
    let survey = "cpr;sat;said\n010190-1234;3;Jeg vil ikke at det staar her mere\n020290-2345;2;Fint\n030390-3456;1;Nej\n";
    let virk = Virk::study().file("sv.csv", survey);
    let holds = |words: &str| {
        let bytes = std::fs::read(virk.path("study.virk")).unwrap();
        bytes
            .windows(words.len())
            .any(|window| window == words.as_bytes())
    };
    virk.run(["data", "import", "sv.csv", "--keep-personal"])
        .exits(0);
    std::fs::remove_file(virk.path("sv.csv")).unwrap();
    virk.run([
        "memo",
        "study",
        "En skrev: jeg vil ikke, at det staar her mere",
    ])
    .exits(0);
    virk.refuses(
        ["erase", "sv", "--where", "cpr = 999", "--yes"],
        "no row of `sv` has cpr = 999",
        "check the value",
    );
    virk.run(["erase", "sv", "--where", "cpr = 010190-1234", "--yes"])
        .exits(0)
        .says("Erased row 1 of `sv`");
    assert!(!holds("010190-1234") && !holds("staar her mere") && holds("020290-2345"));
    virk.run(["report", "report.html"]).exits(0);
    let report = std::fs::read_to_string(virk.path("report.html")).unwrap();
    assert!(
        report.contains("2 rows, 2 counted; 1 row erased, as when people withdraw"),
        "{report}"
    );
    // Removing hides, and erasing reaches what was removed.
    virk.run(["data", "remove", "sv"]).exits(0);
    assert!(holds("020290-2345"));
    virk.refuses(["erase", "sv", "--row", "2", "--yes"], "no dataset", "");
    virk.run(["erase", "sv", "--yes"])
        .exits(0)
        .says("Erased `sv`: its 2 rows");
    assert!(!holds("020290-2345") && !holds("030390-3456"));
    virk.refuses(["undo"], "cannot be brought back", "Import");
    virk.run(["check"]).exits(0).says("Everything is in order");
}

#[test]
fn who_answered_twice_is_told_of() {
    let virk = Virk::study()
        .file("one.csv", "nr;a\n1;x\n2;y\n")
        .file("two.csv", "nr;b\n2;v\n3;w\n")
        .file("more.csv", "id;b\n2;v\n");
    for file in ["one.csv", "two.csv", "more.csv"] {
        virk.run(["data", "import", file]).exits(0);
    }
    let told = virk
        .run(["erase", "one", "--where", "nr = 2", "--yes", "--json"])
        .exits(0)
        .json();
    let expected = serde_json::json!([{
        "place": "the dataset two", "words": "row 1 with nr = 2", "change": "virk erase --dataset \"two\" --where \"nr = 2\"",
    }]);
    assert_eq!(told["still_said"], expected);
}

#[test]
fn what_is_named_may_be_a_document_an_informant_a_dataset_or_a_search() {
    let virk = talked().file("talk.csv", "a;b\n1;2\n");
    virk.run(["data", "import", "talk.csv"]).exits(0);
    virk.run(["search", "fortrolig*", "--save", "talk"])
        .exits(0);
    virk.refuses(
        ["erase", "talk", "--yes"],
        "the document `talk` or the dataset `talk`",
        "--dataset",
    );
    virk.refuses(
        ["erase", "talk", "--search", "talk", "--yes"],
        "cannot be used with",
        "Usage",
    );
    virk.run(["erase", "--search", "talk", "--yes"])
        .exits(0)
        .says("Erased the search “talk”: 1 text in all");
    virk.run(["searches"]).exits(1);
    virk.run(["erase", "--dataset", "talk", "--yes"])
        .exits(0)
        .says("Erased `talk`: its 1 row");
    virk.run(["erase", "--document", "talk", "--yes"])
        .exits(0)
        .says("the words of 1 document");
}

#[test]
fn a_backup_is_made_once() {
    let virk = talked();
    assert_eq!(
        virk.run(["backup", "copy.virk", "--json"]).exits(0).json()["records"],
        3
    );
    virk.run(["check", "--study", "copy.virk"]).exits(0);
    virk.refuses(
        ["backup", "copy.virk", "--study", "study.virk"],
        "exists already",
        "another name",
    );
}
