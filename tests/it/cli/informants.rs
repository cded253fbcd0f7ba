//! Informants by command: one for each label that names nobody, and put right later.

use super::virk::Virk;
use serde_json::{Value, json};

fn names(virk: &Virk) -> Vec<String> {
    let list = virk.run(["informant", "list", "--json"]).json();
    list.as_array()
        .unwrap()
        .iter()
        .map(|informant| informant["name"].as_str().unwrap().to_owned())
        .collect()
}

/// A study with a folder of transcripts that all call their informant the same.
fn alike(label: &str, count: usize) -> Virk {
    let virk = Virk::study();
    std::fs::create_dir(virk.path("talks")).unwrap();
    for n in 1..=count {
        let talk = format!(
            "Interviewer: How, {n}?\n{label}: By bus {n}.\nInterviewer: And?\n{label}: On foot.\n"
        );
        std::fs::write(virk.path(&format!("talks/int-{n:02}.txt")), talk).unwrap();
    }
    virk
}

#[test]
fn thirty_six_interviewees_are_thirty_six_informants() {
    let virk = alike("Interviewee", 36);
    let told = "Interviewee names nobody, so it is a different person in each of 36 documents: Interviewee · int-01, Interviewee · int-02 …; --join-labels makes one person of them";
    virk.run(["import", "talks", "--preview"])
        .says(told)
        .exits(0);
    virk.run(["import", "talks"]).says(told).exits(0);
    let names = names(&virk);
    assert_eq!(
        (names.len(), names[0].as_str(), names[35].as_str()),
        (36, "Interviewee · int-01", "Interviewee · int-36")
    );
    let list = virk.run(["informant", "list", "--json"]).exits(0).json();
    assert_eq!(
        (&list[6]["documents"], &list[6]["turns"]),
        (&json!(["int-07"]), &json!(2))
    );
    virk.run(["undo"]).exits(0);
    let json = virk
        .run(["import", "talks", "--join-labels", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (&json["joined_labels"], &json["shared_labels"][0]["label"]),
        (&json!(true), &json!("Interviewee"))
    );
    let list = virk.run(["informant", "list"]);
    list.says("Interviewee 36 72 0").exits(0);
    assert_eq!(list.err(), "", "that they are one was said");
    virk.run(["lint", "--rule", "L30"]).exits(0);
}

#[test]
fn two_files_of_one_label_are_two_people_and_one_by_a_word() {
    let virk = alike("R", 2);
    virk.run(["import", "talks/int-01.txt"]).exits(0);
    assert_eq!(names(&virk), ["R"]);
    virk.run(["import", "talks/int-02.txt"])
        .says("R names nobody, so it is a different person in each of 2 documents: R · int-02; ")
        .exits(0);
    assert_eq!(names(&virk), ["R · int-01", "R · int-02"]);
    virk.refuses(
        ["informant", "rename", "R · int-01", "R · int-02"],
        "another informant is called R · int-02",
        "virk informant join",
    );
    virk.run([
        "informant",
        "join",
        "R · int-01",
        "R · int-02",
        "--into",
        "R",
    ])
    .says("Joined R · int-02 with R")
    .exits(0);
    assert_eq!(
        virk.run(["informant", "list"]).err(),
        "",
        "that they are one was said"
    );
    virk.run(["informant", "rename", "R", "Gardener 1"])
        .says("Renamed R to Gardener 1")
        .exits(0);
    virk.run([
        "informant",
        "split",
        "Gardener",
        "--document",
        "int-02",
        "--as",
        "Gardener 2",
    ])
    .exits(0);
    let list = virk.run(["informant", "list", "--json"]).json();
    let of = |at: usize| (list[at]["name"].clone(), list[at]["documents"].clone());
    assert_eq!(of(0), (json!("Gardener 1"), json!(["int-01"])));
    assert_eq!(of(1), (json!("Gardener 2"), json!(["int-02"])));
    virk.run([
        "document",
        "speaker",
        "int-02",
        "Interviewer",
        "--informant",
        "Gardener 1",
    ])
    .exits(0);
    let shown = virk.run(["document", "show", "int-02", "--json"]).json();
    assert_eq!(
        (&shown[0]["informant"], &shown[1]["informant"]),
        (&json!("Gardener 1"), &json!("Gardener 2"))
    );
    virk.run(["document", "speaker", "int-02", "R", "--interviewer"])
        .says("R in `int-02` is the interviewer")
        .exits(0);
    assert_eq!(names(&virk), ["Gardener 1"]);
    virk.run(["undo", "--steps", "5"]).exits(0);
    assert_eq!(names(&virk), ["R · int-01", "R · int-02"]);
    virk.run(["check"]).exits(0);
    virk.refuses(
        ["informant", "split", "R · int-01", "--by-document"],
        "speaks in `int-01` alone",
        "virk informant rename",
    );
    virk.refuses(
        ["informant", "join", "R · int-01"],
        "",
        "virk informant join",
    );
    virk.refuses(
        ["informant", "split", "R · int-01"],
        "",
        "virk informant split",
    );
    virk.refuses(
        ["document", "speaker", "int-01", "Kim", "--interviewer"],
        "nobody called `Kim` speaks",
        "`Interviewer`, `R`",
    );
}

#[test]
fn a_label_that_is_joined_later_is_who_it_was() {
    let virk = alike("R", 3);
    virk.run(["import", "talks/int-01.txt"]).exits(0);
    virk.run(["informant", "rename", "R", "Gardener"]).exits(0);
    virk.run(["import", "talks", "--join-labels"])
        .says("R is one person, Gardener, in 3 documents")
        .exits(0);
    assert_eq!(names(&virk), ["Gardener"]);
    virk.run(["undo"]).exits(0);
    virk.run(["import", "talks"]).exits(0);
    assert_eq!(names(&virk), ["Gardener", "R · int-02", "R · int-03"]);
}

#[test]
fn a_label_that_is_one_person_in_a_study_of_before_is_noted_and_split() {
    let virk = alike("R", 3);
    // As imports did before: by the name alone, and nobody said that it is one person.
    virk.run(["import", "talks", "--join-labels"]).exits(0);
    virk.run(["lint", "accept", "L30", "R", ""]).exits(0);
    let list = virk.run(["informant", "list"]);
    assert!(
        list.err()
            .contains("R names nobody, and is one informant in 3 documents"),
        "{}",
        list.err()
    );
    assert!(
        list.err()
            .contains("virk informant split \"R\" --by-document"),
        "{}",
        list.err()
    );
    virk.run(["lint", "--rule", "L30"])
        .says("R names nobody")
        .exits(1);
    virk.run(["informant", "split", "R", "--by-document"])
        .says("Split R into 3 informants")
        .exits(0);
    assert_eq!(names(&virk), ["R · int-01", "R · int-02", "R · int-03"]);
    virk.run(["lint", "--rule", "L30"]).exits(0);
    virk.run(["undo"]).exits(0);
    assert_eq!(names(&virk), ["R"]);
}

const TALK: &str = "I: Hvad så?\n\nMentor 1: Det går.\n\nI: Og?\n\nBo: Ja.\n";

/// A study whose informants are Mentor 1 and Bo, and a table.
fn with_table(table: &str) -> Virk {
    let virk = Virk::study()
        .file(
            "talk.txt",
            TALK.replace("Bo: Ja.", "Bo: Ja.\n\nMentor 1: Nej.\n\nBo: Jo."),
        )
        .file("who.csv", table);
    virk.run(["import", "talk.txt", "--speakers", "I,Mentor 1,Bo"])
        .exits(0);
    virk
}

#[test]
fn a_table_of_informants_calls_its_columns_what_it_likes() {
    let list = |virk: &Virk| -> Value { virk.run(["informant", "list", "--json"]).json() };
    // By the heading.
    let virk = with_table("Participant,Age,Role\nBo,45,gardener\n");
    virk.run(["informant", "import", "who.csv"])
        .says("Described 1 informant by the column Participant: 1 updated, 0 new")
        .exits(0);
    let bo = &list(&virk)[1];
    assert_eq!(
        (
            &bo["role"],
            &bo["attributes"]["Age"],
            list(&virk).as_array().unwrap().len()
        ),
        (&json!("gardener"), &json!("45"), 2)
    );
    // By the one column that names informants; whatever its capitals.
    let virk = with_table("Wer;Alter;Funktion;Haus\nbo;45;Gärtner;Nord\nKim;30;;\n");
    let ran = virk.run(["informant", "import", "who.csv"]);
    ran.exits(0)
        .says("`Wer` is used as the column of names")
        .says("1 row of nobody the study knew, added: Kim");
    assert_eq!(
        (&list(&virk)[1]["role"], &list(&virk)[2]["name"]),
        (&json!("Gärtner"), &json!("Kim"))
    );
    // Told.
    let virk = with_table("x,y,z\nBo,gardener,North\n");
    let told = [
        "informant",
        "import",
        "who.csv",
        "--name-column",
        "X",
        "--role-column",
        "y",
        "--department-column",
        "z",
    ];
    virk.run(told).exits(0);
    assert_eq!(
        (&list(&virk)[1]["role"], &list(&virk)[1]["department"]),
        (&json!("gardener"), &json!("North"))
    );
    virk.refuses(
        ["informant", "import", "who.csv", "--name-column", "w"],
        "no column called `w`",
        "`x`, `y`, `z`",
    );
    let json = virk
        .run(["informant", "import", "who.csv", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (&json["name_column"], &json["known"], &json["new"]),
        (&json!("x"), &json!(1), &json!([]))
    );
}

#[test]
fn a_doubtful_table_of_informants_is_refused_with_the_option() {
    // Real names stand in a column called so, beside the pseudonyms: they must not become
    // informants.
    let virk = with_table("Name,Code,Age\nKaren Holm,Bo,45\n");
    virk.refuses(
        ["informant", "import", "who.csv"],
        "which column of who.csv names the informants: `Name`, `Code`",
        "--name-column",
    );
    virk.run(["informant", "import", "who.csv", "--name-column", "Code"])
        .exits(0);
    let virk = with_table("a;b\n1;2\n");
    virk.refuses(
        ["informant", "import", "who.csv"],
        "no column of who.csv names the informants",
        "--name-column: `a`, `b`",
    );
    let virk = with_table("a;b\nBo;Mentor 1\n");
    virk.refuses(
        ["informant", "import", "who.csv"],
        "`a`, `b`",
        "--name-column",
    );
}

#[test]
fn a_row_may_name_the_document_of_its_informant() {
    let virk = alike("Interviewee", 3).file(
        "who.csv",
        "Interview,Age\nint-01,45\nint-03,30\nint-03,31\n",
    );
    virk.run(["import", "talks"]).exits(0);
    let ran = virk.run(["informant", "import", "who.csv"]);
    ran.exits(0)
        .says("2 updated, 0 new")
        .says("1 row of somebody who has a row already: the last row counts");
    let list = virk.run(["informant", "list", "--json"]).json();
    assert_eq!(
        (&list[0]["attributes"]["Age"], &list[2]["attributes"]["Age"]),
        (&json!("45"), &json!("31"))
    );
}

#[test]
fn the_same_label_in_two_short_files_is_two_people() {
    let virk = Virk::study();
    virk.run([
        "import",
        concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/import/same-label"
        ),
    ])
    .exits(0);
    assert_eq!(names(&virk), ["Interviewee · a", "Interviewee · b"]);
}
